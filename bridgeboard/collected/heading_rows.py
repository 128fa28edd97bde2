"""Where the headings of a table stand that no tool has written: one row or two, under titles.

The rule, in words:
1. How full the table is: the most filled cells of any of the first rows.
2. The heading is the first row that fills two cells or more, and half as many as that. What stands
   above it is a title. If most of its cells are numbers there is no heading, unless they are years
   or count up.
3. If the row straight above it fills two cells or more, or is merged over several columns of the
   heading, it is the upper row of a heading of two rows. A lone cell at the left is a title.
4. If instead the heading leaves cells empty, right of a filled one, that the next row fills with
   words, that next row is the lower row of the heading.
5. Upper cells hold for the columns to their right until the next filled one; where ranges are
   merged, as far as the range goes. Nothing but the upper row is filled so.
Rule 4 is a guess where nothing but words stands below, and so is rule 2 where numbers stand in the
heading: then it is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bridgeboard.readers.grid import Merged

#: Rows in which the heading is looked for.
_LOOKED_AT = 60
_HALF = 0.5
_NUMBER = re.compile(r"\s*[-+]?[0-9][0-9.,\u00a0\u202f ]*%?\s*")


@dataclass(frozen=True)
class HeadingRows:
    """Where the headings are.

    lower, upper: places of their rows from 0; upper is None if there is one row only.
    doubt: what is not sure about it, in words that follow "it is not sure that".
    """

    lower: int
    upper: int | None = None
    doubt: str | None = None


def is_number(cell: str) -> bool:
    """Is the cell a number, and no word?"""
    return _NUMBER.fullmatch(cell) is not None


def filled(row: Sequence[str]) -> list[int]:
    """The places of the cells that hold something."""
    return [place for place, cell in enumerate(row) if cell and not cell.isspace()]


def find_headings(
    rows: Sequence[Sequence[str]], merged: Sequence[Merged] = ()
) -> HeadingRows | None:
    """The rows of the headings; None if there are none.

    merged: merged ranges, their rows counted as those of `rows`.
    """
    sample = rows[:_LOOKED_AT]
    full = max((len(filled(row)) for row in sample), default=0)
    if full < 2:
        return None
    at = next(
        (
            place
            for place, row in enumerate(sample)
            if len(filled(row)) >= max(2, _HALF * full) and not _errors_only(row)
        ),
        None,
    )
    if at is None or _is_of_numbers(rows[at]):
        return None
    if at > 0 and _is_upper(rows, at - 1, at, merged):
        return HeadingRows(at, at - 1, _numbers_in(rows[at]) or _loose(rows, at, merged))
    below = _is_lower(rows, at, merged)
    if below is not None:
        return HeadingRows(at + 1, at, below or None)
    return HeadingRows(at, None, _numbers_in(rows[at]))


def joined(
    rows: Sequence[Sequence[str]], found: HeadingRows, merged: Sequence[Merged] = ()
) -> tuple[list[str], list[str | None]]:
    """Each column's heading in one, and the upper one alone."""
    lower = [" ".join(cell.split()) for cell in rows[found.lower]]
    if found.upper is None:
        return lower, [None] * len(lower)
    upper = [" ".join(cell.split()) for cell in rows[found.upper]]
    upper += [""] * (len(lower) - len(upper))
    lower += [""] * (len(upper) - len(lower))
    filled_up = _filled_up(upper, lower, found.upper, merged)
    headings, groups = [], []
    for top, bottom in zip(filled_up, lower, strict=True):
        headings.append(f"{top}: {bottom}" if top and bottom and top != bottom else bottom or top)
        groups.append(top if top and bottom else None)
    return headings, groups


def _filled_up(upper: list[str], lower: list[str], row: int, merged: Sequence[Merged]) -> list[str]:
    """The upper row with each cell repeated over the columns that it stands for."""
    ranges = [
        (left, right)
        for (top, left), (bottom, right) in merged
        if top <= row <= bottom and right > left and left < len(upper)
    ]
    cells = list(upper)
    if ranges:
        for left, right in ranges:
            for place in range(left, min(right + 1, len(cells))):
                cells[place] = upper[left]
        return cells
    last = ""
    for place, cell in enumerate(upper):
        last = cell or last
        if lower[place]:
            cells[place] = last
    return cells


def _is_upper(rows: Sequence[Sequence[str]], at: int, lower: int, merged: Sequence[Merged]) -> bool:
    """Is this row, which stands straight above the heading, a part of it?"""
    cells, below = filled(rows[at]), set(filled(rows[lower]))
    if not cells or cells[-1] > max(below):
        return False
    wide = [
        (left, right)
        for (top, left), (bottom, right) in merged
        if top <= at <= bottom and right > left and left in cells
    ]
    first, last = min(below), max(below)
    if any(left <= first and right >= last for left, right in wide):
        # One cell over the whole table is a title.
        return False
    if len(cells) >= 2:
        return True
    return bool(wide) or cells[0] > first


def _is_lower(rows: Sequence[Sequence[str]], at: int, merged: Sequence[Merged]) -> str | None:
    """Is the row under this one the lower row of the heading? "" or a doubt if so, None if not."""
    if at + 2 >= len(rows):
        return None
    cells, below = filled(rows[at]), filled(rows[at + 1])
    first = cells[0]
    open_ = [place for place in below if place > first and place not in set(cells)]
    if not open_ or any(is_number(rows[at + 1][place]) for place in below):
        return None
    if any(top == at and right > left for (top, left), (_, right) in merged):
        return ""
    under = rows[at + 2 : at + 12]
    if any(place < len(row) and is_number(row[place]) for row in under for place in open_):
        return ""
    # A last column without a heading, filled by chance: one is too few to believe in two rows.
    if len(open_) < 2:
        return None
    return "the second row belongs to the headings: below it stand words only"


def _errors_only(row: Sequence[str]) -> bool:
    """Does the row hold nothing but what a spreadsheet writes for a formula that went wrong?"""
    return all(row[place].startswith("#") for place in filled(row))


def _is_of_numbers(row: Sequence[str]) -> bool:
    """Are most of its cells numbers, and neither years nor one number after the other?"""
    cells = [row[place].strip() for place in filled(row)]
    numbers = [cell for cell in cells if is_number(cell)]
    if len(numbers) <= _HALF * len(cells):
        return False
    if len(numbers) == len(cells) or not all(cell.isdigit() for cell in numbers):
        return True
    whole = [int(cell) for cell in numbers]
    steps = {after - before for before, after in pairwise(whole)}
    return not (steps <= {1} or steps <= {-1} or all(1900 <= year <= 2100 for year in whole))


def _loose(rows: Sequence[Sequence[str]], lower: int, merged: Sequence[Merged]) -> str | None:
    """A doubt where nothing is merged and numbers stand left of the first upper cell."""
    upper = filled(rows[lower - 1])
    if any(top <= lower - 1 <= bottom and right > left for (top, left), (bottom, right) in merged):
        return None
    left = [place for place in filled(rows[lower]) if place < upper[0]]
    under = rows[lower + 1 : lower + 11]
    if any(place < len(row) and is_number(row[place]) for row in under for place in left):
        return "each upper heading holds for the columns to its right"
    return None


def _numbers_in(row: Sequence[str]) -> str | None:
    cells = [row[place] for place in filled(row)]
    n = sum(is_number(cell) for cell in cells)
    if n and n >= _HALF * len(cells):
        return "these are headings: half of them are numbers"
    return None
