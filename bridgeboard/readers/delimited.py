"""CSV: cells apart by comma, semicolon or tab, quoted where needed, rows as a spreadsheet counts.

Two ways to the same frame. Most files hold no quotation mark and have the same number of cells in
each line: Polars splits those. Everything else goes through Python's csv module, row by row, which
can say what is wrong and where. A test proves that both give the same.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

import numpy as np
import polars as pl

from bridgeboard.problems import Problem
from bridgeboard.readers.encoding import UTF8_MARK, decoded
from bridgeboard.readers.headings import named_columns
from bridgeboard.readers.records import assembled, nothing_in, without_empty_rows
from bridgeboard.readers.text_table import TextTable

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}

#: Excel's own line for naming the delimiter; Excel doesn't show it as a row. Where the line was put
#: before a whole file, the file's mark of UTF-8 comes after it.
DELIMITER_HINT = re.compile("sep=([,;\t])\r?\n?\ufeff?")

#: The csv module stops at 131,072 characters by default; a cell's length is judged later, in words.
csv.field_size_limit(2**31 - 1)


def read_delimited(data: bytes, name: str, file: str) -> tuple[TextTable | None, list[Problem]]:
    """The table in a file's bytes, or None with the reason."""
    text = decoded(data, file)
    if isinstance(text, Problem):
        return None, [text]
    hint = DELIMITER_HINT.match(text)
    if hint:
        text = text[hint.end() :]
        data = text.encode()
    if not text.strip():
        return None, [nothing_in(file)]
    delimiter = hint[1] if hint else delimiter_of(text)
    plain = _plain(data.removeprefix(UTF8_MARK), delimiter, name, file)
    if plain is not None:
        return plain
    return _exact(text, delimiter, name, file)


def delimiter_of(text: str) -> str:
    """The delimiter that the first line with anything in it uses most, outside of quotes."""
    first = re.search(r"[^\r\n]*\S[^\r\n]*", text)
    unquoted = re.sub(r'"(?:[^"]|"")*("|$)', "", first[0] if first else "")
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
    if body == b"\n":
        frame = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
        return TextTable(name, file, frame, pl.Series([], dtype=pl.Int64)), []
    frame = split(body, delimiter, columns)
    if frame is None:
        return None
    return without_empty_rows(name, file, frame, range(2, len(frame) + 2)), []


def split(lines: bytes, delimiter: str, columns: Sequence[str]) -> pl.DataFrame | None:
    """The cells of lines without quotation marks; None unless each line has one a column.

    In: lines that all end with a line feed; two columns or more.
    """
    if not _is_regular(lines, delimiter, len(columns)):
        return None
    return pl.read_csv(
        lines,
        has_header=False,
        schema=dict.fromkeys(columns, pl.String),
        separator=delimiter,
        quote_char=None,
    )


def fitting_lines(lines: bytes, delimiter: str, width: int) -> np.ndarray | None:
    """For each line, whether it has exactly this many cells; None if all have.

    In: as split() takes them.
    """
    if _is_regular(lines, delimiter, width):
        return None
    array = np.frombuffer(lines, dtype=np.uint8)
    ends = np.flatnonzero(array == ord("\n"))
    marks = np.searchsorted(np.flatnonzero(array == ord(delimiter)), ends)
    return np.diff(marks, prepend=0) == width - 1


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
    records = enumerate(records_of(text, delimiter), start=1)
    try:
        return assembled(records, name, file, mend_ragged(delimiter))
    except csv.Error as error:
        return None, [misquoted(rows_before_error(text, delimiter) + 1, str(error), file)]


def mend_ragged(delimiter: str) -> str:
    """What to do about a row with more cells than headings."""
    return (
        f"A {DELIMITERS[delimiter]} inside a cell needs quotation marks around the cell; save the "
        "table again from your spreadsheet, which sets them."
    )


def records_of(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows of cells; csv.Error where a quotation mark is not as it must be."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def rows_before_error(text: str, delimiter: str) -> int:
    """How many rows can be read before one can't."""
    count = 0
    with suppress(csv.Error):
        for _ in records_of(text, delimiter):
            count += 1
    return count


def misquoted(row: int, error: str, file: str) -> Problem:
    """The problem of a row with a quotation mark that is not as it must be."""
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
