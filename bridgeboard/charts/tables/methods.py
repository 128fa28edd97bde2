"""Measures, instruments and reference tables as Methods shows them, from their own records."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.charts.readings.instrument import NO_SCORE, scoring_rule
from bridgeboard.measures.document import explanation

if TYPE_CHECKING:
    from bridgeboard.instruments import Instrument
    from bridgeboard.measures import Measure

Terms = list[tuple[str, str]]

_TERM = re.compile(r"^(In|Out|Unit|Missing|Raises|Source):\s+")
_WORDS = {
    "better": "higher is better",
    "worse": "higher is worse",
    "no_scale": "none",
    "yes": "yes",
    "no": "",
    "own": "own, not validated",
    "validated": "validated",
    "not_validated": "not validated",
    "doi": "doi:{doi}",
    "unit": "Unit: {unit}.",
    "source": "Source: {source}.",
}


def explained(measure: Measure) -> tuple[str, Terms]:
    """What the measure answers, in a sentence, and its In, Out, Unit, Missing and Source."""
    lead: list[str] = []
    terms: list[tuple[str, list[str]]] = []
    for line in explanation(measure).splitlines():
        found = _TERM.match(line)
        if found:
            terms.append((found[1], [line[found.end() :]]))
        elif terms:
            terms[-1][1].append(line)
        else:
            lead.append(line)
    return _joined(lead), [(term, _joined(lines)) for term, lines in terms]


def _joined(lines: Iterable[str]) -> str:
    return " ".join(line.strip() for line in lines if line.strip())


def measures(all_of_them: Iterable[Measure]) -> Terms:
    """Each measure with its question, unit and source."""
    return [
        (
            one.title,
            " ".join(
                part
                for part in (
                    one.question,
                    _WORDS["unit"].format(unit=one.unit) if one.unit else "",
                    _WORDS["source"].format(source=one.source),
                )
                if part
            ),
        )
        for one in all_of_them
    ]


def columns(measure: Measure) -> pl.DataFrame:
    """One row per column of the measure's frame."""
    return pl.DataFrame(
        [(column.name, column.description, column.unit or "") for column in measure.columns],
        schema=dict.fromkeys(("Column", "What it says", "Unit"), pl.String),
        orient="row",
    )


def instruments(known: Mapping[str, Instrument], in_use: Collection[str]) -> pl.DataFrame:
    """One row per instrument, as listed: whether it is in use, and how much is not verified."""
    return pl.DataFrame(
        [
            (
                instrument.short_name,
                instrument.name,
                _WORDS["yes" if instrument_id in in_use else "no"],
                len(instrument.items),
                len(instrument.scales),
                standing(instrument),
                len(instrument.unverified),
            )
            for instrument_id, instrument in known.items()
        ],
        schema={
            "Instrument": pl.String,
            "Its name": pl.String,
            "In use": pl.String,
            "Items": pl.Int64,
            "Scores": pl.Int64,
            "Standing": pl.String,
            "Not verified": pl.Int64,
        },
        orient="row",
    )


def instrument_terms(instrument: Instrument) -> Terms:
    """What there is to say of an instrument but its items."""
    cited = instrument.citation
    if instrument.doi:
        cited += " " + _WORDS["doi"].format(doi=instrument.doi)
    levels = "; ".join(f"{level.value} {level.label}" for level in instrument.levels)
    return [
        ("Name", instrument.name),
        ("Standing", standing(instrument)),
        *(("Version of", base) for base in (instrument.version_of,) if base),
        ("Source", cited),
        ("Licence", f"{instrument.licence}. {instrument.licence_note}".strip()),
        ("Answers", levels),
        ("Scoring", _scoring(instrument)),
        *(("Read in a source", fact) for fact in instrument.verified),
        *(("Not verified", fact) for fact in instrument.unverified),
    ]


def standing(instrument: Instrument) -> str:
    """Own or published, validated or not."""
    if instrument.own and not instrument.validated:
        return _WORDS["own"]
    return _WORDS["validated" if instrument.validated else "not_validated"]


def _scoring(instrument: Instrument) -> str:
    if not instrument.scales:
        return NO_SCORE
    return " ".join(
        f"{scale.label} ({_WORDS[scale.higher_is]}): {scoring_rule(instrument, scale)}"
        for scale in instrument.scales
    )


def items(instrument: Instrument) -> pl.DataFrame:
    """One row per item, in our own short words."""
    labels = {scale.scale_id: scale.label for scale in instrument.scales}
    return pl.DataFrame(
        [
            (
                item.item_id,
                item.label,
                labels.get(item.scale_id or "", _WORDS["no_scale"]),
                _WORDS["yes" if item.reversed else "no"],
                item.construct_id or "",
                item.theme_id or "",
                item.note or "",
            )
            for item in instrument.items
        ],
        schema=dict.fromkeys(
            ("Item", "In our words", "Scale", "Reversed", "CFIR", "Theme", "Note"), pl.String
        ),
        orient="row",
    )


def references(summary: pl.DataFrame) -> pl.DataFrame:
    """One row per reference table: how many rows, and how many of them are not verified."""
    return summary.select(
        pl.col("label").alias("Table"),
        pl.col("row_is").alias("One row is"),
        pl.col("n").alias("Rows"),
        pl.col("n_unverified").alias("Not verified"),
        pl.col("n_sources").alias("Sources"),
    )


def reference_names(summary: pl.DataFrame) -> dict[str, str]:
    """Names of the reference tables for readers, by table."""
    return dict(summary.select("table", "label").iter_rows())
