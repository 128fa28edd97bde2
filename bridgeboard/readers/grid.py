"""A rectangle of text cells that knows where each of them stands in its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bridgeboard.readers.headings import column_letters

#: First and last cell of a merged range, as (row, column) from 0.
Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Grid:
    """A rectangle of cells, without spaces around them; empty cells are "".

    rows: the number of each row as a spreadsheet shows it.
    turned: rows and columns were exchanged after reading, so that constructs go down.
    merged: merged ranges of the sheet, of which only the first cell is filled.
    """

    file: str
    cells: list[list[str]]
    rows: list[int]
    turned: bool = False
    merged: tuple[Merged, ...] = ()

    @property
    def width(self) -> int:
        """Cells in a row."""
        return len(self.cells[0]) if self.cells else 0

    def column(self, place: int) -> list[str]:
        """The cells of a column."""
        return [row[place] for row in self.cells]

    def where(self, row: int, column: int) -> tuple[int, str]:
        """Row and column letters of a cell as the spreadsheet shows them."""
        if self.turned:
            row, column = column, row
        return self.rows[row], column_letters(column)

    def turn(self) -> Grid:
        """The same with rows and columns exchanged."""
        cells = [list(column) for column in zip(*self.cells, strict=True)]
        return replace(self, cells=cells, turned=not self.turned)

    def filled(self, fills: Callable[[str], bool]) -> tuple[Grid, list[tuple[int, int]]]:
        """Merged cells filled in whose first cell is one that fills; where those begin.

        A rating over three merged cells is the rating of three sites; a title is not.
        """
        cells = [list(row) for row in self.cells]
        place_of = {number: place for place, number in enumerate(self.rows)}
        begun = []
        for (top, left), (bottom, right) in self.merged:
            first = place_of.get(top + 1)
            if first is None or left >= self.width or not fills(cells[first][left]):
                continue
            begun.append((first, left))
            for number in range(top + 1, bottom + 2):
                if (row := place_of.get(number)) is not None:
                    for column in range(left, min(right + 1, self.width)):
                        cells[row][column] = cells[first][left]
        return replace(self, cells=cells), begun
