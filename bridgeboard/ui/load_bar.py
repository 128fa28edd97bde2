"""Loading: how far it is, and how long it will still take."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import streamlit as st

from bridgeboard.pace import Pace
from bridgeboard.ui.escape import markdown


@contextlib.contextmanager
def bar() -> Iterator[Callable[[float, str], None]]:
    """said(share, words) moves a bar, with words and the time left; it goes at the end."""
    pace, drawn = Pace(), st.progress(0.0)

    def said(share: float, words: str) -> None:
        drawn.progress(share, markdown(pace.said(share, words)))

    yield said
    drawn.empty()
