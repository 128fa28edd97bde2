"""What is wrong with a plain table, in words."""

from __future__ import annotations

from collections.abc import Sequence

from bridgeboard.problems import LISTED, Problem
from bridgeboard.readers.grid import Merged
from bridgeboard.readers.headings import column_letters
from bridgeboard.readers.quoting import grouped, listed, quoted


def no_table(file: str, found: str, expected: str) -> Problem:
    """There is no table that can be told."""
    return Problem(
        file=file,
        rule="a table",
        found=found,
        expected=expected,
        mend="Leave one table on each sheet: headings in its first row, a row for each person.",
    )


def no_rows(file: str, row: int) -> Problem:
    """Nothing stands below the headings."""
    return Problem(
        file=file,
        row=row,
        rule="rows below the headings",
        found="headings and nothing below them",
        expected="an export holds at least one row of answers",
        mend="Export it again once somebody has answered.",
    )


def no_heading(place: int, column: str, file: str) -> Problem:
    """A column with cells has no heading."""
    return Problem(
        file=file,
        rule="heading",
        severity="doubtful",
        found=f"cells under no heading in column {column_letters(place)}",
        expected=f"each column needs one; it is called {quoted(column)} here",
        mend="Give it its heading in the file, or leave it out.",
    )


def same_headings(same: list[str], file: str) -> Problem:
    """A heading stands over several columns."""
    return Problem(
        file=file,
        rule="one column per heading",
        severity="doubtful",
        found=f"{listed([quoted(heading) for heading in same[:5]])} over several columns each",
        expected='headings differ; the second of the same is called "… (2)" here',
        mend="Look whether they are mapped as you mean, or rename them in the file.",
        also=max(len(same) - 5, 0),
    )


def ragged_rows(ragged: list[tuple[int, int]], width: int, file: str) -> list[Problem]:
    """Rows with more or fewer cells than headings."""
    return [
        Problem(
            file=file,
            row=number,
            rule="cells in a row",
            found=f"{grouped(cells)} {'cell' if cells == 1 else 'cells'}",
            expected=f"there are {grouped(width)} headings",
            mend="This row is left out. The file may be cut off here, or a cell with a comma or "
            "line break needs quotation marks: save it again from your spreadsheet.",
            also=max(len(ragged) - LISTED, 0) if place == LISTED - 1 else 0,
        )
        for place, (number, cells) in enumerate(ragged[:LISTED])
    ]


def headings_again(again: list[int], file: str) -> list[Problem]:
    """The headings stand below themselves once more."""
    if not again:
        return []
    return [
        Problem(
            file=file,
            row=again[0],
            rule="headings once",
            severity="doubtful",
            found="the headings once more, below the first rows",
            expected="they stand above the table only",
            mend="These rows are left out; look whether several tables stand one below the other.",
            also=len(again) - 1,
        )
    ]


def merged_below(
    merged: Sequence[Merged], lower: int, numbers: list[int], file: str
) -> list[Problem]:
    """Cells below the headings are merged."""
    below = [top for (top, _), (bottom, _) in merged if top > lower and bottom < len(numbers) + 1]
    if not below:
        return []
    return [
        Problem(
            file=file,
            row=numbers[min(min(below), len(numbers) - 1)],
            rule="merged cells",
            severity="doubtful",
            found="merged cells below the headings",
            expected="only the first of them holds the value and the others are empty",
            mend="Unmerge them and fill in each cell.",
            also=len(below) - 1,
        )
    ]
