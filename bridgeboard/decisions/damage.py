"""Is the file of decisions whole? Asked once per state of the file and process."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from bridgeboard.decisions.refused import primary

#: Written into every file of ours at its making: "BBDE". An empty file hasn't got it, and an empty
#: file is what a disk that lost its data likes to leave.
APPLICATION_ID = 0x42424445

_State = tuple[str, int, int, int]
_whole: set[_State] = set()
_SEEN_AT_MOST = 1000
_lock = threading.Lock()


class Damaged(sqlite3.DatabaseError):
    """The file can't be what was written, though SQLite could open it."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def check(path: Path, con: sqlite3.Connection) -> None:
    """Look at the file that is open, unless it was seen whole as it is. Raises: as look."""
    stat = path.stat()
    state = (str(path), stat.st_size, stat.st_mtime_ns, stat.st_ino)
    with _lock:
        if state in _whole:
            return
    look(con)
    with _lock:
        if len(_whole) >= _SEEN_AT_MOST:
            _whole.clear()
        _whole.add(state)


def forget(path: Path) -> None:
    """Look again, though the file seems to be as it was."""
    with _lock:
        _whole.difference_update([state for state in _whole if state[0] == str(path)])


def look(con: sqlite3.Connection) -> None:
    """Look at every page of the file. Raises: Damaged, or what SQLite says of a broken file."""
    if con.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise Damaged("it is empty or of another program")
    said = con.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if said != "ok":
        raise Damaged(said.splitlines()[0])


def is_damage(error: sqlite3.Error) -> bool:
    """Does the error say that the file itself is broken?"""
    return primary(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
