"""A file as somebody dropped it: name and bytes, opened as text or as a workbook when asked."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

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
MOST_CELLS = 20_000_000

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
            return decoded(self.data, self.name)
        try:
            return self.data.decode(self.encoding)
        except (UnicodeDecodeError, LookupError):
            return Problem(
                file=self.name,
                rule="encoding",
                found=f"bytes that are no text in {self.encoding}",
                expected="the file must be in the encoding that was chosen",
                mend="Choose another encoding, or export it again as UTF-8.",
            )

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
        rows: Records = []
        cells = 0
        try:
            for number, row in enumerate(records_of(text, self.delimiter), start=1):
                cells += len(row)
                if cells > MOST_CELLS:
                    return Problem(
                        file=self.name,
                        row=number,
                        rule="number of cells",
                        found=f"more than {grouped(MOST_CELLS)} cells",
                        expected="no export that is read here holds so many",
                        mend="Export one wave or one instrument at a time.",
                    )
                rows.append((number, row))
        except csv.Error as error:
            row = rows_before_error(text, self.delimiter) + 1
            return misquoted(row, str(error), self.name)
        return rows

    @cached_property
    def workbook(self) -> Workbook | Problem:
        """The file as a workbook, looked into before it is unpacked."""
        if self.too_large is not None:
            return self.too_large
        return opened(self.data, self.name, ())

    @cached_property
    def is_workbook(self) -> bool:
        """Does it begin as a zip file does, and open as a workbook?"""
        return self.data.startswith(b"PK\x03\x04") and isinstance(self.workbook, Workbook)

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
