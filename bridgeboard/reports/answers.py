"""What a report may ask: measures as one view may see them, with decisions laid over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bridgeboard import disclosure, measures
from bridgeboard.decisions import Decisions
from bridgeboard.disclosure import Filters
from bridgeboard.measures.action_list import action_list, to_do
from bridgeboard.measures.overlaid import Decided, decided, overlaid
from bridgeboard.measures.releases import as_decided, decided_releases
from bridgeboard.problems import Refusal
from bridgeboard.store import Snapshot, Store

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from bridgeboard.disclosure import Shown, View
    from bridgeboard.measures import Answer
    from bridgeboard.store import SnapshotRecord

#: What people decided in the app (accepted ratings, actions) changes these.
_OVERLAID = frozenset({"cfir", "readiness", "gaps"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What people decided in the app, and a number that changes with it; 0 while nobody did.

    trouble: what must be said of the file that keeps it; empty if nothing.
    """

    version: int = 0
    decided: Decided | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Measures of one programme in one view, with filters, read on one day.

    Only what disclosure lets through comes out of here, so that a report can hold nothing else.
    """

    snapshot: Snapshot
    view: View
    filters: Filters
    income_basis: str
    day: date
    kept: Kept
    _store: Store
    _computed: Callable[[str], Answer]
    _shown: dict[tuple[str, Filters], Shown] = field(default_factory=dict)
    #: Whole answers with decisions laid over: the same at any site and wave.
    _overlaid: dict[str, Answer] = field(default_factory=dict)

    def __call__(self, measure: str, **other: tuple[str, ...]) -> Shown:
        """What may be shown of a measure. other: filters to set otherwise, as for Filters."""
        filters = replace(self.filters, **other)
        key = (measure, filters)
        if key not in self._shown:
            self._shown[key] = disclosure.shown(self._answer(measure), self.view, filters)
        return self._shown[key]

    @property
    def used(self) -> tuple[Shown, ...]:
        """What was asked so far under the report's own filters, in order of first use."""
        return tuple(
            shown for (_, filters), shown in self._shown.items() if filters == self.filters
        )

    @property
    def sites(self) -> dict[str, str]:
        """The sites that are in it, by id, with their names."""
        return dict(self("sites").frame.select("site_id", "site_name").iter_rows())

    def anew(self) -> Answers:
        """The same, with nothing asked yet."""
        return replace(self, _shown={})

    def at_site(self, site_id: str) -> Answers:
        """The same at one site, at all waves unless some are chosen."""
        filters = replace(self.filters, sites=(site_id,), income_levels=())
        return replace(self, filters=filters, _shown={})

    def before(self) -> tuple[Answers | None, tuple[SnapshotRecord, ...]]:
        """The same of what was published before, read on the same day; None if there is nothing.

        Out: then what lies between and can't be read.
        """
        programme = self.snapshot.programme.id
        try:
            found = self._store.earlier(
                programme, self.snapshot.snapshot_id, shareable=self.view == "shareable"
            )
        except Refusal:  # the programme is not in this store: what was published can't be known
            return None, ()
        if found.served is None:
            return None, found.unreadable
        said = decided_releases(self._store.root, programme)
        snapshot = as_decided(Snapshot(found.served, self.snapshot.sight), said)
        whole = _whole(snapshot, self.day)
        return replace(
            self, snapshot=snapshot, _computed=whole, _shown={}, _overlaid={}
        ), found.unreadable

    def to_do(self, site_id: str) -> list[dict[str, Any]]:
        """Open actions of a site, what is late first; none in the shareable view."""
        if self.view != "team" or self.kept.decided is None:
            return []
        listed = action_list(self.kept.decided.actions, self.snapshot, self.day)
        return to_do(listed, site_id).to_dicts()

    def _answer(self, measure: str) -> Answer:
        if measure in _OVERLAID and self.kept.decided is not None:
            if measure not in self._overlaid:
                laid = overlaid(measure, self._computed, self.kept.decided, self.snapshot)
                self._overlaid[measure] = laid
            return self._overlaid[measure]
        return self._computed(measure)


def asked_of(
    snapshot: Snapshot,
    store_root: Path,
    *,
    view: View,
    day: date,
    filters: Filters | None = None,
    income_basis: str | None = None,
    computed: Callable[[str], Answer] | None = None,
) -> Answers:
    """Answers of one snapshot, with what was decided about its programme.

    In: computed: gives a measure's whole answer, where somebody has it already.
    """
    basis = income_basis or snapshot.programme.income_basis
    return Answers(
        snapshot,
        view,
        filters or Filters(),
        basis,
        day,
        _decided(store_root, snapshot),
        Store(store_root),
        computed or _whole(snapshot, day),
    )


def _whole(snapshot: Snapshot, day: date) -> Callable[[str], Answer]:
    """Whole answers of a snapshot, each computed once."""
    answers: dict[str, Answer] = {}

    def whole(measure: str) -> Answer:
        if measure not in answers:
            dated = measures.MEASURES[measure].dated
            answers[measure] = measures.answer(measure, snapshot, day if dated else None)
        return answers[measure]

    return whole


def _decided(store_root: Path, snapshot: Snapshot) -> Kept:
    try:
        kept = Decisions(store_root, snapshot.programme.id)
        version = kept.version()
        if not version:
            return Kept(trouble=kept.warning() or "")
        return Kept(version, decided(kept, snapshot.sight), kept.warning() or "")
    except Refusal as refusal:
        return Kept(trouble=str(refusal))
