"""Marks of sites by income level: each level its own colour and shape, each site its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bridgeboard.charts import style, words
from bridgeboard.charts.by_income import AtSite, Levels
from bridgeboard.charts.marks.estimates import Span
from bridgeboard.charts.rows import safe
from bridgeboard.charts.site_values import SiteValues

_SYMBOLS = {**style.INCOME_SHAPES, "high": "triangle-up"}
_OTHER = "x"
#: Pixels; a triangle looks smaller than it is.
_SIZE, _SMALL, _TRIANGLE = 11, 9, 3
#: A value this near a tick, in steps, stands on it.
_NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Axis:
    """What the axis shows, and its ticks with their words."""

    span: Span
    ticks: tuple[float, ...]
    labels: tuple[str, ...]


def axis_of(values: SiteValues, most: int) -> Axis:
    """An axis for these values and their intervals: within their scale, in round steps.

    A shift's has 0 in it. What is said of an income level is not asked: the interval of two sites
    may be wider than any scale, and would press all others together.
    """
    whole = [one for one in values.together if one.level is None]
    ends = [
        end
        for one in (*values.known, *whole)
        for end in (one.value, one.lower, one.upper)
        if end is not None
    ]
    for one in whole:
        ends += [e for e in (one.prediction_lower, one.prediction_upper) if e is not None]
    # Where no site has a number, the whole scale says what one could be.
    ends = ends or [values.low or 0.0, values.high or 1.0]
    low, high = min(ends), max(ends)
    base = 0.0
    if values.percent:
        low, high = 0.0, max(1.0, high)
    elif values.low is None or values.high is None:
        low, high = min(low, 0.0), max(high, 0.0)
    else:
        base = values.low
        low, high = max(low, values.low), min(high, values.high)
    step = style.tick_step((high - low) or 1.0, most)
    first = math.floor((low - base) / step + _NEAR)
    last = max(math.ceil((high - base) / step - _NEAR), first + 1)
    ticks = tuple(base + step * i for i in range(first, last + 1))
    edge = (ticks[-1] - ticks[0]) * 0.02
    labels = tuple(_tick(values, tick, step) for tick in ticks)
    return Axis(Span(ticks[0] - edge, ticks[-1] + edge), ticks, labels)


def _tick(values: SiteValues, tick: float, step: float) -> str:
    if values.percent:
        return words.percent(tick)
    places = style.decimals(step)
    if values.low is None:
        return words.signed(tick, places) if tick else "0"
    return words.number(tick, places)


def points(
    placed: Sequence[tuple[float, AtSite]],
    levels: Levels,
    span: Span,
    colours: style.Palette,
    *,
    small: bool = False,
) -> list[dict[str, Any]]:
    """One trace a level: a mark for each site at its place, with its interval unless small."""
    traces = []
    by_level: dict[str | None, list[tuple[float, AtSite]]] = {}
    for at, site in placed:
        if site.value is not None:
            by_level.setdefault(levels.of.get(site.site_id), []).append((at, site))
    for level, members in by_level.items():
        colour = colours.incomes.get(level or "", colours.muted)
        xs = [span.within(site.value or 0.0) for _, site in members]
        ends = [span.ends(site) for _, site in members]
        trace: dict[str, Any] = {
            "type": "scatter",
            "mode": "markers",
            "name": level or "",
            "x": xs,
            "y": [at for at, _ in members],
            "marker": {
                "symbol": _SYMBOLS.get(level or "", _OTHER),
                "size": (_SMALL if small else _SIZE) + (_TRIANGLE if level == "high" else 0),
                "color": colours.page if small else colour,
                "line": {"width": 1.5, "color": colour if small else colours.page},
                "opacity": 1,
            },
            "text": [
                f"{safe(site.name)}: {site.numbers}"
                + (f", n = {site.people}" if site.people else "")
                for _, site in members
            ],
            "hovertemplate": "%{text}<extra></extra>",
            "cliponaxis": False,
        }
        if not small:
            trace["error_x"] = {
                "type": "data",
                "symmetric": False,
                "array": [high - x for x, (_, high) in zip(xs, ends, strict=True)],
                "arrayminus": [x - low for x, (low, _) in zip(xs, ends, strict=True)],
                "width": 0,
                "thickness": 2.5,
                "color": colour,
            }
        traces.append(trace)
    return traces
