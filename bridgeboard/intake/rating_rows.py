"""A rating matrix to rating rows: which site, which construct, which mark, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from bridgeboard.intake.construct_names import (
    EDITIONS,
    Construct,
    Edition,
    by_id,
    cleaned,
    domain_of,
    edition_by,
    matches,
)
from bridgeboard.intake.rating_marks import Marks
from bridgeboard.intake.rating_matrix_shape import Shape, names_a_construct, shape_of
from bridgeboard.intake.rating_names import Named, RowNames, plain
from bridgeboard.intake.rating_problems import Said
from bridgeboard.problems import Problem
from bridgeboard.readers.grid import Grid
from schemas.programme import RatingMatrix

Row = dict[str, str | None]


@dataclass
class MatrixRead:
    """What a matrix gave.

    rows: rating rows as text, with the number of the row or column each stands in.
    n_cells: cells with something in them, accepted or not.
    beside: cells of further columns, by heading and construct: what a paper says of it.
    """

    rows: list[Row] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    n_cells: int = 0
    beside: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)


def rating_rows(grid: Grid, matrix: RatingMatrix, sites: Mapping[str, str]) -> MatrixRead:
    """The ratings of a matrix, and problems for all that is not one.

    sites: what a heading may say, in plain form (see plain), and the site it stands for.
    """
    return _Reading(grid, matrix, sites).read()


class _Reading:
    """One reading of one matrix."""

    def __init__(self, grid: Grid, matrix: RatingMatrix, sites: Mapping[str, str]) -> None:
        self.marks = Marks(matrix.marks)
        self.matrix = matrix
        self.sites = sites
        self.leave_out = {plain(name) for name in matrix.leave_out}
        self.grid, merged = grid.filled(self._is_mark)
        self.said = Said(self.grid)
        self.names = RowNames(matrix, self.said)
        self.said.merged(merged)
        self.result = MatrixRead(problems=self.said.problems)

    def read(self) -> MatrixRead:
        """Shape, then edition, then each row."""
        shape = shape_of(
            self.grid,
            lambda cell: self.sites.get(plain(cell)) if cell else None,
            # The shape looks at each cell several times.
            cache(lambda cell: plain(cell) in self.names.own or names_a_construct(cell)),
            self._is_mark,
            lambda cell: plain(cell) in self.leave_out,
        )
        if isinstance(shape, Problem):
            self.said.problems.append(shape)
            return self.result
        self.said.shape = shape
        rated = self._rated_rows(shape)
        self.result.n_cells = sum(
            bool(shape.grid.cells[row][column]) for row in rated for column in shape.sites
        )
        if not shape.sites:
            self.said.no_known_site(self.sites)
            return self.result
        self.said.strangers(self.sites)
        self.said.others()
        columns = self._one_column_a_site(shape)
        edition = self._edition(shape, rated)
        if edition is not None:
            self._rows(shape, rated, columns, edition)
        return self.result

    def _rated_rows(self, shape: Shape) -> list[int]:
        """Rows with something below a site, but for headings that go over all of them."""
        rows = []
        last = None
        for row in range(shape.header + 1, len(shape.grid.cells)):
            cells = shape.grid.cells[row]
            label = self.names.label(shape, row)
            filled = [cells[column] for column in shape.sites if cells[column]]
            if not filled or plain(label) in self.leave_out:
                continue
            over_all = set(filled) == {label}
            again = all(
                self.sites.get(plain(cells[column])) == site
                for column, site in shape.sites.items()
                if cells[column]
            ) and not any(map(self._is_mark, filled))
            if over_all or again:
                continue
            last = row
            if any(map(self._is_mark, filled)) or self.names.is_known(label):
                rows.append(row)
            else:
                self.said.text_row(row)
        self.said.notes_below(shape, last)
        return rows

    def _one_column_a_site(self, shape: Shape) -> dict[int, str]:
        """The columns whose site no other column has."""
        columns: dict[str, list[int]] = {}
        for column, site in shape.sites.items():
            columns.setdefault(site, []).append(column)
        for site, same in columns.items():
            if len(same) > 1:
                self.said.two_columns(site, same)
        return {same[0]: site for site, same in columns.items() if len(same) == 1}

    def _edition(self, shape: Shape, rated: list[int]) -> Edition | None:
        if self.matrix.framework is not None:
            return self.matrix.framework
        below = range(shape.header + 1, len(shape.grid.cells))
        names = [name for row in rated if (name := self.names.label(shape, row))]
        names = [
            name for name in names if plain(name) not in self.names.own and by_id(name) is None
        ]
        headings = [shape.grid.cells[row][column] for row in below for column in shape.labels]
        edition, sure = edition_by(dict.fromkeys(names), dict.fromkeys(filter(None, headings)))
        if edition is None:
            known = [name for name in names if any(matches(name, e) for e in EDITIONS)]
            if not known:
                # Nothing that an edition could be seen by: ids, or names of one's own.
                return EDITIONS[-1]
            self.said.no_edition(known)
        elif not sure:
            self.said.edition_guessed(edition)
        return edition

    def _is_mark(self, cell: str) -> bool:
        return self.marks.read(cell) is not None

    def _rows(
        self, shape: Shape, rated: list[int], columns: dict[int, str], edition: Edition
    ) -> None:
        named: dict[int, Named] = {}
        domain: str | None = None
        above: Construct | None = None
        for row in range(shape.header + 1, len(shape.grid.cells)):
            label = self.names.label(shape, row)
            for column in shape.labels:
                domain = domain_of(shape.grid.cells[row][column]) or domain
            if row not in rated:
                candidates = matches(label, edition) if label and not domain_of(label) else ()
                above = candidates[0] if len(candidates) == 1 else above
                continue
            for column in shape.labels:
                # A construct in one column, its subconstruct in the next.
                text = shape.grid.cells[row][column]
                if text and text != label and len(matches(text, edition)) == 1:
                    above = matches(text, edition)[0]
            found = self.names.construct(label, edition, domain, above, row) if label else None
            if found is None:
                self.said.no_name(row)
                continue
            if isinstance(found, Construct):
                above = found if found.parent_id is None else above
            named[row] = self.names.named(label, found, row, edition)
        self._report_reversed(named)
        for row in self._once(named):
            self._cells(shape, row, named[row], columns)

    def _report_reversed(self, named: Mapping[int, Named]) -> None:
        used = {plain(cleaned(self.names.label(self.said.shape, row))) for row in named}
        for key, name in self.names.reversed.items():
            if key not in used:
                self.said.not_reversed(name)

    def _once(self, named: Mapping[int, Named]) -> list[int]:
        """The rows whose construct no other row has."""
        rows: dict[tuple[str, str], list[int]] = {}
        for row, construct in named.items():
            rows.setdefault(construct.key, []).append(row)
        for same in rows.values():
            if len(same) > 1:
                self.said.two_rows(named[same[0]].label, same)
        return sorted(row for same in rows.values() if len(same) == 1 for row in same)

    def _cells(self, shape: Shape, row: int, named: Named, columns: Mapping[int, str]) -> None:
        for column in shape.others:
            if cell := shape.grid.cells[row][column]:
                self.result.beside.setdefault(shape.title(column), {})[named.key] = cell
        for column, site in columns.items():
            cell = shape.grid.cells[row][column]
            if not cell:
                continue
            mark = self.marks.read(cell)
            if mark is None:
                self.said.unknown_mark(cell, row, column)
                continue
            notes = [*named.notes, mark.note] if mark.note else named.notes
            self.result.rows.append(
                {
                    "site_id": site,
                    "wave_id": self.matrix.wave,
                    "framework": named.framework,
                    "construct_id": named.construct_id,
                    "rater": self.matrix.rater,
                    "rating": None if mark.rating is None else str(mark.rating),
                    "state": mark.state,
                    "rationale": None,
                    "provenance": self.matrix.provenance,
                    "source": self.matrix.source,
                    "raw": cell,
                    "note": "; ".join(notes) or None,
                }
            )
            self.result.numbers.append(shape.grid.where(row, column)[0])
