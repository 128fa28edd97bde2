"""The cells of an export under its headings: rows that fit, columns that have a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from bridgeboard.collected.dropped_file import DroppedFile, Records
from bridgeboard.collected.markup import letters_restored
from bridgeboard.problems import LISTED, Problem
from bridgeboard.readers.grid import Merged
from bridgeboard.readers.headings import MOST_COLUMNS, column_letters
from bridgeboard.readers.quoting import grouped, listed, quoted
from bridgeboard.readers.records import nothing_in


@dataclass(frozen=True)
class Cells:
    """Headings and rows of one table of an export.

    file: how problems call it. headings: without spaces around them; "" where there is none.
    heading_row: its number. rows: each as wide as the headings; numbers: theirs.
    problems: rows that were refused since their cells don't fit the headings.
    """

    file: str
    headings: list[str]
    heading_row: int
    rows: list[list[str]]
    numbers: list[int]
    problems: tuple[Problem, ...] = ()
    merged: tuple[Merged, ...] = field(default=())

    def column(self, place: int) -> pl.Series:
        """A column's cells, null where they are empty."""
        cells = [row[place] if row[place].strip() else None for row in self.rows]
        return pl.Series(cells, dtype=pl.String)

    def is_empty(self, place: int) -> bool:
        """Has this column no cell filled in?"""
        return not any(row[place].strip() for row in self.rows)

    def without_heading(
        self, columns: Sequence[object | None], expected: str, mend: str
    ) -> list[Problem]:
        """A problem for each column that has cells, but no heading and so nothing in `columns`."""
        return [
            Problem(
                file=self.file,
                row=self.heading_row,
                rule="heading",
                severity="doubtful",
                found=f"cells under no heading in column {column_letters(place)}",
                expected=expected,
                mend=mend,
            )
            for place, column in enumerate(columns)
            if column is None and not self.is_empty(place)
        ]

    def without(self, places: Iterable[int]) -> Cells:
        """The same without these rows, by their place from 0."""
        gone = set(places)
        kept = [place for place in range(len(self.rows)) if place not in gone]
        return replace(
            self,
            rows=[self.rows[place] for place in kept],
            numbers=[self.numbers[place] for place in kept],
        )


def first_of(file: DroppedFile) -> list[list[str]]:
    """The first rows of a file of text, or of a workbook's only sheet; none if it is neither."""
    if file.is_zip:
        sheets = file.first_sheets
        return [cells for _, cells in next(iter(sheets.values()))] if len(sheets) == 1 else []
    return file.first_rows


def records_in(file: DroppedFile) -> tuple[str, Records] | Problem:
    """All rows of a file of text, or of a workbook's only sheet, and what problems call it."""
    if not file.is_zip:
        records = file.records
        return records if isinstance(records, Problem) else (file.name, records)
    sheets = file.sheets
    if isinstance(sheets, Problem):
        return sheets
    if len(sheets) != 1:
        return Problem(
            file=file.name,
            rule="one sheet",
            found=f"a workbook of {len(sheets)} sheets",
            expected="an export of this kind is one table",
            mend="Save the sheet of the export on its own, or give the tool's own CSV.",
        )
    ((title, (records, _)),) = sheets.items()
    return f"{file.name}, sheet {title}", records


def cells_in(file: DroppedFile) -> Cells | Problem:
    """The cells of a file of text, or of a workbook's only sheet."""
    found = records_in(file)
    return found if isinstance(found, Problem) else cells_of(found[1], found[0])


def cells_of(records: Records, file: str) -> Cells | Problem:
    """The cells under the first row with anything in it; a Problem if there is none."""
    start = next((at for at, (_, row) in enumerate(records) if any(map(str.strip, row))), None)
    if start is None:
        return nothing_in(file)
    heading_row, headings = records[start]
    headings = [letters_restored(heading).strip() for heading in headings]
    while headings and not headings[-1]:
        headings.pop()
    width = len(headings)
    if width > MOST_COLUMNS:
        return Problem(
            file=file,
            row=heading_row,
            rule="number of columns",
            found=f"{grouped(width)} headings",
            expected=f"a spreadsheet has {grouped(MOST_COLUMNS)} columns at most",
            mend="Export the file again; its line ends may be lost.",
        )
    rows, numbers, ragged = [], [], []
    for number, row in records[start + 1 :]:
        if not any(map(str.strip, row)):
            continue
        if len(row) < width or any(map(str.strip, row[width:])):
            ragged.append((number, len(row)))
            continue
        rows.append([letters_restored(cell) for cell in row[:width]])
        numbers.append(number)
    return Cells(file, headings, heading_row, rows, numbers, _ragged(ragged, width, file))


def repeated(cells: Cells) -> list[Problem]:
    """A refused problem for each heading that stands over two columns."""
    times = Counter(heading for heading in cells.headings if heading)
    places = {
        heading: [column_letters(at) for at, one in enumerate(cells.headings) if one == heading]
        for heading in [heading for heading, n in times.items() if n > 1][:LISTED]
    }
    return [
        Problem(
            file=cells.file,
            row=cells.heading_row,
            rule="one column per heading",
            found=f"the heading {quoted(heading)} over columns {listed(letters[:LISTED])}",
            expected="each heading stands over one column in this kind of export",
            mend="Export the file again, or rename or delete all but one of them.",
        )
        for heading, letters in places.items()
    ]


def unique_names(names: Sequence[str]) -> list[str]:
    """The names, the second of the same as "name (2)"; "column C" where there is none."""
    taken = set(names)
    found: list[str] = []
    used: set[str] = set()
    times: Counter[str] = Counter()
    for place, name in enumerate(names):
        one = name or f"column {column_letters(place)}"
        while one in used or (one != name and one in taken):
            times[name] += 1
            one = f"{name or 'column'} ({times[name] + 1})"
        used.add(one)
        found.append(one)
    return found


def _ragged(ragged: list[tuple[int, int]], width: int, file: str) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            file=file,
            row=row,
            rule="cells in a row",
            found=f"{grouped(cells)} {'cell' if cells == 1 else 'cells'}",
            expected=f"there {'is 1 heading' if width == 1 else f'are {grouped(width)} headings'}",
            mend="This row is left out. The file may be cut off here, or was changed after the "
            "export: export it again.",
            also=max(len(ragged) - LISTED, 0) if place == LISTED - 1 else 0,
        )
        for place, (row, cells) in enumerate(ragged[:LISTED])
    )
