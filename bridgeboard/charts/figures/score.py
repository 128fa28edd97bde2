"""Scale scores: the mean with its interval for each site and wave, and every respondent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.rows import Rows

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_BOTTOM = 44
#: The legend, the provenance mark and the scale stand above the first row.
_LINE = 24
#: Points of one row are spread over so many pixels, so that equal scores stay countable.
_SPREAD = 13
#: Steps of the golden ratio fill an interval evenly, in the same way each time.
_GOLDEN = 0.6180339887498949
_WORDS = {
    "title": "{scale}: how do scores stand at each site and wave?",
    "better": "higher is better",
    "worse": "higher is worse",
    "axis": "Score, {low} to {high}; {higher}",
    "numbers": "{mean} ({interval}), n = {n}",
    "few": "not enough data (n = {n})",
    "points": "one point a respondent",
    "mean": "mean with 95 % interval",
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
        figure=_figure(rows, colours, narrow, provenance.mark(shown)) if rows else None,
        alt=_reading(rows, label),
        n_text=_WORDS["n"].format(few=words.NOT_ENOUGH, minimum=minimum),
        unit=_WORDS["unit"].format(low=_end(low), high=_end(high)),
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=_table(frame),
        notes=shown.notes,
    )


def _figure(
    rows: list[dict[str, Any]], colours: style.Palette, narrow: bool, mark: str
) -> dict[str, Any]:
    top = _LINE * (3 if narrow and mark else 2)
    column = Rows(colours, narrow, at=float(top))
    points_x: list[float] = []
    points_y: list[float] = []
    means: list[tuple[float, float, float, float]] = []
    site = None
    for row in rows:
        if row["site_name"] != site:
            site = row["site_name"]
            column.heading(site)
        if row["hidden"]:
            column.words(row["wave_label"], row["hidden"])
        elif row["status"] == "no answers":
            column.words(row["wave_label"], words.NO_ANSWERS)
        else:
            at = column.row(row["wave_label"], _numbers(row), quiet=row["value"] is None)
            for i, x in enumerate(row.get("points") or ()):
                points_x.append(x)
                points_y.append(at + ((i * _GOLDEN) % 1 - 0.5) * _SPREAD)
            if row["value"] is not None:
                means.append((row["value"], row["lower"], row["upper"], at))
    return {
        "data": _traces(points_x, points_y, means, colours),
        "layout": _layout(
            rows[0], column, _ends(rows[0], means), bool(points_x), top, colours, mark
        ),
    }


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
            "hovertemplate": "%{x:.1f}<extra></extra>",
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
            "hovertemplate": "%{x:.1f}<extra></extra>",
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
    has_points: bool,
    top: float,
    colours: style.Palette,
    mark: str,
) -> dict[str, Any]:
    low, high = float(row["minimum"]), float(row["maximum"])
    legend = f"◆ {_WORDS['mean']}" + (f"   ● {_WORDS['points']}" if has_points else "")
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
    axis = _WORDS["axis"].format(low=_end(low), high=_end(high), higher=_WORDS[row["higher_is"]])
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
        colours, value, at, _end(value), xref="x", yref="y", xanchor="center", font=grey
    )


def _numbers(row: dict[str, Any]) -> str:
    if row["value"] is None:
        return _WORDS["few"].format(n=row["n"])
    return _WORDS["numbers"].format(
        mean=words.number(row["value"]),
        interval=words.interval(row["lower"], row["upper"]),
        n=words.number(row["n"], 0),
    )


def _reading(rows: list[dict[str, Any]], label: str) -> str:
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return _WORDS["none"].format(scale=label)
    low = min(known, key=lambda row: row["value"])
    high = max(known, key=lambda row: row["value"])
    return _WORDS["alt"].format(
        scale=label,
        rows=words.count(len(known), "site and wave", "sites and waves"),
        low=words.number(low["value"]),
        low_at=f"{low['site_name']}, {low['wave_label']}",
        high=words.number(high["value"]),
        high_at=f"{high['site_name']}, {high['wave_label']}",
    )


def _end(value: float) -> str:
    return words.number(value, 0 if float(value).is_integer() else 1)


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
