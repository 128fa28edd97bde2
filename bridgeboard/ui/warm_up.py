"""What the first page needs, loaded before anyone asks for it."""

from __future__ import annotations

import importlib
import logging

#: What pages import; none of them is needed to answer the first request for the page itself.
_MODULES = (
    "polars",
    "duckdb",
    "plotly.graph_objects",
    "streamlit.elements.plotly_chart",
    "pyarrow",
    "bridgeboard.ui.blocks",
    "bridgeboard.ui.answers",
)
_LOG = logging.getLogger(__name__)


def warm_up() -> None:
    """Import what pages import, and open the newest snapshot of each programme.

    Runs in a thread beside the first visit: whatever of it fails will fail there again and be said
    on the page, so here it is only logged.
    """
    try:
        for name in _MODULES:
            importlib.import_module(name)
    except ImportError:
        _LOG.exception("Warm-up stopped")
