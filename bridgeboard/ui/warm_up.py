"""What the first page needs, loaded before anyone asks for it."""

from __future__ import annotations

import importlib
import logging

from bridgeboard import settings
from bridgeboard.problems import Refusal

#: What pages import; none of it is needed to answer the first request for the page itself.
_MODULES = (
    "streamlit.elements.plotly_chart",
    "bridgeboard.charts",
    "bridgeboard.ui.blocks",
    "bridgeboard.ui.answers",
    "bridgeboard.ui.sidebar",
    "bridgeboard.ui.shell",
)
_LOG = logging.getLogger(__name__)


def warm_up() -> None:
    """Import what pages import, and read each programme's newest snapshot once.

    Runs in a thread beside the first visit: whatever of it fails will fail there again and be said
    on the page, so here it is only logged.
    """
    try:
        for name in _MODULES:
            importlib.import_module(name)
        # Only here: the server starts to answer before Polars and DuckDB are loaded.
        from bridgeboard.measures import answer
        from bridgeboard.store import Store

        store = Store(settings.store_root())
        for programme in store.programmes():
            with store.open(programme) as snapshot:
                answer("coverage", snapshot)
    except (ImportError, Refusal) as error:
        _LOG.warning("The warm-up stopped: %s", error)
