"""Scale scores: the mean with its interval for each site and wave, and every respondent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import means, provenance, style, words
from bridgeboard.charts.chart import Chart

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "title": "{scale}: how do scores stand at each site and wave?",
    "alt": "{scale}: {rows} with a mean, from {low} ({low_at}) to {high} ({high_at}); "
    "intervals are wide where few answered.",
    "none": "{scale}: no site and wave has enough answers for a mean.",
    "n": "n = people with a score; {few} below {minimum} people: no mean",
    "unit": "points on a scale from {low} to {high}",
}


def score(
    shown: Shown, instrument_id: str, scale_id: str, *, dark: bool = False, narrow: bool = False
) -> Chart:
    """One scale: mean and 95 % interval for each site and wave, with every respondent as a point.

    In:      the measure `score`; where it has no `points` (shareable view) none are drawn.
    Unit:    scale points. Missing: "not enough data", "no answers" or why it is hidden, as words.
    """
    frame = shown.frame.filter(
        (pl.col("instrument_id") == instrument_id) & (pl.col("scale_id") == scale_id)
    )
    rows = frame.to_dicts()
    colours = style.palette(dark)
    label = rows[0]["scale_label"] if rows else ""
    low, high = (rows[0]["minimum"], rows[0]["maximum"]) if rows else (0, 1)
    minimum = shown.answer.minimum_n
    return Chart(
        title=_WORDS["title"].format(scale=label),
        figure=means.drawn(rows, "site_name", colours, narrow, provenance.mark(shown))
        if rows
        else None,
        alt=_reading(rows, label),
        n_text=_WORDS["n"].format(few=words.NOT_ENOUGH, minimum=minimum),
        unit=_WORDS["unit"].format(low=words.end(low), high=words.end(high)),
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=_table(frame),
        notes=shown.notes,
    )


def _reading(rows: list[dict[str, Any]], label: str) -> str:
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return _WORDS["none"].format(scale=label)
    low = min(known, key=lambda row: row["value"])
    high = max(known, key=lambda row: row["value"])
    places = words.places(low["minimum"], low["maximum"])
    return _WORDS["alt"].format(
        scale=label,
        rows=words.count(len(known), "site and wave", "sites and waves"),
        low=words.number(low["value"], places),
        low_at=f"{low['site_name']}, {low['wave_label']}",
        high=words.number(high["value"], places),
        high_at=f"{high['site_name']}, {high['wave_label']}",
    )


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Site=pl.col("site_name"),
        Wave=pl.col("wave_label"),
        Scale=pl.col("scale_label"),
        n=pl.col("n"),
        Mean=pl.col("value"),
        Lower=pl.col("lower"),
        Upper=pl.col("upper"),
        SD=pl.col("sd"),
        Status=pl.coalesce("hidden", "status"),
    )
