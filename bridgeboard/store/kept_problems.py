"""Problems of a publish, kept in the snapshot: for those who must mend them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.problems import Problem, summed_up

if TYPE_CHECKING:
    import duckdb

    from bridgeboard.intake import Accepted

#: Of many kinds of problems this many are kept: a file of garbage must not fill a snapshot.
MOST = 10_000

SCHEMA = {
    "file": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "rule": pl.String,
    "severity": pl.String,
    "found": pl.String,
    "expected": pl.String,
    "mend": pl.String,
    "also": pl.Int64,
}


def as_frame(problems: Iterable[Problem]) -> pl.DataFrame:
    """The problems summed up, one row each.

    Out: file, row, column, rule, severity (refused, doubtful), found, expected, mend, also (how
         many more like it). found may hold text of a cell: it is for the team.
    """
    rows = [{name: asdict(one)[name] for name in SCHEMA} for one in summed_up(problems)]
    return pl.DataFrame(rows, schema=SCHEMA)


def create(con: duckdb.DuckDBPyConnection, accepted: Accepted) -> None:
    """The tables problems, in the order in which they were found, and refused_rows, which counts
    refused rows by table, site and wave, and tables_read, rows read and refused by table."""
    read = {
        "table_name": list(accepted.n_read),
        "n_read": list(accepted.n_read.values()),
        "n_refused": [accepted.n_refused.get(name, 0) for name in accepted.n_read],
    }
    schema = {"table_name": pl.String, "n_read": pl.Int64, "n_refused": pl.Int64}
    for name, frame in (
        ("problems", as_frame(accepted.problems).head(MOST)),
        ("refused_rows", accepted.refused_at),
        ("tables_read", pl.DataFrame(read, schema=schema)),
    ):
        con.register("incoming", frame)
        con.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
        con.unregister("incoming")
