"""Marks of estimates with intervals, cut where the axis ends: diamonds, bars, arrow heads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from bridgeboard.charts import style
from bridgeboard.charts.rows import safe

_DIAMOND = 9.0


class WithInterval(Protocol):
    """A value and its 95 % interval; without the interval where there is none."""

    @property
    def value(self) -> float | None: ...
    @property
    def lower(self) -> float | None: ...
    @property
    def upper(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Span:
    """What an axis shows, from low to high."""

    low: float
    high: float

    def within(self, value: float) -> float:
        """The value, or the end of the axis where it lies beyond."""
        return max(self.low, min(self.high, value))

    def ends(self, one: WithInterval) -> tuple[float, float]:
        """Where the drawn line ends: the interval, cut where the axis ends."""
        value = one.value or 0.0
        low = value if one.lower is None else one.lower
        high = value if one.upper is None else one.upper
        return max(low, self.low), min(high, self.high)


def arrows(
    placed: Iterable[tuple[float, WithInterval]], span: Span, colours: style.Palette
) -> list[dict[str, Any]]:
    """Arrow heads where an interval goes on beyond the axis. In: place and estimate."""
    cut = [
        (at, side)
        for at, one in placed
        for side, end in ((-1, one.lower), (1, one.upper))
        if end is not None and (end < span.low if side < 0 else end > span.high)
    ]
    if not cut:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [span.low if side < 0 else span.high for _, side in cut],
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
    at: float, one: WithInterval, span: Span, said: str, colours: style.Palette
) -> dict[str, Any]:
    """An estimate over sites, as wide as its interval."""
    low, high = span.ends(one)
    value = span.within(one.value or 0.0)
    # However sure: a diamond that can't be seen says nothing.
    seen = (span.high - span.low) / 160
    low, high = min(low, value - seen), max(high, value + seen)
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
    at: float, one: WithInterval, span: Span, said: str, colours: style.Palette
) -> dict[str, Any]:
    """Where one more site would lie, from lower to upper."""
    low, high = span.ends(one)
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
