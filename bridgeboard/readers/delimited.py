"""CSV: cells apart by comma, semicolon or tab, quoted where needed, rows as a spreadsheet counts.

Two ways to the same frame. Most files hold no quotation mark and have the same number of cells in
each line: Polars splits those. Everything else goes through Python's csv module, row by row, which
can say what is wrong and where. A test proves that both give the same.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

import numpy as np
import polars as pl

from bridgeboard.problems import LISTED, Problem
from bridgeboard.readers.encoding import UTF8_MARK, decoded
from bridgeboard.readers.headings import named_columns
from bridgeboard.readers.quoting import grouped
from bridgeboard.readers.text_table import TextTable

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}

#: The csv module stops at 131,072 characters by default; a cell's length is judged later, in words.
csv.field_size_limit(2**31 - 1)

#: Rows turned into columns at a time: bounds what Python objects take.
_BATCH = 50_000


def read_delimited(data: bytes, name: str, file: str) -> tuple[TextTable | None, list[Problem]]:
    """The table in a file's bytes, or None with the reason."""
    text = decoded(data, file)
    if isinstance(text, Problem):
        return None, [text]
    hint = re.match(r"sep=([,;\t])\r?\n?", text)
    if hint:
        # Excel's own line for naming the delimiter; Excel doesn't show it as a row.
        text, data = text[hint.end() :], text[hint.end() :].encode()
    if not text.strip():
        return None, [
            Problem(
                file=file,
                rule="not empty",
                found="",
                expected="the first row must hold the headings",
                mend="Fill in the table, or delete the file if you have no such data.",
            )
        ]
    delimiter = hint[1] if hint else delimiter_of(text)
    plain = _plain(data.removeprefix(UTF8_MARK), delimiter, name, file)
    if plain is not None:
        return plain
    return _exact(text, delimiter, name, file)


def delimiter_of(text: str) -> str:
    """The delimiter that the first line with anything in it uses most, outside of quotes."""
    first = next(line for line in re.split(r"[\r\n]+", text) if line.strip())
    unquoted = re.sub(r'"(?:[^"]|"")*("|$)', "", first)
    return max(DELIMITERS, key=unquoted.count)


def _plain(
    data: bytes, delimiter: str, name: str, file: str
) -> tuple[TextTable, list[Problem]] | None:
    """The table if nothing in it is out of the ordinary, else None."""
    if b'"' in data:
        return None
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    head, _, body = data.partition(b"\n")
    headings = head.decode().split(delimiter)
    if len(headings) < 2 or not any(heading.strip() for heading in headings):
        return None
    columns, problems = named_columns(headings, file, 1)
    if problems or None in columns:
        return None
    body = body.rstrip(b"\n") + b"\n"
    width = len(headings)
    if body == b"\n":
        frame = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
        return TextTable(name, file, frame, pl.Series([], dtype=pl.Int64)), []
    if not _is_regular(body, delimiter, width):
        return None
    frame = pl.read_csv(
        body,
        has_header=False,
        schema=dict.fromkeys(columns, pl.String),
        separator=delimiter,
        quote_char=None,
    )
    return without_empty_rows(name, file, frame, range(2, len(frame) + 2)), []


def _is_regular(body: bytes, delimiter: str, width: int) -> bool:
    """Has every line exactly this many cells?"""
    array = np.frombuffer(body, dtype=np.uint8)
    ends = np.flatnonzero(array == ord("\n"))
    marks = np.flatnonzero(array == ord(delimiter))
    if len(marks) != len(ends) * (width - 1):
        return False
    by_line = marks.reshape(len(ends), width - 1)
    starts = np.concatenate(([-1], ends[:-1]))
    return bool(np.all(by_line[:, -1] < ends) and np.all(by_line[:, 0] > starts))


def _exact(
    text: str, delimiter: str, name: str, file: str
) -> tuple[TextTable | None, list[Problem]]:
    """The table row by row, with a problem for each row that doesn't fit the headings."""
    records = enumerate(_records(text, delimiter))
    try:
        number, headings = next(
            (at, cells) for at, cells in records if any(cell.strip() for cell in cells)
        )
        columns, problems = named_columns(headings, file, number + 1)
        if problems:
            return None, problems
        width = len(headings)
        parts: list[pl.DataFrame] = []
        rows: list[int] = []
        ragged: list[tuple[int, int]] = []
        while batch := list(islice(records, _BATCH)):
            fitted = []
            for number, cells in batch:
                if len(cells) != width:
                    if not any(cells):
                        continue
                    if len(cells) < width or any(cells[width:]):
                        ragged.append((number + 1, len(cells)))
                    cells = (cells + [""] * width)[:width]
                rows.append(number + 1)
                fitted.append(cells)
            if fitted:
                parts.append(_frame(fitted, width))
    except csv.Error as error:
        return None, [_misquoted(_rows_before_error(text, delimiter) + 1, str(error), file)]
    schema = {str(place): pl.String for place in range(width)}
    frame = pl.concat(parts) if parts else pl.DataFrame(schema=schema)
    frame, problems = _with_headings(frame, columns, file)
    problems += _ragged(ragged, width, delimiter, file)
    table = without_empty_rows(name, file, frame, rows, frozenset(row for row, _ in ragged))
    return table, problems


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _rows_before_error(text: str, delimiter: str) -> int:
    count = 0
    with suppress(csv.Error):
        for _ in _records(text, delimiter):
            count += 1
    return count


def _frame(records: list[list[str]], width: int) -> pl.DataFrame:
    columns = zip(*records, strict=True) if width else ()
    return pl.DataFrame(
        {
            str(place): pl.Series(cells, dtype=pl.String).replace("", None)
            for place, cells in enumerate(columns)
        }
    )


def _with_headings(
    frame: pl.DataFrame, columns: list[str | None], file: str
) -> tuple[pl.DataFrame, list[Problem]]:
    """The frame under its names; columns without a heading go, and those with cells are named."""
    problems = []
    for place, name in enumerate(columns):
        if name is None and frame[str(place)].null_count() < len(frame):
            problems.append(
                Problem(
                    file=file,
                    rule="heading",
                    column=str(place + 1),
                    severity="doubtful",
                    found="cells under no heading",
                    expected="a column without a heading is left out",
                    mend="Give it its heading in the first row, or delete it.",
                )
            )
    named = {str(place): name for place, name in enumerate(columns) if name is not None}
    return frame.select(pl.col(place).alias(name) for place, name in named.items()), problems


def without_empty_rows(
    name: str,
    file: str,
    frame: pl.DataFrame,
    rows: range | list[int],
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


def _ragged(ragged: list[tuple[int, int]], width: int, delimiter: str, file: str) -> list[Problem]:
    word = DELIMITERS[delimiter]
    return [
        Problem(
            file=file,
            row=row,
            rule="cells in a row",
            found=f"{grouped(cells)} {'cell' if cells == 1 else 'cells'}",
            expected=f"the headings name {width} columns",
            mend=f"A {word} inside a cell needs quotation marks around the cell; save the table "
            "again from your spreadsheet, which sets them.",
            also=max(len(ragged) - LISTED, 0) if place == LISTED - 1 else 0,
        )
        for place, (row, cells) in enumerate(ragged[:LISTED])
    ]


def _misquoted(row: int, error: str, file: str) -> Problem:
    unclosed = "unexpected end" in error
    return Problem(
        file=file,
        row=row,
        rule="quotation marks",
        found="a cell whose quotation mark is never closed"
        if unclosed
        else "a quotation mark inside a quoted cell",
        expected="a cell that begins with a quotation mark must end with one, and inside it each "
        "must be doubled",
        mend="Mend this row, or save the table again from your spreadsheet, which sets them; "
        "nothing of this file was loaded.",
    )
