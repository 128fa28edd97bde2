"""Data quality as people read it: a matrix of sites and waves, lists, and what must be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import words

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: Above this share of items left out a site and wave is named.
_MUCH = 0.1
_STATUS = {"no data": "no data", "no answers": "no survey answers"}
_CELL = "{n} of {asked} answered, {missing} left out"
_NOTHING_ASKED = "{n} respondents, nobody asked"
_STRAIGHT = "{place}: {n} of {of} gave the same answer to every item of an instrument."
_ALIKE = "{place}: {n} of {of} gave the same answers as somebody else there."
_MISSING = "{place}: {share} of the items were left out."
_NO_DATA = "{place}: nothing is loaded."
_NOWHERE = "{rows} refused that name no site or wave of the programme; respondents among them: {n}."
_ALL_WAVES = "no wave named"

_QUALITY = (
    "Site",
    "Wave",
    "What there is",
    "Respondents",
    "Asked",
    "Answered",
    "Items left out",
    "Don't know",
    "Not applicable",
    "Same answer to all",
    "Alike with somebody",
    "Rows refused",
)
_ITEMS = ("Item", "Asked", "Answered", "Left out", "Left out, %", "Don't know", "Not applicable")
_TABLES = ("Table", "Rows read", "Rows refused", "Of them without a site")
_RULES = ("File", "Column", "What is done", "How often", "Expected", "Rule")
_PROBLEMS = (
    "File",
    "Row",
    "Column",
    "What is done",
    "Found",
    "Expected",
    "How to mend it",
    "More like this",
)
SEVERITY = {"refused": "not loaded", "doubtful": "loaded, look at it"}


def matrix(shown: Shown) -> pl.DataFrame:
    """Sites down, waves across; in each cell how many answered, and how much was left out."""
    frame = shown.frame.filter(pl.col("site_id").is_not_null(), pl.col("wave_id").is_not_null())
    waves = list(dict.fromkeys(frame.sort("wave_order")["wave_label"]))
    rows: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for row in frame.to_dicts():
        names[row["site_id"]] = row["site_name"]
        rows.setdefault(row["site_id"], {})[row["wave_label"]] = _cell(row)
    said = [
        {words.SITE: names[site], **{wave: cells.get(wave, "") for wave in waves}}
        for site, cells in rows.items()
    ]
    return pl.DataFrame(said, schema=dict.fromkeys((words.SITE, *waves), pl.String))


def _cell(row: dict[str, Any]) -> str:
    if row["status"] in _STATUS:
        return _STATUS[row["status"]]
    missing = words.percent(row["share_missing"] or 0)
    return _CELL.format(n=row["n_answered"], asked=row["n_asked"], missing=missing)


def numbers(shown: Shown) -> pl.DataFrame:
    """All counts, one row per site and wave."""
    rows = [
        (
            row["site_name"],
            row["wave_label"] or _ALL_WAVES,
            _STATUS.get(row["status"], row["status"]),
            row["n_respondents"],
            row["n_asked"],
            row["n_answered"],
            f"{row['n_missing']} of {row['n_cells']}",
            row["n_dont_know"],
            row["n_not_applicable"],
            f"{row['n_straight']} of {row['n_could_straight']}",
            f"{row['n_alike']} of {row['n_could_be_alike']}",
            row["n_refused"],
        )
        for row in shown.frame.to_dicts()
    ]
    return pl.DataFrame(rows, schema=list(_QUALITY), orient="row", infer_schema_length=None)


def look_at(shown: Shown) -> list[str]:
    """A sentence for each thing that somebody should look at, site by site."""
    said = []
    for row in shown.frame.to_dicts():
        place = f"{words.isolated(row['site_name'])}, {row['wave_label'] or _ALL_WAVES}"
        if row["site_id"] is None or row["wave_id"] is None:
            rows = words.count(row["n_refused"], "row")
            said.append(_NOWHERE.format(rows=rows, n=row["n_refused_respondents"]))
            continue
        if row["status"] == "no data":
            said.append(_NO_DATA.format(place=place))
        if (row["share_missing"] or 0) > _MUCH:
            said.append(_MISSING.format(place=place, share=words.percent(row["share_missing"])))
        for sentence, n, of in (
            (_STRAIGHT, "n_straight", "n_could_straight"),
            (_ALIKE, "n_alike", "n_could_be_alike"),
        ):
            if row[n]:
                said.append(sentence.format(place=place, n=row[n], of=row[of]))
    return said


def places(shown: Shown) -> dict[str, str]:
    """Names of the instruments, sites and waves of which items can be looked at, by key."""
    columns = ("instrument_id", "site_id", "wave_id", "instrument_name", "site_name", "wave_label")
    rows = shown.frame.select(columns).unique(maintain_order=True)
    return {
        f"{instrument}:{site}:{wave}": f"{name} · {site_name} · {wave_label}"
        for instrument, site, wave, name, site_name, wave_label in rows.iter_rows()
    }


def items(shown: Shown, place: str) -> pl.DataFrame:
    """Each item of an instrument at a site and wave, and how many left it out."""
    instrument, site, wave = place.split(":")
    frame = shown.frame.filter(instrument_id=instrument, site_id=site, wave_id=wave)
    rows = [
        (
            row["item_label"],
            row["n_asked"],
            row["n_answered"],
            row["n_missing"],
            round(row["share_missing"] * 100),
            row["n_dont_know"],
            row["n_not_applicable"],
        )
        for row in frame.to_dicts()
    ]
    return pl.DataFrame(rows, schema=list(_ITEMS), orient="row")


def tables_read(shown: Shown) -> pl.DataFrame:
    """Rows read and refused, by table."""
    return shown.frame.select(
        pl.col(own).alias(said)
        for own, said in zip(
            ("table_name", "n_read", "n_refused", "n_refused_without_site"), _TABLES, strict=True
        )
    )


def rules(shown: Shown) -> pl.DataFrame:
    """Which rules were broken how often, by file and column."""
    columns = ("file", "column", "severity", "n", "expected", "rule")
    return _named(shown.frame, columns, _RULES)


def files(shown: Shown) -> dict[str, str]:
    """The files that problems are in, each by its name. In: the measure problems."""
    return {name: name for name in shown.frame["file"].unique(maintain_order=True)}


def problems_in(shown: Shown, file: str | None) -> pl.DataFrame:
    """What must be mended in one file, or in all. In: the measure problems."""
    return problems(shown.frame if file is None else shown.frame.filter(file=file))


def problems(frame: pl.DataFrame) -> pl.DataFrame:
    """What must be mended, to hand to whoever can.

    In: a frame of the measure problems, or of store.kept_problems.as_frame.
    """
    columns = ("file", "row", "column", "severity", "found", "expected", "mend", "also")
    return _named(frame, columns, _PROBLEMS)


def _named(frame: pl.DataFrame, columns: tuple[str, ...], said: tuple[str, ...]) -> pl.DataFrame:
    frame = frame.with_columns(pl.col("severity").replace(SEVERITY), pl.col("column").fill_null(""))
    return frame.select(pl.col(own).alias(to) for own, to in zip(columns, said, strict=True))


def counted(shown: Shown) -> str:
    """How many problems there are, and how many kept rows out."""
    frame = shown.frame
    n = frame.height + int(frame["also"].sum())
    refused = frame.filter(pl.col("severity") == "refused")
    n_refused = refused.height + int(refused["also"].sum())
    return f"{words.count(n, 'problem')}, {words.number(n_refused, 0)} of them kept something out"
