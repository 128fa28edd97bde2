"""House style: colours for light and dark, marks that don't rest on colour, the Plotly layout."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FONT = "'Source Sans', 'Source Sans Pro', system-ui, 'Segoe UI', Roboto, sans-serif"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme.

    Text (ink, muted, stances, directions) has at least 4.5:1 on the page; marks (edge, points,
    income levels; flows at FLOW) at least 3:1; a test computes both.
    """

    page: str
    ink: str
    muted: str
    edge: str
    grid: str
    point: str
    land: str
    sea: str
    tint: tuple[int, int, int]
    stances: dict[str, str]
    directions: dict[str, str]
    flows: dict[str, str]
    incomes: dict[str, str]


#: How much of the page a flow of people covers: those under it stay visible.
FLOW = 0.75
#: The most and the least that a cell with something in it is filled.
TINT_LEAST, TINT_MOST = 0.04, 0.16

_LEVELS = ("#B35806", "#F1A340", "#BDBDBD", "#92C5DE", "#2166AC")

LIGHT = Palette(
    page="#FFFFFF",
    ink="#14171A",
    muted="#545A61",
    edge="#5F666D",
    grid="#D5D9DD",
    point="#5F7F9E",
    land="#E4E7EA",
    sea="#FFFFFF",
    tint=(33, 102, 172),
    stances={"benefit": "#1D5FA8", "concern": "#964804", "mixed": "#5E4E8A", "neutral": "#545A61"},
    directions={
        "supports": "#1D5FA8",
        "hinders": "#964804",
        "mixed": "#5E4E8A",
        "unknown": "#545A61",
        "not reported": "#545A61",
    },
    flows={"up": "#2166AC", "same": "#5F666D", "down": "#B35806"},
    incomes={
        "low": "#8B2E00",
        "lower-middle": "#C48A00",
        "upper-middle": "#3C9D7A",
        "high": "#1D5FA8",
    },
)

DARK = Palette(
    page="#12161B",
    ink="#E9EDF0",
    muted="#B4BAC0",
    edge="#A2A9B0",
    grid="#3A4047",
    point="#8FB3D4",
    land="#2B313A",
    sea="#12161B",
    tint=(120, 180, 230),
    stances={"benefit": "#92C5DE", "concern": "#F1A340", "mixed": "#BDB1DD", "neutral": "#AAB0B6"},
    directions={
        "supports": "#92C5DE",
        "hinders": "#F1A340",
        "mixed": "#BDB1DD",
        "unknown": "#B4BAC0",
        "not reported": "#B4BAC0",
    },
    flows={"up": "#6CAFE0", "same": "#A2A9B0", "down": "#F1A340"},
    incomes={
        "low": "#D55E00",
        "lower-middle": "#E69F00",
        "upper-middle": "#009E73",
        "high": "#3A9BDC",
    },
)

#: Each state has a shape as well as a colour, so that nothing rests on colour alone.
STANCE_SHAPES = {"benefit": "▲", "concern": "▼", "mixed": "◆", "neutral": "○"}
DIRECTION_SHAPES = {
    "supports": "▲",
    "hinders": "▼",
    "mixed": "◆",
    "unknown": "?",
    "not reported": "·",
}
#: What stands where there is nothing to report.
ABSENT = "·"
INCOME_SHAPES = {
    "low": "circle",
    "lower-middle": "diamond",
    "upper-middle": "square",
    "high": "triangle",
}
BASIS_SHAPES = {
    "employed": "■",
    "hourly": "◧",
    "stipend": "◆",
    "expenses": "○",
    "unpaid": "✕",
    "unknown": "?",
}


def palette(dark: bool) -> Palette:
    """The colours of the theme."""
    return DARK if dark else LIGHT


def mixed(over: tuple[int, int, int], under: str, share: float) -> str:
    """The colour that share of one colour gives over another, as #RRGGBB."""
    below = (int(under[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(
        f"{round(top * share + bottom * (1 - share)):02X}"
        for top, bottom in zip(over, below, strict=True)
    )


def ink_on(fill: str) -> str:
    """Black or white, whichever is easier to read on a fill."""
    return max(("#14171A", "#FFFFFF"), key=lambda text: contrast(text, fill))


def contrast(one: str, other: str) -> float:
    """How far two colours are apart: 1 to 21. Source: WCAG 2.2, relative luminance."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def level_colours(n_levels: int) -> list[str]:
    """One diverging colour a level, lowest first; the middle grey only where there is a middle."""
    low, lower, middle, higher, high = _LEVELS
    fixed = {
        1: [middle],
        2: [low, high],
        3: [low, middle, high],
        4: [low, lower, higher, high],
        5: [low, lower, middle, higher, high],
        6: [low, "#D27E23", lower, higher, "#5A96C5", high],
        7: [low, "#D27E23", lower, middle, higher, "#5A96C5", high],
    }
    if n_levels in fixed:
        return fixed[n_levels]
    return [fixed[7][round(i * 6 / (n_levels - 1))] for i in range(n_levels)]


def layout(colours: Palette, height: int, annotations: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A Plotly layout with every value said, since Streamlit overwrites templates."""
    return {
        "template": None,
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": colours.ink},
        "dragmode": False,
        "hovermode": "closest",
        "showlegend": False,
        "barmode": "overlay",
        "uniformtext": {"mode": "hide", "minsize": 11},
        "annotations": list(annotations),
    }


def axis(colours: Palette, low: float, high: float, **said: Any) -> dict[str, Any]:
    """A fixed axis from low to high; without ticks unless said."""
    return {
        "range": [low, high],
        "fixedrange": True,
        "automargin": False,
        "zeroline": False,
        "showgrid": False,
        "showline": False,
        "showticklabels": False,
        "ticks": "",
        "gridcolor": colours.grid,
        "tickfont": {"size": 12, "color": colours.muted},
        "title": {"text": ""},
        **said,
    }


def rule(
    colours: Palette, x: float, top: float, bottom: float, strong: bool = False
) -> dict[str, Any]:
    """A line of the grid from one pixel of the y axis to another, behind everything."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "y",
        "x0": x,
        "x1": x,
        "y0": top,
        "y1": bottom,
        "layer": "below",
        "line": {"color": colours.edge, "width": 1.5}
        if strong
        else {"color": colours.grid, "width": 1},
    }


def tick_step(reach: float, most: int) -> float:
    """A round step that gives at most so many ticks from 0 to reach."""
    power = 10.0 ** math.floor(math.log10(reach / most))
    return next(
        power * times for times in (1, 2, 2.5, 5, 10, 20) if reach / (power * times) <= most
    )


def decimals(step: float) -> int:
    """How many decimals the multiples of a step need."""
    return next((n for n in range(4) if abs(round(step, n) - step) < 1e-9), 4)


def text(colours: Palette, x: float, y: float, words: str, **said: Any) -> dict[str, Any]:
    """One annotation without an arrow, at a place of the plot."""
    return {
        "x": x,
        "y": y,
        "text": words,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "font": {"size": 13, "color": colours.ink},
        **said,
    }


def stamp(colours: Palette, words: str) -> list[dict[str, Any]]:
    """The provenance mark on a Plotly figure, top right; nothing where there is no mark."""
    if not words:
        return []
    return [
        text(
            colours,
            1,
            1,
            f"<b>{words}</b>",
            xref="paper",
            yref="paper",
            xanchor="right",
            yanchor="top",
            bordercolor=colours.ink,
            borderwidth=1,
            borderpad=3,
            bgcolor=colours.page,
            font={"size": 12, "color": colours.ink},
        )
    ]
