"""Which versions are running: what a reader names when a number looks odd."""

from __future__ import annotations

import platform
from importlib.metadata import version

from bridgeboard import __version__
from bridgeboard.ui.remembered import remembered

#: What numbers and pages depend on.
_STANDS_ON = ("streamlit", "plotly", "duckdb", "polars", "pandera")


@remembered
def versions() -> tuple[tuple[str, str], ...]:
    """Name and version of Bridgeboard, Python and what they stand on; looked up once."""
    ours = (("Bridgeboard", __version__), ("Python", platform.python_version()))
    return ours + tuple((name.capitalize(), version(name)) for name in _STANDS_ON)
