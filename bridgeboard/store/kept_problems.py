"""Problems of a publish, kept in the snapshot: for those who must mend them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.problems import Problem, summed_up

if TYPE_CHECKING:
    import duckdb

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


def create(con: duckdb.DuckDBPyConnection, problems: Iterable[Problem]) -> None:
    """The table problems, in the order in which they were found."""
    con.register("incoming", as_frame(problems).head(MOST))
    con.execute("CREATE TABLE problems AS SELECT * FROM incoming")
    con.unregister("incoming")
