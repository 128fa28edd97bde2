"""Rows of cells to a table: headings first, each row as wide as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import polars as pl

from bridgeboard.problems import LISTED, Problem
from bridgeboard.readers.headings import column_letters, named_columns
from bridgeboard.readers.quoting import grouped
from bridgeboard.readers.text_table import TextTable

#: Rows turned into columns at a time: with ten times as many, Python's garbage collector takes
#: half of the time.
_BATCH = 5_000

_MEND_SHORT = (
    "Fill in or delete this row. If it is the rest of a cell with a line break, that cell needs "
    "quotation marks; your spreadsheet sets them."
)


def assembled(
    records: Iterable[tuple[int, list[str]]], name: str, file: str, mend_ragged: str
) -> tuple[TextTable | None, list[Problem]]:
    """The table of numbered rows; None if its headings can't be told apart.

    The first row with anything in it holds the headings. mend_ragged: what to do about a row with
    more cells than headings.
    """
    rows_left = iter(records)
    number, headings = next(
        ((number, cells) for number, cells in rows_left if any(cell.strip() for cell in cells)),
        (1, []),
    )
    if not headings:
        return None, [nothing_in(file)]
    columns, problems = named_columns(headings, file, number)
    if problems:
        return None, problems
    fitting = Fitting(name, file, columns)
    parts = [fitting.take([])]
    parts += [fitting.take(batch) for batch in batches(rows_left)]
    table = TextTable(
        name,
        file,
        pl.concat(part.frame for part in parts),
        pl.concat(part.rows for part in parts),
        frozenset[int]().union(*(part.refused for part in parts)),
    )
    return table, fitting.problems(mend_ragged)


def batches(records: Iterator[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    """As many rows at a time as turn into columns quickly."""
    while batch := list(islice(records, _BATCH)):
        yield batch


class Fitting:
    """Rows made as wide as their headings, a batch at a time; remembers those that don't fit.

    columns: a name for each column, None where it has no heading.
    """

    def __init__(self, name: str, file: str, columns: Sequence[str | None]) -> None:
        self.name, self.file, self.columns = name, file, columns
        self.width = len(columns)
        self._least = max(place for place, column in enumerate(columns, 1) if column is not None)
        self._ragged: list[tuple[int, int]] = []
        self._n_ragged = 0
        self._filled: set[int] = set()

    def take(self, batch: Sequence[tuple[int, list[str]]]) -> TextTable:
        """The numbered rows as a table, those that are empty left out."""
        numbers: list[int] = []
        ragged: list[tuple[int, int]] = []
        fitted = list(_fitted(batch, (self._least, self.width), numbers, ragged))
        self._n_ragged += len(ragged)
        self._ragged += ragged[: LISTED - len(self._ragged)]
        frame = _frame(fitted, self.width)
        named = {str(n): column for n, column in enumerate(self.columns) if column is not None}
        for place in set(map(str, range(self.width))) - named.keys():
            if frame[place].null_count() < len(frame):
                self._filled.add(int(place))
        frame = frame.select(pl.col(place).alias(column) for place, column in named.items())
        refused = frozenset(row for row, _ in ragged)
        return without_empty_rows(self.name, self.file, frame, numbers, refused)

    def problems(self, mend_ragged: str) -> list[Problem]:
        """Columns without a heading in which there are cells, and rows that don't fit."""
        return [
            *(_no_heading(place, self.file) for place in sorted(self._filled)),
            *_ragged(self._ragged, self._n_ragged, self.width, mend_ragged, self.file),
        ]


def nothing_in(file: str) -> Problem:
    """The problem of a file or sheet with no cell filled in."""
    return Problem(
        file=file,
        rule="not empty",
        found="",
        expected="the first row must hold the headings",
        mend="Fill in the table, or delete it if you have no such data.",
    )


def without_empty_rows(
    name: str,
    file: str,
    frame: pl.DataFrame,
    rows: Sequence[int],
    refused: frozenset[int] = frozenset(),
) -> TextTable:
    """The table without its empty rows, which spreadsheets leave behind and nobody sees."""
    numbers = pl.Series("row", rows, dtype=pl.Int64)
    if frame.width and len(frame):
        filled = frame.select(
            pl.any_horizontal(pl.all().str.strip_chars().str.len_bytes() > 0).fill_null(False)
        ).to_series()
        if not filled.all():
            frame, numbers = frame.filter(filled), numbers.filter(filled)
    return TextTable(name, file, frame, numbers, refused)


def _fitted(
    batch: Sequence[tuple[int, list[str]]],
    widths: tuple[int, int],
    numbers: list[int],
    ragged: list[tuple[int, int]],
) -> Iterator[list[str]]:
    """The rows cut or filled to the width; notes their numbers, and which did not fit."""
    least, width = widths
    for number, cells in batch:
        if len(cells) != width:
            if not any(cells):
                continue
            # Empty cells to the right of the last heading are no more than a spreadsheet's habit.
            if len(cells) < least or any(cells[width:]):
                ragged.append((number, len(cells)))
            cells = (cells + [""] * width)[:width]
        numbers.append(number)
        yield cells


def _frame(records: list[list[str]], width: int) -> pl.DataFrame:
    if not records:
        return pl.DataFrame(schema={str(place): pl.String for place in range(width)})
    return pl.DataFrame(
        {
            str(place): pl.Series(cells, dtype=pl.String).replace("", None)
            for place, cells in enumerate(zip(*records, strict=True))
        }
    )


def _no_heading(place: int, file: str) -> Problem:
    return Problem(
        file=file,
        rule="heading",
        severity="doubtful",
        found=f"cells under no heading in column {column_letters(place)}",
        expected="a column without a heading is left out",
        mend="Give it its heading in the first row, or delete it.",
    )


def _ragged(
    ragged: list[tuple[int, int]], n: int, width: int, mend: str, file: str
) -> list[Problem]:
    return [
        Problem(
            file=file,
            row=row,
            rule="cells in a row",
            found=f"{grouped(cells)} {'cell' if cells == 1 else 'cells'}",
            expected=f"there {'is 1 heading' if width == 1 else f'are {width} headings'}",
            mend=mend if cells > width else _MEND_SHORT,
            also=max(n - LISTED, 0) if place == LISTED - 1 else 0,
        )
        for place, (row, cells) in enumerate(ragged)
    ]
