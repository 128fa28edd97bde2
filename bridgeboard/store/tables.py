"""Typed frames into DuckDB tables: closed sets and ids become ENUMs, before anything is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import duckdb
import polars as pl

from bridgeboard.intake.id_order import ID_ORDER, ids_in_order
from bridgeboard.store.sql import identifier, literal
from schemas._table import Table, table_name
from schemas.tables import PROGRAMME_TABLES, REFERENCE_TABLES

_DUCKDB_TYPE = {
    pl.String: "VARCHAR",
    pl.Int64: "BIGINT",
    pl.Float64: "DOUBLE",
    pl.Boolean: "BOOLEAN",
    pl.Date: "DATE",
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    dt.date: "DATE",
}


def create_id_types(con: duckdb.DuckDBPyConnection, frames: dict[str, pl.DataFrame]) -> None:
    """One ENUM each for the ids of sites, waves and themes: ORDER BY one gives their order."""
    for place in ID_ORDER:
        create_enum(con, place, ids_in_order(place, frames[place.partition(".")[0]]))


def create_enum(con: duckdb.DuckDBPyConnection, name: str, values: Sequence[str]) -> None:
    """An ENUM of the values in the order given; a value that occurs again is left out."""
    con.execute(_enum(name, values))


def _enum(name: str, values: Sequence[str]) -> str:
    once = ", ".join(literal(value) for value in dict.fromkeys(values))
    return f"CREATE TYPE {identifier(name)} AS ENUM ({once})"


def create_types(con: duckdb.DuckDBPyConnection) -> None:
    """ENUMs of all closed sets of values."""
    models = {**PROGRAMME_TABLES, **REFERENCE_TABLES}.values()
    con.execute(";".join(text for model in models for text in _column_enums(model)))


def create_tables(con: duckdb.DuckDBPyConnection, frames: dict[str, pl.DataFrame]) -> None:
    """Every programme and reference table but respondents and answers: relations.lay_out."""
    empty = []
    for name, model in {**PROGRAMME_TABLES, **REFERENCE_TABLES}.items():
        if name in ("respondents", "answers"):
            continue
        if frames[name].is_empty():
            columns = (f"{identifier(c)} {kind}" for c, kind in column_types(model).items())
            empty.append(f"CREATE TABLE {identifier(name)} ({', '.join(columns)})")
        else:
            con.register("incoming", frames[name])
            con.execute(
                f"CREATE TABLE {identifier(name)} AS SELECT {columns_as(model)} FROM incoming"
            )
            con.unregister("incoming")
    con.execute(";".join(empty))


def _column_enums(model: type[Table]) -> Iterator[str]:
    """One ENUM for each column of the model that has a closed set of values."""
    for column, schema in model.to_schema().columns.items():
        if allowed := (schema.metadata or {}).get("allowed"):
            yield _enum(f"{table_name(model)}.{column}", list(allowed))


def column_types(model: type[Table]) -> dict[str, str]:
    """The DuckDB type of each column of the model, ENUMs by their quoted names."""
    types = {}
    for column, schema in model.to_schema().columns.items():
        place = f"{table_name(model)}.{column}"
        metadata = schema.metadata or {}
        if metadata.get("allowed") or place in ID_ORDER:
            types[column] = identifier(place)
        elif metadata.get("refers_to") in ID_ORDER:
            types[column] = identifier(metadata["refers_to"])
        else:
            types[column] = _DUCKDB_TYPE[schema.dtype.type.base_type()]
    return types


def columns_as(model: type[Table], **others: str) -> str:
    """SQL for the model's columns in their types. In: others: types of columns that differ."""
    return ", ".join(
        f"CAST({identifier(c)} AS {kind}) AS {identifier(c)}"
        for c, kind in (column_types(model) | others).items()
    )
