"""Marks of the forest plot: squares with intervals, and how far its axis goes."""

from __future__ import annotations

import math
from typing import Any

from bridgeboard.charts import style, words
from bridgeboard.charts.comparison import Comparison, Estimate
from bridgeboard.charts.marks.estimates import Span
from bridgeboard.charts.rows import safe

#: A square is the larger the surer its shift: pixels at the least and the most sure of the sites.
SMALLEST, LARGEST = 7.0, 13.0
#: Standardised shifts beyond this are drawn as an arrow: two very small groups can give any number.
_FURTHEST = 4.0


def sizes(found: Comparison) -> dict[int, float]:
    """The size of each site's square, by its place: area goes with 1 / width of the interval."""
    widths = {
        i: estimate.upper - estimate.lower
        for i, row in enumerate(found.sites)
        if (estimate := found.estimate(row)) is not None
        and estimate.lower is not None
        and estimate.upper is not None
        and estimate.upper > estimate.lower
    }
    if not widths:
        return {}
    least = min(widths.values())
    return {
        i: SMALLEST + (LARGEST - SMALLEST) * math.sqrt(least / width) for i, width in widths.items()
    }


def reach_of(found: Comparison) -> float:
    """How far the axis goes to both sides of 0.

    Intervals are drawn whole, but for those of two sites, which may be wider than any scale: they
    must not press all others together.
    """
    most = _FURTHEST
    first = found.first
    if found.metric == "points" and first is not None:
        most = float(first["maximum"] - first["minimum"])
    ends = [0.0]
    for row in [*found.sites, *([found.total] if found.total else [])]:
        estimate = found.estimate(row)
        if estimate is not None:
            ends += [
                abs(end)
                for end in (estimate.value, estimate.lower, estimate.upper)
                if end is not None
            ]
        if estimate is not None and row.get("prediction_lower") is not None:
            ends += [abs(row["prediction_lower"]), abs(row["prediction_upper"])]
    return min(max(ends), most) * 1.06 or 1.0


def squares(
    squares: list[tuple[float, Estimate, dict[str, Any], float]],
    reach: float,
    found: Comparison,
    colours: style.Palette,
) -> list[dict[str, Any]]:
    """Filled squares where the interval leaves out 0, hollow ones where it does not."""
    traces, span = [], Span(-reach, reach)
    for clear in (False, True):
        rows = [s for s in squares if (s[1].reading in (words.ROSE, words.FELL)) == clear]
        colour = colours.ink if clear else colours.muted
        ends = [span.ends(estimate) for _, estimate, _, _ in rows]
        values = [span.within(estimate.value) for _, estimate, _, _ in rows]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": values,
                "y": [at for at, _, _, _ in rows],
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [high - x for x, (_, high) in zip(values, ends, strict=True)],
                    "arrayminus": [x - low for x, (low, _) in zip(values, ends, strict=True)],
                    "width": 0,
                    "thickness": 2.5 if clear else 1.5,
                    "color": colour,
                },
                "marker": {
                    "symbol": "square",
                    "size": [size for _, _, _, size in rows],
                    "color": colours.ink if clear else colours.page,
                    "opacity": 1,
                    "line": {"width": 1.5, "color": colour},
                },
                "text": [
                    f"{safe(row['site_name'])}: {found.numbers(row)}" for _, _, row, _ in rows
                ],
                "hovertemplate": "%{text}<extra></extra>",
                "cliponaxis": False,
            }
        )
    return traces
