"""Small panels that share their axes, in one Plotly figure: lines over time and their means.

Places within a panel are worked out here, so that a figure has one pair of axes however many
panels it has: a browser draws that faster than a pair for each.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bridgeboard.charts import style, words
from bridgeboard.charts.rows import safe

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: Pixels of a panel's drawing, of a drawing that stands alone, of a name, and under a panel.
_HIGH, _ALONE, NAME, UNDER = 108, 230, 40, 34
#: Panels side by side; pixels that a card has at the least, and that a bold letter needs.
_SIDE_BY_SIDE, _NARROW = 4, 2
_PHONE, _SCREEN, _LETTER = 290, 620, 8
_WORDS = {
    "hover": "{site}, {wave}: {mean} ({interval}), n = {n}",
    "hover_mean": "{site}, {wave}: {mean}, n = {n}",
}


@dataclass(frozen=True, slots=True)
class Axis:
    """Where waves stand from 0 to 1 of a panel's width, and which scores its height shows."""

    at: dict[str, float]
    labels: dict[str, str]
    ticks: dict[str, str]
    dated: bool
    low: float
    high: float
    step: float

    def y(self, score: float, top: float, height: float) -> float:
        """The pixel of a score; beyond what is shown it stays at the edge."""
        inside = max(self.low, min(self.high, score))
        return top + height * (self.high - inside) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Panel:
    """A site's rows, one a wave, and where its drawing stands: shares of the width, pixels.

    letters: how many of its name have room.
    """

    rows: list[dict[str, Any]]
    left: float
    right: float
    top: float
    height: float
    letters: int

    def x(self, share: float) -> float:
        """The place of a share of the panel's width, as a share of the figure's."""
        return self.left + share * (self.right - self.left)


def laid_out(sites: list[list[dict[str, Any]]], top: float, narrow: bool) -> list[Panel]:
    """A panel for each site, side by side and row under row, from a pixel on."""
    side_by_side = min(len(sites), _NARROW if narrow else _SIDE_BY_SIDE)
    height = _ALONE if len(sites) == 1 else _HIGH
    return [
        Panel(
            rows=rows,
            left=(i % side_by_side) / side_by_side,
            right=(i % side_by_side + 1) / side_by_side - (0.02 if side_by_side > 1 else 0),
            top=top + NAME + (i // side_by_side) * (NAME + height + UNDER),
            height=height,
            letters=int((_PHONE if narrow else _SCREEN) / side_by_side / _LETTER),
        )
        for i, rows in enumerate(sites)
    ]


def axis_of(rows: list[dict[str, Any]], waves: Shown) -> Axis:
    """The axes that all panels share: months where each wave has its own, and the scores."""
    ordered = sorted({(row["wave_order"], row["wave_id"], row["wave_label"]) for row in rows})
    labels = {wave_id: label for _, wave_id, label in ordered}
    known = dict(waves.frame.select("wave_id", "months_since_start").iter_rows())
    months = {w: known[w] for w in labels if known.get(w) is not None}
    # Two waves of the same month would stand on each other.
    dated = len(set(months.values())) == len(labels)
    at = months if dated else {wave_id: float(i) for i, wave_id in enumerate(labels, 1)}
    start, end = min(at.values()), max(at.values())
    # One wave alone stands in the middle.
    spread = {w: (m - start) / (end - start) if end > start else 0.5 for w, m in at.items()}
    low, high, step = _scores(rows)
    return Axis(
        at={w: 0.06 + 0.88 * share for w, share in spread.items()},
        labels=labels,
        ticks={w: words.number(m, 0) for w, m in at.items()},
        dated=dated,
        low=low,
        high=high,
        step=step,
    )


def _scores(rows: list[dict[str, Any]]) -> tuple[float, float, float]:
    """The scores to show, in round steps, within the scale: all means, and their intervals.

    An interval that spans half of the scale is not asked: it would press all panels flat only to
    say that it is wide.
    """
    minimum, maximum = float(rows[0]["minimum"]), float(rows[0]["maximum"])
    known = [row for row in rows if row["value"] is not None]
    ends = [row["value"] for row in known]
    for row in known:
        lower, upper = row["lower"], row["upper"]
        if lower is not None and upper - lower < (maximum - minimum) / 2:
            ends += [lower, upper]
    ends = ends or [minimum, maximum]
    low, high = max(minimum, min(ends)), min(maximum, max(ends))
    step = style.tick_step(max(high - low, (maximum - minimum) / 4), 4)
    half = step / 2
    lowest = max(minimum, minimum + half * math.floor((low - minimum) / half))
    highest = min(maximum, minimum + half * math.ceil((high - minimum) / half))
    return lowest, max(highest, lowest + step), step


def level(panel: Panel, y: float, colours: style.Palette) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "y",
        "x0": panel.left,
        "x1": panel.right,
        "y0": y,
        "y1": y,
        "layer": "below",
        "line": {"color": colours.grid, "width": 1},
    }


def lines(panels: list[Panel], axis: Axis, colours: style.Palette) -> list[dict[str, Any]]:
    """Solid lines from wave to next wave; dotted ones where a wave between has no mean."""
    parts: dict[str, tuple[list[float | None], list[float | None]]] = {
        "solid": ([], []),
        "dot": ([], []),
    }
    for panel in panels:
        known = [(i, row) for i, row in enumerate(panel.rows) if row["value"] is not None]
        for (i, one), (j, other) in itertools.pairwise(known):
            xs, ys = parts["solid" if j == i + 1 else "dot"]
            xs += [panel.x(axis.at[row["wave_id"]]) for row in (one, other)] + [None]
            ys += [axis.y(row["value"], panel.top, panel.height) for row in (one, other)] + [None]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": xs,
            "y": ys,
            "line": {"width": 2, "color": colours.edge, "dash": dash},
            "hoverinfo": "skip",
        }
        for dash, (xs, ys) in parts.items()
    ]


def means(panels: list[Panel], axis: Axis, colours: style.Palette, alone: bool) -> dict[str, Any]:
    known = [(panel, row) for panel in panels for row in panel.rows if row["value"] is not None]
    ys = [axis.y(row["value"], panel.top, panel.height) for panel, row in known]
    up = [_side(axis, panel, row["upper"], y) for (panel, row), y in zip(known, ys, strict=True)]
    down = [_side(axis, panel, row["lower"], y) for (panel, row), y in zip(known, ys, strict=True)]
    places = words.places(known[0][1]["minimum"], known[0][1]["maximum"]) if known else 0
    return {
        "type": "scatter",
        "mode": "markers+text" if alone else "markers",
        "x": [panel.x(axis.at[row["wave_id"]]) for panel, row in known],
        "y": ys,
        # Pixels are counted from the top: what is higher has the smaller number.
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": down,
            "arrayminus": up,
            "width": 0,
            "thickness": 1.5,
            "color": colours.ink,
        },
        "marker": {
            "symbol": "diamond",
            "size": 10 if alone else 8,
            "color": colours.ink,
            "line": {"width": 1, "color": colours.page},
        },
        "text": [words.number(row["value"], places) for _, row in known],
        "textposition": _beside(known),
        "textfont": {"size": 12, "color": colours.ink},
        "hovertext": [_hover(row, places) for _, row in known],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _beside(known: list[tuple[Panel, dict[str, Any]]]) -> list[str]:
    """Where the number of each mean stands: away from the line that leads on."""
    values = [row["value"] for _, row in known]
    places = [
        "bottom right" if after > value else "top right"
        for value, after in itertools.pairwise(values)
    ]
    return [*places, "top left"] if values else []


def _side(axis: Axis, panel: Panel, end: float | None, y: float) -> float:
    return 0.0 if end is None else abs(axis.y(end, panel.top, panel.height) - y)


def _hover(row: dict[str, Any], places: int) -> str:
    form = _WORDS["hover" if row["lower"] is not None else "hover_mean"]
    interval = words.interval(row["lower"] or 0, row["upper"] or 0, places)
    return form.format(
        site=safe(row["site_name"]),
        wave=safe(row["wave_label"]),
        mean=words.number(row["value"], places),
        interval=interval,
        n=row["n"],
    )
