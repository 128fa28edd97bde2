"""Measures, instruments and reference tables as Methods shows them, from their own records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.document import explanation

if TYPE_CHECKING:
    from bridgeboard.instruments import Instrument
    from bridgeboard.measures import Measure

Terms = list[tuple[str, str]]

_TERM = re.compile(r"^(In|Out|Unit|Missing|Raises|Source):\s+")
_WORDS = {
    "means": "mean of the answered items",
    "sums": "mean of the answered items, times their number",
    "better": "higher is better",
    "worse": "higher is worse",
    "needs": "{n} of {all} items answered",
    "scales": "and a score on each of: {scales}",
    "no_scale": "none",
    "yes": "yes",
    "no": "",
    "own": "own, not validated",
    "validated": "validated",
    "not_validated": "not validated",
    "no_score": "Items stand for themselves; nothing is summed.",
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


def instrument_terms(instrument: Instrument) -> Terms:
    """What there is to say of an instrument but its items."""
    cited = instrument.citation
    if instrument.doi:
        cited += " " + _WORDS["doi"].format(doi=instrument.doi)
    levels = "; ".join(f"{level.value} {level.label}" for level in instrument.levels)
    return [
        ("Name", instrument.name),
        ("Standing", standing(instrument)),
        ("Source", cited),
        ("Licence", f"{instrument.licence}. {instrument.licence_note}".strip()),
        ("Answers", levels),
        ("Scoring", _scoring(instrument)),
        *(("Not verified", fact) for fact in instrument.unverified),
    ]


def standing(instrument: Instrument) -> str:
    """Own or published, validated or not."""
    if instrument.own and not instrument.validated:
        return _WORDS["own"]
    return _WORDS["validated" if instrument.validated else "not_validated"]


def _scoring(instrument: Instrument) -> str:
    if not instrument.scales:
        return _WORDS["no_score"]
    names = {scale.scale_id: scale.label for scale in instrument.scales}
    said = []
    for scale in instrument.scales:
        parts = [
            _WORDS["means" if scale.method == "mean" else "sums"],
            _WORDS[scale.higher_is],
            _WORDS["needs"].format(n=scale.items_needed, all=len(scale.item_ids)),
        ]
        if scale.needs_scales:
            others = ", ".join(names[other] for other in scale.needs_scales)
            parts.append(_WORDS["scales"].format(scales=others))
        said.append(f"{scale.label}: {', '.join(parts)}")
    return "; ".join(said) + "."


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
