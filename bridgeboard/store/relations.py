"""Respondents and cells as relations that the steps of survey_sql.py read, wherever they lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import polars as pl

from bridgeboard.instruments import Instrument
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.staged import CODES
from bridgeboard.store.sql import identifier, literal
from bridgeboard.store.survey_sql import cells
from bridgeboard.store.tables import column_types
from schemas.answers import Answers
from schemas.respondents import Respondents

if TYPE_CHECKING:
    from bridgeboard.intake import Accepted
    from bridgeboard.intake.staged import Staged

#: Rows taken at a time, so that the numbers beside them take megabytes, not gigabytes.
SLICE = 1 << 22
#: Stands for "no row" while cells are filled; values lie between -100 and 1000.
_EMPTY = np.iinfo(np.int16).min
#: Text with few different values, which DuckDB groups by much faster as numbers.
_FEW = "respondents.profession"
_FEW_AT_MOST = 10_000


def attach(con: duckdb.DuckDBPyConnection, accepted: Accepted) -> None:
    """Make the staging file readable, if there is one; afterwards nothing else can be reached."""
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


def lay_out(con: duckdb.DuckDBPyConnection, accepted: Accepted) -> None:
    """The temporary relations respondents and wave_orders, and cells of each instrument in use.

    In: the ENUMs of the schema's columns are there.
    """
    waves = accepted.tables["waves"].sort("order", maintain_order=True)["wave_id"].to_list()
    con.execute(
        'CREATE TEMP TABLE wave_orders AS SELECT CAST(wave_id AS "waves.wave_id") AS wave_id, '
        'CAST("order" AS INTEGER) AS wave_order FROM (SELECT unnest($1::VARCHAR[]) AS wave_id, '
        'generate_subscripts($1::VARCHAR[], 1) - 1 AS "order")',
        [waves],
    )
    if accepted.staged is not None:
        _of_staged(con, accepted.staged, accepted.instruments)
    else:
        _of_frames(con, accepted)


def _of_staged(
    con: duckdb.DuckDBPyConnection, staged: Staged, instruments: Mapping[str, Instrument]
) -> None:
    # Mostly they lie in order; sorting millions of rows with text would take a second.
    unsorted = con.execute("SELECT 1 FROM staged.respondents WHERE place <> rowid LIMIT 1")
    order = " ORDER BY place" if unsorted.fetchall() else ""
    _create_respondents(con, f"staged.respondents{order}", "VIEW")
    for one in instruments.values():
        con.execute(
            f"CREATE TEMP VIEW {identifier(cells(one))} AS "
            f"SELECT * FROM staged.{identifier(staged.cells[one.instrument_id])}"
        )


def _of_frames(con: duckdb.DuckDBPyConnection, accepted: Accepted) -> None:
    respondents, answers = accepted.tables["respondents"], accepted.tables["answers"]
    con.register("incoming", respondents.with_row_index("place"))
    _create_respondents(con, "incoming", "TABLE")
    con.unregister("incoming")
    n_rows = 0
    for one in accepted.instruments.values():
        frame, n = cells_of(answers, respondents["respondent_id"], one)
        n_rows += n
        con.register("incoming", frame)
        con.execute(
            f"CREATE TEMP TABLE {identifier(cells(one))} AS "
            "SELECT * REPLACE (CAST(place AS INTEGER) AS place) FROM incoming"
        )
        con.unregister("incoming")
    if n_rows != answers.height:
        raise AssertionError(f"{answers.height - n_rows} answers are of no instrument in use")


def _create_respondents(con: duckdb.DuckDBPyConnection, source: str, kind: str) -> None:
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
        f"CREATE TEMP {kind} respondents AS "
        f"SELECT CAST(place AS INTEGER) AS place, {columns} FROM {source}"
    )


def cells_of(
    answers: pl.DataFrame, respondent_ids: pl.Series, instrument: Instrument
) -> tuple[pl.DataFrame, int]:
    """The instrument's cells, and how many answers they are.

    In:  accepted answers (of any instruments) and respondents.
    Out: place, and a column per item: the value, or a code of intake.staged, or null; one row per
         respondent with any row for the instrument, in the respondents' order.
    In numpy: an answer is put in its cell by two small numbers.
    """
    cells = np.full((len(respondent_ids), len(instrument.items)), _EMPTY, dtype=np.int16)
    n_rows = 0
    for coded in _coded(answers, respondent_ids, instrument):
        n_rows += coded.height
        cells[coded["respondent"].to_numpy(), coded["item"].to_numpy()] = coded["cell"].to_numpy()
    filled = cells != _EMPTY
    if (n := int(filled.sum())) != n_rows:
        raise AssertionError(f"{n_rows - n} answers are there twice")
    places = np.flatnonzero(filled.any(axis=1)) if instrument.items else np.zeros(0, np.int64)
    columns = {item_id: cells[places, at] for at, item_id in enumerate(instrument.item_ids)}
    frame = pl.DataFrame({"place": places} | columns)
    return (
        frame.with_columns(
            pl.when(pl.col(i) != int(_EMPTY)).then(pl.col(i)).alias(i) for i in columns
        ),
        n_rows,
    )


def _coded(
    answers: pl.DataFrame, respondent_ids: pl.Series, instrument: Instrument
) -> Iterator[pl.DataFrame]:
    """Slice by slice: respondent and item as their places, and what is in the cell."""
    numbers = respondent_ids.to_frame("id").with_row_index("respondent")
    items = pl.Enum(instrument.item_ids)
    for start in range(0, answers.height, SLICE):
        part = answers.slice(start, SLICE).filter(
            pl.col("instrument_id") == instrument.instrument_id
        )
        # A respondent's answers mostly stand together: then one look-up does for all of them.
        runs = part["respondent_id"].rle().struct.unnest()
        found = runs.join(
            numbers, left_on="value", right_on="id", how="left", maintain_order="left"
        )
        if found["respondent"].null_count():
            raise AssertionError("an answer has no respondent; intake should have refused it")
        yield part.select(
            pl.Series(
                "respondent", np.repeat(found["respondent"].to_numpy(), found["len"].to_numpy())
            ),
            pl.col("item_id").cast(items).to_physical().alias("item"),
            pl.col("state")
            .replace_strict(CODES, default=pl.col("value"), return_dtype=pl.Int64)
            .cast(pl.Int16)
            .alias("cell"),
        )
