"""A table's file that is too long for memory: the rows that delimited.py gives, a part at a time.

Lines without quotation marks are split by the same function, many at once. Where a line does not
fit the headings, and in files with quotation marks, Python's csv module does it row by row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bridgeboard.problems import Problem
from bridgeboard.readers.delimited import (
    DELIMITER_HINT,
    delimiter_of,
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
#: So few are split row by row at once where a line among them doesn't fit.
_FEW = 1 << 16


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
        hint = DELIMITER_HINT.match(opened.read(7))
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
        if fitting.width > 1 and None not in fitting.columns:
            frame = split(lines, delimiter, fitting.columns)
            if frame is not None:
                rows = range(number, number + len(frame))
                yield without_empty_rows(self.name, self.file, frame, rows)
                return
            cut = lines.rfind(b"\n", 0, len(lines) // 2) + 1 or lines.find(b"\n") + 1
            if len(lines) > _FEW and cut < len(lines):
                # One line that doesn't fit shall not slow down all those around it.
                yield from self._split(lines[:cut], number, delimiter, fitting)
                number += lines.count(b"\n", 0, cut)
                yield from self._split(lines[cut:], number, delimiter, fitting)
                return
        records = enumerate(records_of(lines.decode(), delimiter), start=number)
        yield from (fitting.take(batch) for batch in batches(records))

    def _blocks(self) -> Iterator[bytes]:
        """The bytes after mark and hint, cut at line ends, all of which are line feeds."""
        with self._text() as text:
            hint = self._skip_hint(text)
        with self.path.open("rb") as opened:
            rest = opened.read(PART).removeprefix(UTF8_MARK)
            if hint:
                rest = rest[DELIMITER_HINT.match(rest[:7].decode("utf-8", "replace")).end() :]
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


def _with_feeds(lines: bytes) -> bytes:
    if b"\r" not in lines:
        return lines
    return lines.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
