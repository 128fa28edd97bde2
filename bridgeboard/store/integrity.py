"""Is a snapshot's file still what was published?"""

from __future__ import annotations

import threading
from pathlib import Path

from bridgeboard.store.durable import sha256_of
from bridgeboard.store.records import LAYOUT, Manifest

#: Checksums of files seen in this process. Reading a file of many megabytes at each rerun of a page
#: would be slow, so a file is read again only when its size, time or inode changed.
_seen: dict[tuple[str, int, int, int], str] = {}
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
    except FileNotFoundError:
        return "its file is missing"
    except OSError as error:
        return f"its file can't be read ({error.strerror})"
    return None


def checksum(path: Path) -> str:
    """SHA-256 of the file, computed once per state of the file and process. Raises: OSError."""
    stat = path.stat()
    state = (str(path), stat.st_size, stat.st_mtime_ns, stat.st_ino)
    with _lock:
        if state in _seen:
            return _seen[state]
    digest = sha256_of(path)
    with _lock:
        if len(_seen) >= _SEEN_AT_MOST:
            _seen.clear()
        _seen[state] = digest
    return digest
