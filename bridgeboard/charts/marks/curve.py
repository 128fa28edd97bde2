"""Marks of the planning curve: lines, sites as they are, and the shift that is wanted."""

from __future__ import annotations

from typing import Any

from bridgeboard.charts import style, words
from bridgeboard.charts.rows import LINE, safe

_WORDS = {
    "wanted": "Dotted: {shift} points, {n} needed",
    "wanted_none": "Dotted: {shift} points",
    "hover": "{name}: {n} people, {value} points",
}


def line(
    rows: list[dict[str, Any]],
    column: str,
    name: str,
    dash: str,
    places: int,
    colours: style.Palette,
) -> dict[str, Any]:
    known = [row for row in rows if row[column] is not None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [row["n_planned"] for row in known],
        "y": [row[column] for row in known],
        "line": {"color": colours.ink, "width": 2.5 if dash == "solid" else 2, "dash": dash},
        "text": [
            _WORDS["hover"].format(
                name=name, n=row["n_planned"], value=words.number(row[column], places)
            )
            for row in known
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }


def now(rows: list[dict[str, Any]], places: int, colours: style.Palette) -> dict[str, Any]:
    """The sites as they are: hollow diamonds on the line, at their numbers of people."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row["n_planned"] for row in rows],
        "y": [row["value"] for row in rows],
        "marker": {
            "symbol": "diamond",
            "size": 11,
            "color": colours.page,
            "opacity": 1,
            "line": {"width": 2, "color": colours.ink},
        },
        "text": [
            _WORDS["hover"].format(
                name=safe(row["site_name"]),
                n=row["n_planned"],
                value=words.number(row["value"], places),
            )
            for row in rows
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def curve_words(
    rows: list[dict[str, Any]],
    named: dict[str, str],
    above: list[str],
    high: float,
    colours: style.Palette,
) -> list[dict[str, Any]]:
    """What the axis and the diamonds are, above the drawing; each line named on itself."""
    texts = [
        style.text(
            colours,
            0,
            1,
            line,
            xref="paper",
            yref="paper",
            xshift=-30,
            yshift=LINE * (len(above) - i - 0.4),
            font={"size": 12, "color": colours.muted},
        )
        for i, line in enumerate(above)
    ]
    # One name stands over its line and the other under: the two can come close.
    for name, column, row, side, anchor, away in (
        ("one", "value", rows[len(rows) // 4], "left", "bottom", 8),
        ("all", "pooled_value", rows[-1], "right", "top", -6),
    ):
        if named[name] and row[column] is not None:
            texts.append(
                style.text(
                    colours,
                    row["n_planned"],
                    min(row[column], high),
                    named[name],
                    xref="x",
                    yref="y",
                    xanchor=side,
                    yanchor=anchor,
                    yshift=away,
                )
            )
    return texts


def wanted_words(shift: float, n: int | None, places: int) -> str:
    """The shift that somebody wants to show, and the people it needs."""
    size = words.number(shift, places)
    if n is None:
        return _WORDS["wanted_none"].format(shift=size)
    return _WORDS["wanted"].format(shift=size, n=words.count(n, "person", "people"))


def wanted(shift: float, n: int | None, last: int, colours: style.Palette) -> list[dict[str, Any]]:
    """Dotted lines to the wanted shift, and from it down to the people it needs."""
    dotted = {"color": colours.edge, "width": 1.5, "dash": "dot"}
    end = last if n is None else min(n, last)
    ends = [(0, end, shift, shift), *([(n, n, 0, shift)] if n is not None and n <= last else [])]
    return [
        {"type": "line", "xref": "x", "yref": "y", "line": dotted}
        | {"x0": x0, "x1": x1, "y0": y0, "y1": y1}
        for x0, x1, y0, y1 in ends
    ]
