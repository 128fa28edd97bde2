"""Any rectangle of cells under headings, as a table of a survey: nothing is known of its columns
but their headings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from bridgeboard.collected.cells import unique_names
from bridgeboard.collected.dropped_file import Records
from bridgeboard.collected.heading_rows import HeadingRows, filled, find_headings, joined
from bridgeboard.collected.plain_table_problems import (
    headings_again,
    merged_below,
    no_heading,
    no_rows,
    no_table,
    ragged_rows,
    same_headings,
)
from bridgeboard.collected.survey import Field, SurveyTable
from bridgeboard.problems import Problem
from bridgeboard.readers.grid import Merged
from bridgeboard.readers.headings import MOST_COLUMNS
from bridgeboard.readers.quoting import grouped

#: A row of one or two cells under an empty row is a note, in a table wider than that.
_NOTE_CELLS = 2


@dataclass(frozen=True)
class PlainTable:
    """A table, or None with the problems that say why not; what was found, in sentences."""

    table: SurveyTable | None
    said: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def plain_table(
    records: Records, name: str, file: str, merged: Sequence[Merged] = (), exact: bool = False
) -> PlainTable:
    """The table that stands in these rows.

    exact: a row with fewer cells than headings is refused, as in files of text, where it means that
        the file was cut off; in a sheet all rows are as wide as the sheet.
    """
    rows = [cells for _, cells in records]
    numbers = [number for number, _ in records]
    if not any(filled(cells) for cells in rows):
        return PlainTable(None, problems=(no_table(file, "", "there must be a table on it"),))
    start = numbers[0] - 1 if numbers else 0
    merged = [
        ((top - start, left), (bottom - start, right)) for (top, left), (bottom, right) in merged
    ]
    found = find_headings(rows, merged)
    if found is None:
        what = "no row of headings"
        expected = "a table has a row of headings in words above its cells, and two columns or more"
        return PlainTable(None, problems=(no_table(file, what, expected),))
    headings, groups = joined(rows, found, merged)
    width = max(filled(headings), default=-1) + 1
    if width > MOST_COLUMNS:
        what = f"{grouped(width)} headings"
        expected = f"a spreadsheet has {grouped(MOST_COLUMNS)} columns at most"
        return PlainTable(None, problems=(no_table(file, what, expected),))
    if beside := _beside_each_other(headings[:width]):
        return PlainTable(None, problems=(no_table(file, *beside),))
    said, problems = _about_headings(found, numbers, file)
    body = list(zip(numbers[found.lower + 1 :], rows[found.lower + 1 :], strict=True))
    body, notes = _without_notes(body, width)
    if notes:
        said.append(_notes_words(notes))
    # Columns without a heading at the end are columns too, if anything stands in them.
    last = max((filled(cells)[-1] for _, cells in body), default=-1)
    width = max(width, min(last + 1, len(headings)))
    kept, kept_numbers, more = _fitted(body, headings, width, file, exact)
    problems += more + merged_below(merged, found.lower, numbers, file)
    table, more = _table(kept, kept_numbers, headings[:width], groups, name, file)
    problems += more
    if not kept:
        problems.append(no_rows(file, numbers[found.lower]))
    return PlainTable(table, tuple(said), tuple(problems))


def _about_headings(
    found: HeadingRows, numbers: list[int], file: str
) -> tuple[list[str], list[Problem]]:
    said = []
    first = found.lower if found.upper is None else found.upper
    if first > 0:
        said.append(f"The headings stand in row {numbers[first]}; what is above them is a title.")
    if found.upper is not None:
        said.append(
            f"The headings take two rows, {numbers[found.upper]} and {numbers[found.lower]}: the "
            "upper one holds for the columns to its right."
        )
    if found.doubt is None:
        return said, []
    problem = Problem(
        file=file,
        row=numbers[found.lower],
        rule="row of headings",
        severity="doubtful",
        found="headings that are told by a rule of thumb",
        expected=f"it is not sure that {found.doubt}",
        mend="Look at the names of the columns. If they are wrong, leave one row of headings "
        "above the table.",
    )
    return said, [problem]


def _beside_each_other(headings: list[str]) -> tuple[str, str] | None:
    """Words for several tables beside each other: an empty column, and headings said again."""
    first = next((place for place, heading in enumerate(headings) if heading), 0)
    if "" not in headings[first:]:
        return None
    cut = headings.index("", first)
    before = {_bare(heading) for heading in headings[:cut] if heading}
    after = [_bare(heading) for heading in headings[cut:] if heading]
    again = [heading for heading in after if heading in before]
    if after and len(again) >= max(2, len(after) / 2):
        return "several tables beside each other", "a sheet may hold one table only"
    return None


def _bare(heading: str) -> str:
    return heading.rsplit(": ", 1)[-1]


def _without_notes(
    body: list[tuple[int, list[str]]], width: int
) -> tuple[list[tuple[int, list[str]]], list[int]]:
    """The rows without notes below them, and the numbers of those.

    Notes are what follows the last empty row, if none of it fills more than two cells of a wider
    table; and last rows of one cell of several words.
    """
    body = list(body)
    while body and not filled(body[-1][1]):
        body.pop()
    notes: list[int] = []
    if width > 1:
        most = min(_NOTE_CELLS, width - 1)
        empty = [place for place, (_, cells) in enumerate(body) if not filled(cells)]
        for place in reversed(empty):
            below = [one for one in body[place + 1 :] if filled(one[1])]
            if not all(len(filled(cells)) <= most for _, cells in below):
                break
            notes = [number for number, _ in below] + notes
            body = body[:place]
        while body and (cells := filled(body[-1][1])) and len(cells) == 1 < width:
            if " " not in body[-1][1][cells[0]].strip():
                break
            notes.insert(0, body.pop()[0])
    return [one for one in body if filled(one[1])], notes


def _notes_words(notes: list[int]) -> str:
    if len(notes) == 1:
        return f"Row {notes[0]} below the table is a note, and is left out."
    return f"Rows {notes[0]} to {notes[-1]} below the table are notes, and are left out."


def _fitted(
    body: list[tuple[int, list[str]]], headings: list[str], width: int, file: str, exact: bool
) -> tuple[list[list[str]], list[int], list[Problem]]:
    rows: list[list[str]] = []
    numbers: list[int] = []
    ragged: list[tuple[int, int]] = []
    again: list[int] = []
    bare = [_bare(heading) for heading in headings[:width]]
    for number, cells in body:
        if len(cells) != width:
            extra = any(cell.strip() for cell in cells[width:])
            if extra or (exact and len(cells) < width):
                ragged.append((number, len(cells)))
                continue
            cells = (cells + [""] * width)[:width]
        if cells[0] == bare[0] and [" ".join(cell.split()) for cell in cells] == bare:
            again.append(number)
            continue
        rows.append(cells)
        numbers.append(number)
    return rows, numbers, [*ragged_rows(ragged, width, file), *headings_again(again, file)]


def _table(
    rows: list[list[str]],
    numbers: list[int],
    headings: list[str],
    groups: list[str | None],
    name: str,
    file: str,
) -> tuple[SurveyTable, list[Problem]]:
    columns = unique_names(headings)
    series = columns_of(rows, len(headings))
    problems, fields, frame = [], [], {}
    for place, (heading, column) in enumerate(zip(headings, columns, strict=True)):
        cells = series[place]
        if not heading:
            if cells.null_count() == len(cells):
                continue
            problems.append(no_heading(place, column, file))
        frame[column] = cells
        fields.append(Field(column, heading, place, group=groups[place]))
    table = SurveyTable(
        name=name,
        file=file,
        frame=pl.DataFrame(frame),
        rows=pl.Series("row", numbers, dtype=pl.Int64),
        fields=tuple(fields),
    )
    times = Counter(heading for heading in headings if heading)
    if several := sorted(heading for heading, n in times.items() if n > 1):
        problems.append(same_headings(several, file))
    return table, problems


def columns_of(rows: list[list[str]], width: int) -> list[pl.Series]:
    """The cells by column; null where there is nothing but spaces."""
    if not rows:
        return [pl.Series([], dtype=pl.String)] * width
    return [
        pl.Series(
            [cell if cell and not cell.isspace() else None for cell in cells], dtype=pl.String
        )
        for cells in zip(*rows, strict=True)
    ]
