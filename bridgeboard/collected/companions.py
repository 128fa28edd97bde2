"""Which dictionary, form or list of choices belongs to which file of data."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import listed

Companion = tuple[str, DroppedFile]

#: Rows of a file of data whose cells are looked for in files that may explain them.
_ROWS = 20
_ID = re.compile(r"[A-Za-z]+[0-9]+")


@dataclass(frozen=True)
class Companions:
    """For each file of data, in order, what explains it and what is wrong with that.

    alone: files that explain none of them.
    """

    companions: list[list[Companion]] = field(default_factory=list)
    problems: list[list[Problem]] = field(default_factory=list)
    alone: list[DroppedFile] = field(default_factory=list)


def companions_of(
    data: Sequence[tuple[Kind, DroppedFile]],
    helpers: Sequence[Companion],
    many: Collection[str] = (),
) -> Companions:
    """Each file of data with one companion at most of each kind that helps it.

    many: names of kinds of which all are taken, since they add to each other.

    Where there are several of a kind, the one is taken in which most cells of the data's headings
    and first rows stand; where that doesn't tell, it is a problem and none is taken.
    """
    found = Companions()
    used: list[DroppedFile] = []
    for kind, file in data:
        taken: list[Companion] = []
        problems: list[Problem] = []
        for name in kind.helped_by:
            known = _distinct([helper for given, helper in helpers if given == name])
            best = known if name in many or len(known) < 2 else _best(file, known)
            if name in many or len(best) == 1:
                taken += [(name, one) for one in best]
            elif best:
                problems.append(_several(file, best))
            used += best
        found.companions.append(taken)
        found.problems.append(problems)
    found.alone.extend(helper for _, helper in helpers if helper not in used)
    return found


def _distinct(files: list[DroppedFile]) -> list[DroppedFile]:
    """The files without those that were dropped twice."""
    return list({file.data: file for file in files}.values())


def _best(file: DroppedFile, known: list[DroppedFile]) -> list[DroppedFile]:
    """Those that share most with the file: one of them, or several that are equally like it."""
    cells = _cells(file, _ROWS)
    shared = {place: len(cells & _cells(other, None)) for place, other in enumerate(known)}
    most = max(shared.values())
    return [known[place] for place, count in shared.items() if count == most]


def _cells(file: DroppedFile, rows: int | None) -> set[str]:
    """The distinct cells of its first rows; of JSON all that stands in quotation marks."""
    if file.is_workbook:
        sheets = file.sheets
        if isinstance(sheets, Problem):
            return set()
        records = [cells for of_sheet, _ in sheets.values() for _, cells in of_sheet[:rows]]
    elif rows is not None:
        records = file.first_rows[:rows]
    else:
        text = file.text
        if isinstance(text, Problem):
            return set()
        if text.lstrip().startswith("{"):
            return _telling(re.findall(r'"([^"\\]{1,200})"', text))
        whole = file.records
        records = [] if isinstance(whole, Problem) else [cells for _, cells in whole]
    return _telling(cell for cells in records for cell in cells)


def _telling(cells: Iterable[str]) -> set[str]:
    """The cells, and the ids inside of them ("QID2" of "QID2_1"); a number stands in every file."""
    whole = {cell.strip() for cell in cells if not _plain(cell)}
    return whole | {id_ for cell in whole for id_ in _ID.findall(cell[:200])}


def _plain(cell: str) -> bool:
    text = cell.strip()
    return len(text) < 2 or text.isdigit()


def _several(file: DroppedFile, best: list[DroppedFile]) -> Problem:
    names = listed([other.name for other in best])
    return Problem(
        file=file.name,
        rule="one dictionary",
        found=f"{len(best)} files that may explain it: {names}",
        expected="one file of data is explained by one dictionary or form",
        mend="Take all but the right one away; it was read without any of them.",
    )
