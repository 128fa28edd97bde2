"""Where a rating matrix has its sites, its constructs and everything else.

Constructs go down and sites across, or the other way round, which is turned. Titles may stand
above, notes below; domains have rows or a column of their own; any further columns are let be.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bridgeboard.intake.construct_names import EDITIONS, by_id, domain_of, matches
from bridgeboard.problems import Problem
from bridgeboard.readers.grid import Grid
from bridgeboard.readers.quoting import grouped, quoted

#: Rows of constructs, headings and remarks; CFIR has fewer than seventy constructs.
MOST_ROWS = 1_000

#: Columns that people add up or remark in; never a site, even where numbers stand below.
_NO_SITE = re.compile(
    r"\b(mean|average|median|total|sum|score|overall|distinguish\w*|definition|description|notes?"
    r"|comments?|rationale|domains?|constructs?|factors?|no\.?|nr\.?|#)(?=\W|$)",
    re.IGNORECASE,
)
#: Columns before the names that only put them in order.
_ORDERING = re.compile(r"\b(domain|group|no|nr|number|id)s?\b|^#?$", re.IGNORECASE)


@dataclass(frozen=True)
class Shape:
    """A grid with constructs down, and the meaning of its columns.

    header: the row that names the sites; ratings stand below it.
    sites: the site of each column that has one.
    labels: columns in which constructs are named, and domains perhaps, from left to right.
    strangers: columns of ratings whose heading is no known site.
    others: further columns with something in them.
    """

    grid: Grid
    header: int
    sites: dict[int, str]
    labels: list[int]
    strangers: list[int]
    others: list[int]

    def heading(self, column: int) -> str:
        """What stands over a column, beside the sites."""
        return self.grid.cells[self.header][column]

    def title(self, column: int) -> str:
        """The same, or what stands above that: headings of other columns may begin higher up."""
        above = (self.grid.cells[row][column] for row in range(self.header, -1, -1))
        return next((cell for cell in above if cell), "")


def shape_of(
    grid: Grid,
    site_of: Callable[[str], str | None],
    is_construct: Callable[[str], bool],
    is_mark: Callable[[str], bool],
    left_out: Callable[[str], bool],
) -> Shape | Problem:
    """The shape of a matrix, or why there is none to be seen."""
    grid = _constructs_down(grid, site_of, is_construct)
    if len(grid.cells) > MOST_ROWS:
        return _too_long(grid)
    names = [sum(map(is_construct, grid.column(place))) for place in range(grid.width)]
    header = _header(grid, site_of, is_construct)
    if header is None:
        header = _header_by_marks(grid, is_mark)
        if header is None:
            return _no_matrix(grid)
    found = {
        place: site
        for place, cell in enumerate(grid.cells[header])
        if (site := site_of(cell)) is not None and not left_out(cell)
    }
    below = grid.cells[header + 1 :]
    named = [place for place in range(grid.width) if names[place] and place not in found]
    # Remarks to the right may hold a name too.
    named = [place for place in named if place < min(found, default=grid.width)] or named[:1]
    if not named:
        named = _text_before(below, found, is_mark)
    strangers, others, labels = [], [], list(named)
    for place in range(grid.width):
        heading, cells = grid.cells[header][place], [row[place] for row in below if row[place]]
        if place in found or place in named or not cells or left_out(heading):
            continue
        before_names = place < max(named, default=0)
        if 2 * sum(map(is_mark, cells)) > len(cells) and not _NO_SITE.search(heading):
            strangers.append(place)
        elif before_names and any(domain_of(cell) for cell in cells):
            labels.append(place)
        elif not (before_names and _ORDERING.search(heading)):
            others.append(place)
    return Shape(grid, header, found, sorted(labels), strangers, others)


def names_a_construct(cell: str) -> bool:
    """Does a cell name a construct, and no domain?"""
    if not cell or domain_of(cell):
        return False
    return by_id(cell) is not None or any(matches(cell, edition) for edition in EDITIONS)


def _constructs_down(
    grid: Grid, site_of: Callable[[str], str | None], is_construct: Callable[[str], bool]
) -> Grid:
    """The grid, turned if constructs go across."""
    turned = grid.turn()

    def most(of: Grid, counted: Callable[[str], object]) -> int:
        found = ({c for cell in row if (c := counted(cell))} for row in of.cells)
        return max((len(kinds) for kinds in found), default=0)

    def name(cell: str) -> str | None:
        return cell.casefold() if is_construct(cell) else None

    down, across = most(turned, name), most(grid, name)
    if down == across:
        across, down = most(turned, site_of), most(grid, site_of)
    return turned if across > down else grid


def _header(
    grid: Grid, site_of: Callable[[str], str | None], is_construct: Callable[[str], bool]
) -> int | None:
    """The row that names most sites, the first of several; none below the first construct.

    Sites may be called 1, 2, 3, which ratings are too: those stand below.
    """
    best, most = None, 0
    for place, row in enumerate(grid.cells):
        n = len({site for cell in row if (site := site_of(cell)) is not None})
        if n > most:
            best, most = place, n
        if sum(map(is_construct, row)) and best is not None:
            break
    return best


def _header_by_marks(grid: Grid, is_mark: Callable[[str], bool]) -> int | None:
    """Where no site is known: the row above the first one with a rating in it."""
    rated = next((n for n, row in enumerate(grid.cells) if any(map(is_mark, row))), None)
    return rated - 1 if rated else None


def _text_before(
    below: list[list[str]], sites: dict[int, str], is_mark: Callable[[str], bool]
) -> list[int]:
    """Where no name is known: the last column of text before the first site."""
    first = min(sites, default=len(below[0]) if below else 0)
    text = [
        place
        for place in range(first)
        if any(row[place] and not is_mark(row[place]) for row in below)
    ]
    return text[-1:]


def _too_long(grid: Grid) -> Problem:
    return Problem(
        file=grid.file,
        rule="rating matrix",
        found=f"{grouped(len(grid.cells))} {'columns' if grid.turned else 'rows'}",
        expected=f"a rating matrix has no more than {grouped(MOST_ROWS)} for its constructs",
        mend="Keep the matrix alone, or load its ratings as the table ratings.",
    )


def _no_matrix(grid: Grid) -> Problem:
    return Problem(
        file=grid.file,
        row=grid.rows[0],
        rule="rating matrix",
        found=quoted(" | ".join(cell for cell in grid.cells[0] if cell)),
        expected="no row or column is headed by the programme's sites, and no cell below is a "
        "rating",
        mend="Put constructs down and sites across, each site by its site_id or site_name; or say "
        "under [rating_matrices.sites] which heading is which site.",
    )
