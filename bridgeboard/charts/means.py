"""Means with intervals in rows under headings, every respondent as a point: a Plotly figure."""

from __future__ import annotations

from typing import Any

from bridgeboard.charts import style, words
from bridgeboard.charts.rows import Rows
from bridgeboard.measures.drawn_points import MOST

_BOTTOM = 44
#: The legend, the provenance mark and the scale stand above the first row.
_LINE = 24
#: Points of one row are spread over so many pixels, so that equal scores stay countable.
_SPREAD = 13
#: Steps of the golden ratio fill an interval evenly, in the same way each time.
_GOLDEN = 0.6180339887498949
_WORDS = {
    "axis": "Score, {low} to {high}; {higher}",
    "numbers": "{mean} ({interval}), n = {n}",
    "few": "{why} (n = {n})",
    "points": "one point a respondent",
    "many": "one point a respondent; of more than {most}, {most} points for all",
    "mean": "mean with 95 % interval",
}


def drawn(
    rows: list[dict[str, Any]], heading: str, colours: style.Palette, narrow: bool, mark: str
) -> dict[str, Any]:
    """Rows of means, one a wave, under a heading for each value of the column `heading`.

    In:      rows of `score` or `breakdown`, those under one heading following each other.
    Missing: "not enough data", "no answers" or why a row is hidden, as words.
    """
    top = _LINE * (3 if narrow and mark else 2)
    column = Rows(colours, narrow, at=float(top))
    points_x: list[float] = []
    points_y: list[float] = []
    means: list[tuple[float, float, float, float]] = []
    group = None
    for row in rows:
        if row[heading] != group:
            group = row[heading]
            column.heading(group)
        if row["hidden"]:
            column.words(row["wave_label"], row["hidden"])
        elif row["status"] == "no answers":
            column.words(row["wave_label"], words.NO_ANSWERS)
        else:
            at = column.row(row["wave_label"], _numbers(row), quiet=row["value"] is None)
            for i, x in enumerate(row.get("points") or ()):
                points_x.append(x)
                points_y.append(round(at + ((i * _GOLDEN) % 1 - 0.5) * _SPREAD, 1))
            if row["value"] is not None:
                means.append((row["value"], row["lower"], row["upper"], at))
    return {
        "data": _traces(points_x, points_y, means, colours),
        "layout": _layout(
            rows[0], column, _ends(rows[0], means), _points_named(rows), top, colours, mark
        ),
    }


def _points_named(rows: list[dict[str, Any]]) -> str:
    """What the points are; empty where there are none."""
    drawn = [(row["n"], len(row["points"])) for row in rows if row.get("points")]
    if any(n > points for n, points in drawn):
        return _WORDS["many"].format(most=MOST)
    return _WORDS["points"] if drawn else ""


def _traces(
    points_x: list[float],
    points_y: list[float],
    means: list[tuple[float, float, float, float]],
    colours: style.Palette,
) -> list[dict[str, Any]]:
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": _WORDS["points"],
            "x": points_x,
            "y": points_y,
            "marker": {
                "size": 7,
                "color": colours.point,
                "line": {"width": 1, "color": colours.page},
            },
            "hovertemplate": "%{x:.2f}<extra></extra>",
            "cliponaxis": False,
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": _WORDS["mean"],
            "x": [mean for mean, _, _, _ in means],
            "y": [at for _, _, _, at in means],
            "error_x": {
                "type": "data",
                "symmetric": False,
                "array": [upper - mean for mean, _, upper, _ in means],
                "arrayminus": [mean - lower for mean, lower, _, _ in means],
                "width": 0,
                "thickness": 2.5,
                "color": colours.ink,
            },
            "marker": {
                "symbol": "diamond",
                "size": 11,
                "color": colours.ink,
                "line": {"width": 1, "color": colours.page},
            },
            "hovertemplate": "%{x:.2f}<extra></extra>",
            "cliponaxis": False,
        },
    ]


def _ends(
    row: dict[str, Any], means: list[tuple[float, float, float, float]]
) -> tuple[float, float]:
    """What the axis shows: the scale, and intervals of few people that reach beyond it."""
    low, high = float(row["minimum"]), float(row["maximum"])
    margin = (high - low) * 0.03
    lowest = min([low, *(lower for _, lower, _, _ in means)])
    highest = max([high, *(upper for _, _, upper, _ in means)])
    return lowest - margin, highest + margin


def _layout(
    row: dict[str, Any],
    column: Rows,
    ends: tuple[float, float],
    points: str,
    top: float,
    colours: style.Palette,
    mark: str,
) -> dict[str, Any]:
    low, high = float(row["minimum"]), float(row["maximum"])
    legend = f"◆ {_WORDS['mean']}" + (f"   ● {points}" if points else "")
    step = 1 if high - low <= 10 else round((high - low) / 5)
    ticks = [low + step * i for i in range(int((high - low) / step) + 1)]
    legend_at = top - 1.5 * _LINE
    texts = [
        *column.texts,
        style.text(colours, 0, legend_at, legend, xref="paper", yref="y"),
        *(_tick(colours, tick, top - _LINE / 2) for tick in ticks),
        *style.stamp(colours, mark),
    ]
    height = column.at + _BOTTOM
    axis = _WORDS["axis"].format(
        low=words.end(low), high=words.end(high), higher=words.BETTER_OR_WORSE[row["higher_is"]]
    )
    return {
        **style.layout(colours, round(height), texts),
        "margin": {"l": 8, "r": 8, "t": 0, "b": _BOTTOM, "pad": 0},
        "xaxis": style.axis(
            colours,
            *ends,
            domain=list(column.domain),
            showgrid=True,
            showticklabels=True,
            dtick=step,
            tick0=low,
            title={"text": axis, "font": {"size": 12, "color": colours.muted}, "standoff": 6},
        ),
        "yaxis": style.axis(colours, column.at, 0.0),
    }


def _tick(colours: style.Palette, value: float, at: float) -> dict[str, Any]:
    """A number of the scale above the first row, where one begins to read a long chart."""
    grey = {"size": 12, "color": colours.muted}
    return style.text(
        colours, value, at, words.end(value), xref="x", yref="y", xanchor="center", font=grey
    )


def _numbers(row: dict[str, Any]) -> str:
    n = words.number(row["n"], 0)
    if row["value"] is None:
        why = words.NO_SCORE if row["status"] == "no score" else words.NOT_ENOUGH
        return _WORDS["few"].format(why=why, n=n)
    places = words.places(row["minimum"], row["maximum"])
    return _WORDS["numbers"].format(
        mean=words.number(row["value"], places),
        interval=words.interval(row["lower"], row["upper"], places),
        n=n,
    )
