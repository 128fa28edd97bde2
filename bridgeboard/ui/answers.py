"""Answers as pages ask for them: computed once a snapshot, hidden once a view, then filtered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from bridgeboard import disclosure, measures
from bridgeboard.ui.remembered import MEMORY, remembered

if TYPE_CHECKING:
    from bridgeboard.disclosure import Filters, Shown, View
    from bridgeboard.measures import Answer
    from bridgeboard.store import Snapshot
    from bridgeboard.ui.choice import Choice

T = TypeVar("T")
_ONE_AT_A_TIME = Lock()


def shown(choice: Choice, measure: str) -> Shown:
    """What the chosen view may show of a measure, at the chosen sites, waves and income levels.

    The frame is shared by all sessions: never change it in place.
    """
    return _seen(choice, measure, choice.filters)


def everywhere(choice: Choice, measure: str) -> Shown:
    """The same at all sites, whichever are chosen: for what a page can offer to choose from."""
    filters = replace(choice.filters, sites=(), income_levels=())
    return _seen(choice, measure, filters)


def made(make: Callable[..., T], *given: Any, **how: Any) -> T:
    """What a function of bridgeboard.charts makes of shown answers; once for the same ones.

    In: make must depend on nothing but its arguments, and what it gives must never be changed: it
        is shared by all sessions, as the answers are.
    """
    key = (made, make, given, tuple(how.items()))
    return MEMORY.get(key, lambda: make(*given, **how), (*given, *how.values()))


def computed(snapshot: Snapshot, measure: str) -> Answer:
    """The whole answer, kept for whoever asks next."""
    return _answer(snapshot.key, snapshot, measure, day_of(measure))


def like(before: Snapshot, now: Snapshot) -> None:
    """Make of a snapshot the answers that are remembered of another, in the order of their use."""
    of = _answer.of
    for key in MEMORY.kept():
        if key[: len(of) + 1] == (*of, before.key):
            computed(now, key[len(of) + 1])


def day_of(measure: str) -> date | None:
    """Today, where the answer of a measure depends on it."""
    return date.today() if measures.MEASURES[measure].dated else None


def _seen(choice: Choice, measure: str, filters: Filters) -> Shown:
    answer = computed(choice.snapshot, measure)
    return _shown(choice.snapshot.key, measure, choice.view, filters, answer.day, answer)


@remembered
def _shown(
    key: str, measure: str, view: View, filters: Filters, day: date | None, _of: Answer
) -> Shown:
    return disclosure.shown(_of, view, filters)


@remembered
def _answer(key: str, _snapshot: Snapshot, measure: str, day: date | None) -> Answer:
    """The key names one snapshot, what is released of it, and who sees it (Snapshot.key), so
    nothing is ever stale, nor anybody else's.

    One at a time: measures rest on each other, and many at once would make everybody wait who only
    looks at what is there.
    """
    with _ONE_AT_A_TIME:
        return measures.answer(measure, _snapshot, day)
