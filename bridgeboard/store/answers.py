"""Answers, long as they come in: arranged wide, and counted for the marts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import duckdb
import polars as pl

from bridgeboard.instruments import Instrument, score_expression, to_json
from bridgeboard.problems import Refusal
from bridgeboard.store.sql import identifier, literal
from bridgeboard.store.tables import create_enum

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
    said(0.0, "Reading answers")
    _number_respondents(con, respondents)
    _stage(con, answers)
    _create_counting_tables(con)
    for number, instrument in enumerate(instruments.values()):
        said(0.3 + 0.7 * number / len(instruments), f"Arranging answers of {instrument.short_name}")
        _create_wide(con, instrument)
        _count_started(con, instrument)
        _count_scores(con, instrument)
    con.execute("DROP TABLE answer; DROP TABLE respondent")


def _number_respondents(con: duckdb.DuckDBPyConnection, respondents: pl.DataFrame) -> None:
    # 4 bytes to group answers by instead of a text, and the order of the file.
    con.register("incoming", respondents.with_row_index("number"))
    con.execute(
        """
        CREATE TEMP TABLE respondent AS
        SELECT number::INTEGER AS number, respondent_id,
               CAST(site_id AS "sites.site_id") AS site_id,
               CAST(wave_id AS "waves.wave_id") AS wave_id, provenance::VARCHAR AS provenance
        FROM incoming
        """
    )
    con.unregister("incoming")


def _stage(con: duckdb.DuckDBPyConnection, answers: pl.DataFrame) -> None:
    con.register("incoming", answers)
    con.execute(
        """
        CREATE TEMP TABLE answer AS
        SELECT r.number AS respondent,
               CAST(a.instrument_id AS "instruments.instrument_id") AS instrument_id,
               CAST(a.item_id AS "instruments.item_id") AS item_id,
               CAST(a.state AS "answers.state") AS state,
               CAST(a.value AS SMALLINT) AS value
        FROM incoming a JOIN respondent r ON r.respondent_id = a.respondent_id
        """
    )
    con.unregister("incoming")
    arrived = con.execute("SELECT count(*) FROM answer").fetchone()[0]
    if arrived != answers.height:
        raise AssertionError(
            f"{answers.height - arrived} answers have no respondent; intake should have refused"
        )


def _create_counting_tables(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """
        CREATE TEMP TABLE answer_counts AS
        SELECT a.instrument_id, a.item_id, r.site_id, r.wave_id, a.state, a.value, count(*) AS n
        FROM answer a JOIN respondent r ON r.number = a.respondent
        GROUP BY ALL
        """
    )
    con.execute(
        """
        CREATE TEMP TABLE started (
            instrument_id "instruments.instrument_id", site_id "sites.site_id",
            wave_id "waves.wave_id", n_started BIGINT, n_answered BIGINT, provenance VARCHAR[]);
        CREATE TEMP TABLE score_counts (
            instrument_id "instruments.instrument_id", scale_id "instruments.scale_id",
            site_id "sites.site_id", wave_id "waves.wave_id", score DOUBLE, n BIGINT);
        """
    )


def _create_wide(con: duckdb.DuckDBPyConnection, instrument: Instrument) -> None:
    items = "".join(
        f"max(value) FILTER (item_id = {literal(item_id)}) AS {identifier(item_id)}, "
        for item_id in instrument.item_ids
    )
    con.execute(
        f"""
        CREATE TABLE {identifier(instrument.table)} AS
        SELECT r.respondent_id, r.site_id, r.wave_id, p.* EXCLUDE (respondent)
        FROM (
            SELECT respondent, {items}
                   (count(*) FILTER (state = 'not_applicable'))::SMALLINT AS n_not_applicable,
                   (count(*) FILTER (state = 'dont_know'))::SMALLINT AS n_dont_know,
                   ({len(instrument.items)} - count(*) FILTER (state <> 'missing'))::SMALLINT
                       AS n_missing
            FROM answer WHERE instrument_id = {literal(instrument.instrument_id)}
            GROUP BY respondent
        ) p JOIN respondent r ON r.number = p.respondent
        ORDER BY p.respondent
        """
    )


def _answered(instrument: Instrument) -> str:
    return f"coalesce({_listed(instrument.item_ids)}) IS NOT NULL"


def _count_started(con: duckdb.DuckDBPyConnection, instrument: Instrument) -> None:
    con.execute(
        f"""
        INSERT INTO started
        SELECT $1, w.site_id, w.wave_id, count(*), count(*) FILTER ({_answered(instrument)}),
               list(DISTINCT r.provenance) FILTER ({_answered(instrument)})
        FROM {identifier(instrument.table)} w JOIN respondent r USING (respondent_id)
        GROUP BY w.site_id, w.wave_id
        """,
        [instrument.instrument_id],
    )


def _count_scores(con: duckdb.DuckDBPyConnection, instrument: Instrument) -> None:
    if not instrument.scales:
        return
    wide = con.sql(
        f"SELECT site_id::VARCHAR AS site_id, wave_id::VARCHAR AS wave_id, "
        f"{_listed(instrument.item_ids)} FROM {identifier(instrument.table)} "
        f"WHERE {_answered(instrument)}"
    ).pl()
    for scale in instrument.scales:
        score = score_expression(scale, instrument).alias("score")
        counts = wide.group_by("site_id", "wave_id", score).len("n")
        con.register("incoming", counts)
        con.execute(
            "INSERT INTO score_counts SELECT $1, $2, site_id, wave_id, score, n FROM incoming",
            [instrument.instrument_id, scale.scale_id],
        )
        con.unregister("incoming")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(identifier(name) for name in names)


def _refuse_same(what: str, names: list[str], where: str) -> None:
    seen: dict[str, str] = {}
    for name in names:
        # SQL names don't tell small letters from capitals.
        other = seen.setdefault(name.casefold(), name)
        if other is not name:
            raise Refusal(
                f"The {what} “{other}” and “{name}”{where} can't be told apart in the store: "
                "give one of them another id."
            )
