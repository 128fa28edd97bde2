"""Which files and sheets of a folder are the rating matrices that programme.toml names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from bridgeboard.problems import Problem
from bridgeboard.readers.grid import Grid
from bridgeboard.readers.near_misses import TEXT_ENDINGS
from bridgeboard.readers.quoting import listed, quoted
from bridgeboard.readers.rating_matrix import grid_of, read_grid
from bridgeboard.readers.workbook import ENDINGS as WORKBOOK_ENDINGS
from bridgeboard.readers.workbook import Workbook
from schemas.programme import RatingMatrix

FILE = "programme.toml"


class Matrices:
    """The rating matrices of a programme while its folder is read.

    grids: those that could be read, by their place in programme.toml.
    """

    def __init__(self, settings: Sequence[RatingMatrix]) -> None:
        self.settings = settings
        self.grids: dict[int, Grid] = {}
        self.problems: list[Problem] = []
        self._dealt_with: set[int] = set()
        self._of_workbook: dict[str, list[int]] = {}

    def named(self, file: str) -> bool:
        """Does a matrix name this file?"""
        return bool(self._places(file))

    def said(self, file: str) -> None:
        """This file can't be read, and that has been said."""
        self._dealt_with.update(self._places(file))

    def take_file(self, file: str, data: bytes) -> Grid | None:
        """Read a file of text for each matrix that names it."""
        self.said(file)
        grid = read_grid(data, file)
        if isinstance(grid, Problem):
            self.problems.append(grid)
            return None
        for place in self._places(file):
            self.grids[place] = grid
        return grid

    def take_sheets(self, workbook: Workbook) -> list[str]:
        """Read the sheets of a workbook that are matrices; they are no tables any more."""
        taken = []
        for place, matrix in enumerate(self.settings):
            if matrix.file is not None and place not in self._places(workbook.file):
                continue
            if matrix.file is None and matrix.sheet is None:
                continue
            title = workbook.titled(matrix.sheet)
            if title is not None:
                taken.append(title)
                self._take_sheet(place, workbook, title)
        for title in taken:
            workbook.others = [sheet for sheet in workbook.others if sheet != title]
            for name, sheets in list(workbook.sheets.items()):
                if left := [sheet for sheet in sheets if sheet != title]:
                    workbook.sheets[name] = left
                else:
                    del workbook.sheets[name]
        return taken

    def rows_in(self, workbook: Workbook) -> int:
        """Rows of the matrices that were read from this workbook."""
        places = self._of_workbook.get(workbook.file, [])
        return sum(len(self.grids[place].rows) for place in places if place in self.grids)

    def missing(self, entries: Iterable[Path]) -> list[Problem]:
        """A problem for each matrix that was found nowhere in the folder."""
        names = [path.name for path in entries if path.suffix]
        problems = []
        for place, matrix in enumerate(self.settings):
            if place in self._dealt_with:
                continue
            if matrix.file is None and matrix.sheet is None:
                problems.append(_unnamed(place))
            elif matrix.sheet is not None and (matrix.file is None or matrix.file in names):
                problems.append(_no_sheet(matrix))
            elif matrix.file in names:
                problems.append(_which_sheet(matrix))
            else:
                problems.append(_no_file(matrix, names))
        return problems

    def _take_sheet(self, place: int, workbook: Workbook, title: str) -> None:
        if place in self._dealt_with:
            self.grids.pop(place, None)
            self.problems.append(_two_sheets(self.settings[place], workbook))
            return
        self._dealt_with.add(place)
        self._of_workbook.setdefault(workbook.file, []).append(place)
        cells = workbook.cells(title)
        if not isinstance(cells, Problem):
            records, merged = cells
            cells = grid_of(records, workbook.label(title), merged)
        if isinstance(cells, Problem):
            self.problems.append(cells)
        else:
            self.grids[place] = cells

    def _places(self, file: str) -> list[int]:
        return [
            place
            for place, matrix in enumerate(self.settings)
            if matrix.file is not None
            and (matrix.file == file or matrix.file.casefold() == file.casefold())
        ]


def _unnamed(place: int) -> Problem:
    return Problem(
        file=FILE,
        column="rating_matrices",
        rule="file of the matrix",
        found=f"no file and no sheet for the rating matrix number {place + 1}",
        expected="each must name the file or the sheet that it stands in",
        mend='Add it: file = "ratings matrix.csv", or sheet = "Ratings".',
    )


def _no_file(matrix: RatingMatrix, names: list[str]) -> Problem:
    readable = [
        name for name in names if Path(name).suffix.lower() in (*TEXT_ENDINGS, *WORKBOOK_ENDINGS)
    ]
    near = get_close_matches(matrix.file or "", readable, n=1, cutoff=0.6)
    return Problem(
        file=FILE,
        column="rating_matrices.file",
        rule="file of the matrix",
        found=quoted(matrix.file),
        expected="the programme's folder has no such file",
        mend=f"Did you mean {near[0]}?" if near else "Put it beside programme.toml.",
    )


def _no_sheet(matrix: RatingMatrix) -> Problem:
    return Problem(
        file=FILE,
        column="rating_matrices.sheet",
        rule="sheet of the matrix",
        found=quoted(matrix.sheet),
        expected=f"{matrix.file or 'no workbook of the folder'} has "
        f"{'no' if matrix.file else 'a'} sheet of this name",
        mend="Mend the name, here or in the workbook.",
    )


def _which_sheet(matrix: RatingMatrix) -> Problem:
    return Problem(
        file=FILE,
        column="rating_matrices.file",
        rule="sheet of the matrix",
        found=quoted(matrix.file),
        expected="a workbook of several sheets can't say by itself which of them is meant",
        mend='Name it too: sheet = "Ratings".',
    )


def _two_sheets(matrix: RatingMatrix, workbook: Workbook) -> Problem:
    return Problem(
        file=FILE,
        column="rating_matrices.sheet",
        rule="sheet of the matrix",
        found=quoted(matrix.sheet),
        expected=f"{listed(['another workbook', workbook.file])} have a sheet of this name",
        mend="Name the workbook too: file = ...",
    )
