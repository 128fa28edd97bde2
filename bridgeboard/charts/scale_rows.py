"""The scores of one scale at one wave, site by site, and how the scale is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import words

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown


@dataclass(frozen=True, slots=True)
class ScaleRows:
    """rows: of the measure `score`, one a site; low, high: the ends of the scale; places: decimals.

    name: the scale with its wave; ends: its ends and which one is better, to stand in a unit.
    """

    rows: tuple[dict[str, Any], ...]
    low: float
    high: float
    places: int
    name: str
    ends: dict[str, str]


def scale_rows(shown: Shown, instrument_id: str, scale_id: str, wave_id: str) -> ScaleRows:
    """Each site's row of a scale at a wave. In: the measure `score`."""
    rows = shown.frame.filter(
        (pl.col("instrument_id") == instrument_id)
        & (pl.col("scale_id") == scale_id)
        & (pl.col("wave_id") == wave_id)
    ).to_dicts()
    first = rows[0] if rows else {}
    low, high = first.get("minimum", 0.0), first.get("maximum", 1.0)
    scale, wave = first.get("scale_label", ""), words.isolated(first.get("wave_label", ""))
    return ScaleRows(
        rows=tuple(rows),
        low=low,
        high=high,
        places=words.places(low, high),
        name=f"{scale} at {wave}",
        ends={
            "low": words.end(low),
            "high": words.end(high),
            "higher": words.BETTER_OR_WORSE.get(first.get("higher_is", ""), ""),
        },
    )
