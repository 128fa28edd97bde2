"""The schema of a file of decisions, step by step: an old file takes the steps that it lacks."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path

from bridgeboard.problems import Refusal

#: One file per step, 1_….sql first. A step that was ever released is never edited: a new one is
#: added, so that every file in the world takes the same way.
_FOLDER = Path(__file__).with_name("schema")


@cache
def steps() -> tuple[str, ...]:
    """The SQL of each step; a file's user_version says how many it has taken."""
    files = sorted(_FOLDER.glob("*.sql"), key=lambda file: int(file.name.partition("_")[0]))
    return tuple(file.read_text(encoding="utf-8") for file in files)


def taken(con: sqlite3.Connection) -> int:
    """How many steps the file has taken."""
    return con.execute("PRAGMA user_version").fetchone()[0]


def is_behind(con: sqlite3.Connection, path: Path) -> bool:
    """Does the file lack steps? Raises: Refusal if it has some that we don't know."""
    version = taken(con)
    if version > len(steps()):
        raise Refusal(
            f"{path} was written by a newer Bridgeboard (schema {version}; this one knows "
            f"{len(steps())}), so it is left alone. Update Bridgeboard."
        )
    return version < len(steps())


def take(con: sqlite3.Connection) -> None:
    """Take the steps that the file lacks: all of them, or none if anything fails.

    Whoever calls holds the file's lock, so that nobody else takes them too.
    """
    version = taken(con)
    if version >= len(steps()):
        return
    missing = "\n".join(steps()[version:])
    try:
        con.executescript(
            f"BEGIN IMMEDIATE;\n{missing}\nPRAGMA user_version = {len(steps())};\nCOMMIT;"
        )
    except sqlite3.Error:
        if con.in_transaction:
            con.execute("ROLLBACK")
        raise
