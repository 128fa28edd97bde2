"""What is said of a rating matrix: each sentence names file, row and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from bridgeboard.intake.construct_names import Construct
from bridgeboard.intake.rating_marks import why_not
from bridgeboard.intake.rating_matrix_shape import Shape
from bridgeboard.problems import Problem
from bridgeboard.readers.grid import Grid
from bridgeboard.readers.quoting import listed, quoted

#: Names and headings written out in one sentence.
SHOWN = 8


class Said:
    """The problems of one matrix, in the order in which they are found."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.problems: list[Problem] = []
        self._shape: Shape | None = None

    @property
    def shape(self) -> Shape:
        """The shape, once it is known."""
        if self._shape is None:
            raise AttributeError("shape")
        return self._shape

    @shape.setter
    def shape(self, shape: Shape) -> None:
        self._shape, self.grid = shape, shape.grid

    def merged(self, begun: Sequence[tuple[int, int]]) -> None:
        """A rating that stands over several merged cells was taken for each of them."""
        if begun:
            row, column = begun[0]
            self._say(
                "merged cells", row, column,
                found=f"{quoted(self.grid.cells[row][column])} over merged cells",
                expected="a rating belongs to one cell; it was taken for each of them",
                mend="Nothing needs to be done if that is meant; else unmerge them.",
                also=len(begun) - 1, doubtful=True,
            )  # fmt: skip

    def no_known_site(self, sites: Mapping[str, str]) -> None:
        """No heading is a site."""
        headings = [cell for cell in self.grid.cells[self.shape.header] if cell]
        known = list(dict.fromkeys(sites.values()))
        self._say(
            "known site", self.shape.header, None,
            found=_few(headings),
            expected="none of these headings is a site of the programme",
            mend=f"Its sites are {listed(known[:SHOWN])}: write a site_id or site_name, or say "
            'under [rating_matrices.sites] which is which: "Unit 1" = "unit-1".',
        )  # fmt: skip

    def strangers(self, sites: Mapping[str, str]) -> None:
        """A column of ratings belongs to no known site."""
        for column in self.shape.strangers:
            heading = self.shape.heading(column)
            near = get_close_matches(" ".join(heading.split()).casefold(), sites, n=1, cutoff=0.6)
            meant = f"Did you mean {sites[near[0]]}? " if near else ""
            self._say(
                "known site", self.shape.header, column,
                found=f"ratings under {quoted(heading)}" if heading else "ratings under no heading",
                expected="the programme has no such site",
                mend=f"{meant}Say under [rating_matrices.sites] which site it is, or list it under "
                "leave_out if it is none."
                if heading
                else "Give the column one heading, a site; a matrix holds one wave and one rater.",
            )  # fmt: skip

    def others(self) -> None:
        """Further columns were not read; said once."""
        if not self.shape.others:
            return
        headings = [self.shape.title(column) for column in self.shape.others]
        self._say(
            "columns of sites", self.shape.header, self.shape.others[0],
            found=f"columns beside the sites: {_few([h or 'without heading' for h in headings])}",
            expected="they are no sites of the programme and were left out",
            mend="Nothing needs to be done if they hold no ratings of a site; list them under "
            "leave_out and this is not said again.",
            doubtful=True,
        )  # fmt: skip

    def notes_below(self, shape: Shape, last: int | None) -> None:
        """Text below the last rating was not read."""
        if last is None or last + 1 >= len(shape.grid.cells):
            return
        cells = [cell for row in shape.grid.cells[last + 1 :] for cell in row if cell]
        # A name alone is a construct that nobody rated.
        text = [cell for cell in cells if len(cell) > 40 or any(mark in cell for mark in "=:;")]
        if text:
            self._say(
                "notes of the matrix", last + 1, None,
                found=quoted(text[0]),
                expected="text below the ratings was left out",
                mend="If it says what a mark means, say so under [rating_matrices.marks].",
                also=len(text) - 1, doubtful=True,
            )  # fmt: skip

    def two_columns(self, site: str, columns: Sequence[int]) -> None:
        """One site stands over two columns: neither is read."""
        for column in columns:
            others = [self._column(self.shape.header, c) for c in columns if c != column]
            self._say(
                "one column per site", self.shape.header, column,
                found=quoted(self.shape.heading(column)),
                expected=f"the site {site} stands over {listed(others)} too",
                mend="Keep the right one; a second wave or rater needs a matrix of its own.",
            )  # fmt: skip

    def two_rows(self, label: str, rows: Sequence[int]) -> None:
        """One construct has two rows: neither is read."""
        for row in rows:
            others = [self._place(other) for other in rows if other != row]
            self._say(
                "one row per construct", row, self._name_column(row),
                found=quoted(self._name(row)),
                expected=f"it is the construct {label}, and so is what stands in {listed(others)}",
                mend="Keep the right one, or say under [rating_matrices.constructs] which "
                "construct each of them is.",
            )  # fmt: skip

    def no_edition(self, names: Iterable[str]) -> None:
        """The names are in both editions."""
        self._say(
            "CFIR edition", self.shape.header, None,
            found=_few(list(names)),
            expected="these names are in both editions of CFIR",
            mend='Say which under [[rating_matrices]]: framework = "2009" or framework = "2022".',
        )  # fmt: skip

    def edition_guessed(self, edition: str) -> None:
        """The names are in both editions, more of them word by word in one."""
        self._say(
            "CFIR edition", self.shape.header, None,
            found="names that are in both editions of CFIR",
            expected=f"they were read as CFIR {edition}, whose wording is nearer",
            mend=f'If that is right, say framework = "{edition}" under [[rating_matrices]].',
            doubtful=True,
        )  # fmt: skip

    def no_name(self, row: int) -> None:
        """A row has cells and names no construct."""
        if self._name(row):
            return
        filled = [column for column in self.shape.sites if self.grid.cells[row][column]]
        self._say(
            "name of the construct", row, filled[0],
            found=quoted(self.grid.cells[row][filled[0]]),
            expected="no construct is named beside it",
            mend="Name the construct in this row, or empty the row.",
        )  # fmt: skip

    def text_row(self, row: int) -> None:
        """A row has text and no rating, and names nothing that we know."""
        filled = [column for column in self.shape.sites if self.grid.cells[row][column]]
        self._say(
            "ratings in a row", row, filled[0],
            found=f"{quoted(self.grid.cells[row][filled[0]])} beside {quoted(self._name(row))}",
            expected="no cell of this row is a rating; it was left out",
            mend="Nothing needs to be done if it is no construct.",
            doubtful=True,
        )  # fmt: skip

    def several(self, label: str, found: Sequence[Construct], row: int) -> None:
        """A name stands for several constructs."""
        ids = [f"{construct.construct_id} {construct.label}" for construct in found]
        self._say(
            "known construct", row, self._name_column(row),
            found=quoted(label),
            expected=f"this may be {listed(ids, 'or')}",
            mend="Put it below the heading of its domain or construct, or say under "
            f'[rating_matrices.constructs] which it is: "{label}" = "{found[0].construct_id}".',
        )  # fmt: skip

    def nearly(self, label: str, construct: Construct, row: int) -> None:
        """A name was not as CFIR has it."""
        self._say(
            "known construct", row, self._name_column(row),
            found=quoted(label),
            expected=f"it was read as {construct.label} ({construct.construct_id}), the construct "
            "of the nearest name",
            mend="Mend the name, or say under [rating_matrices.constructs] which construct it is.",
            doubtful=True,
        )  # fmt: skip

    def other_edition(self, label: str, construct: Construct, edition: str, row: int) -> None:
        """A name is of the other edition."""
        self._say(
            "known construct", row, self._name_column(row),
            found=quoted(label),
            expected=f"it is a construct of CFIR {construct.edition} ({construct.construct_id}), "
            f"while the matrix was read as CFIR {edition}; it was kept so",
            mend="If another one is meant, say under [rating_matrices.constructs] which.",
            doubtful=True,
        )  # fmt: skip

    def own_construct(self, label: str, row: int) -> None:
        """A name is in neither edition."""
        self._say(
            "known construct", row, self._name_column(row),
            found=quoted(label),
            expected="neither CFIR 2009 nor CFIR 2022 has a construct of this name; it was kept as "
            "one of your own",
            mend=f'If it stands for one, say under [rating_matrices.constructs]: "{label[:60]}" = '
            'the construct_id; "own" there says that it is your own.',
            doubtful=True,
        )  # fmt: skip

    def not_reversed(self, name: str) -> None:
        """reverse_rated names what is not in the matrix."""
        self.problems.append(
            Problem(
                file=self.grid.file,
                rule="reverse rated",
                found=quoted(name),
                expected="programme.toml calls this construct reverse rated, and no row is named "
                "so",
                mend="Write it in reverse_rated as it stands in the matrix.",
                severity="doubtful",
            )
        )

    def unknown_mark(self, cell: str, row: int, column: int) -> None:
        """A cell means nothing that we know."""
        expected, mend = why_not(cell)
        self._say("rating", row, column, found=quoted(cell), expected=expected, mend=mend)

    def _say(
        self,
        rule: str,
        row: int,
        column: int | None,
        *,
        found: str,
        expected: str,
        mend: str,
        also: int = 0,
        doubtful: bool = False,
    ) -> None:
        # Of a turned matrix, what is said of a whole row here is of a whole column there.
        number, letters = self.grid.where(row, column or 0)
        whole = column is None
        self.problems.append(
            Problem(
                file=self.grid.file,
                rule=rule,
                row=None if whole and self.grid.turned else number,
                column=letters
                if whole and self.grid.turned
                else None
                if column is None
                else self._column(row, column),
                found=found,
                expected=expected,
                mend=mend,
                also=also,
                severity="doubtful" if doubtful else "refused",
            )
        )

    def _column(self, row: int, column: int) -> str:
        """The letters of a cell's column in the file, and what stands over it there."""
        letters = self.grid.where(row, column)[1]
        if self._shape is None or self.grid.turned or column in self._shape.labels:
            return letters
        heading = " ".join(self._shape.heading(column).split())[:40]
        return f"{letters} ({heading})" if heading else letters

    def _place(self, row: int) -> str:
        number, letters = self.grid.where(row, 0)
        return f"column {letters}" if self.grid.turned else f"row {number}"

    def _name_column(self, row: int) -> int:
        filled = [column for column in self.shape.labels if self.grid.cells[row][column]]
        return filled[-1] if filled else 0

    def _name(self, row: int) -> str:
        filled = [self.grid.cells[row][column] for column in self.shape.labels]
        return next((cell for cell in reversed(filled) if cell), "")


def _few(words: Sequence[str]) -> str:
    shown = [quoted(word) for word in words[:SHOWN]]
    beyond = len(words) - len(shown)
    return ", ".join(shown) + (f" and {beyond} more" if beyond else "")
