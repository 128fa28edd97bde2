"""A long table's text into DuckDB, trimmed, with its numbers read, a part at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from bridgeboard.intake import numbers
from bridgeboard.intake.rules import Rule, rules_of
from bridgeboard.intake.streaming.checks import text_of, typed_text
from bridgeboard.intake.streaming.sql import name
from bridgeboard.intake.streaming.workplace import Workplace
from bridgeboard.intake.typing_cells import trimmed, typed
from bridgeboard.readers import TextTable
from schemas._table import Table, table_name

#: Read at a time: what is made of a cell meanwhile takes many times its room.
_CELLS = 300_000
_SQL_TYPES = {"text": "VARCHAR", "whole number": "BIGINT", "number": "DOUBLE"}


@dataclass(frozen=True)
class Loaded:
    """A table in the workplace: a view of the table's name.

    The view has place (from 0), row (as a spreadsheet counts), garbled, the model's columns typed,
    and the text of those that the file has.

    known: the model's columns that the file has, in the model's order.
    decimal_comma: for each column of numbers, whether its comma is a decimal comma.
    """

    name: str
    file: str
    model: type[Table]
    known: list[str]
    n_rows: int
    decimal_comma: dict[str, bool]


def loaded(
    place: Workplace,
    model: type[Table],
    parts: Iterable[TextTable],
    said: Callable[[int], None] = lambda n: None,
) -> tuple[Loaded, list[str]]:
    """The table, and the columns of its file. In: parts: the first may have no row; said: is called
    with the rows of each part.

    Raises: what the parts raise.
    """
    table = table_name(model)
    rules = rules_of(model)
    known: list[str] | None = None
    columns, file, n_rows = [], f"{table}.csv", 0
    comma: dict[str, bool] = {}
    for part in parts:
        if known is None:
            columns, file = part.frame.columns, part.file
            known = [column for column in rules if column in columns]
            comma = {column: False for column in known if rules[column].kind == "number"}
            place.run(f"CREATE TABLE {name(f'{table} rows')} ({_columns(known, rules)})")
        for piece in _pieces(part):
            frame = _read(piece, known, rules, n_rows, comma)
            place.insert(name(f"{table} rows"), frame)
            n_rows += len(frame)
            said(len(frame))
    if known is None:
        raise AssertionError("a table without a part")
    place.run(f"CREATE VIEW {name(table)} AS {_view(table, known, rules, comma)}")
    return Loaded(table, file, model, known, n_rows, comma), columns


def _pieces(part: TextTable) -> Iterator[TextTable]:
    """The part's rows, as many at a time as have not too many cells."""
    step = max(_CELLS // max(part.frame.width, 1), 1)
    for first in range(0, len(part.frame), step):
        rows = part.rows[first : first + step]
        yield replace(part, frame=part.frame[first : first + step], rows=rows)


def _columns(known: list[str], rules: dict[str, Rule]) -> str:
    columns = ["place BIGINT", "row BIGINT", "garbled BOOLEAN"]
    for column in known:
        columns.append(f"{text_of(column)} VARCHAR")
        columns += [
            f"{name(read)} {_SQL_TYPES[rules[column].kind]}" for read in _reads(column, rules)
        ]
    return ", ".join(columns)


def _reads(column: str, rules: dict[str, Rule]) -> list[str]:
    """The columns beside a text that hold its number: without decimal commas, and with."""
    match rules[column].kind:
        case "text":
            return []
        case "whole number":
            return [f"{column} whole"]
        case "number":
            return [f"{column} point", f"{column} comma"]
    raise NotImplementedError(f"a long table has no column such as {column}")


def _read(
    part: TextTable, known: list[str], rules: dict[str, Rule], first: int, comma: dict[str, bool]
) -> pl.DataFrame:
    text = trimmed(part.frame.select(known))
    garbled = np.isin(part.rows.to_numpy(), np.array(sorted(part.refused), dtype=np.int64))
    columns = [
        pl.int_range(first, first + len(text), eager=True).alias("place"),
        part.rows.alias("row"),
        pl.Series("garbled", garbled),
    ]
    for column in known:
        cells = text[column]
        columns.append(cells)
        if rules[column].kind == "number":
            comma[column] |= numbers.has_decimal_comma(cells)
            columns += [numbers.decimal(cells, way) for way in (False, True)]
        elif rules[column].kind == "whole number":
            columns.append(typed(cells, rules[column]))
    return pl.DataFrame([one.alias(str(n)) for n, one in enumerate(columns)])


def _view(table: str, known: list[str], rules: dict[str, Rule], comma: dict[str, bool]) -> str:
    columns = ["place", "row", "garbled"]
    for column, rule in rules.items():
        if column not in known:
            read = f"NULL::{_SQL_TYPES[rule.kind]}"
        elif rule.kind == "text":
            columns.append(text_of(column))
            read = typed_text(text_of(column))
        else:
            columns.append(text_of(column))
            reads = _reads(column, rules)
            read = name(reads[comma.get(column, False)])
        columns.append(f"{read} AS {name(column)}")
    return f"SELECT {', '.join(columns)} FROM {name(f'{table} rows')}"
