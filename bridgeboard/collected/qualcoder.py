"""QualCoder projects (data.qda, a SQLite database): codes, file names and what is coded.

The database is opened as a copy in memory: nothing is written to disk, and a file that was not
closed properly opens as well. Only columns that are named here can be read, which SQLite itself
enforces, so no transcript, memo or journal can come in; a view or trigger of a hostile file is
never run.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

from bridgeboard.collected.code_tree import Entry, arranged, clean
from bridgeboard.collected.coding import Coding, Document
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.left_out import LeftOut
from bridgeboard.collected.passages import MOST, Passages
from bridgeboard.collected.qda_xml import Odd
from bridgeboard.collected.refi_words import codes_said, refused
from bridgeboard.readers.quoting import grouped

_SQLITE = b"SQLite format 3\0"

#: What may be read, and nothing else; seltext only where the words were asked for.
_COLUMNS = {
    "code_cat": ("catid", "name", "supercatid"),
    "code_name": ("cid", "name", "catid"),
    "source": ("id", "name"),
    "code_text": ("cid", "fid", "pos0", "pos1", "owner"),
    "code_image": ("cid", "id", "x1", "y1", "width", "height", "owner"),
    "code_av": ("cid", "id", "pos0", "pos1", "owner"),
}
_NEEDED = ("code_name", "source", "code_text")
#: Steps of SQLite's machine, a thousand at a time, before a reading is given up: some 20 seconds.
_MOST_STEPS = 400_000
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 100_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 20,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 20,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 10_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 8,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


def read_qualcoder(
    dropped: DroppedFile,
    beside: Sequence[tuple[str, DroppedFile]] = (),
    with_quotes: bool = False,
) -> Coding:
    """Codes and categories, file names and coded passages of a project."""
    if dropped.too_large is not None:
        return Coding("qualcoder", dropped.name, problems=(dropped.too_large,))
    try:
        with _opened(dropped.data, with_quotes) as database:
            return _coding(database, dropped.name, with_quotes)
    except Odd as odd:
        return Coding("qualcoder", dropped.name, problems=(refused(dropped.name, odd),))
    except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeError):
        odd = Odd(
            "a damaged database, or one that is no QualCoder project",
            "this must be the file data.qda of a QualCoder project",
            "Close the project in QualCoder and copy data.qda once more.",
        )
        return Coding("qualcoder", dropped.name, problems=(refused(dropped.name, odd),))


@contextmanager
def _opened(data: bytes, with_quotes: bool) -> Iterator[sqlite3.Connection]:
    """The database as a copy in memory, able to read the columns named above and nothing else."""
    if not data.startswith(_SQLITE) or len(data) < 512:
        raise Odd(
            "no SQLite database",
            "this must be the file data.qda of a QualCoder project",
            "Drop data.qda, which lies in the project's folder.",
        )
    # A file that says it has a log beside it can't be opened in memory; without the log it reads
    # as of the last time that the project was closed.
    copy = data[:18] + b"\x01\x01" + data[20:]
    with closing(sqlite3.connect(":memory:")) as database:
        steps = [0]

        def still_going() -> int:
            steps[0] += 1
            return int(steps[0] > _MOST_STEPS)

        # Given first, so that a hostile schema is read under the limits, too.
        for limit, value in _LIMITS.items():
            database.setlimit(limit, value)
        database.set_progress_handler(still_going, 1_000)
        database.deserialize(copy)
        for setting in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON"):
            database.execute(f"PRAGMA {setting}").close()
        database.set_authorizer(partial(_allowed, with_quotes))
        database.text_factory = _text
        yield database


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _allowed(
    with_quotes: bool, action: int, table: Any, column: Any, schema: Any, inner: Any
) -> int:
    """May SQLite do this? It asks for every column of every statement; inner is a view's name."""
    if action == sqlite3.SQLITE_SELECT:
        return sqlite3.SQLITE_OK
    if action != sqlite3.SQLITE_READ or inner is not None:
        return sqlite3.SQLITE_DENY
    if table in ("sqlite_master", "sqlite_schema") and column in (
        "type",
        "name",
        "sql",
        "",
        "ROWID",
    ):
        return sqlite3.SQLITE_OK
    allowed = column in _COLUMNS.get(table, ()) or (
        with_quotes and (table, column) == ("code_text", "seltext")
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _coding(database: sqlite3.Connection, file: str, with_quotes: bool) -> Coding:
    tables = _real_tables(database)
    if not all(name in tables for name in _NEEDED):
        raise Odd(
            "a database without QualCoder's tables",
            "this must be the file data.qda of a QualCoder project",
            "Drop data.qda, which lies in the project's folder.",
        )
    categories = _rows(database, "code_cat", tables)
    codes = _rows(database, "code_name", tables)
    # Codes and categories count for themselves: code 1 is not category 1.
    entries = [
        Entry(("category", key), _name(name), ("category", above))
        for key, name, above in categories
    ] + [Entry(("code", key), _name(name), ("category", above)) for key, name, above in codes]
    tree, paths = arranged(entries)
    names = {
        key: clean(_name(name)) or f"Document {key}"
        for key, name in _rows(database, "source", tables)
    }
    passages, unknown = Passages(), 0
    for table in ("code_text", "code_image", "code_av"):
        words = with_quotes and table == "code_text"
        for row in _rows(database, table, tables, ("seltext",) if words else ()):
            quote = row[-1] if words else None
            code, source, *place, owner = row[: len(_COLUMNS[table])]
            path, document = paths.get(("code", code)), names.get(source)
            if path is None or document is None:
                unknown += 1
                continue
            passages.add(
                document,
                path,
                (table, *place),
                place=tuple(float(one) if isinstance(one, int | float) else 0.0 for one in place),
                coder=passages.coder(_name(owner)),
                quote=quote if isinstance(quote, str) else None,
            )
    segments = passages.frame()
    said = codes_said(len(tree.codes), len(names), segments)
    if unknown:
        said.append(f"{unknown} codings name a code or file that was deleted: left out.")
    return Coding(
        kind="qualcoder",
        file=file,
        codes=tree.in_order(),
        documents=tuple(Document(name) for name in names.values()),
        segments=segments,
        said=tuple(said),
        left_out=(
            LeftOut("the transcripts, memos and journals", "only codings are read"),
            *passages.left_out(),
        ),
    )


def _real_tables(database: sqlite3.Connection) -> frozenset[str]:
    """Tables that hold rows themselves: no view, and none that a module or formula fills."""
    rows = database.execute("SELECT type, name, sql FROM sqlite_master").fetchmany(2_000)
    return frozenset(
        name
        for kind, name, sql in rows
        if kind == "table"
        and isinstance(sql, str)
        and sql.upper().split()[:2] == ["CREATE", "TABLE"]
        and " AS " not in f" {' '.join(sql.upper().replace('(', ' ').split())} "
    )


def _rows(
    database: sqlite3.Connection,
    table: str,
    tables: frozenset[str],
    more: tuple[str, ...] = (),
) -> Iterator[tuple[Any, ...]]:
    if table not in tables:
        return
    # Names are those of this module; an index of a hostile file is not used.
    columns = ", ".join((*_COLUMNS[table], *more))
    found = database.execute(f"SELECT {columns} FROM {table} NOT INDEXED")
    for number, row in enumerate(found, start=1):
        if number > MOST:
            raise Odd(
                f"more than {grouped(MOST)} rows in {table}",
                "no project that is read here holds so many",
                "Export fewer documents at a time.",
            )
        yield row


def _name(value: Any) -> str:
    return value if isinstance(value, str) else ""


def seen_qualcoder(dropped: DroppedFile) -> Likeness | None:
    """A SQLite database with QualCoder's tables in its schema."""
    if not dropped.data.startswith(_SQLITE):
        if dropped.name.lower().endswith(".qda"):
            return Likeness(0.6, "its name ends as those of QualCoder projects do")
        return None
    if b"code_name" in dropped.data and b"code_text" in dropped.data:
        return Likeness(0.98, "it is a SQLite database with QualCoder's tables")
    return Likeness(0.3, "it is a SQLite database")


KINDS = (
    Kind(
        name="qualcoder",
        label="QualCoder project",
        seen=seen_qualcoder,
        read=read_qualcoder,
        quotes=partial(read_qualcoder, with_quotes=True),
    ),
)
