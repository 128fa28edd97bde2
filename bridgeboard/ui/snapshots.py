"""Open snapshots, shared by all sessions; a new publish is seen at the next rerun."""

from __future__ import annotations

import streamlit as st

from bridgeboard import settings
from bridgeboard.store import Served, Snapshot, SnapshotRecord, Store

#: Each open snapshot holds a DuckDB of some 20 MB.
_OPEN = 12


def store() -> Store:
    """The store that the app reads."""
    return Store(settings.store_root())


def opened(programme_id: str) -> Snapshot:
    """The snapshot that is served now.

    Raises: Refusal if the programme is unknown or none of its snapshots is good.
    """
    served = store().served(programme_id)
    return _opened(served.key, served)


def opened_before(snapshot: Snapshot) -> tuple[Snapshot | None, tuple[SnapshotRecord, ...]]:
    """What was published before this one and can be read, and what lies between and can't.

    Raises: Refusal if the programme is unknown.
    """
    found = store().earlier(snapshot.programme.id, snapshot.snapshot_id)
    served = found.served
    return (None if served is None else _opened(served.key, served)), found.unreadable


@st.cache_resource(max_entries=_OPEN, show_spinner=False)
def _opened(key: tuple[str, str | None], _served: Served) -> Snapshot:
    """The key names a file that never changes, so nothing is ever stale.

    A snapshot that falls out of here is not closed: a session may still be drawing from it. Its
    connection closes when the last of them lets go of it, which is at that session's next run.
    """
    return Snapshot(_served)
