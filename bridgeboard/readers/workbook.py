"""XLSX: one sheet per table, every cell as the text that stands for it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

from bridgeboard.problems import Problem
from bridgeboard.readers.grid import Merged
from bridgeboard.readers.headings import plain_name
from bridgeboard.readers.records import assembled
from bridgeboard.readers.text_table import TextTable
from bridgeboard.readers.workbook_guard import Looked, damaged, looked_into

ENDINGS = (".xlsx", ".xlsm")


class Workbook:
    """An open workbook: which of our tables it has, and each of them as text."""

    def __init__(self, data: bytes, file: str, names: Sequence[str], looked: Looked) -> None:
        self.file = file
        self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        self._looked = looked
        self._looked_at: dict[str, CalamineSheet] = {}
        self.sheets: dict[str, list[str]] = {}
        self.others: list[str] = []
        for sheet in self._book.sheets_metadata:
            name = plain_name(sheet.name)
            if sheet.typ == SheetTypeEnum.WorkSheet and name in names:
                self.sheets.setdefault(name, []).append(sheet.name)
            else:
                self.others.append(sheet.name)

    def label(self, sheet: str) -> str:
        """What a problem calls the sheet: the workbook and its name."""
        return f"{self.file}, sheet {sheet}"

    def read(self, name: str) -> tuple[TextTable | None, list[Problem]]:
        """The table on the sheet of this name, or None with the reason."""
        title = self.sheets[name][0]
        label = self.label(title)
        try:
            sheet = self._book.get_sheet_by_name(title)
            errors = self._looked.errors.get(title, {})
            table, problems = assembled(_records(sheet, errors), name, label, "")
        # Whatever the library trips over in a broken sheet is one and the same to the user; it
        # raises errors of several kinds, a panic of its Rust side (no Exception) among them.
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException:
            return None, [damaged_workbook(label)]
        return table, problems + _merged(sheet, label)

    def has_rows(self, name: str) -> bool:
        """May there be a row below the headings of the sheet of this name?"""
        table, problems = self.read(name)
        return bool(problems) or table is None or not table.frame.is_empty()

    def titled(self, title: str | None) -> str | None:
        """The name of the sheet that this means; without a title that of the only one."""
        sheets = [s.name for s in self._book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
        if title is None:
            return sheets[0] if len(sheets) == 1 else None
        same = [sheet for sheet in sheets if plain_name(sheet) == plain_name(title)]
        return title if title in sheets else same[0] if len(same) == 1 else None

    def cells(self, title: str) -> tuple[list[tuple[int, list[str]]], list[Merged]] | Problem:
        """All cells of a sheet by row, and its merged ranges, of which only the first is filled."""
        try:
            # Whoever looked at its first rows has had it unpacked; nobody reads it twice.
            sheet = self._looked_at.pop(title, None)
            if sheet is None:
                sheet = self._book.get_sheet_by_name(title)
            records = list(_records(sheet, self._looked.errors.get(title, {})))
            return records, list(sheet.merged_cell_ranges or [])
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException:
            return damaged_workbook(self.label(title))

    def first(self, title: str, rows: int) -> list[tuple[int, list[str]]] | Problem:
        """The first rows of a sheet as text."""
        try:
            sheet = self._looked_at[title] = self._book.get_sheet_by_name(title)
            return list(_records(sheet, self._looked.errors.get(title, {}), rows))
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException:
            return damaged_workbook(self.label(title))


def opened(data: bytes, file: str, names: Sequence[str]) -> Workbook | Problem:
    """The workbook, or what keeps it from being opened."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Problem(
            file=file,
            rule="workbook",
            found="a password-protected workbook, or one of the old kind (.xls)",
            expected="this must be an Excel workbook (.xlsx) that opens without a password",
            mend="Take the password off, and save it again as .xlsx.",
        )
    if not data:
        return Problem(
            file=file,
            rule="workbook",
            found="",
            expected="this must be an Excel workbook (.xlsx)",
            mend="The file is empty: copy it here once more.",
        )
    if not data.startswith(b"PK"):
        return Problem(
            file=file,
            rule="workbook",
            found="a text file under this name" if _is_text(data) else damaged()[0],
            expected="this must be an Excel workbook (.xlsx)",
            mend="Give it the name of its table and the ending .csv."
            if _is_text(data)
            else damaged()[2],
        )
    looked = looked_into(data, file)
    if isinstance(looked, Problem):
        return looked
    try:
        return Workbook(data, file, names, looked)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        return damaged_workbook(file)


def damaged_workbook(file: str) -> Problem:
    """The problem of a workbook or sheet that can't be read."""
    found, expected, mend = damaged()
    return Problem(file=file, rule="workbook", found=found, expected=expected, mend=mend)


def text_of(value: Any) -> str:
    """The text that stands for a cell: 5.0 is 5, a day is 2020-01-31, yes or no true or false."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # Excel knows no whole numbers; beyond fifteen digits it has lost some.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{value.total_seconds() / 3600:g} h"
    return str(value)


def _records(
    sheet: CalamineSheet, errors: dict[tuple[int, int], str], rows: int | None = None
) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers; what the library gives as empty for an error, by its name."""
    if sheet.start is None:
        return
    top, left = sheet.start
    broken: dict[int, list[tuple[int, str]]] = {}
    # Most numbers of a survey are whole and small.
    known = {float(whole): str(whole) for whole in range(-100, 1_000)}
    for (row, column), error in errors.items():
        broken.setdefault(row, []).append((column, error))
    for number, cells in enumerate(sheet.to_python(skip_empty_area=True, nrows=rows), start=top):
        # Columns keep their place, so that a problem can name their letter.
        texts = [
            value
            if type(value) is str
            else known.get(value) or text_of(value)
            if type(value) is float
            else text_of(value)
            for value in cells
        ]
        if left:
            texts = [""] * left + texts
        for place, error in broken.get(number, ()):
            if place < len(texts):
                texts[place] = error
        yield number + 1, texts


def _merged(sheet: CalamineSheet, label: str) -> list[Problem]:
    merged = sheet.merged_cell_ranges or []
    if not merged:
        return []
    return [
        Problem(
            file=label,
            row=merged[0][0][0] + 1,
            rule="merged cells",
            severity="doubtful",
            found="merged cells",
            expected="only the first of them holds the value and the others are empty",
            mend="Unmerge them and fill in each cell.",
            also=len(merged) - 1,
        )
    ]


def _is_text(data: bytes) -> bool:
    try:
        data[:1000].decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        return error.start > 990
    return b"\0" not in data[:1000]
