"""What the disk or another writer refuses, said in a sentence: it is the user's to mend."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import filelock

from bridgeboard.problems import Refusal

#: SQLite's primary result codes, which Python names only from 3.11 on and only in part.
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PROTECTED = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
)


@contextlib.contextmanager
def said_plainly(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into a Refusal; what is our own mistake passes through."""
    try:
        yield
    except filelock.Timeout as error:
        raise Refusal(_busy(path)) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refusal(_full(path)) from error
        reason = error.strerror or str(error)
        raise Refusal(_protected(path, reason)) from error
    except sqlite3.OperationalError as error:
        code = primary(error)
        if code in _BUSY:
            raise Refusal(_busy(path)) from error
        if is_full(error):
            raise Refusal(_full(path)) from error
        if code in _PROTECTED:
            raise Refusal(_protected(path, str(error))) from error
        raise


def is_full(error: sqlite3.Error) -> bool:
    """Does the error say that the disk takes nothing more, or fails?"""
    return primary(error) in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


def primary(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 where Python raised by itself."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _busy(path: Path) -> str:
    return (
        f"Somebody else is writing to {path} and doesn't end, so nothing was saved. "
        "Try again in a minute."
    )


def _full(path: Path) -> str:
    return (
        f"The disk that holds {path} is full or fails, so nothing was saved; what was saved "
        "before still is. Free some space and try again."
    )


def _protected(path: Path, reason: str) -> str:
    return (
        f"{path} can't be written ({reason}), so nothing was saved; what was saved before still "
        "is. Give Bridgeboard the right to write in that folder and try again."
    )
