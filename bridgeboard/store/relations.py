"""Respondents and cells as tables of a snapshot, and as what the steps of survey_sql.py read."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from bridgeboard.instruments import Instrument
from bridgeboard.intake.id_order import ids_in_order
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.staged import CODES
from bridgeboard.store import mixing, slicing
from bridgeboard.store.answers import create_views
from bridgeboard.store.cells import cells_of
from bridgeboard.store.mixing import Mix
from bridgeboard.store.slicing import IN_SLICE
from bridgeboard.store.sql import identifier, literal
from bridgeboard.store.survey.step import union
from bridgeboard.store.survey_sql import cells
from bridgeboard.store.tables import column_types, columns_as
from schemas.answers import Answers
from schemas.respondents import Respondents

if TYPE_CHECKING:
    from bridgeboard.intake import Accepted
    from bridgeboard.intake.staged import Staged

#: Text with few different values, which DuckDB groups by much faster as numbers.
_FEW = "respondents.profession"
_FEW_AT_MOST = 10_000


def begin(path: Path, accepted: Accepted, mix: Mix | None) -> None:
    """The new file as a copy of the staging file, if there is one: its tables are a snapshot's own.

    Raises: OSError.
    """
    if accepted.staged is not None and mix is None:
        shutil.copyfile(accepted.staged.path, path)


def attach(con: duckdb.DuckDBPyConnection, accepted: Accepted, mix: Mix | None) -> None:
    """Make what is mixed readable; afterwards nothing else can be reached."""
    if mix is not None:
        mixing.attach(con, mix)
        if accepted.staged is not None:
            _attach_staged(con, accepted.staged)
    con.execute("SET enable_external_access = false")


def _attach_staged(con: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    con.execute(f"ATTACH {literal(str(staged.path))} AS staged (READ_ONLY)")


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
    """The tables of respondents and of cells, with the views that show them; and, as temporary
    relations, wave_orders and what steps read of these tables.

    In:     the ENUMs of the schema's columns, and the table instruments, are there.
    Out:    the slices in which respondents may be taken: slicing.take.
    Raises: mixing.Unfit.
    """
    slicing.take(con)
    instruments = accepted.instruments
    if mix is not None:
        if accepted.staged is not None:
            _new_of_staged(con, accepted.staged, instruments)
        else:
            _of_frames(con, accepted, "TEMP TABLE", mixing.NEW)
        mixing.lay_out(con, mix, instruments)
    elif accepted.staged is not None:
        _adopt(con, accepted.staged, instruments)
    else:
        _of_frames(con, accepted, "TABLE", "")
    create_views(con, instruments)
    _create_wave_orders(con, accepted)
    _create_relations(con, instruments)
    if mix is None and accepted.staged is None:
        # Frames are in memory anyway.
        return [slicing.EVERYBODY]
    return slicing.slices(con, "respondents")


def _adopt(
    con: duckdb.DuckDBPyConnection, staged: Staged, instruments: Mapping[str, Instrument]
) -> None:
    """The staging file's tables, with which this file began."""
    for one in instruments.values():
        table = staged.cells[one.instrument_id]
        con.execute(f"ALTER TABLE {identifier(table)} RENAME TO {identifier(cells(one))}")


def _new_of_staged(
    con: duckdb.DuckDBPyConnection, staged: Staged, instruments: Mapping[str, Instrument]
) -> None:
    con.execute(f"CREATE TEMP VIEW {mixing.NEW}respondents AS FROM staged.respondents")
    for one in instruments.values():
        con.execute(
            f"CREATE TEMP VIEW {identifier(mixing.NEW + cells(one))} AS "
            f"FROM staged.{identifier(staged.cells[one.instrument_id])}"
        )


def _of_frames(con: duckdb.DuckDBPyConnection, accepted: Accepted, kind: str, prefix: str) -> None:
    respondents, answers = accepted.tables["respondents"], accepted.tables["answers"]
    con.register("incoming", respondents.with_row_index("place"))
    con.execute(
        f"CREATE {kind} {prefix}respondents AS "
        f"SELECT CAST(place AS INTEGER) AS place, {columns_as(Respondents)} FROM incoming"
    )
    con.unregister("incoming")
    n_rows = 0
    for one in accepted.instruments.values():
        frame, n = cells_of(answers, respondents["respondent_id"], one)
        n_rows += n
        con.register("incoming", frame)
        con.execute(
            f"CREATE {kind} {identifier(prefix + cells(one))} AS "
            "SELECT * REPLACE (CAST(place AS INTEGER) AS place) FROM incoming"
        )
        con.unregister("incoming")
    if n_rows != answers.height:
        raise AssertionError(f"{answers.height - n_rows} answers are of no instrument in use")


def _create_wave_orders(con: duckdb.DuckDBPyConnection, accepted: Accepted) -> None:
    con.execute(
        'CREATE TEMP TABLE wave_orders AS SELECT CAST(wave_id AS "waves.wave_id") AS wave_id, '
        'CAST("order" AS INTEGER) AS wave_order FROM (SELECT unnest($1::VARCHAR[]) AS wave_id, '
        'generate_subscripts($1::VARCHAR[], 1) - 1 AS "order")',
        [ids_in_order("waves.wave_id", accepted.tables["waves"])],
    )


def _create_relations(
    con: duckdb.DuckDBPyConnection, instruments: Mapping[str, Instrument]
) -> None:
    """What steps read: the tables, of the slice that is taken."""
    ((home,),) = con.execute("SELECT current_database()").fetchall()
    types = {}
    few = con.execute(
        "SELECT DISTINCT profession FROM respondents "
        f"WHERE profession IS NOT NULL ORDER BY 1 LIMIT {_FEW_AT_MOST + 1}"
    ).fetchall()
    if len(few) <= _FEW_AT_MOST:
        words = ", ".join(literal(word) for (word,) in few)
        con.execute(f"CREATE TEMP TYPE {identifier(_FEW)} AS ENUM ({words})")
        types["profession"] = identifier(_FEW)
    columns = {"respondents": f"place, {columns_as(Respondents, **types)}"}
    columns |= {cells(one): "*" for one in instruments.values()}
    for table, shown in columns.items():
        name = identifier(table)
        con.execute(
            f"CREATE TEMP VIEW {name} AS SELECT {shown} FROM {identifier(home)}.main.{name} "
            f"WHERE {IN_SLICE}"
        )


def frames(accepted: Accepted) -> dict[str, pl.DataFrame]:
    """All tables as frames, also those that are staged; answers in the order of instruments."""
    if accepted.staged is None:
        return accepted.tables
    con = duckdb.connect()
    try:
        con.execute("SET enable_progress_bar = false")
        _attach_staged(con, accepted.staged)
        con.execute("SET enable_external_access = false")
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
