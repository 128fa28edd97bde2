"""The choice: which programme, view and filters the reader looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from bridgeboard.access import Viewer
    from bridgeboard.disclosure import Filters, View
    from bridgeboard.store import Snapshot

#: Under which the session keeps the choice of its last run; the server reads it there, too.
KEY = "choice"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader looks at; made once a run from the sidebar, never changed by a page.

    viewer says who looks: what may be done is asked there, right where it is done.
    dark and narrow say how to draw: dark theme; a small screen, where texts must be short and
    intervals stand under the name instead of at the right.
    """

    programme_id: str
    snapshot: Snapshot
    view: View
    filters: Filters
    income_basis: str
    viewer: Viewer
    dark: bool = False
    narrow: bool = False


def keep(choice: Choice | None) -> None:
    """Make this the choice that current_choice() gives to the page of this run."""
    if choice is None:
        st.session_state.pop(KEY, None)
    else:
        st.session_state[KEY] = choice


def choice_if_any() -> Choice | None:
    """The choice of this run; None where there is no programme to choose."""
    return st.session_state.get(KEY)


def current_choice() -> Choice:
    """The choice of this run.

    Raises: KeyError outside a page that app.py runs.
    """
    return st.session_state[KEY]
