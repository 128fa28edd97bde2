"""Answers on ratings with what people decided in the app laid over them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bridgeboard import disclosure, settings
from bridgeboard.decisions import Decisions
from bridgeboard.measures.groupings import told_groupings
from bridgeboard.measures.overlaid import Evidence, decided, evidence, overlaid
from bridgeboard.problems import Refusal
from bridgeboard.ui.answers import computed, day_of, shown
from bridgeboard.ui.remembered import remembered

if TYPE_CHECKING:
    import polars as pl

    from bridgeboard.disclosure import Filters, Shown, View
    from bridgeboard.measures import Answer
    from bridgeboard.store import Snapshot
    from bridgeboard.ui.choice import Choice


def decisions(choice: Choice) -> Decisions:
    """The decisions of the chosen programme."""
    return Decisions(settings.store_root(), choice.programme_id)


def with_decisions(choice: Choice, measure: str) -> Shown:
    """What the chosen view may show of cfir and of measures that rest on it, readiness among them.

    With ratings that were accepted, groups that were made and actions that were added; without
    them where the file that keeps them can't be read: trouble() says so.
    """
    version = _version(choice)
    if not version:
        return shown(choice, measure)
    where = (str(settings.store_root()), choice.snapshot.key)
    day = day_of(measure)
    answer = _overlaid(where, version, choice.snapshot, measure, day)
    return _shown(where, version, measure, choice.view, choice.filters, day, answer)


def trouble(choice: Choice) -> str | None:
    """What must be said of the file that keeps the decisions; None if nothing."""
    try:
        return decisions(choice).warning()
    except Refusal as refusal:
        return str(refusal)


def bearing(choice: Choice) -> Evidence:
    """Which statements and context factors bear on which construct, in the chosen view."""
    released = choice.view == "shareable"
    return _evidence(choice.snapshot.key, choice.snapshot, released)


def groups(choice: Choice) -> pl.DataFrame:
    """Groups of sites by the programme's own outcomes, by milestones, and, for the team, as people
    made them."""
    where = (str(settings.store_root()), choice.snapshot.key)
    version = _version(choice) if choice.view == "team" else 0
    return _groups(where, version, choice.snapshot)


def _version(choice: Choice) -> int:
    try:
        return decisions(choice).version()
    except Refusal:
        return 0


@remembered
def _shown(
    where: tuple[str, str],
    version: int,
    measure: str,
    view: View,
    filters: Filters,
    day: date | None,
    _of: Answer,
) -> Shown:
    return disclosure.shown(_of, view, filters)


@remembered
def _overlaid(
    where: tuple[str, str], version: int, _snapshot: Snapshot, measure: str, day: date | None
) -> Answer:
    kept = Decisions(settings.store_root(), _snapshot.programme.id)
    seen = decided(kept, _snapshot.sight)
    return overlaid(measure, lambda name: computed(_snapshot, name), seen, _snapshot)


@remembered
def _evidence(key: str, _snapshot: Snapshot, released: bool) -> Evidence:
    return evidence(_snapshot, released)


@remembered
def _groups(where: tuple[str, str], version: int, _snapshot: Snapshot) -> pl.DataFrame:
    kept = Decisions(settings.store_root(), _snapshot.programme.id)
    seen = decided(kept, _snapshot.sight).groupings if version else None
    return told_groupings(_snapshot, seen)
