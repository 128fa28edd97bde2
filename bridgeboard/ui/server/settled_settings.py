"""Streamlit's settings are read once: nothing changes them while the server runs."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from streamlit import config


def settle_settings() -> None:
    """Take the settings of each section as they are now.

    Streamlit looks through all its settings six times a run, for the six sections of the theme that
    each run tells the browser: a tenth of what the server did with fifty people.
    """
    look = config.get_options_for_section
    found = lru_cache(maxsize=None)(look)

    def settled(section: str) -> dict[str, Any]:
        return dict(found(section))

    config.get_options_for_section = settled
