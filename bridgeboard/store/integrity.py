"""Is a snapshot's file still what was published?"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb

from bridgeboard import LAYOUT
from bridgeboard.durable import sha256_of
from bridgeboard.store.records import Manifest
from bridgeboard.store.snapshot import connect

T = TypeVar("T")

State = tuple[str, int, int, int]
#: Files seen in this process: reading many megabytes at each rerun of a page would be slow, so a
#: file is read again only when its size, time or inode changed.
_checksums: dict[State, str] = {}
_openable: dict[State, bool] = {}
_SEEN_AT_MOST = 1000
_lock = threading.Lock()


def damage(database: Path, manifest: Manifest | None) -> str | None:
    """What is wrong with the snapshot, in words; None if it is as published."""
    if manifest is None:
        return "its manifest is missing or damaged"
    if manifest.layout != LAYOUT:
        return "another version of Bridgeboard made it"
    try:
        size = database.stat().st_size
        if size != manifest.bytes:
            return f"its file has {size} bytes instead of {manifest.bytes}"
        if checksum(database) != manifest.sha256:
            return "its file was changed after it was published"
        if not opens(database):
            return "this version of DuckDB can't open it"
    except FileNotFoundError:
        return "its file is missing"
    except OSError as error:
        return f"its file can't be read ({error.strerror})"
    return None


def checksum(path: Path) -> str:
    """SHA-256 of the file, computed once per state of the file and process. Raises: OSError."""
    return once(path, _checksums, sha256_of)


def opens(path: Path) -> bool:
    """Can DuckDB open the file? Asked until it could, once per state of the file and process.

    A file may be whole and yet be of a newer DuckDB than this one. Raises: OSError.
    """
    try:
        return once(path, _openable, _opened)
    except duckdb.Error:
        return False


def _opened(path: Path) -> bool:
    connect(path).close()
    return True


def once(path: Path, seen: dict[State, T], look: Callable[[Path], T]) -> T:
    """What `look` finds in the file, once per state of the file and process. Raises: OSError."""
    stat = path.stat()
    state = (str(path), stat.st_size, stat.st_mtime_ns, stat.st_ino)
    with _lock:
        if state in seen:
            return seen[state]
    found = look(path)
    with _lock:
        if len(seen) >= _SEEN_AT_MOST:
            seen.clear()
        seen[state] = found
    return found
