"""A rating matrix as a grid of text: every cell where it stands, nothing taken for a heading yet.

Titles above the table, notes below it and merged cells are kept: what they are is found out later,
by those who know sites and constructs.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from bridgeboard.problems import Problem
from bridgeboard.readers.delimited import (
    DELIMITERS,
    misquoted,
    records_of,
    rows_before_error,
)
from bridgeboard.readers.encoding import decoded
from bridgeboard.readers.grid import Grid, Merged
from bridgeboard.readers.quoting import grouped

#: CFIR has fewer than seventy constructs; nobody rates hundreds of sites by hand.
MOST_CELLS = 30_000


def read_grid(data: bytes, file: str) -> Grid | Problem:
    """The cells of a CSV file, or what keeps it from being read."""
    text = decoded(data, file)
    if isinstance(text, Problem):
        return text
    hint = re.match(r"sep=([,;\t])\r?\n?", text)
    text = text[hint.end() :] if hint else text
    delimiter = hint[1] if hint else _delimiter_of(text)
    try:
        return grid_of(enumerate(records_of(text, delimiter), start=1), file)
    except csv.Error as error:
        return misquoted(rows_before_error(text, delimiter) + 1, str(error), file)


def grid_of(
    records: Iterable[tuple[int, list[str]]], file: str, merged: Sequence[Merged] = ()
) -> Grid | Problem:
    """The grid of numbered rows, without those that are empty."""
    rows = [(number, [cell.strip() for cell in cells]) for number, cells in records]
    rows = [(number, cells) for number, cells in rows if any(cells)]
    width = max((len(cells) for _, cells in rows), default=0)
    if width * len(rows) > MOST_CELLS:
        return Problem(
            file=file,
            rule="rating matrix",
            found=f"{grouped(len(rows))} rows of up to {grouped(width)} cells",
            expected=f"a rating matrix has no more than {grouped(MOST_CELLS)} cells",
            mend="Keep the matrix alone, or load its ratings as the table ratings.",
        )
    if not rows:
        return Problem(
            file=file,
            rule="rating matrix",
            found="",
            expected="a rating matrix holds constructs, sites and ratings",
            mend="Fill it in, or take it out of programme.toml.",
        )
    return Grid(
        file=file,
        cells=[cells + [""] * (width - len(cells)) for _, cells in rows],
        rows=[number for number, _ in rows],
        merged=tuple(merged),
    )


def _delimiter_of(text: str) -> str:
    """The delimiter that gives most rows the same number of cells.

    Titles and notes around a matrix hold commas of their own, so one line does not tell.
    """

    def regular(delimiter: str) -> int:
        widths = Counter(line.count(delimiter) for line in text.splitlines() if line.strip())
        return max((n * lines for n, lines in widths.items()), default=0)

    return max(DELIMITERS, key=regular)
