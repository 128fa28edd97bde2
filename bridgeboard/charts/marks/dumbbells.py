"""Marks of the dumbbells: two means with intervals, what joins them, and every respondent."""

from __future__ import annotations

from typing import Any

from bridgeboard.charts import style, words
from bridgeboard.charts.comparison import Design
from bridgeboard.charts.rows import safe

#: How far the two means stand from the middle of their row, in pixels.
_APART = 7
#: Respondents stand in a band over the earlier mean and one under the later.
_FIRST, _BAND = 12, 13
#: What a band of respondents needs, from the middle of the row.
BESIDE = _FIRST + _BAND + 4
#: Steps of the golden ratio fill a band evenly, in the same way each time.
_GOLDEN = 0.6180339887498949


def people(
    drawn: list[tuple[dict[str, Any], float]], design: Design, colours: style.Palette
) -> list[dict[str, Any]]:
    """Every respondent as a point; lines between the two points of a person."""
    traces: list[dict[str, Any]] = []
    if design == "paired":
        xs: list[float | None] = []
        ys: list[float | None] = []
        for row, at in drawn:
            first, last = row["points_from"] or [], row["points_to"] or []
            if len(first) != len(last):
                continue
            for i, (before, after) in enumerate(zip(first, last, strict=True)):
                xs += [before, after, None]
                ys += [_above(at, i), _below(at, i), None]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": xs,
                "y": ys,
                "line": {"width": 1, "color": colours.edge},
                "opacity": 0.5,
                "hoverinfo": "skip",
            }
        )
    for column, symbol, place in (
        ("points_from", "circle-open", _above),
        ("points_to", "diamond", _below),
    ):
        points = [(x, place(at, i)) for row, at in drawn for i, x in enumerate(row[column] or [])]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [x for x, _ in points],
                "y": [y for _, y in points],
                "marker": {"symbol": symbol, "size": 5, "color": colours.point},
                "hovertemplate": "%{x:.2f}<extra></extra>",
                "cliponaxis": False,
            }
        )
    return traces


def _above(at: float, i: int) -> float:
    return round(at - _FIRST - (i * _GOLDEN % 1) * _BAND, 1)


def _below(at: float, i: int) -> float:
    return round(at + _FIRST + (i * _GOLDEN % 1) * _BAND, 1)


def joins(
    drawn: list[tuple[dict[str, Any], float]], colours: style.Palette
) -> list[dict[str, Any]]:
    known = [(row, at) for row, at in drawn if row["mean_from"] is not None]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for row, _ in known for x in (row["mean_from"], row["mean_to"], None)],
            "y": [y for _, at in known for y in (at - _APART, at + _APART, None)],
            "line": {"width": 3, "color": colours.edge},
            "hoverinfo": "skip",
        }
    ]


def means(
    drawn: list[tuple[dict[str, Any], float]],
    places: int,
    named: dict[str, str],
    colours: style.Palette,
) -> list[dict[str, Any]]:
    """The earlier mean as a hollow circle, the later as a filled diamond."""
    known = [(row, at) for row, at in drawn if row["mean_from"] is not None]
    traces = []
    for end, wave, side, symbol, fill in (
        ("from", "first", -_APART, "circle", colours.page),
        ("to", "last", _APART, "diamond", colours.ink),
    ):
        means = [row[f"mean_{end}"] for row, _ in known]
        lows = [row[f"{end}_lower"] for row, _ in known]
        highs = [row[f"{end}_upper"] for row, _ in known]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": means,
                "y": [at + side for _, at in known],
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [_length(mean, high) for mean, high in zip(means, highs, strict=True)],
                    "arrayminus": [
                        _length(low, mean) for mean, low in zip(means, lows, strict=True)
                    ],
                    "width": 0,
                    "thickness": 2,
                    "color": colours.ink,
                },
                "marker": {
                    "symbol": symbol,
                    "size": 11,
                    "color": fill,
                    "opacity": 1,
                    "line": {"width": 2, "color": colours.ink},
                },
                "text": [
                    f"{safe(row['site_name'])}, {safe(named[wave])}: {words.number(mean, places)}"
                    for (row, _), mean in zip(known, means, strict=True)
                ],
                "hovertemplate": "%{text}<extra></extra>",
                "cliponaxis": False,
            }
        )
    return traces


def _length(low: float | None, high: float | None) -> float:
    """How long an interval is to one side; nothing where everybody has the same score."""
    return 0.0 if low is None or high is None else high - low
