"""Dropped tables of our own into a programme's: merged row by row, or in place of what is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Literal

import polars as pl

from bridgeboard.collected import DroppedFile
from bridgeboard.instruments import ANSWERS_OF, Instrument
from bridgeboard.mapping.wide_tables import answers_of
from bridgeboard.problems import Problem
from bridgeboard.readers.delimited import read_delimited
from bridgeboard.readers.headings import plain_name
from bridgeboard.readers.text_table import TextTable
from bridgeboard.readers.workbook import Workbook, opened
from schemas._table import key
from schemas.tables import PROGRAMME_TABLES

_NOWHERE = pl.lit(None, pl.String)

#: merge: rows of a key that is there already are taken as the file has them, others are added;
#: replace: the table is what the file has, and nothing else.
How = Literal["merge", "replace"]


@dataclass(frozen=True)
class OwnTables:
    """Tables of ours that dropped files hold, by name, and what keeps others from being read.

    rows: of each file that is one table, as a spreadsheet has them.
    """

    tables: Mapping[str, TextTable]
    problems: tuple[Problem, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Joined:
    """A table as it would be, all text.

    origins: for each row the file, row and column that it comes from; null where it was there
        before, and column where a row was a row.
    """

    frame: pl.DataFrame
    origins: pl.DataFrame


def own_tables(files: Iterable[DroppedFile], instruments: Iterable[Instrument] = ()) -> OwnTables:
    """The tables in CSV files and sheets of workbooks named as ours. Never raises for a file.

    In:  instruments: those that answers may name.
    Out: answers with a row a respondent are made rows of answers; cells that can't be are problems.
    """
    found: dict[str, TextTable] = {}
    problems: list[Problem] = []
    wide = {one.table: one for one in instruments}
    for file in files:
        for table, said in _read(file, [*PROGRAMME_TABLES, *wide]):
            problems += said
            if table is None:
                continue
            if table.name in found:
                problems.append(_twice(table, found[table.name]))
            else:
                found[table.name] = table
    rows = {table.file: len(table.frame) for table in found.values()}
    sheets = [found.pop(name) for name in list(found) if name.startswith(ANSWERS_OF)]
    if sheets and "answers" in found:
        problems += [_twice(replace(one, name="answers"), found["answers"]) for one in sheets]
    elif sheets:
        answers, said = answers_of(sheets, wide)
        problems += said
        if answers is not None:
            found["answers"] = answers
    return OwnTables(found, tuple(problems), rows)


def _read(file: DroppedFile, names: Sequence[str]) -> list[tuple[TextTable | None, list[Problem]]]:
    name = plain_name(PurePath(file.name).stem)
    if not file.data.startswith(b"PK\x03\x04"):
        text = file.text
        if isinstance(text, Problem):
            return [(None, [text])]
        return [read_delimited(text.encode("utf-8"), name, file.name)]
    book: Workbook | Problem = opened(file.data, file.name, names)
    if isinstance(book, Problem):
        return [(None, [book])]
    return [book.read(one) for one in book.sheets]


def joined(old: pl.DataFrame | None, table: TextTable, how: How) -> Joined:
    """The programme's table with the dropped rows in it.

    In: the table as it is, of any types; None where there is none.
    Rows with a key that occurs twice in the file are all kept: the check refuses them by their
    rows. A column that the file hasn't keeps what stands in it.
    """
    where = {"_file": pl.lit(table.file), "_row": table.rows.cast(pl.Int64), "_column": _NOWHERE}
    if table.places is not None:
        where = {f"_{name}": table.places[name] for name in ("file", "row", "column")}
    new = table.frame.with_columns(**where, _place=pl.int_range(pl.len()))
    before = None if old is None else old.cast(pl.String)
    if before is None or how == "replace" or before.is_empty():
        return _parted(new.drop("_place"))
    keys = [name for name in key(PROGRAMME_TABLES[table.name]) if name in new.columns]
    if not keys:
        return _parted(new.drop("_place"))
    columns = [*before.columns, *(c for c in table.frame.columns if c not in before.columns)]
    # Where the key stands already, and only once in the file, the row stays in its place.
    once = new.filter(~pl.struct(keys).is_duplicated())
    beside = before.join(once, on=keys, how="left", nulls_equal=True, suffix=" new",
                         maintain_order="left")  # fmt: skip
    there = pl.col("_place").is_not_null()
    stays = beside.select(
        *(
            pl.when(there).then(f"{c} new").otherwise(c).alias(c)
            if f"{c} new" in beside.columns
            else pl.col(c)
            if c in beside.columns
            else pl.lit(None, pl.String).alias(c)
            for c in columns
        ),
        "_file",
        "_row",
        "_column",
    )
    added = new.join(
        beside.filter(there).select("_place"), on="_place", how="anti", maintain_order="left"
    )
    return _parted(pl.concat([stays, added.drop("_place")], how="diagonal"))


def _parted(rows: pl.DataFrame) -> Joined:
    origins = rows.select(file="_file", row="_row", column="_column")
    return Joined(rows.drop("_file", "_row", "_column"), origins)


def _twice(table: TextTable, first: TextTable) -> Problem:
    return Problem(
        file=table.file,
        rule="one place per table",
        found=f"the table {table.name} again",
        expected=f"it is in {first.file} already, and a table may come from one place only",
        mend="Drop only the right one.",
    )
