"""What the running server knows of its sessions: whose they are, and which files they hold.

The only module that looks into Streamlit's runtime; tests/browser/test_own_files.py fails if that
no longer looks as here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import get_script_run_ctx

_MANY = 50


@dataclass(frozen=True, slots=True)
class Held:
    """Uploaded files that are kept: how many, and their bytes together."""

    files: int = 0
    size: int = 0


def claims(session_id: str) -> Mapping[str, Any] | None:
    """What the sign-in of this session says of its person; None if there is no such session.

    A session whose connection broke is still one, as long as its browser may come back to it.
    """
    session = _session(session_id)
    return None if session is None else dict(session._user_info)


def kept(session_id: str, key: str) -> Any:
    """What app.py keeps in the session under this key; None if nothing."""
    session = _session(session_id)
    return None if session is None else _kept(session, key)


def is_there(session_id: str) -> bool:
    """Is there such a session, or may its browser come back to it?"""
    return _session(session_id) is not None


def forget_who_left() -> int:
    """Drop all that is kept of sessions whose browser can't come back; how many those were.

    Streamlit keeps whoever left for two minutes, and then until somebody else leaves: their files,
    what they dropped, the snapshot that they looked at. The last one it holds even longer, so what
    that one kept is taken away. Only in the server's own thread.
    """
    cache = Runtime.instance()._session_mgr._session_storage._cache
    resting = dict(cache._data)
    cache.expire()
    gone = [info.session for key, info in resting.items() if key not in cache._data]
    for session in gone:
        session.shutdown()
        session.session_state.clear()
        session._fragment_storage.clear()
    return len(gone)


def forget_files() -> None:
    """Drop files that nobody is given any more; Streamlit does when a run has ended."""
    Runtime.instance().media_file_mgr.remove_orphaned_files()


def is_anybody_there() -> bool:
    """Is a session open just now?"""
    return Runtime.instance()._session_mgr.num_active_sessions() > 0


def uploads(session_id: str) -> Held:
    """What was uploaded to this session and is still kept."""
    return _held([_uploaded().get(session_id, {})])


def all_uploads() -> Held:
    """What was uploaded to all sessions and is still kept."""
    return _held(list(_uploaded().values()))


def size(file: str) -> int:
    """Bytes of a media file, by the last part of its address."""
    return len(Runtime.instance().media_file_mgr._storage.get_file(file).content)


class Holders:
    """Which sessions were given which media file, from watch() on.

    Streamlit itself forgets that when a run begins, but serves the file on until another run has
    ended: somebody on a slow line may only then click. So this remembers as long as the file stays.

    key: under which app.py keeps in a session for whom it runs.
    """

    def __init__(self, key: str) -> None:
        self._key = key
        self._given: dict[str, set[tuple[str, Any]]] = defaultdict(set)
        self._lock = Lock()

    def of(self, file_id: str) -> frozenset[str]:
        """The sessions that were given this file."""
        return frozenset(session for session, _ in self.given(file_id))

    def given(self, file_id: str) -> frozenset[tuple[str, Any]]:
        """The sessions that were given this file, each with whom it was made for then."""
        with self._lock:
            return frozenset(self._given.get(file_id, ()))

    def note(self, file_id: str, session_id: str, whom: Any) -> None:
        """Note that this session was given this file, made for whom."""
        with self._lock:
            self._given[file_id].add((session_id, whom))

    def files(self) -> list[str]:
        """The files that anybody was given."""
        with self._lock:
            return list(self._given)

    def forget(self, file_id: str, is_there: Callable[[str], bool]) -> None:
        """Forget the sessions that are no more, once there are many: what stands above every page
        is given to all."""
        given = self.given(file_id)
        if len(given) > _MANY:
            gone = {one for one in given if not is_there(one[0])}
            with self._lock:
                self._given[file_id] -= gone

    def watch(self) -> None:
        """Note from now on who is given which file. Once for each server."""
        storage = Runtime.instance().media_file_mgr._storage
        load, delete = storage.load_and_get_id, storage.delete_file

        def load_and_note(*given: Any, **named: Any) -> str:
            file_id = load(*given, **named)
            context = get_script_run_ctx(suppress_warning=True)
            # Of an open connection only: what rests may be asked about in the server's own thread.
            # A session that ended meanwhile has no use for the file, and can't say for whom it is.
            session = context and Runtime.instance().get_app_session(context.session_id)
            if session is not None:
                self.note(file_id, session.id, _kept(session, self._key))
            return file_id

        def delete_and_forget(file_id: str) -> None:
            delete(file_id)
            with self._lock:
                self._given.pop(file_id, None)

        storage.load_and_get_id, storage.delete_file = load_and_note, delete_and_forget


def are_files_watched() -> bool:
    """Is it noted who is given which file, as it is in a server that serve.py started?

    Missing: where no server runs nobody could ask for a file, so nothing is amiss.
    """
    server = Runtime.instance() if Runtime.exists() else None
    if getattr(server, "_session_mgr", None) is None:
        return True
    return "load_and_get_id" in vars(server.media_file_mgr._storage)


def _kept(session: AppSession, key: str) -> Any:
    try:
        return session.session_state[key]
    except KeyError:
        return None


def _session(session_id: str) -> AppSession | None:
    found = Runtime.instance()._session_mgr.get_session_info(session_id)
    return None if found is None else found.session


def _uploaded() -> dict[str, dict[str, Any]]:
    return dict(Runtime.instance().uploaded_file_mgr.file_storage)


def _held(sessions: list[dict[str, Any]]) -> Held:
    files = [file for held in sessions for file in dict(held).values()]
    return Held(len(files), sum(len(file.data) for file in files))
