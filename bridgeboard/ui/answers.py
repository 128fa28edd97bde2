"""Answers as pages ask for them: computed once a snapshot, hidden once a view, then filtered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from bridgeboard import disclosure, measures

if TYPE_CHECKING:
    from bridgeboard.disclosure import Filters, Shown, View
    from bridgeboard.measures import Answer
    from bridgeboard.store import Snapshot
    from bridgeboard.ui.choice import Choice

#: Two programmes, some ten measures, two views: 64 keeps both versions around a publish as well.
_ANSWERS = 64
#: A Shown is a few kilobytes to some hundred; 256 combinations of filters stay under 50 MB.
_SHOWN = 256


def shown(choice: Choice, measure: str) -> Shown:
    """What the chosen view may show of a measure, at the chosen sites, waves and income levels.

    The frame is shared by all sessions: never change it in place.
    """
    return _shown(str(choice.snapshot.path), choice.snapshot, measure, choice.view, choice.filters)


def everywhere(choice: Choice, measure: str) -> Shown:
    """The same at all sites, whichever are chosen: for what a page can offer to choose from."""
    filters = replace(choice.filters, sites=(), income_levels=())
    return _shown(str(choice.snapshot.path), choice.snapshot, measure, choice.view, filters)


def computed(snapshot: Snapshot, measure: str) -> Answer:
    """The whole answer, kept for whoever asks next."""
    return _answer(str(snapshot.path), snapshot, measure)


@st.cache_resource(max_entries=_SHOWN, show_spinner=False)
def _shown(path: str, _snapshot: Snapshot, measure: str, view: View, filters: Filters) -> Shown:
    return disclosure.shown(_answer(path, _snapshot, measure), view, filters)


@st.cache_resource(max_entries=_ANSWERS, show_spinner=False)
def _answer(path: str, _snapshot: Snapshot, measure: str) -> Answer:
    """The path names one snapshot for ever, so nothing is ever stale."""
    return measures.answer(measure, _snapshot)
