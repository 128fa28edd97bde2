"""Which constructs separate the sites that did well from the others, and how good that rule is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Mark, Matrix, Row

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "title": "{wave}: what separates the sites that did well from the others?",
    "corner": "Construct",
    "columns": ("Does it separate them?", "Did well", "The others", "How sure"),
    "strong": "strongly",
    "weak": "weakly",
    "expected": "If sites were grouped by chance, in groups of this size, about {n} of {all} "
    "constructs would separate them.",
    "touch": "Ratings of the two groups touch or overlap: {names}.",
    "untold": "Not rated on both sides: {names}.",
    "higher where it went well": "▲ {how}: higher where it went well",
    "lower where it went well": "▼ {how}: lower where it went well",
    "chance": "By chance, {share} of all ways to choose the sites would separate them so",
    "mixed": "{n} mixed; without, it would be: {verdict}",
    "of": "{n} of {all} sites rated",
    "alt": "{parting} of {tested} constructs separate the sites at {wave}: {names}.",
    "alt_none": "None of {tested} constructs separates the sites at {wave}.",
    "n": "{high} did well, {low} did not; {tested} of {all} constructs can be compared",
    "unit": "verdicts of the rule",
    "unread": "can't be compared",
    "record": "What the rule says of a published table, and what the paper prints",
    "record_alt": "{study}: the rule says what the paper prints for {hits} of {tested} constructs; "
    "always saying “none” would hit {nones}.",
    "record_none": "{study}: the rule can't be tried. {reason}",
    "record_unit": "constructs",
}
_RANK = {"strong": 0, "weak": 1, "none": 2}


def distinguishing(shown: Shown, grouping: str, wave_id: str, *, dark: bool = False) -> Chart:
    """The constructs at one wave, those that part the sites first, with their ratings.

    In:      the measure `distinguishing`. Missing: what can't be compared stands last, with why.
    """
    colours = style.palette(dark)
    frame = shown.frame.filter((pl.col("grouping") == grouping) & (pl.col("wave_id") == wave_id))
    rows = sorted(frame.to_dicts(), key=lambda row: _RANK.get(row["verdict"] or "", 3))
    tested = [row for row in rows if row["verdict"]]
    parting = [row for row in tested if row["verdict"] != "none"]
    wave = rows[0]["wave_label"] if rows else ""
    named = words.listed([row["construct_label"] for row in parting])
    alt = _WORDS["alt" if parting else "alt_none"].format(
        parting=len(parting), tested=len(tested), wave=wave, names=named
    )
    matrix = Matrix(
        name=alt,
        corner=_WORDS["corner"],
        columns=_WORDS["columns"],
        rows=[
            Row(r["construct_label"], _cells(r, colours), under=r["domain_label"]) for r in parting
        ],
        stamp=provenance.mark(shown),
        widths=(20, 18, 22, 22, 18),
    )
    caveats = dict.fromkeys(row["caveat"] for row in tested if row["caveat"])
    sides = ("n_sites_high", "n_sites_low")
    high, low = (next((r[side] for r in rows if r[side] is not None), 0) for side in sides)
    return Chart(
        title=_WORDS["title"].format(wave=wave),
        figure=html_matrix.drawn(matrix, colours) if parting else None,
        alt=alt,
        n_text=_WORDS["n"].format(
            high=words.count(high, "site"), low=low, tested=len(tested), all=len(rows)
        ),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=_table(frame),
        notes=tuple(note for note in (*list(caveats)[-1:], *_rest(rows), *shown.notes) if note),
    )


def _rest(rows: list[dict[str, Any]]) -> tuple[str, str, str]:
    """How many would part the sites by chance; which don't part them, and which can't be told."""
    tested = [row for row in rows if row["verdict"]]
    none = [row["construct_label"] for row in tested if row["verdict"] == "none"]
    unread = [row["construct_label"] for row in rows if not row["verdict"]]
    chances = [row["by_chance"] for row in tested if row["by_chance"] is not None]
    return (
        _WORDS["expected"].format(n=words.number(sum(chances), 1), all=len(tested))
        if chances
        else "",
        _WORDS["touch"].format(names=words.listed(none, len(none))) if none else "",
        _WORDS["untold"].format(names=words.listed(unread, len(unread))) if unread else "",
    )


def _cells(row: dict[str, Any], colours: style.Palette) -> tuple[Cell, ...]:
    verdict = row["verdict"]
    way = "supports" if row["direction"].startswith("higher") else "hinders"
    text = _WORDS[row["direction"]].format(how=_WORDS[verdict])
    first = Cell(marks=(Mark(text, colours.directions[way], strong=verdict == "strong"),))
    mixed = ""
    if row["n_mixed"]:
        without = row["verdict_without_mixed"] or _WORDS["unread"]
        mixed = _WORDS["mixed"].format(n=row["n_mixed"], verdict=without)
    chance = row["by_chance"]
    sure = _WORDS["chance"].format(share=_share(chance)) if chance is not None else ""
    return (first, *_sides(row), Cell(lines=(sure, mixed)))


def _sides(row: dict[str, Any]) -> tuple[Cell, Cell]:
    return tuple(
        Cell(
            lines=(
                row[f"cells_{side}"] or "",
                _WORDS["of"].format(n=row[f"n_{side}"], all=row[f"n_sites_{side}"])
                if row[f"n_{side}"] is not None
                else "",
            )
        )
        for side in ("high", "low")
    )


def _share(share: float) -> str:
    return "under 1 %" if 0 < share < 0.01 else words.percent(share)


def groupings(shown: Shown) -> dict[str, str]:
    """What doing well may mean, by id, in order."""
    rows = shown.frame.select("grouping", "grouping_label").unique(maintain_order=True)
    return dict(rows.iter_rows())


def rule_of(shown: Shown, grouping: str) -> str:
    """How sites were put into the groups, in a sentence."""
    return shown.frame.filter(pl.col("grouping") == grouping)["grouping_rule"].first() or ""


def waves_of(shown: Shown, grouping: str) -> dict[str, str]:
    """Waves at which any construct can be compared, the last first."""
    rows = shown.frame.filter((pl.col("grouping") == grouping) & pl.col("verdict").is_not_null())
    rows = rows.sort("wave_order", descending=True, maintain_order=True)
    return dict(rows.select("wave_id", "wave_label").unique(maintain_order=True).iter_rows())


def record(shown: Shown) -> Chart:
    """The rule against what published tables print, those that try it first.

    In: the measure `distinguishing_record`.
    """
    studies = shown.frame.group_by("study", maintain_order=True).first().to_dicts()
    studies.sort(key=lambda row: not row["n_tested"])
    said = [
        _WORDS["record_alt"].format(
            study=row["study_label"],
            hits=row["n_hits"],
            tested=row["n_tested"],
            nones=row["n_hits_of_none"],
        )
        if row["n_tested"]
        else _WORDS["record_none"].format(study=row["study_label"], reason=row["reason"])
        for row in studies
    ]
    table = shown.frame.select(
        Table=pl.col("study_label"),
        Construct=pl.col("construct_label"),
        High=pl.col("cells_high"),
        Low=pl.col("cells_low"),
        Printed=pl.col("printed"),
        Ours=pl.col("ours"),
        Hit=pl.col("hit"),
        Why=pl.col("reason"),
        Source=pl.col("source"),
    )
    return Chart(
        title=_WORDS["record"],
        figure=None,
        alt=" ".join(said),
        n_text=words.count(table.height, "construct"),
        unit=_WORDS["record_unit"],
        source_text="Source: " + "; ".join(row["source"] for row in studies),
        provenance_mark="",
        table=table,
        notes=tuple(f"{row['study_label']}: {row['covers']}" for row in studies if row["covers"]),
    )


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        **{"Doing well": pl.col("grouping_label")},
        Construct=pl.col("construct_label"),
        Domain=pl.col("domain_label"),
        Wave=pl.col("wave_label"),
        Verdict=pl.col("verdict"),
        Direction=pl.col("direction"),
        **{"Did well": pl.col("cells_high"), "The others": pl.col("cells_low")},
        Gap=pl.col("gap"),
        **{"Share by chance": pl.col("by_chance")},
        Mixed=pl.col("n_mixed"),
        **{"Without mixed": pl.col("verdict_without_mixed")},
        Reason=pl.coalesce("hidden", "reason"),
        Caveat=pl.col("caveat"),
    )
