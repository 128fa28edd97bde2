"""tables_read: how many rows of each table were read, and how many of them refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import Column, Measure, integer

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    Column("table_name", "The table"),
    integer("n_read", "Rows of its file when this was published", "rows"),
    integer("n_refused", "Of them, those that were refused and are in no number", "rows"),
    integer(
        "n_refused_without_site",
        "Of those, rows that name no site that was accepted, in tables that name sites",
        "rows",
    ),
)

#: Tables whose rows belong to a site, answers by their respondent.
_OF_SITES = (
    "respondents",
    "answers",
    "focus_groups",
    "statements",
    "ratings",
    "context",
    "payments",
    "milestones",
    "outcomes",
)

_SQL = """
SELECT t.table_name, t.n_read, t.n_refused,
       CASE WHEN list_contains($1::VARCHAR[], t.table_name)
            THEN coalesce((SELECT sum(n) FROM refused_rows r
                           WHERE r.table_name = t.table_name AND r.site_id IS NULL), 0)::BIGINT
       END AS n_refused_without_site
FROM tables_read t ORDER BY t.rowid
"""


def tables_read(snapshot: Snapshot) -> pl.DataFrame:
    """How many rows of each table were read when this was published, and how many refused.

    In:      tables_read, refused_rows.
    Out:     one row per table that had a file.
    Unit:    rows.
    Missing: n_refused_without_site is null for tables whose rows belong to no site. A table whose
             file could not be read at all has no row; problems says why.
    Source:  own definition.
    """
    return snapshot.query(_SQL, [list(_OF_SITES)]).select(*MEASURE.schema)


MEASURE = Measure(
    name="tables_read",
    title="Tables read",
    question="How many rows of each table were read, and how many refused?",
    unit="rows",
    source="own definition",
    evidence=("",),
    columns=COLUMNS,
    compute=tables_read,
    rule="team",
)
