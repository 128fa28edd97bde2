"""A table's file that is too long for memory: the rows that delimited.py gives, a part at a time.

Lines without quotation marks are split by the same function, many at once. Where a line does not
fit the headings, and in files with quotation marks, Python's csv module does it row by row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from bridgeboard.problems import Problem
from bridgeboard.readers.delimited import (
    DELIMITER_HINT,
    delimiter_of,
    fitting_lines,
    mend_ragged,
    misquoted,
    records_of,
    split,
)
from bridgeboard.readers.encoding import UTF8_MARK
from bridgeboard.readers.headings import named_columns
from bridgeboard.readers.records import Fitting, batches, nothing_in, without_empty_rows
from bridgeboard.readers.sweep import Sweep
from bridgeboard.readers.text_table import TextTable

#: Bytes split at a time.
PART = 1 << 22
#: As many bytes as Excel's line takes at most, with the mark that may follow.
_HINT = 10


class Unreadable(Exception):
    """Nothing of the file can be loaded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = list(problems)


@dataclass
class LongFile:
    """A table whose file stays on the disk.

    at: how many problems of the folder come before those of this file.
    problems: of the rows read so far; those of the whole file once parts() is at its end.
    """

    name: str
    file: str
    path: Path
    swept: Sweep
    at: int = 0
    problems: list[Problem] = field(default_factory=list)

    def simple_headings(self) -> list[str] | None:
        """The columns, if any reader of CSV reads the file as we do; else None.

        That is: no quotation mark, lines that all end the same way, headings in the first of them.
        """
        head = self.swept.head.removeprefix(UTF8_MARK)
        line, end, _ = head.partition(self.swept.line_end.encode() or b"\n")
        if self.swept.has_quotes or not self.swept.line_end or not end:
            return None
        text = line.decode("utf-8", "replace")
        if DELIMITER_HINT.match(text) or not text.strip():
            return None
        columns, problems = named_columns(text.split(delimiter_of(text)), self.file, 1)
        if problems or None in columns or len(columns) < 2:
            return None
        return columns

    @property
    def delimiter(self) -> str:
        """What stands between cells. Raises: Unreadable if there is nothing in the file."""
        with self._text() as opened:
            hint = self._skip_hint(opened)
            if hint:
                return hint
            first = next((line for line in opened if line.strip()), None)
        if first is None:
            raise Unreadable([nothing_in(self.file)])
        return delimiter_of(first)

    def parts(self) -> Iterator[TextTable]:
        """The rows, a part at a time, with the numbers that a spreadsheet shows.

        The first part has the columns and no row.

        Raises: Unreadable, at any part, for what makes the whole file be left out; OSError.
        """
        delimiter = self.delimiter
        with self._text() as opened:
            self._skip_hint(opened)
            if not any(line.strip() for line in opened):
                raise Unreadable([nothing_in(self.file)])
        self.problems = []
        fitting = None
        for part in self._quoted(delimiter) if self.swept.has_quotes else self._lines(delimiter):
            if isinstance(part, Fitting):
                fitting, part = part, part.take([])
            yield part
        if fitting is not None:
            self.problems = fitting.problems(mend_ragged(delimiter))

    def _text(self) -> io.TextIOWrapper:
        return self.path.open(encoding="utf-8-sig", newline="")

    def _skip_hint(self, opened: io.TextIOWrapper) -> str | None:
        """The delimiter that the file's first line names; the line is then read."""
        hint = DELIMITER_HINT.match(opened.read(8))
        opened.seek(0)
        if hint is None:
            return None
        opened.read(hint.end())
        return hint[1]

    def _fitting(self, number: int, headings: Sequence[str]) -> Fitting:
        columns, problems = named_columns(headings, self.file, number)
        if problems:
            raise Unreadable(problems)
        return Fitting(self.name, self.file, columns)

    def _quoted(self, delimiter: str) -> Iterator[TextTable | Fitting]:
        number = 0

        def counted() -> Iterator[tuple[int, list[str]]]:
            nonlocal number
            for cells in reader:
                number += 1
                yield number, cells

        with self._text() as opened:
            self._skip_hint(opened)
            reader = csv.reader(opened, delimiter=delimiter, strict=True)
            records = counted()
            try:
                first, headings = next(
                    ((n, cells) for n, cells in records if any(cell.strip() for cell in cells)),
                    (1, []),
                )
                if not headings:
                    raise Unreadable([nothing_in(self.file)])
                fitting = self._fitting(first, headings)
                yield fitting
                for batch in batches(records):
                    yield fitting.take(batch)
            except csv.Error as error:
                raise Unreadable([misquoted(number + 1, str(error), self.file)]) from None

    def _lines(self, delimiter: str) -> Iterator[TextTable | Fitting]:
        fitting: Fitting | None = None
        number = 1
        for lines in self._blocks():
            if fitting is None:
                lines, number, fitting = self._after_headings(lines, number, delimiter)
                if fitting is None:
                    continue
                yield fitting
            if lines:
                yield from self._split(lines, number, delimiter, fitting)
                number += lines.count(b"\n")
        if fitting is None:
            raise Unreadable([nothing_in(self.file)])

    def _after_headings(
        self, lines: bytes, number: int, delimiter: str
    ) -> tuple[bytes, int, Fitting | None]:
        """What follows on the first line with anything in it, its number, and that line's names."""
        while lines:
            line, _, lines = lines.partition(b"\n")
            cells = line.decode().split(delimiter)
            number += 1
            if any(cell.strip() for cell in cells):
                return lines, number, self._fitting(number - 1, cells)
        return lines, number, None

    def _split(
        self, lines: bytes, number: int, delimiter: str, fitting: Fitting
    ) -> Iterator[TextTable]:
        if fitting.width == 1 or None in fitting.columns:
            yield from self._row_by_row(lines, range(number, 1 << 62), delimiter, fitting)
            return
        fit = fitting_lines(lines, delimiter, fitting.width)
        if fit is None:
            yield self._at_once(lines, range(number, 1 << 62), delimiter, fitting)
            return
        # Lines that don't fit shall not slow down those around them.
        rows = np.arange(number, number + len(fit))
        others = b"".join(
            one for one, fits in zip(lines.splitlines(True), fit, strict=True) if not fits
        )
        parts = list(self._row_by_row(others, rows[~fit], delimiter, fitting))
        if fit.any():
            array = np.frombuffer(lines, dtype=np.uint8)
            lengths = np.diff(np.flatnonzero(array == ord("\n")), prepend=-1)
            kept = array[np.repeat(fit, lengths)].tobytes()
            parts.append(self._at_once(kept, rows[fit], delimiter, fitting))
        yield _in_order(parts)

    def _at_once(
        self, lines: bytes, rows: Sequence[int], delimiter: str, fitting: Fitting
    ) -> TextTable:
        frame = split(lines, delimiter, fitting.columns)
        return without_empty_rows(self.name, self.file, frame, rows[: len(frame)])

    def _row_by_row(
        self, lines: bytes, rows: Iterable[int], delimiter: str, fitting: Fitting
    ) -> Iterator[TextTable]:
        records = zip(map(int, rows), records_of(lines.decode(), delimiter), strict=False)
        yield from (fitting.take(batch) for batch in batches(records))

    def _blocks(self) -> Iterator[bytes]:
        """The bytes after mark and hint, cut at line ends, all of which are line feeds."""
        with self._text() as text:
            hint = self._skip_hint(text)
        with self.path.open("rb") as opened:
            rest = opened.read(PART).removeprefix(UTF8_MARK)
            if hint:
                named = DELIMITER_HINT.match(rest[:_HINT].decode("utf-8", "replace"))
                rest = rest[len(named[0].encode()) :]
            while True:
                piece = opened.read(PART)
                if not piece:
                    break
                rest += piece
                # A carriage return at the end may be half of a line's end.
                whole = rest[:-1] if rest.endswith(b"\r") else rest
                cut = max(whole.rfind(b"\n"), whole.rfind(b"\r")) + 1
                if cut:
                    yield _with_feeds(whole[:cut])
                    rest = rest[cut:]
            if rest:
                yield _with_feeds(rest if rest.endswith((b"\n", b"\r")) else rest + b"\n")


def _in_order(parts: Sequence[TextTable]) -> TextTable:
    """The parts as one, by their rows' numbers."""
    frame = pl.concat(part.frame for part in parts)
    rows = pl.concat(part.rows for part in parts)
    order = rows.arg_sort()
    refused = frozenset[int]().union(*(part.refused for part in parts))
    return TextTable(parts[0].name, parts[0].file, frame[order], rows[order], refused)


def _with_feeds(lines: bytes) -> bytes:
    if b"\r" not in lines:
        return lines
    return lines.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
