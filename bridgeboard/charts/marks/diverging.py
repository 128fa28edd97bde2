"""Marks of diverging bars: answers to the left and right of a middle, and what the colours mean."""

from __future__ import annotations

from typing import Any

from bridgeboard.charts import style
from bridgeboard.charts.rows import safe

#: Height of a line of the legend.
LEGEND = 26
_BAR = 20
#: Below this share a stretch has no room for its number; on a phone, below the second.
_FITS, _FITS_NARROW = 0.035, 0.05
#: Names of levels with no more letters stand five in a line.
_SHORT = 20

#: One per level: where its stretches begin, how long they are, at which height, and their numbers.
Parts = list[dict[str, list[Any]]]
Levels = list[tuple[int, str]]


def legend_columns(levels: Levels, narrow: bool) -> int:
    """How many names of levels fit beside each other."""
    if narrow:
        return 2
    return 5 if max((len(label) for _, label in levels), default=0) <= _SHORT else 3


def reach(parts: Parts) -> float:
    """How far the longest bar goes to either side of the middle, in % of those who answered."""
    ends = [
        max(abs(base), abs(base + x))
        for part in parts
        for base, x in zip(part["base"], part["x"], strict=True)
    ]
    return max(ends, default=100.0) + 1


def add(bar: dict[str, Any], at: float, parts: Parts, counts: bool, narrow: bool = False) -> None:
    """Lay the levels of a bar beside each other, the middle one half on each side."""
    fits = _FITS_NARROW if narrow else _FITS
    shares = [share or 0.0 for _, _, _, share in bar["levels"]]
    half, odd = divmod(len(shares), 2)
    start = -sum(shares[:half]) - (shares[half] / 2 if odd else 0.0)
    for part, share, (_, _, n, _) in zip(parts, shares, bar["levels"], strict=True):
        part["x"].append(share * 100)
        part["base"].append(start * 100)
        part["y"].append(at)
        part["text"].append(
            (str(n) if counts else f"{share * 100:.0f}") if n and share >= fits else ""
        )
        start += share


def traces(parts: Parts, levels: Levels, colours: style.Palette) -> list[dict[str, Any]]:
    """One Plotly trace a level."""
    return [
        {
            "type": "bar",
            "orientation": "h",
            "name": label,
            **part,
            "width": _BAR,
            "marker": {"color": fill, "line": {"color": colours.edge, "width": 1}},
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "constraintext": "none",
            "textfont": {"size": 12, "color": style.ink_on(fill)},
            "hovertemplate": f"{safe(label)}: %{{x:.0f}} %<extra></extra>",
        }
        for part, (_, label), fill in zip(
            parts, levels, style.level_colours(len(levels)), strict=True
        )
    ]


def middles(rows: list[float], colours: style.Palette) -> list[dict[str, Any]]:
    """The middle line of each bar; rows: their heights."""
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "y",
            "x0": 0,
            "x1": 0,
            "y0": at - _BAR / 2 - 3,
            "y1": at + _BAR / 2 + 3,
            # Behind the bar: its ends show where the middle is, and no number is struck through.
            "layer": "below",
            "line": {"color": colours.edge, "width": 1},
        }
        for at in rows
    ]


def legend(
    levels: Levels, start: float, colours: style.Palette, narrow: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Squares and names of the levels, from a height on."""
    columns = legend_columns(levels, narrow)
    fills = style.level_colours(len(levels))
    squares, names = [], []
    for i, ((_, label), fill) in enumerate(zip(levels, fills, strict=True)):
        x, y = (i % columns) / columns, start + LEGEND * (0.5 + i // columns)
        squares.append(_swatch(x, y, fill, colours))
        names.append(style.text(colours, x, y, safe(label), xref="paper", yref="y", xshift=20))
    return squares, names


def _swatch(x: float, y: float, fill: str, colours: style.Palette) -> dict[str, Any]:
    """A legend's square, sized in pixels wherever it stands."""
    return {
        "type": "rect",
        "xref": "paper",
        "yref": "y",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": x,
        "yanchor": y,
        "x0": 0,
        "x1": 14,
        "y0": -7,
        "y1": 7,
        "fillcolor": fill,
        "line": {"color": colours.edge, "width": 1},
    }
