"""One site in short sentences: place, attitudes, ratings, statements, context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import words
from bridgeboard.charts.comparison import compared
from bridgeboard.charts.readings.shift import headline
from bridgeboard.measures.proposals import OF_THE_SITE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bridgeboard.disclosure import Shown
    from bridgeboard.instruments import Instrument

#: What fits on a sheet beside everything else; the pages that are linked have the rest.
_RATINGS, _STATEMENTS, _FACTS = 6, 2, 6
_WORDS = {
    "place": "{city}, {country}; {setting}; {income}.",
    "settings": {
        "hospital": "hospital",
        "community": "community",
        "both": "hospital and community",
        "unknown": "setting not known",
    },
    "alias": "Stands for {site} of an earlier wave.",
    "comparable": {
        "no": "Its waves must not be compared: not the same place or service.",
        "unknown": "Whether its waves are of the same service is not known.",
    },
    "barriers": "Barriers ({wave}): {names}.",
    "facilitators": "Facilitators ({wave}): {names}.",
    "mixed": "Mixed ({wave}): {names}.",
    "differ": "Raters differ ({wave}): {names}.",
    "none_rated": "No CFIR construct is rated here.",
    "neutral": "All {n} rated constructs are neutral or not applicable ({wave}).",
    "no_statements": "No statement of a focus group that may be shown names this site.",
    "counted": "{n} ({wave}): {stances}.",
    "said": "{stance}: {text}{refs}",
    "refs": " ({refs})",
    "fact": "{factor}: {finding} ({direction}; {wave})",
    "no_facts": "No context fact is on record.",
    "more": "and {n} more",
    "no_survey": "No survey has answers at two waves here: a shift can't be told.",
    "no_income": "income level not dated",
}


def place(sites: Shown, income: Shown, site_id: str, basis: str) -> list[str]:
    """Where the site is, what it is, and whether its waves may be compared."""
    row = sites.frame.filter(pl.col("site_id") == site_id).row(0, named=True)
    levels = income.frame.filter(
        (pl.col("site_id") == site_id)
        & (pl.col("basis") == basis)
        & pl.col("income_level").is_not_null()
    )
    named = dict.fromkeys(levels["income_level"])
    income_words = ", later ".join(words.INCOMES.get(one, one).lower() for one in named)
    said = [
        _WORDS["place"].format(
            city=words.isolated(row["city"] or row["site_name"]),
            country=row["country"],
            setting=_WORDS["settings"].get(row["setting"], row["setting"]),
            income=income_words or _WORDS["no_income"],
        )
    ]
    if row["alias_name"]:
        said.append(_WORDS["alias"].format(site=words.isolated(row["alias_name"])))
    if row["comparable_across_waves"] in _WORDS["comparable"]:
        said.append(_WORDS["comparable"][row["comparable_across_waves"]])
    return said


def attitudes(
    shift: Shown, instruments: Iterable[Instrument], *, every_scale: bool = False
) -> list[str]:
    """How attitudes moved from the first to the last wave, by the first scale of each instrument.

    In: the measure `shift` at one site; every_scale: by all of them, one after another.
    """
    said = []
    waves = shift.frame.select("from_wave_id", "from_wave_order", "to_wave_id", "to_wave_order")
    for instrument in instruments:
        rows = shift.frame.filter(
            (pl.col("instrument_id") == instrument.instrument_id) & (pl.col("n_from") > 0)
        )
        if not instrument.scales or rows.is_empty():
            continue
        first = waves.sort("from_wave_order")["from_wave_id"][0]
        last = waves.sort("to_wave_order")["to_wave_id"][-1]
        for scale in instrument.scales if every_scale else instrument.scales[:1]:
            of = (instrument.instrument_id, scale.scale_id)
            found = compared(shift, None, *of, first, last)
            if found.sites:
                said.append(headline(found))
    return said or [_WORDS["no_survey"]]


def ratings(cfir: Shown, site_id: str) -> list[str]:
    """Barriers, facilitators and what is mixed, at the newest wave that is rated."""
    rows = cfir.frame.filter(
        (pl.col("site_id") == site_id)
        & (pl.col("state") != "not_rated")
        & pl.col("hidden").is_null()
    )
    if rows.is_empty():
        return [_WORDS["none_rated"]]
    rows = rows.filter(pl.col("wave_order") == rows["wave_order"].max())
    wave = words.isolated(rows["wave_label"][0])
    parts = (
        ("barriers", rows.filter(pl.col("rating") < 0).sort("rating", maintain_order=True)),
        (
            "facilitators",
            rows.filter(pl.col("rating") > 0).sort("rating", descending=True, maintain_order=True),
        ),
        ("mixed", rows.filter(pl.col("state") == "mixed")),
        ("differ", rows.filter(pl.col("state") == "raters_differ")),
    )
    said = [
        _WORDS[form].format(wave=wave, names=_named(part.iter_rows(named=True)))
        for form, part in parts
        if part.height
    ]
    return said or [_WORDS["neutral"].format(n=rows.height, wave=wave)]


def statements(shown: Shown, site_id: str) -> list[str]:
    """How many statements of the newest wave that has any, and the first of each side."""
    rows = shown.frame.filter(
        (pl.col("site_id") == site_id)
        & pl.col("scope").is_in(OF_THE_SITE)
        & (pl.col("kind") != "interpretation")
    )
    if rows.is_empty():
        return [_WORDS["no_statements"]]
    rows = rows.filter(pl.col("wave_order") == rows["wave_order"].max())
    found = rows["stance"].to_list()
    counted = [f"{found.count(s)} {words.STANCES[s]}" for s in words.STANCES if s in found]
    said = [
        _WORDS["counted"].format(
            n=words.count(rows["statement_id"].n_unique(), "statement"),
            wave=words.isolated(rows["wave_label"][0]),
            stances=words.listed(counted),
        )
    ]
    for stance in ("concern", "benefit"):
        for row in rows.filter(pl.col("stance") == stance).head(_STATEMENTS).to_dicts():
            refs = _WORDS["refs"].format(refs=row["transcript_refs"])
            said.append(
                _WORDS["said"].format(
                    stance=words.sentence(words.STANCES[stance]),
                    text=row["text"],
                    refs=refs if row["transcript_refs"] else "",
                )
            )
    return said


def context(facts: Shown, site_id: str) -> list[str]:
    """The facts of the newest wave that has any, what hinders first."""
    rows = facts.frame.filter(pl.col("site_id") == site_id)
    if rows.is_empty():
        return [_WORDS["no_facts"]]
    rows = rows.filter(pl.col("wave_order") == rows["wave_order"].max())
    order = {way: place for place, way in enumerate(("hinders", "mixed", "supports", "unknown"))}
    sorted_rows = sorted(rows.to_dicts(), key=lambda row: order[row["direction"]])
    said = [
        _WORDS["fact"].format(
            factor=row["factor_label"],
            finding=row["finding"].rstrip("."),
            direction=words.DIRECTIONS[row["direction"]],
            wave=words.isolated(row["wave_label"]),
        )
        for row in sorted_rows[:_FACTS]
    ]
    if len(sorted_rows) > _FACTS:
        said.append(_WORDS["more"].format(n=len(sorted_rows) - _FACTS))
    return said


def _named(rows: Iterable[dict[str, Any]]) -> str:
    cells = [f"{words.isolated(row['construct_label'])} {row['cell']}" for row in rows]
    return words.listed(cells, _RATINGS)
