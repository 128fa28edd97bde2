"""A file as somebody dropped it: name and bytes, opened as text or as a workbook when asked."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bridgeboard.collected.encodings import in_utf16, no_text, not_utf8
from bridgeboard.problems import Problem
from bridgeboard.readers.delimited import (
    delimiter_of,
    misquoted,
    records_of,
    rows_before_error,
)
from bridgeboard.readers.encoding import decoded
from bridgeboard.readers.grid import Merged
from bridgeboard.readers.quoting import grouped
from bridgeboard.readers.workbook import Workbook, opened

#: Rows of text cells take some ten times the file's size in memory.
LARGEST_EXPORT = 100_000_000
#: Cells of a file of text; a study of 10,000 people with 400 columns has 4 million.
MOST_CELLS = 10_000_000

#: What recognising looks at: bytes and rows at the beginning of a file of text.
_HEAD = 1_000_000
_ROWS = 50
#: How files begin that are no text, though some of them may hold no NUL byte so soon.
_NO_TEXT = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x89PNG", b"$FL", b"SQLite")

#: Each row with its number as a spreadsheet shows it.
Records = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class DroppedFile:
    """A file by name and bytes.

    encoding: as a person chose it, where the file is not UTF-8.
    """

    name: str
    data: bytes
    encoding: str | None = None

    @cached_property
    def too_large(self) -> Problem | None:
        """The problem of a file that is larger than an export may be."""
        if len(self.data) <= LARGEST_EXPORT:
            return None
        return Problem(
            file=self.name,
            rule="size",
            found=f"a file of {grouped(len(self.data))} bytes",
            expected=f"exports of up to {grouped(LARGEST_EXPORT)} bytes are read",
            mend="Export one wave or one instrument at a time.",
        )

    @cached_property
    def text(self) -> str | Problem:
        """The file as text; a Problem if it is none, or in another encoding."""
        if self.too_large is not None:
            return self.too_large
        if self.encoding is None:
            text = decoded(self.data, self.name)
            return not_utf8(text, self.data) if isinstance(text, Problem) else text
        try:
            text = self.data.decode(self.encoding).removeprefix("\ufeff")
        except (UnicodeError, LookupError):
            return Problem(
                file=self.name,
                rule="encoding",
                found=f"bytes that are no text in {self.encoding}",
                expected="the file must be in the encoding that was chosen",
                mend="Choose another encoding, or export it again as UTF-8.",
            )
        if "\0" in text or text.startswith("PK\x03\x04"):
            # Single-byte encodings take any byte: UTF-16, workbooks and pictures too.
            return no_text(self.name, self.encoding)
        return text

    @cached_property
    def is_text(self) -> bool:
        """Is it a file of text, in whatever encoding, as far as its beginning tells?"""
        return bool(self.first_rows)

    @cached_property
    def delimiter(self) -> str:
        """Comma, semicolon or tab, whichever the first line uses most."""
        return delimiter_of(self.text) if isinstance(self.text, str) else ","

    @cached_property
    def records(self) -> Records | Problem:
        """All rows of a file of text, empty ones included."""
        text = self.text
        if isinstance(text, Problem):
            return text
        if text.count(self.delimiter) > MOST_CELLS:
            # Counted first: one row of a billion cells would be split as a whole.
            return self._too_many_cells(None)
        rows: Records = []
        cells = 0
        try:
            for number, row in enumerate(records_of(text, self.delimiter), start=1):
                cells += len(row)
                if cells > MOST_CELLS:
                    return self._too_many_cells(number)
                rows.append((number, row))
        except csv.Error as error:
            row = rows_before_error(text, self.delimiter) + 1
            return misquoted(row, str(error), self.name)
        return rows

    @property
    def is_zip(self) -> bool:
        """Does it begin as a zip file does, such as a workbook?"""
        return self.data.startswith(b"PK\x03\x04")

    def _too_many_cells(self, row: int | None) -> Problem:
        return Problem(
            file=self.name,
            row=row,
            rule="number of cells",
            found=f"more than {grouped(MOST_CELLS)} cells",
            expected="no export that is read here holds so many",
            mend="Export one wave or one instrument at a time.",
        )

    @cached_property
    def first_rows(self) -> list[list[str]]:
        """The first rows of a file of text, to recognise it by, whatever its encoding; else [].

        Cells may be wrong where the encoding is not known yet, and the file may have more problems
        further down: `records` says so.
        """
        head = self.data[:_HEAD]
        guess = "utf-16" if in_utf16(head) else "utf-8"
        try:
            text = head.decode(self.encoding or guess, "replace").removeprefix("\ufeff")
        except (UnicodeError, LookupError):
            return []
        if "\0" in text or head.startswith(_NO_TEXT):
            return []
        lines = io.StringIO(text, newline="")
        rows: list[list[str]] = []
        try:
            rows.extend(itertools.islice(csv.reader(lines, delimiter=delimiter_of(text)), _ROWS))
        except csv.Error:
            return rows
        return rows[:-1] if len(self.data) > _HEAD and len(rows) < _ROWS else rows

    @cached_property
    def workbook(self) -> Workbook | Problem:
        """The file as a workbook, looked into before it is unpacked."""
        if self.too_large is not None:
            return self.too_large
        return opened(self.data, self.name, ())

    @cached_property
    def is_workbook(self) -> bool:
        """Does it begin as a zip file does, and open as a workbook?"""
        return self.is_zip and isinstance(self.workbook, Workbook)

    @cached_property
    def first_sheets(self) -> Mapping[str, Records]:
        """The first rows of each sheet by its name; none if it is no workbook."""
        if not self.is_workbook or isinstance(self.workbook, Problem):
            return {}
        found = {title: self.workbook.first(title, _ROWS) for title in self.workbook.others}
        return {title: rows for title, rows in found.items() if not isinstance(rows, Problem)}

    @cached_property
    def sheets(self) -> Mapping[str, tuple[Records, list[Merged]]] | Problem:
        """The sheets of a workbook by name: rows of text cells, and merged ranges."""
        book = self.workbook
        if isinstance(book, Problem):
            return book
        found = {}
        for title in book.others:
            cells = book.cells(title)
            if isinstance(cells, Problem):
                return cells
            found[title] = cells
        return found
