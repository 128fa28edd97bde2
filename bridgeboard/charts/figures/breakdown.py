"""In whom: where a scale stands among kinds of respondents, at each wave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import means, provenance, style, words
from bridgeboard.charts.chart import Chart

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "title": "{scale}: how do scores stand by {attribute}? {where}",
    "alt": "{scale} by {attribute}, {where}: {kinds}.",
    "kind": "{category} {means}",
    "none": "no kind of respondent has a mean that can be shown",
    "n": "n = people with a score; kinds differ in more than this one thing, and people at one "
    "wave are mostly not those at another",
    "unit": "points on a scale from {low} to {high}",
}


def breakdown(
    shown: Shown,
    instrument_id: str,
    scale_id: str,
    *,
    attribute: str,
    site_id: str | None = None,
    waves: Sequence[str] = (),
    dark: bool = False,
    narrow: bool = False,
) -> Chart:
    """Kinds of respondents at one site (None: all sites): mean, 95 % interval and n at each wave.

    In:      the measure `breakdown`; attribute: profession, experience, prior_peer_support or
             gender; waves: only these, all if none is given.
    Unit:    scale points. Missing: "not enough data", "no answers" or why it is hidden, as words;
             who didn't say of which kind they are is a kind of its own.
    """
    at_site = pl.col("is_total") if site_id is None else pl.col("site_id") == site_id
    frame = shown.frame.filter(
        (pl.col("instrument_id") == instrument_id)
        & (pl.col("scale_id") == scale_id)
        & (pl.col("attribute") == attribute)
        & at_site
        & (pl.col("wave_id").is_in(list(waves)) if waves else pl.lit(True))
    ).sort("category_order", "wave_order", maintain_order=True)
    rows = frame.to_dicts()
    mark = provenance.mark(shown)
    first = rows[0] if rows else {}
    low, high = first.get("minimum", 0.0), first.get("maximum", 1.0)
    named = {
        "scale": first.get("scale_label", ""),
        "attribute": words.lowered(first.get("attribute_label", attribute)),
        "where": first.get("site_name", words.ALL_SITES),
    }
    return Chart(
        title=_WORDS["title"].format(**named),
        figure=means.drawn(rows, "category", style.palette(dark), narrow, mark) if rows else None,
        alt=_reading(rows, named),
        n_text=_WORDS["n"],
        unit=_WORDS["unit"].format(low=words.number(low, 0), high=words.number(high, 0)),
        source_text=provenance.source(shown),
        provenance_mark=mark,
        table=_table(frame),
        notes=shown.notes,
    )


def _reading(rows: list[dict[str, Any]], named: dict[str, str]) -> str:
    kinds: dict[str, list[str]] = {}
    for row in rows:
        if row["value"] is not None:
            value = words.number(row["value"], words.places(row["minimum"], row["maximum"]))
            kinds.setdefault(row["category"], []).append(f"{value} ({row['wave_label']})")
    told = [
        _WORDS["kind"].format(category=category, means=", ".join(values))
        for category, values in kinds.items()
    ]
    return _WORDS["alt"].format(kinds="; ".join(told) or _WORDS["none"], **named)


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Site=pl.col("site_name"),
        Attribute=pl.col("attribute_label"),
        Kind=pl.col("category"),
        Wave=pl.col("wave_label"),
        Scale=pl.col("scale_label"),
        n=pl.col("n"),
        Mean=pl.col("value"),
        Lower=pl.col("lower"),
        Upper=pl.col("upper"),
        SD=pl.col("sd"),
        Status=pl.coalesce("hidden", "status"),
    )
