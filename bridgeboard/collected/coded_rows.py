"""Rows of a table of text or of the sheets of a workbook, and headings in one spelling."""

from __future__ import annotations

import csv
import itertools
import re

from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.problems import Problem
from bridgeboard.readers.delimited import records_of

#: Each row with its number as a spreadsheet shows it.
Rows = list[tuple[int, list[str]]]

#: What is looked at to tell the kind of a file of text.
_HEAD = 200_000
_FIRST = 200


def tables_in(dropped: DroppedFile) -> dict[str, Rows] | Problem:
    """Rows by the sheet's title, those without any text left out; the title of text is ""."""
    if dropped.data.startswith(b"PK"):
        sheets = dropped.sheets
        if isinstance(sheets, Problem):
            return sheets
        return {title: _filled(rows) for title, (rows, _) in sheets.items()}
    rows = dropped.records
    return rows if isinstance(rows, Problem) else {"": _filled(rows)}


def first_rows_in(dropped: DroppedFile) -> dict[str, Rows]:
    """The first rows, to tell the kind by; none where the file can't be read."""
    if dropped.data.startswith(b"PK"):
        tables = tables_in(dropped) if dropped.is_workbook else {}
        if isinstance(tables, Problem):
            return {}
        return {title: rows[:_FIRST] for title, rows in tables.items()}
    text = dropped.text
    if isinstance(text, Problem):
        return {}
    head = text[:_HEAD]
    rows: Rows = []
    try:
        for number, row in enumerate(
            itertools.islice(records_of(head, dropped.delimiter), _FIRST), start=1
        ):
            rows.append((number, row))
    except csv.Error:
        pass
    if len(text) > _HEAD and len(rows) < _FIRST:
        rows = rows[:-1]
    return {"": _filled(rows)}


def plain(heading: str) -> str:
    """A heading in small letters, without marks: "Coded_Text:" is "coded text"."""
    return " ".join(re.sub(r"[\W_]+", " ", heading.casefold()).split())


def label_of(file: str, title: str) -> str:
    """What a problem calls a table: the file, and the sheet if it is one."""
    return f"{file}, sheet {title}" if title else file


def cell(row: list[str], place: int | None) -> str:
    """The cell without blanks around it; "" where there is none."""
    return row[place].strip() if place is not None and place < len(row) else ""


def _filled(rows: Rows) -> Rows:
    return [(number, cells) for number, cells in rows if any(map(str.strip, cells))]
