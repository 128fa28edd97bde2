"""Respondents and cells as relations that the steps of survey_sql.py read, wherever they lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from bridgeboard.instruments import Instrument
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.staged import CODES
from bridgeboard.store import mixing, slicing
from bridgeboard.store.cells import cells_of
from bridgeboard.store.mixing import Mix
from bridgeboard.store.slicing import IN_SLICE
from bridgeboard.store.sql import identifier, literal
from bridgeboard.store.survey.step import union
from bridgeboard.store.survey_sql import cells
from bridgeboard.store.tables import column_types
from schemas.answers import Answers
from schemas.respondents import Respondents

if TYPE_CHECKING:
    from bridgeboard.intake import Accepted
    from bridgeboard.intake.staged import Staged

#: Text with few different values, which DuckDB groups by much faster as numbers.
_FEW = "respondents.profession"
_FEW_AT_MOST = 10_000


def attach(con: duckdb.DuckDBPyConnection, accepted: Accepted, mix: Mix | None) -> None:
    """Make the staging file readable, if there is one, and the earlier snapshot of a mix;
    afterwards nothing else can be reached."""
    if mix is not None:
        mixing.attach(con, mix)
    if accepted.staged is not None:
        con.execute(f"ATTACH {literal(str(accepted.staged.path))} AS staged (READ_ONLY)")
    con.execute("SET enable_external_access = false")


def hollow(accepted: Accepted) -> Accepted:
    """The same; where respondents and answers were counted elsewhere, with tables of nobody."""
    if accepted.counted is None:
        return accepted
    nobody = {
        table: pl.DataFrame(schema={name: rule.dtype for name, rule in rules_of(model).items()})
        for table, model in (("respondents", Respondents), ("answers", Answers))
    }
    return replace(accepted, tables=accepted.tables | nobody)


def lay_out(
    con: duckdb.DuckDBPyConnection, accepted: Accepted, mix: Mix | None
) -> list[tuple[int, int]]:
    """The temporary relations respondents and wave_orders, and cells of each instrument in use.

    In:     the ENUMs of the schema's columns are there.
    Out:    the slices in which respondents may be taken: slicing.take.
    Raises: mixing.Unfit.
    """
    slicing.take(con)
    waves = accepted.tables["waves"].sort("order", maintain_order=True)["wave_id"].to_list()
    con.execute(
        'CREATE TEMP TABLE wave_orders AS SELECT CAST(wave_id AS "waves.wave_id") AS wave_id, '
        'CAST("order" AS INTEGER) AS wave_order FROM (SELECT unnest($1::VARCHAR[]) AS wave_id, '
        'generate_subscripts($1::VARCHAR[], 1) - 1 AS "order")',
        [waves],
    )
    prefix = "" if mix is None else mixing.NEW
    if accepted.staged is not None:
        _of_staged(con, accepted.staged, accepted.instruments, prefix)
    else:
        _of_frames(con, accepted, prefix)
    if mix is not None:
        mixing.lay_out(con, mix, accepted.instruments)
    elif accepted.staged is None:
        # Frames are in memory anyway.
        return [slicing.EVERYBODY]
    return slicing.slices(con, "respondents")


def _of_staged(
    con: duckdb.DuckDBPyConnection,
    staged: Staged,
    instruments: Mapping[str, Instrument],
    prefix: str,
) -> None:
    # Mostly they lie in order; sorting millions of rows with text would take a second.
    unsorted = con.execute("SELECT 1 FROM staged.respondents WHERE place <> rowid LIMIT 1")
    order = " ORDER BY place" if unsorted.fetchall() else ""
    source = f"(FROM staged.respondents WHERE {IN_SLICE}{order})"
    _create_respondents(con, source, "VIEW", prefix)
    for one in instruments.values():
        con.execute(
            f"CREATE TEMP VIEW {identifier(prefix + cells(one))} AS "
            f"SELECT * FROM staged.{identifier(staged.cells[one.instrument_id])} WHERE {IN_SLICE}"
        )


def _of_frames(con: duckdb.DuckDBPyConnection, accepted: Accepted, prefix: str) -> None:
    respondents, answers = accepted.tables["respondents"], accepted.tables["answers"]
    con.register("incoming", respondents.with_row_index("place"))
    _create_respondents(con, "incoming", "TABLE", prefix)
    con.unregister("incoming")
    n_rows = 0
    for one in accepted.instruments.values():
        frame, n = cells_of(answers, respondents["respondent_id"], one)
        n_rows += n
        con.register("incoming", frame)
        con.execute(
            f"CREATE TEMP TABLE {identifier(prefix + cells(one))} AS "
            "SELECT * REPLACE (CAST(place AS INTEGER) AS place) FROM incoming"
        )
        con.unregister("incoming")
    if n_rows != answers.height:
        raise AssertionError(f"{answers.height - n_rows} answers are of no instrument in use")


def _create_respondents(
    con: duckdb.DuckDBPyConnection, source: str, kind: str, prefix: str
) -> None:
    types = dict(column_types(Respondents))
    few = con.execute(
        f"SELECT DISTINCT CAST(profession AS VARCHAR) FROM (FROM {source}) "
        f"WHERE profession IS NOT NULL ORDER BY 1 LIMIT {_FEW_AT_MOST + 1}"
    ).fetchall()
    if len(few) <= _FEW_AT_MOST:
        words = ", ".join(literal(word) for (word,) in few)
        con.execute(f"CREATE TEMP TYPE {identifier(_FEW)} AS ENUM ({words})")
        types["profession"] = identifier(_FEW)
    columns = ", ".join(
        f"CAST({identifier(name)} AS {of}) AS {identifier(name)}" for name, of in types.items()
    )
    con.execute(
        f"CREATE TEMP {kind} {prefix}respondents AS "
        f"SELECT CAST(place AS INTEGER) AS place, {columns} FROM {source}"
    )


def frames(accepted: Accepted) -> dict[str, pl.DataFrame]:
    """All tables as frames, also those that are staged; answers in the order of instruments."""
    if accepted.staged is None:
        return accepted.tables
    con = duckdb.connect()
    try:
        con.execute("SET enable_progress_bar = false")
        attach(con, accepted, None)
        # Closed sets have their type's name in quotation marks, and are text outside of a store.
        columns = ", ".join(
            f"CAST({identifier(name)} AS {of if of.isalpha() else 'VARCHAR'}) AS {identifier(name)}"
            for name, of in column_types(Respondents).items()
        )
        people = con.sql(f"SELECT {columns} FROM staged.respondents ORDER BY place").pl()
        parts = [
            con.sql(_long(one, accepted.staged.cells[one.instrument_id])).pl()
            for one in accepted.instruments.values()
        ]
    finally:
        con.close()
    schema = {name: rule.dtype for name, rule in rules_of(Answers).items()}
    answers = pl.concat([pl.DataFrame(schema=schema), *parts], how="vertical_relaxed")
    return accepted.tables | {"respondents": people, "answers": answers}


def _long(instrument: Instrument, table: str) -> str:
    """A row for each cell that has one."""
    parts = [
        f"SELECT place, {nth} AS nth, {literal(item_id)} AS item_id, "
        f"CAST({identifier(item_id)} AS BIGINT) AS cell FROM staged.{identifier(table)} "
        f"WHERE {identifier(item_id)} IS NOT NULL"
        for nth, item_id in enumerate(instrument.item_ids)
    ]
    states = " ".join(f"WHEN {code} THEN {literal(state)}" for state, code in CODES.items())
    return (
        f"SELECT CAST(r.respondent_id AS VARCHAR) AS respondent_id, "
        f"{literal(instrument.instrument_id)} AS instrument_id, c.item_id, "
        f"CASE WHEN c.cell > {max(CODES.values())} THEN c.cell END AS value, "
        f"CASE c.cell {states} ELSE 'answered' END AS state "
        f"FROM ({union(parts)}) c JOIN staged.respondents r ON r.place = c.place "
        "ORDER BY c.place, c.nth"
    )
