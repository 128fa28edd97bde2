"""A table in a file of text that no tool is known to write: cells apart by comma, semicolon, tab.

Headings in the first row, or in two (heading_rows says how they are told).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.plain_tables import plain_table
from bridgeboard.collected.survey import Survey
from bridgeboard.problems import Problem
from bridgeboard.readers.delimited import DELIMITERS, delimiter_of

#: So many of the first rows must have as many cells as most of them have.
_REGULAR = 0.8
#: Rows of titles above a table may have other numbers of cells.
_TITLES = 5


def seen(file: DroppedFile) -> Likeness | None:
    """Do the first rows have the same number of cells, two at least?"""
    rows = [row for row in file.first_rows if any(cell.strip() for cell in row)]
    if not rows or file.data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{", b"[")):
        return None
    width = Counter(len(row) for row in rows).most_common(1)[0][0]
    titles = next((at for at, row in enumerate(rows[:_TITLES]) if len(row) == width), _TITLES)
    regular = [len(row) == width for row in rows[titles:]]
    if width < 2 or not regular or sum(regular) < _REGULAR * len(regular):
        return None
    head = file.data[:10_000].decode(file.encoding or "utf-8", "replace") if _known(file) else ","
    apart = DELIMITERS[delimiter_of(head)]
    return Likeness(0.1, f"it is a table with cells apart by {apart}, and of no tool that is known")


def read(file: DroppedFile, companions: Sequence[tuple[str, DroppedFile]] = ()) -> Survey:
    """The one table of the file."""
    records = file.records
    if isinstance(records, Problem):
        return Survey("csv", file.name, problems=(records,))
    plain = plain_table(records, "", file.name, exact=True)
    tables = (plain.table,) if plain.table is not None else ()
    return Survey("csv", file.name, tables, plain.said, problems=plain.problems)


def _known(file: DroppedFile) -> bool:
    return b"\0" not in file.data[:10_000]


KINDS = (Kind("csv", "Table (CSV)", seen, read),)
