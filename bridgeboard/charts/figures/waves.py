"""When was measured, and how many people took part in all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Matrix, Row

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "title": "When was measured?",
    "corner": "Wave",
    "columns": ("When", "People reported for all groups together", "Source"),
    "range": "{first} to {last}",
    "undated": "no date given",
    "months": "{about}{months} months after the start",
    "about": "about ",
    "people": "{n} people",
    "women": "{n} women",
    "men": "{n} men",
    "age": "mean age {mean}",
    "ages": "{low} to {high} years",
    "never": "one number for the whole wave, never split over sites",
    "none": "no total reported",
    "alt": "{list}.",
    "one": "{wave}: {people}",
    "n": "{waves}",
    "unit": "people",
}


def waves(shown: Shown, *, dark: bool = False) -> Chart:
    """Each wave with its dates and the totals that its source reports.

    In:      the measure `waves`. Missing: "no date given"; "no total reported".
    """
    rows = shown.frame.to_dicts()
    alt = _WORDS["alt"].format(
        list=words.listed(
            [_WORDS["one"].format(wave=row["wave_label"], people=_people(row)) for row in rows]
        )
    )
    matrix = Matrix(
        name=alt,
        corner=_WORDS["corner"],
        columns=_WORDS["columns"],
        rows=[
            Row(
                row["wave_label"],
                (
                    Cell(lines=(_when(row), _months(row))),
                    Cell(lines=_reported(row)),
                    Cell(lines=(row["source_label"] or "",)),
                ),
            )
            for row in rows
        ],
        stamp=provenance.mark(shown),
        widths=(24, 26, 30, 20),
    )
    return Chart(
        title=_WORDS["title"],
        figure=html_matrix.drawn(matrix, style.palette(dark)) if rows else None,
        alt=alt,
        n_text=_WORDS["n"].format(waves=words.count(len(rows), "wave")),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown, *(row["source_label"] or "" for row in rows)),
        provenance_mark=provenance.mark(shown),
        table=_table(shown.frame),
        notes=shown.notes,
    )


def _when(row: dict[str, Any]) -> str:
    """Dates as exactly as the source gives them, never more."""
    form = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}.get(row["date_precision"])
    if form is None or row["from_on"] is None:
        return _WORDS["undated"]
    first = f"{row['from_on']:{form}}"
    last = f"{row['to_on']:{form}}" if row["to_on"] else first
    return first if first == last else _WORDS["range"].format(first=first, last=last)


def _months(row: dict[str, Any]) -> str:
    months = row["months_since_start"]
    if not months or months < 0:
        return ""
    about = _WORDS["about"] if row["months_are_approximate"] else ""
    return words.sentence(_WORDS["months"].format(about=about, months=words.number(months, 0)))


def _people(row: dict[str, Any]) -> str:
    if row["hidden"]:
        return row["hidden"]
    if row["reported_n"] is None:
        return _WORDS["none"]
    return _WORDS["people"].format(n=words.number(row["reported_n"], 0))


def _reported(row: dict[str, Any]) -> tuple[str, ...]:
    if row["hidden"] or row["reported_n"] is None:
        return (words.sentence(_people(row)),)
    who = [
        _WORDS[word].format(n=row[column])
        for word, column in (("women", "reported_female"), ("men", "reported_male"))
        if row[column] is not None
    ]
    if row["reported_age_mean"] is not None:
        who.append(_WORDS["age"].format(mean=words.number(row["reported_age_mean"], 0)))
    if row["reported_age_min"] is not None and row["reported_age_max"] is not None:
        low, high = (words.number(row[f"reported_age_{end}"], 0) for end in ("min", "max"))
        who.append(_WORDS["ages"].format(low=low, high=high))
    return _people(row), ", ".join(who), words.sentence(_WORDS["never"])


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Wave=pl.col("wave_label"),
        From=pl.col("from_on"),
        To=pl.col("to_on"),
        Precision=pl.col("date_precision"),
        Months=pl.col("months_since_start"),
        People=pl.col("reported_n"),
        Women=pl.col("reported_female"),
        Men=pl.col("reported_male"),
        **{"Mean age": pl.col("reported_age_mean")},
        Youngest=pl.col("reported_age_min"),
        Oldest=pl.col("reported_age_max"),
        Source=pl.col("source_label"),
        Note=pl.col("note"),
    )
