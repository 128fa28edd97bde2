"""A programme as if it had some of its sites only: for whoever may see no others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bridgeboard.store.sql import identifier, literal

if TYPE_CHECKING:
    import duckdb

#: What says nothing of any site, or is literature: the same for everybody. Any other table shows
#: the rows of one's own sites, and nothing at all where it doesn't say of which site its rows are
#: (item sums, refused cells): a table that is new is closed until it is named here.
OPEN = frozenset(
    {
        "cfir_2009",
        "cfir_constructs",
        "cfir_eric",
        "eric_strategies",
        "income_groups",
        "influences",
        "instrument_items",
        "instruments",
        "mart_comparisons",
        "programme",
        "published_ratings",
        "strategy_endorsements",
        "themes",
        "waves",
    }
)
#: Of people at all sites, as a source reports them.
_OF_ALL_SITES = {
    "waves": (
        "reported_n",
        "reported_female",
        "reported_male",
        "reported_age_mean",
        "reported_age_min",
        "reported_age_max",
        "reported_minutes_min",
        "reported_minutes_max",
    )
}

_TABLES = """
SELECT table_name, bool_or(column_name = 'site_id') AS has_site
FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal
  AND table_name NOT IN (SELECT view_name FROM duckdb_views())
GROUP BY table_name ORDER BY table_name
"""


def narrow(cursor: duckdb.DuckDBPyConnection, sites: Iterable[str], sql: str) -> None:
    """Lay, over each table that isn't open, what of it belongs to these sites, for one question.

    What is temporary comes before a snapshot's own tables, also where the snapshot's views name
    these. A table that the question names, and orders by its rows, is copied: a view has no rowid.
    """
    database = cursor.execute("SELECT current_database()").fetchone()[0]
    ids = ", ".join(literal(site) for site in sorted(sites))
    script = []
    for table, has_site in cursor.execute(_TABLES).fetchall():
        source = f"{identifier(database)}.main.{identifier(table)}"
        columns, rows = "*", ""
        if table in _OF_ALL_SITES:
            hidden = (f"NULL AS {identifier(name)}" for name in _OF_ALL_SITES[table])
            columns = f"* REPLACE ({', '.join(hidden)})"
        elif table in OPEN:
            continue
        elif has_site and ids:
            rows = f" WHERE site_id::VARCHAR IN ({ids})"
        else:
            rows = " WHERE false"
        is_ordered = "rowid" in sql and table in sql
        kind, order = ("TABLE", " ORDER BY rowid") if is_ordered else ("VIEW", "")
        script.append(
            f"CREATE TEMP {kind} {identifier(table)} AS SELECT {columns} FROM {source}{rows}{order}"
        )
    cursor.execute(";\n".join(script))
