"""Under whose name something is kept: who signed in, and else what somebody says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from bridgeboard.ui import blocks, words

if TYPE_CHECKING:
    from bridgeboard.access import Viewer

#: Under this name the session keeps who somebody said they are, for as long as they stay.
_BY = "decided_by"
#: As the store and the decisions take one.
_LONGEST = 80


def by_whom(viewer: Viewer, label: str, help_text: str, key: str | None = None) -> str:
    """The name that is kept with what is done. Who signed in has one and can't say another."""
    if not viewer.is_local:
        blocks.note(words.KEPT_UNDER.format(name=viewer.name))
        return viewer.name
    known = st.session_state.get(_BY, "")
    return st.text_input(label, known, max_chars=_LONGEST, help=help_text, key=key)


def last_said(viewer: Viewer) -> str:
    """The name where none is asked for: of who signed in, else as it was said before, or empty."""
    return st.session_state.get(_BY, "") if viewer.is_local else viewer.name


def remember(viewer: Viewer, by: str) -> None:
    """Offer this name the next time, to somebody who didn't sign in."""
    if viewer.is_local:
        st.session_state[_BY] = by
