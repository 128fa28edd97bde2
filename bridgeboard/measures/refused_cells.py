"""refused_cells: which rules the files broke, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import Column, Measure, integer

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    Column("file", "The file"),
    Column("column", "The column; empty where it is about the row or the file"),
    Column("rule", "The rule that was broken"),
    Column("severity", "refused: its row is in no number; doubtful: loaded, but look at it"),
    integer("n", "How often", "cells or rows"),
    Column("expected", "What is expected, of the first of them"),
)

_SQL = """
SELECT file, "column", rule, severity, (count(*) + sum(also))::BIGINT AS n,
       first(expected ORDER BY rowid) AS expected
FROM problems GROUP BY file, "column", rule, severity
ORDER BY severity DESC, n DESC, min(rowid)
"""


def refused_cells(snapshot: Snapshot) -> pl.DataFrame:
    """How often each rule was broken when this was published: out of range, unknown, twice.

    In:      problems.
    Out:     one row per file, column, rule and severity; what refused rows first, the most frequent
             first.
    Unit:    cells, or rows where no column is named.
    Missing: no row where no rule was broken.
    Source:  own rules; docs/tables.md has what each column takes.
    """
    return snapshot.query(_SQL).select(*MEASURE.schema)


MEASURE = Measure(
    name="refused_cells",
    title="Rules broken",
    question="Which rules did the files break, and how often?",
    unit="cells or rows",
    source="own rules",
    evidence=("",),
    columns=COLUMNS,
    compute=refused_cells,
    rule="team",
)
