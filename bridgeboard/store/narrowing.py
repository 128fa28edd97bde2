"""A programme as somebody sees it: without other sites, and without single people's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridgeboard.store.sql import identifier, literal

if TYPE_CHECKING:
    import duckdb

    from bridgeboard.access import Sight

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
SELECT table_name, bool_or(column_name = 'site_id') AS has_site,
       bool_or(column_name = 'place') AS has_place
FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal
  AND table_name NOT IN (SELECT view_name FROM duckdb_views())
GROUP BY table_name ORDER BY table_name
"""


def narrow(cursor: duckdb.DuckDBPyConnection, sight: Sight, sql: str) -> None:
    """Lay, over each table that isn't open, what of it this sight shows, for one question.

    Outside the team no row of a single respondent is there; what counts them is, for measures and
    disclosure. Of some sites, there is what belongs to these.

    What is temporary comes before a snapshot's own tables, also where the snapshot's views name
    these. A table that the question names, and orders by its rows, is copied: a view has no rowid.
    """
    database = cursor.execute("SELECT current_database()").fetchone()[0]
    ids = ", ".join(literal(site) for site in sorted(sight.sites or ()))
    script = []
    for table, has_site, has_place in cursor.execute(_TABLES).fetchall():
        source = f"{identifier(database)}.main.{identifier(table)}"
        columns, rows = "*", ""
        if "team" not in sight.views and _is_of_people(table):
            rows = " WHERE false"
        elif sight.sites is None:
            continue
        elif table in _OF_ALL_SITES:
            hidden = (f"NULL AS {identifier(name)}" for name in _OF_ALL_SITES[table])
            columns = f"* REPLACE ({', '.join(hidden)})"
        elif table in OPEN:
            continue
        elif has_site and ids:
            rows = f" WHERE site_id::VARCHAR IN ({ids})"
        elif has_place and ids:
            people = f"{identifier(database)}.main.respondents"
            rows = f" WHERE place IN (SELECT place FROM {people} WHERE site_id::VARCHAR IN ({ids}))"
        else:
            rows = " WHERE false"
        is_ordered = "rowid" in sql and table in sql
        kind, order = ("TABLE", " ORDER BY rowid") if is_ordered else ("VIEW", "")
        script.append(
            f"CREATE TEMP {kind} {identifier(table)} AS SELECT {columns} FROM {source}{rows}{order}"
        )
    if script:
        cursor.execute(";\n".join(script))


def _is_of_people(table: str) -> bool:
    """Has it a row for each respondent? Views of them show what is left of these."""
    return table == "respondents" or table.startswith("cells_")
