"""Which versions are running: what a reader names when a number looks odd."""

from __future__ import annotations

import platform
from importlib.metadata import version

from bridgeboard import __version__

#: What numbers and pages depend on.
_STANDS_ON = ("streamlit", "plotly", "duckdb", "polars", "pandera")


def versions() -> list[tuple[str, str]]:
    """Name and version of Bridgeboard, Python and what they stand on."""
    ours = [("Bridgeboard", __version__), ("Python", platform.python_version())]
    return ours + [(name.capitalize(), version(name)) for name in _STANDS_ON]
