"""Instruments and their answers, as tables."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import polars as pl

from bridgeboard.instruments import Instrument, to_json
from bridgeboard.problems import Refusal
from bridgeboard.store.sql import identifier
from bridgeboard.store.tables import create_enum
from bridgeboard.store.wide import arranged

#: Columns of a wide table that are not items.
_OTHERS = ("respondent_id", "site_id", "wave_id", "n_not_applicable", "n_dont_know", "n_missing")


def create_instruments(con: duckdb.DuckDBPyConnection, instruments: dict[str, Instrument]) -> None:
    """The tables instruments and instrument_items, and ENUMs of their ids in order.

    Raises: Refusal where two names would be one column or table in the store.
    """
    used = list(instruments.values())
    _refuse_same("instruments", [instrument.table for instrument in used], "")
    for instrument in used:
        _refuse_same(
            "items", [*_OTHERS, *instrument.item_ids], f" of instrument {instrument.instrument_id}"
        )
    create_enum(con, "instruments.instrument_id", [i.instrument_id for i in used])
    create_enum(con, "instruments.item_id", [item for i in used for item in i.item_ids])
    create_enum(con, "instruments.scale_id", [s.scale_id for i in used for s in i.scales])
    con.execute(
        'CREATE TABLE instruments (instrument_id "instruments.instrument_id", '
        "answers_table VARCHAR, definition VARCHAR)"
    )
    con.execute(
        'CREATE TABLE instrument_items (instrument_id "instruments.instrument_id", '
        'item_id "instruments.item_id", item_order BIGINT)'
    )
    for instrument in used:
        con.execute(
            "INSERT INTO instruments VALUES ($1, $2, $3)",
            [instrument.instrument_id, instrument.table, to_json(instrument)],
        )
        for order, item_id in enumerate(instrument.item_ids, start=1):
            con.execute(
                "INSERT INTO instrument_items VALUES ($1, $2, $3)",
                [instrument.instrument_id, item_id, order],
            )


def arrange(
    con: duckdb.DuckDBPyConnection,
    respondents: pl.DataFrame,
    answers: pl.DataFrame,
    instruments: dict[str, Instrument],
    said: Callable[[float, str], None],
) -> None:
    """One wide table per instrument, and the temporary tables that marts.sql counts from.

    said: called with the share done, 0 to 1, and words.
    """
    con.execute(
        """
        CREATE TEMP TABLE answer_counts (
            instrument_id "instruments.instrument_id", item_id "instruments.item_id",
            site_id "sites.site_id", wave_id "waves.wave_id", state "answers.state",
            value SMALLINT, n BIGINT);
        CREATE TEMP TABLE started (
            instrument_id "instruments.instrument_id", site_id "sites.site_id",
            wave_id "waves.wave_id", n_started BIGINT, n_answered BIGINT, provenance VARCHAR[]);
        CREATE TEMP TABLE score_counts (
            instrument_id "instruments.instrument_id", scale_id "instruments.scale_id",
            site_id "sites.site_id", wave_id "waves.wave_id", score DOUBLE, n BIGINT);
        """
    )
    n_rows = 0
    for number, instrument in enumerate(instruments.values()):
        said(number / len(instruments), f"Arranging answers of {instrument.short_name}")
        done = arranged(answers, respondents, instrument)
        _create_wide(con, instrument, done.wide)
        for table, frame in (
            ("answer_counts", done.counts),
            ("started", done.started),
            ("score_counts", done.scores),
        ):
            con.register("incoming", frame)
            con.execute(
                f"INSERT INTO {table} SELECT $1, * FROM incoming", [instrument.instrument_id]
            )
            con.unregister("incoming")
        n_rows += done.n_rows
    if n_rows != answers.height:
        raise AssertionError(f"{answers.height - n_rows} answers are of no instrument in use")


def _create_wide(
    con: duckdb.DuckDBPyConnection, instrument: Instrument, wide: pl.DataFrame
) -> None:
    con.register("incoming", wide)
    con.execute(
        f"""
        CREATE TABLE {identifier(instrument.table)} AS
        SELECT * REPLACE (site_id::"sites.site_id" AS site_id, wave_id::"waves.wave_id" AS wave_id)
        FROM incoming
        """
    )
    con.unregister("incoming")


def _refuse_same(what: str, names: list[str], where: str) -> None:
    seen: dict[str, str] = {}
    for name in names:
        # SQL names don't tell small letters from capitals.
        folded = name.casefold()
        if folded in seen:
            raise Refusal(
                f"The {what} “{seen[folded]}” and “{name}”{where} can't be told apart in the "
                "store: give one of them another id."
            )
        seen[folded] = name
