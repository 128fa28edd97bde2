"""Open snapshots, shared by all sessions; a new publish is seen at the next rerun."""

from __future__ import annotations

import polars as pl

from bridgeboard import settings
from bridgeboard.access import WHOLE, Sight, View
from bridgeboard.measures.releases import DecidedReleases, as_decided, decided_releases, releases
from bridgeboard.problems import Refusal
from bridgeboard.store import Served, Snapshot, SnapshotRecord, Store
from bridgeboard.ui.remembered import MEMORY, remembered

#: Unit: bytes. What DuckDB takes for an open snapshot; more readers of it take no more.
_OPEN = 10 * 2**20


def store() -> Store:
    """The store that the app reads."""
    return Store(settings.store_root())


def opened(programme_id: str, sight: Sight, view: View) -> Snapshot:
    """The snapshot that is served now, with the statements that people released or held back.

    In:     sight: the viewer's, of this programme. view: the shareable one doesn't see changes that
            wait (disclosure.editions).
    Raises: Forbidden if the viewer may not see this view; Refusal if the programme is unknown or
            none of its snapshots is good.
    """
    sight.must_show(view)
    served = store().served(programme_id, shareable=view == "shareable")
    return _released(_opened(served.key, served).seen_by(sight))


def opened_before(
    snapshot: Snapshot, view: View
) -> tuple[Snapshot | None, tuple[SnapshotRecord, ...]]:
    """What was published before this one and can be read, and what lies between and can't.

    Raises: Forbidden if the snapshot was not opened for this view; Refusal if the programme is
            unknown.
    """
    snapshot.sight.must_show(view)
    found = store().earlier(
        snapshot.programme.id, snapshot.snapshot_id, shareable=view == "shareable"
    )
    served = found.served
    if served is None:
        return None, found.unreadable
    before = _opened(served.key, served).seen_by(snapshot.sight)
    return _released(before), found.unreadable


def statement_releases(snapshot: Snapshot) -> tuple[pl.DataFrame, bool]:
    """Each statement with who released it when; and whether decisions may be missing."""
    said = decided_releases(settings.store_root(), snapshot.programme.id)
    return _told(snapshot.key, said.version, said.doubtful, (snapshot, said)), said.doubtful


@remembered
def _told(
    key: str, version: int, doubtful: bool, _of: tuple[Snapshot, DecidedReleases]
) -> pl.DataFrame:
    return releases(*_of)


def _released(snapshot: Snapshot) -> Snapshot:
    said = decided_releases(settings.store_root(), snapshot.programme.id)
    if not said.version and not said.doubtful:
        return snapshot
    key = (snapshot.key, snapshot.warning)
    return _laid_over(key, said.version, said.doubtful, (snapshot, said))


@remembered
def _laid_over(
    key: tuple[str, str | None], version: int, doubtful: bool, _of: tuple[Snapshot, DecidedReleases]
) -> Snapshot:
    return as_decided(*_of)


@remembered(weighs=_OPEN)
def _opened(key: tuple[str, str | None], _served: Served) -> Snapshot:
    """The key names a file that never changes, so nothing is ever stale.

    A snapshot that falls out of here is not closed: a session may still be drawing from it. Its
    connection closes when the last of them lets go of it, which is at that session's next run.
    Open to the server itself: `opened` alone gives it away, as somebody may see it.
    """
    _forget_old(_served)
    return Snapshot(_served, WHOLE)


def _forget_old(served: Served) -> None:
    """Let go of what is remembered of this programme's snapshots that no page reads any more: all
    but those served in either view, and those published before them, which they are compared with.

    Asked when a file is opened that nobody knew: after a publish.
    """
    programme, read = served.record.programme, {served.path}
    for shareable in (False, True):
        try:
            now = store().served(programme, shareable=shareable)
            before = store().earlier(programme, now.record.snapshot_id, shareable=shareable)
        except Refusal:
            # Whatever is wrong is said on the page; nothing is forgotten that might be read.
            return
        read |= {one.path for one in (now, before.served) if one is not None}
    MEMORY.forget(served.path.parent, read)
