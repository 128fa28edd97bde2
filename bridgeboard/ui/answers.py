"""Answers as pages ask for them: computed once a snapshot, hidden once a view, then filtered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from bridgeboard import disclosure, measures

if TYPE_CHECKING:
    from bridgeboard.disclosure import Filters, Shown, View
    from bridgeboard.measures import Answer
    from bridgeboard.store import Snapshot
    from bridgeboard.ui.choice import Choice

T = TypeVar("T")
#: Some forty measures of three programmes, for managers as well, and around a publish. All those of
#: a programme take some 10 MB. When 64 were kept and more asked for, fifty people waited 30 s.
_ANSWERS = 512
#: A Shown is a few kilobytes to some hundred, a filtered one less.
_SHOWN = 1024
#: Charts and sentences are some ten kilobytes each; an entry also keeps the answers it was made of.
_MADE = 2048


def shown(choice: Choice, measure: str) -> Shown:
    """What the chosen view may show of a measure, at the chosen sites, waves and income levels.

    The frame is shared by all sessions: never change it in place.
    """
    return _shown(
        choice.snapshot.key,
        choice.snapshot,
        measure,
        choice.view,
        choice.filters,
        day_of(measure),
    )


def everywhere(choice: Choice, measure: str) -> Shown:
    """The same at all sites, whichever are chosen: for what a page can offer to choose from."""
    filters = replace(choice.filters, sites=(), income_levels=())
    return _shown(
        choice.snapshot.key, choice.snapshot, measure, choice.view, filters, day_of(measure)
    )


def made(make: Callable[..., T], *given: Any, **how: Any) -> T:
    """What a function of bridgeboard.charts makes of shown answers; once for the same ones.

    In: make must depend on nothing but its arguments, and what it gives must never be changed: it
        is shared by all sessions, as the answers are.
    """
    return _made(make, given, tuple(how.items()))


def computed(snapshot: Snapshot, measure: str) -> Answer:
    """The whole answer, kept for whoever asks next."""
    return _answer(snapshot.key, snapshot, measure, day_of(measure))


def day_of(measure: str) -> date | None:
    """Today, where the answer of a measure depends on it."""
    return date.today() if measures.MEASURES[measure].dated else None


@lru_cache(maxsize=_MADE)
def _made(make: Callable[..., T], given: tuple[Any, ...], how: tuple[tuple[str, Any], ...]) -> T:
    """A Shown is itself kept by _shown, so the same one comes again; it is told by identity."""
    return make(*given, **dict(how))


@st.cache_resource(max_entries=_SHOWN, show_spinner=False)
def _shown(
    key: str,
    _snapshot: Snapshot,
    measure: str,
    view: View,
    filters: Filters,
    day: date | None,
) -> Shown:
    return disclosure.shown(_answer(key, _snapshot, measure, day), view, filters)


@st.cache_resource(max_entries=_ANSWERS, show_spinner=False)
def _answer(key: str, _snapshot: Snapshot, measure: str, day: date | None) -> Answer:
    """The key names one snapshot and what is released of it, so nothing is ever stale."""
    return measures.answer(measure, _snapshot, day)
