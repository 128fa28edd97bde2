"""Open snapshots, shared by all sessions; a new publish is seen at the next rerun, or a few seconds
later by whoever would have to wait for its answers."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock

import duckdb
import polars as pl

from bridgeboard import settings
from bridgeboard.access import WHOLE, Forbidden, Sight, View
from bridgeboard.measures.releases import DecidedReleases, as_decided, decided_releases, releases
from bridgeboard.problems import Refusal
from bridgeboard.store import Served, Snapshot, SnapshotRecord, Store
from bridgeboard.ui import answers
from bridgeboard.ui.changeover import Changeover
from bridgeboard.ui.remembered import MEMORY, remembered

#: Unit: bytes. What DuckDB takes for an open snapshot; more readers of it take no more.
_OPEN = 10 * 2**20
_LOG = logging.getLogger(__name__)


def store() -> Store:
    """The store that the app reads."""
    return Store(settings.store_root())


def opened(programme_id: str, sight: Sight, view: View, *, when_ready: bool = False) -> Snapshot:
    """The snapshot that is served now, with the statements that people released or held back.

    In:     sight: the viewer's, of this programme. view: the shareable one doesn't see changes that
            wait (disclosure.editions). when_ready: while the answers of what was just published are
            made, the one before; not for those who may publish: they see at once what they did, and
            never add to an older one.
    Raises: Forbidden if the viewer may not see this view; Refusal if the programme is unknown or
            none of its snapshots is good.
    """
    sight.must_show(view)
    shelves, shareable = store(), view == "shareable"
    served = shelves.served(programme_id, shareable=shareable)
    if when_ready:
        served = CHANGEOVER.served((shelves.root, programme_id, shareable), served)
    with _LOCK:
        _SIGHTS.setdefault(served.path, set()).add(sight)
    return _seen(served, sight)


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
    return _seen(served, snapshot.sight), found.unreadable


def statement_releases(snapshot: Snapshot) -> tuple[pl.DataFrame, bool]:
    """Each statement with who released it when; and whether decisions may be missing."""
    said = decided_releases(settings.store_root(), snapshot.programme.id)
    return _told(snapshot.key, said.version, said.doubtful, (snapshot, said)), said.doubtful


@remembered
def _told(
    key: str, version: int, doubtful: bool, _of: tuple[Snapshot, DecidedReleases]
) -> pl.DataFrame:
    return releases(*_of)


def _seen(served: Served, sight: Sight) -> Snapshot:
    return _released(_seen_by(served.key, sight, _opened(served.key, served)))


@remembered
def _seen_by(key: tuple[str, str | None], sight: Sight, _of: Snapshot) -> Snapshot:
    """The same object for everybody of this sight: what measures ask of it, they ask once."""
    return _of.seen_by(sight)


#: Who asked for a file, so that their answers are made of the next one: nobody else's are.
_SIGHTS: dict[Path, set[Sight]] = {}
_LOCK = Lock()


def _make_ready(before: Served, now: Served) -> None:
    """Make of a new snapshot what pages read of the one before, as those see it who read it.

    Whatever fails here will fail again for whoever asks for it, and be said on the page.
    """
    with _LOCK:
        sights = list(_SIGHTS.get(before.path, ()))
    try:
        for sight in sights:
            answers.like(_seen(before, sight), _seen(now, sight))
    except (Refusal, Forbidden, duckdb.Error) as error:
        _LOG.warning("Answers of a new snapshot were not made beforehand: %s", error)


CHANGEOVER = Changeover(_make_ready)


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
    but those served in either view, those that people read until a new one is ready, and those
    published before, which they are compared with.

    Asked when a file is opened that nobody knew: after a publish.
    """
    programme, folder = served.record.programme, served.path.parent
    people = CHANGEOVER.read(folder)
    read = {served.path} | {one.path for one in people}
    for shareable in (False, True):
        try:
            now = store().served(programme, shareable=shareable)
            ids = {one.record.snapshot_id for one in (now, *people)}
            before = [store().earlier(programme, one, shareable=shareable).served for one in ids]
        except Refusal:
            # Whatever is wrong is said on the page; nothing is forgotten that might be read.
            return
        read |= {one.path for one in (now, *before) if one is not None}
    MEMORY.forget(folder, read)
    with _LOCK:
        for path in [one for one in _SIGHTS if folder in one.parents and one not in read]:
            del _SIGHTS[path]
