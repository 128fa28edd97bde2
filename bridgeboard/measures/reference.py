"""Reference tables: what Bridgeboard brings with it, how much of it, and what isn't verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.once import once
from bridgeboard.problems import Refusal

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: Per table: its name for readers, what one row is, and which rows are not verified.
_TABLES: dict[str, tuple[str, str, str]] = {
    "cfir_constructs": ("CFIR 2022", "a construct or subconstruct", "NOT verified"),
    "cfir_2009": ("CFIR 2009", "a construct, with its successors of 2022", "NOT verified"),
    "eric_strategies": ("ERIC strategies", "one of 73 strategies", "cluster_source IS NULL"),
    "cfir_eric": ("CFIR-ERIC", "a published endorsement of a strategy for a barrier", "false"),
    "income_groups": ("World Bank income groups", "a country and fiscal year", "false"),
    "influences": ("Eight influences", "a factor that decides how peer support takes root", "true"),
}
#: A programme's pages need its own countries only; the list has two thousand rows.
_ONLY = {"income_groups": "WHERE country_iso3 IN (SELECT country_iso3 FROM sites)"}

_SUMMARY = """
SELECT $name AS "table", $label AS label, $row AS row_is, count(*) AS n,
       count(*) FILTER (WHERE {unverified}) AS n_unverified,
       count(DISTINCT {source}) AS n_sources
FROM {table}
"""


@once
def reference_tables(snapshot: Snapshot) -> pl.DataFrame:
    """What reference tables there are.

    Out:     one row per table: table, label, row_is (what one row is), n, n_unverified (rows with
             something that was not read in a source, or that is our own mapping), n_sources.
    Missing: none; every snapshot carries all reference tables.
    """
    return pl.concat(
        snapshot.query(
            _SUMMARY.format(table=table, unverified=unverified, source=_source(table)),
            {"name": table, "label": label, "row": row_is},
        )
        for table, (label, row_is, unverified) in _TABLES.items()
    )


@once
def reference_rows(snapshot: Snapshot, table: str) -> pl.DataFrame:
    """The rows of one reference table, with what is not verified marked first.

    Raises: Refusal, naming the tables there are, if there is none of this name.
    """
    if table not in _TABLES:
        raise Refusal(f"There is no reference table {table!r}: choose one of {', '.join(_TABLES)}.")
    unverified = _TABLES[table][2]
    return snapshot.query(
        f"SELECT CASE WHEN {unverified} THEN 'not verified' ELSE '' END AS verification, * "
        f"FROM {table} {_ONLY.get(table, '')} ORDER BY rowid"
    )


def _source(table: str) -> str:
    return "basis" if table == "influences" else "source"
