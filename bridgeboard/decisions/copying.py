"""A copy of the file of decisions as it stands at one moment, though people write meanwhile."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
from pathlib import Path

from bridgeboard.decisions import damage
from bridgeboard.decisions.file import NAME, connect
from bridgeboard.decisions.refused import primary

#: What belongs to the file and must never be copied without it.
BESIDE = (f"{NAME}-wal", f"{NAME}-shm", f"{NAME}-journal")


def copied(path: Path, target: Path) -> str | None:
    """What keeps the file from being copied whole, in SQLite's words; None once target is whole.

    In:     target doesn't exist, or is empty. The file itself is changed in nothing: neither
            brought to this version's schema nor set aside.
    Raises: OSError if the disk refuses; FileNotFoundError if there is no such file.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    try:
        _copy(path, target)
        with contextlib.closing(connect(target)) as con:
            damage.look(con)
    except sqlite3.DatabaseError as error:
        if damage.is_damage(error):
            return str(error)
        if primary(error) in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise OSError(errno.ENOSPC, str(error), str(target)) from error
        if primary(error) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            raise OSError(errno.EACCES, str(error), str(path)) from error
        raise
    return None


def _copy(path: Path, target: Path) -> None:
    if all(os.access(place, os.R_OK | os.W_OK) for place in (path.parent, path)):
        _by_sqlite(path, target, "rw")
        return
    try:
        _by_sqlite(path, target, "ro")
    except sqlite3.OperationalError as error:
        if primary(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        # Nobody has it open, and we may not write what SQLite needs beside it to read it: so the
        # bytes are as they will stay. Opening the copy brings in what a killed writer had logged.
        for ending in ("-wal", ""):
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(f"{path}{ending}", f"{target}{ending}")
        with contextlib.closing(connect(target)) as con:
            con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _by_sqlite(path: Path, target: Path, mode: str) -> None:
    """In one step, so that a writer meanwhile makes SQLite neither wait nor begin again."""
    address = f"{path.resolve().as_uri()}?mode={mode}"
    with (
        contextlib.closing(sqlite3.connect(address, uri=True, timeout=15.0)) as con,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        con.backup(copy)
