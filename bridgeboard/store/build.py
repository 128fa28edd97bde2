"""From accepted rows to one DuckDB file, and a look at it before anybody else may."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from bridgeboard.store import answers, kept_problems, relations, snapshot, sql, tables
from bridgeboard.store.sql import identifier

if TYPE_CHECKING:
    import polars as pl

    from bridgeboard.intake import Accepted
    from bridgeboard.store.mixing import Mix

#: Below so many answers more threads only wait for each other.
_FEW = 200_000
#: The writer's own limits. What doesn't fit goes to a folder beside the file and is removed.
WRITING = {
    # What DuckDB takes beside it (90 MB at 10^8 answers) and the program's own come on top.
    "memory_limit": "212MB",
    # Memory is given back soon, so that what one statement took isn't kept beside the next one's.
    "allocator_flush_threshold": "8MB",
    "allocator_bulk_deallocation_flush_threshold": "16MB",
    # Most snapshots are small: blocks of 16 kB instead of 256 kB make the file a tenth as large.
    "default_block_size": "16384",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    # Parts of the staging file's tables aren't written again to be one part fewer.
    "max_vacuum_tasks": "0",
}


def connect(path: Path, n_answers: int) -> duckdb.DuckDBPyConnection:
    """A connection that writes a file for so many answers, within the writer's limits."""
    threads = 1 if n_answers < _FEW else min(4, os.cpu_count() or 1)
    own = {"threads": str(threads), "temp_directory": str(path.with_suffix(".spill"))}
    con = duckdb.connect(str(path), config=WRITING | own)
    con.execute("SET enable_progress_bar = false")
    if threads > 1:
        # Counts by a few small numbers take less time so, and a megabyte each.
        con.execute("SET perfect_ht_threshold = 16")
    return con


def build(
    path: Path,
    accepted: Accepted,
    reference: dict[str, pl.DataFrame],
    said: Callable[[float, str], None],
    mix: Mix | None = None,
) -> dict[str, int]:
    """Write all tables, marts and views into a new file; gives the rows per table.

    said: called with the share done, 0 to 1, and words; mix: what stays as it was earlier.
    Raises: Refusal, OSError, duckdb.Error; mixing.Unfit where that doesn't fit.
    """
    accepted = relations.hollow(accepted)
    relations.begin(path, accepted, mix)
    con = connect(path, accepted.height("answers"))
    try:
        relations.attach(con, accepted, mix)
        con.execute("BEGIN")
        said(0.0, "Writing tables")
        frames = {**accepted.tables, **reference}
        tables.create_id_types(con, frames)
        tables.create_types(con)
        answers.create_instruments(con, accepted.instruments)
        slices = relations.lay_out(con, accepted, mix)
        tables.create_tables(con, frames)
        con.execute(
            "CREATE TABLE programme (programme_id VARCHAR, name VARCHAR, settings VARCHAR, "
            "counted_on VARCHAR)"
        )
        programme, counted = accepted.programme, accepted.counted
        on = None if counted is None else counted.on
        con.execute(
            "INSERT INTO programme VALUES ($1, $2, $3, $4)",
            [programme.id, programme.name, programme.model_dump_json(), on],
        )
        kept_problems.create(con, accepted)
        answers.arrange(
            con,
            accepted.instruments,
            slices,
            lambda share, words: said(0.2 + 0.5 * share, words),
        )
        if counted is not None:
            answers.bring(con, accepted.instruments, counted)
        said(0.7, "Counting for the pages")
        con.execute(sql.script("marts.sql"))
        con.execute(sql.script("views.sql"))
        rows = _rows(con)
        said(0.9, "Writing to the disk")
        con.execute("COMMIT")
        # Closing would do it too, but silently fails on a full disk.
        con.execute("CHECKPOINT")
    finally:
        con.close()
    return rows


def validate(path: Path, rows: dict[str, int]) -> None:
    """Open the finished file as a reader does and count every table again.

    Raises: OSError if a count differs: what the disk gives back is not what was written.
    """
    with snapshot.connect(path) as con:
        found = _rows(con.cursor())
        for view in ("ordered_sites", "ordered_waves", "theme_depths", "statements_once"):
            con.execute(f"SELECT count(*) FROM {identifier(view)}").fetchone()
    if found != rows:
        differs = sorted(t for t in rows.keys() | found.keys() if rows.get(t) != found.get(t))
        raise OSError(f"the disk gave back other rows than were written: {', '.join(differs)}")


def _rows(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    names = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND NOT internal "
        "AND database_name = current_database() ORDER BY table_name"
    ).fetchall()
    counts = (f"(SELECT count(*) FROM {identifier(name)})" for (name,) in names)
    found = con.execute(f"SELECT {', '.join(counts)}").fetchone()
    return {name: n for (name,), n in zip(names, found, strict=True)}
