"""Respondents of an earlier snapshot in place of new ones, at some waves and sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bridgeboard.instruments import Instrument
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
    """The tables respondents and cells: new rows first, then the earlier ones.

    In:     relations of the new rows, with NEW before their names.
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
        f"UNION ALL SELECT 1, e.place FROM earlier.respondents e WHERE {_is_kept('e')})"
    )
    _create_respondents(con)
    for one in instruments.values():
        _create_cells(con, one, mix.instruments.get(one.instrument_id))


def _is_kept(of: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM kept_places k "
        f"WHERE k.wave_id = CAST({of}.wave_id AS VARCHAR) "
        f"AND coalesce(k.site_id = CAST({of}.site_id AS VARCHAR), true))"
    )


def _refuse_strangers(
    con: duckdb.DuckDBPyConnection, mix: Mix, instruments: Mapping[str, Instrument]
) -> None:
    kept = f"FROM earlier.respondents e WHERE {_is_kept('e')}"
    _refuse_any(
        con,
        f'SELECT 1 {kept} AND (TRY_CAST(CAST(e.site_id AS VARCHAR) AS "sites.site_id") IS NULL '
        'OR TRY_CAST(CAST(e.wave_id AS VARCHAR) AS "waves.wave_id") IS NULL)',
    )
    for name, one in mix.instruments.items():
        now = instruments.get(name)
        if now is None or not set(one.item_ids) <= set(now.item_ids):
            _refuse_any(
                con,
                f"SELECT 1 FROM earlier.{identifier(cells(one))} c "
                f"JOIN earlier.respondents e ON e.place = c.place WHERE {_is_kept('e')}",
            )
    both = (
        f"SELECT 1 FROM {NEW}respondents n JOIN earlier.respondents e ON {{}} "
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
    types = column_types(Respondents)
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
        "CREATE TABLE respondents AS SELECT * FROM ("
        f"SELECT m.place, {new} FROM {NEW}respondents n "
        "JOIN mixed m ON m.source = 0 AND m.nth = n.place UNION ALL "
        f"SELECT m.place, {old} FROM earlier.respondents e "
        "JOIN mixed m ON m.source = 1 AND m.nth = e.place) ORDER BY place"
    )


def _create_cells(
    con: duckdb.DuckDBPyConnection, one: Instrument, earlier: Instrument | None
) -> None:
    items = ", ".join(f"c.{identifier(i)}" for i in one.item_ids)
    parts = [
        f"SELECT m.place, {items} FROM {identifier(NEW + cells(one))} c "
        "JOIN mixed m ON m.source = 0 AND m.nth = c.place"
    ]
    if earlier is not None:
        was = ", ".join(
            f"c.{identifier(i)}" if i in earlier.item_ids else "CAST(NULL AS SMALLINT)"
            for i in one.item_ids
        )
        parts.append(
            f"SELECT m.place, {was} FROM earlier.{identifier(cells(earlier))} c "
            "JOIN mixed m ON m.source = 1 AND m.nth = c.place"
        )
    con.execute(f"CREATE TABLE {identifier(cells(one))} AS {' UNION ALL '.join(parts)}")
