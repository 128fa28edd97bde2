"""A Plotly figure that is checked once, not at each run of a page."""

from __future__ import annotations

import json
from typing import Any

from plotly.graph_objects import Figure

from bridgeboard.ui.remembered import remembered


class ValidFigure(Figure):
    """A figure that Plotly has checked, and that hands out what it was checked as.

    st.plotly_chart checks a dict each time: 20 to 40 ms for a chart with many notes, most of the
    time that a page takes. It copies a Figure instead; and this one, shared by all sessions and
    changed by none, needs no copy.
    """

    def __init__(self, figure: dict[str, Any]) -> None:
        super().__init__()
        self._checked = Figure(**figure).to_dict()

    def to_dict(self) -> dict[str, Any]:
        """The figure as checked; not to be changed."""
        return self._checked


def valid(figure: dict[str, Any]) -> ValidFigure:
    """The figure, checked. Raises: ValueError if Plotly doesn't know a property."""
    return _valid(json.dumps(figure, default=str))


@remembered
def _valid(specification: str) -> ValidFigure:
    return ValidFigure(json.loads(specification, parse_float=_short))


def _short(digits: str) -> float:
    """A number as exact as a screen can draw it: what is longer only takes longer to arrive."""
    return float(f"{float(digits):.8g}")
