"""Marks of the forest plot: squares with intervals, diamonds, and the bar of a new site."""

from __future__ import annotations

import math
from typing import Any

from bridgeboard.charts import style, words
from bridgeboard.charts.comparison import Comparison, Estimate
from bridgeboard.charts.rows import safe

#: A square is the larger the surer its shift: pixels at the least and the most sure of the sites.
SMALLEST, LARGEST = 7.0, 13.0
_DIAMOND = 9.0
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
    traces = []
    for clear in (False, True):
        rows = [s for s in squares if (s[1].reading in (words.ROSE, words.FELL)) == clear]
        colour = colours.ink if clear else colours.muted
        ends = [_ends(estimate, reach) for _, estimate, _, _ in rows]
        values = [max(-reach, min(reach, estimate.value)) for _, estimate, _, _ in rows]
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


def _ends(estimate: Estimate, reach: float) -> tuple[float, float]:
    """Where the drawn line ends: the interval, cut where the axis ends."""
    low = estimate.value if estimate.lower is None else estimate.lower
    high = estimate.value if estimate.upper is None else estimate.upper
    return max(low, -reach), min(high, reach)


def arrows(
    drawn: list[tuple[float, Estimate]], reach: float, colours: style.Palette
) -> list[dict[str, Any]]:
    """Arrow heads where an interval goes on beyond the axis."""
    cut = [
        (at, side)
        for at, estimate in drawn
        for side, end in ((-1, estimate.lower), (1, estimate.upper))
        if end is not None and end * side > reach
    ]
    if not cut:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [side * reach for _, side in cut],
            "y": [at for at, _ in cut],
            "marker": {
                "symbol": ["triangle-left" if side < 0 else "triangle-right" for _, side in cut],
                "size": 9,
                "color": colours.muted,
            },
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    ]


def diamond(
    at: float,
    estimate: Estimate,
    reach: float,
    said: str,
    colours: style.Palette,
) -> dict[str, Any]:
    low, high = _ends(estimate, reach)
    value = max(-reach, min(reach, estimate.value))
    # However sure: a diamond that can't be seen says nothing.
    low, high = min(low, value - reach / 80), max(high, value + reach / 80)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [low, value, high, value, low],
        "y": [at, at - _DIAMOND, at, at + _DIAMOND, at],
        "fill": "toself",
        "fillcolor": colours.ink,
        "line": {"color": colours.ink, "width": 1},
        "text": safe(said),
        "hoverinfo": "text",
        "hoveron": "fills",
        "cliponaxis": False,
    }


def prediction_bar(
    at: float,
    estimate: Estimate,
    reach: float,
    said: str,
    colours: style.Palette,
) -> dict[str, Any]:
    low, high = _ends(estimate, reach)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [low, high],
        "y": [at, at],
        "line": {"color": colours.edge, "width": 4},
        "marker": {"symbol": "line-ns", "size": 12, "line": {"width": 2, "color": colours.edge}},
        "text": safe(said),
        "hoverinfo": "text",
        "cliponaxis": False,
    }
