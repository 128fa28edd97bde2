"""Respondents of an earlier snapshot in place of new ones, at some waves and sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bridgeboard.instruments import Instrument
from bridgeboard.intake.staged import CODES, MISSING
from bridgeboard.store.slicing import IN_SLICE
from bridgeboard.store.sql import identifier, literal
from bridgeboard.store.survey_sql import cells
from bridgeboard.store.tables import column_types
from schemas.respondents import Respondents

#: Relations of the new rows have this before their names.
NEW = "new_"


class Unfit(Exception):
    """The earlier rows don't fit into the new programme."""


@dataclass(frozen=True, slots=True)
class Mix:
    """What is taken from an earlier snapshot.

    path:        of its file.
    instruments: those in use then.
    places:      wave_id, site_id of respondents whose earlier rows stay; site_id None for all
        sites of the wave.
    """

    path: Path
    instruments: Mapping[str, Instrument]
    places: tuple[tuple[str, str | None], ...]


def attach(con: duckdb.DuckDBPyConnection, mix: Mix) -> None:
    """Make the earlier snapshot readable."""
    con.execute(f"ATTACH {literal(str(mix.path))} AS earlier (READ_ONLY)")


def lay_out(
    con: duckdb.DuckDBPyConnection, mix: Mix, instruments: Mapping[str, Instrument]
) -> None:
    """The temporary relations respondents and cells: new rows first, then the earlier ones.

    In:     the same relations of the new rows, with NEW before their names.
    Raises: Unfit, where somebody would be there twice, or at a site or wave that is no more, or
            has answers that no instrument in use has.
    """
    rows = ", ".join(
        f"({literal(wave)}, {'NULL' if site is None else literal(site)})"
        for wave, site in mix.places
    )
    con.execute(
        "CREATE TEMP TABLE kept_places AS "
        f"SELECT * FROM (VALUES {rows}, (NULL, NULL)) AS v (wave_id, site_id) WHERE wave_id <> ''"
    )
    _refuse_strangers(con, mix, instruments)
    # Numbered anew; nth: the row's place among the rows of its source, 0 for the new ones.
    con.execute(
        "CREATE TEMP TABLE mixed AS SELECT "
        "CAST(row_number() OVER (ORDER BY source, nth) - 1 AS INTEGER) AS place, source, nth FROM ("
        f"SELECT 0 AS source, n.place AS nth FROM {NEW}respondents n WHERE NOT {_is_kept('n')} "
        f"UNION ALL SELECT 1, e.nth FROM {_EARLIER} e WHERE {_is_kept('e')})"
    )
    _create_respondents(con)
    for one in instruments.values():
        _create_cells(con, one, mix.instruments.get(one.instrument_id))


_EARLIER = "(SELECT rowid AS nth, * FROM earlier.respondents)"


def _is_kept(of: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM kept_places k "
        f"WHERE k.wave_id = CAST({of}.wave_id AS VARCHAR) "
        f"AND coalesce(k.site_id = CAST({of}.site_id AS VARCHAR), true))"
    )


def _refuse_strangers(
    con: duckdb.DuckDBPyConnection, mix: Mix, instruments: Mapping[str, Instrument]
) -> None:
    kept = f"FROM {_EARLIER} e WHERE {_is_kept('e')}"
    _refuse_any(
        con,
        f'SELECT 1 {kept} AND (TRY_CAST(CAST(e.site_id AS VARCHAR) AS "sites.site_id") IS NULL '
        'OR TRY_CAST(CAST(e.wave_id AS VARCHAR) AS "waves.wave_id") IS NULL)',
    )
    for name, one in mix.instruments.items():
        now = instruments.get(name)
        if now is None or not set(one.item_ids) <= set(now.item_ids):
            _refuse_any(
                con, f"SELECT 1 FROM earlier.{identifier(one.table)} e WHERE {_is_kept('e')}"
            )
    both = (
        f"SELECT 1 FROM {NEW}respondents n JOIN {_EARLIER} e ON {{}} "
        f"WHERE NOT {_is_kept('n')} AND {_is_kept('e')}"
    )
    _refuse_any(con, both.format("e.respondent_id = n.respondent_id"))
    _refuse_any(
        con,
        both.format(
            "e.person_code = n.person_code "
            "AND CAST(e.wave_id AS VARCHAR) = CAST(n.wave_id AS VARCHAR)"
        ),
    )


def _refuse_any(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    if con.execute(f"{sql} LIMIT 1").fetchall():
        raise Unfit


def _create_respondents(con: duckdb.DuckDBPyConnection) -> None:
    # Words that only the earlier rows have are in no ENUM of professions.
    types = {**column_types(Respondents), "profession": "VARCHAR"}
    new = ", ".join(
        f"CAST(n.{identifier(name)} AS {of}) AS {identifier(name)}" for name, of in types.items()
    )
    old = ", ".join(
        f"CAST(CAST(e.{identifier(name)} AS VARCHAR) AS {of}) AS {identifier(name)}"
        if of.startswith('"')
        else f"CAST(e.{identifier(name)} AS {of}) AS {identifier(name)}"
        for name, of in types.items()
    )
    con.execute(
        "CREATE TEMP TABLE mixed_respondents AS SELECT * FROM ("
        f"SELECT m.place, {new} FROM {NEW}respondents n "
        "JOIN mixed m ON m.source = 0 AND m.nth = n.place UNION ALL "
        f"SELECT m.place, {old} FROM {_EARLIER} e JOIN mixed m ON m.source = 1 AND m.nth = e.nth"
        ") ORDER BY place"
    )
    con.execute(f"CREATE TEMP VIEW respondents AS SELECT * FROM mixed_respondents WHERE {IN_SLICE}")


def _create_cells(
    con: duckdb.DuckDBPyConnection, one: Instrument, earlier: Instrument | None
) -> None:
    items = ", ".join(f"c.{identifier(i)}" for i in one.item_ids)
    parts = [
        f"SELECT m.place, {items} FROM {identifier(NEW + cells(one))} c "
        "JOIN mixed m ON m.source = 0 AND m.nth = c.place"
    ]
    if earlier is not None:
        # A null with no reason beside it was left out, or said to be missing: that is the same.
        codes = " ".join(f"WHEN {literal(state)} THEN {code}" for state, code in CODES.items())
        reasons = ", ".join(
            f"max(CASE WHEN CAST(item_id AS VARCHAR) = {literal(i)} THEN code END) AS i{at}"
            for at, i in enumerate(one.item_ids)
        )
        values = ", ".join(
            f"CAST(coalesce(w.{identifier(i)}, u.i{at}, {MISSING}) AS SMALLINT)"
            if i in earlier.item_ids
            else "CAST(NULL AS SMALLINT)"
            for at, i in enumerate(one.item_ids)
        )
        parts.append(
            f"SELECT m.place, {values} FROM earlier.{identifier(earlier.table)} w "
            f"JOIN {_EARLIER} e ON e.respondent_id = w.respondent_id "
            "JOIN mixed m ON m.source = 1 AND m.nth = e.nth "
            f"LEFT JOIN (SELECT respondent_id, {reasons} FROM ("
            f"SELECT respondent_id, item_id, CASE CAST(state AS VARCHAR) {codes} END AS code "
            "FROM earlier.unanswered WHERE CAST(instrument_id AS VARCHAR) = "
            f"{literal(one.instrument_id)}) GROUP BY respondent_id) u "
            "ON u.respondent_id = w.respondent_id"
        )
    table = identifier(f"mixed_{cells(one)}")
    con.execute(f"CREATE TEMP TABLE {table} AS {' UNION ALL '.join(parts)}")
    con.execute(
        f"CREATE TEMP VIEW {identifier(cells(one))} AS SELECT * FROM {table} WHERE {IN_SLICE}"
    )
