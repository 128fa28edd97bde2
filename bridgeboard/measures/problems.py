"""problems: what must be mended in the files, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import Column, Measure, integer

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    Column("file", "The file"),
    integer("row", "The row as a spreadsheet shows it; empty where it is about the whole file"),
    Column("column", "The column; empty where it is about the row or the file"),
    Column("severity", "refused: its row is in no number; doubtful: loaded, but look at it"),
    Column("found", "What stands there"),
    Column("expected", "What is expected"),
    Column("mend", "How to mend it"),
    integer("also", "How many more there are like it, not listed", "problems"),
    Column("rule", "The rule that was broken"),
)


def problems(snapshot: Snapshot) -> pl.DataFrame:
    """What was refused or doubtful in the files when this was published, and how to mend it.

    In:      problems.
    Out:     one row per problem; of many equal ones (file, column, rule) the first twenty, the last
             of which counts the others. In the order in which they were found.
    Missing: no row where nothing was wrong.
    Source:  own rules; docs/tables.md has what each column takes.
    """
    return snapshot.query("FROM problems ORDER BY rowid").select(*MEASURE.schema)


MEASURE = Measure(
    name="problems",
    title="Problems in the files",
    question="What must be mended in the files, and how?",
    unit="problems",
    source="own rules",
    evidence=("",),
    columns=COLUMNS,
    compute=problems,
    rule="team",
)
