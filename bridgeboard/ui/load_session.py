"""What a visit has dropped and decided so far, and what was worked out from it, kept once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from bridgeboard.collected import DroppedFile
    from bridgeboard.store import SnapshotRecord

T = TypeVar("T")
_KEPT, _ROUND, _DONE = "load_kept", "load_round", "load_done"
#: Of each kind of thing so many are kept: this state of the work, and the one before a change.
_MOST = 3


class Same:
    """An object in a key: equal to itself alone, and alive as long as the key is.

    An id by itself would in time be another object's, and give that one what was made of this.
    """

    def __init__(self, of: object) -> None:
        self._of = of

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self._of is other._of

    def __hash__(self) -> int:
        return id(self._of)


def kept(kind: str, key: Hashable, make: Callable[[], T]) -> T:
    """What make gives, once for the same key, as long as the visit lasts."""
    shelf: OrderedDict[Hashable, Any] = st.session_state.setdefault(_KEPT, {}).setdefault(
        kind, OrderedDict()
    )
    if key not in shelf:
        shelf[key] = make()
        while len(shelf) > _MOST:
            shelf.popitem(last=False)
    shelf.move_to_end(key)
    return shelf[key]


def dropped(uploaded: list[UploadedFile], encodings: dict[str, str | None]) -> list[DroppedFile]:
    """The files as readers take them; each is looked into once."""
    from bridgeboard.collected import DroppedFile

    found = []
    for one in uploaded:
        encoding = encodings.get(one.name)
        key = (one.file_id, encoding)
        shelf = st.session_state.setdefault(_KEPT, {}).setdefault("files", {})
        if key not in shelf:
            shelf[key] = DroppedFile(one.name, one.getvalue(), encoding)
        found.append(shelf[key])
    return found


def forget_others(keys: set[Hashable]) -> None:
    """Let go of files that are no longer among those dropped."""
    shelf = st.session_state.get(_KEPT, {}).get("files", {})
    for key in [key for key in shelf if key[0] not in keys]:
        del shelf[key]


def field(name: str) -> str:
    """The key of a control of this round of loading; a new round begins with fresh ones."""
    return f"load-{st.session_state.get(_ROUND, 0)}-{name}"


def begin_again(record: SnapshotRecord, trouble: str = "") -> None:
    """Let go of everything dropped, and keep what came of it, and what went wrong then."""
    st.session_state.pop(_KEPT, None)
    st.session_state.pop("load_edits", None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state[_DONE] = (record, trouble)


def done() -> tuple[SnapshotRecord, str] | None:
    """What was published last in this visit, and what went wrong then; None if nothing was."""
    return st.session_state.get(_DONE)


def seen(snapshot_id: str | None) -> bool:
    """Was this the state that changes were last shown against?"""
    return st.session_state.get("load_seen", snapshot_id) == snapshot_id


def show(snapshot_id: str | None) -> None:
    """Remember which state changes are shown against."""
    st.session_state["load_seen"] = snapshot_id


def edited(base: Hashable, first: T) -> T:
    """What a person has made of something so far; the thing itself while nobody touched it."""
    return st.session_state.setdefault("load_edits", {}).get(base, first)


def edit(base: Hashable, last: Any) -> None:
    """Keep what a person made of it."""
    st.session_state.setdefault("load_edits", {})[base] = last
