"""Tables on the sheets of a workbook that no tool is known to write.

Headings may stand below titles, in one row or two, merged or not (heading_rows says how they are
told); each sheet is a table. Formulas are never worked out: what a cell showed when the workbook
was saved is its value.
"""

from __future__ import annotations

from collections.abc import Sequence

from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.plain_tables import plain_table
from bridgeboard.collected.survey import Survey
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import listed, quoted


def seen(file: DroppedFile) -> Likeness | None:
    """Is it a workbook, with two columns at least on one of its sheets?"""
    for rows in file.first_sheets.values():
        if any(sum(bool(cell.strip()) for cell in cells) > 1 for _, cells in rows):
            return Likeness(0.1, "it is an Excel workbook, and of no tool that is known")
    return None


def read(file: DroppedFile, companions: Sequence[tuple[str, DroppedFile]] = ()) -> Survey:
    """A table of each sheet that has one."""
    sheets = file.sheets
    if isinstance(sheets, Problem):
        return Survey("excel", file.name, problems=(sheets,))
    several = len(sheets) > 1
    tables, said, problems, without = [], [], [], []
    for title, (records, merged) in sheets.items():
        plain = plain_table(
            records, title if several else "", f"{file.name}, sheet {title}", merged
        )
        if plain.table is None:
            without.append((title, plain.problems))
            continue
        tables.append(plain.table)
        said += [f"Sheet {title}: {sentence}" if several else sentence for sentence in plain.said]
        problems += plain.problems
    for title, why in without:
        found = why[0].found or "nothing in it"
        if tables:
            said.append(f"Sheet {quoted(title)} was not read: {found}.")
        else:
            problems += why
    if several and tables:
        names = listed([table.name for table in tables[:10]])
        more = f" and {len(tables) - 10} more" if len(tables) > 10 else ""
        said.insert(0, f"Each sheet is a table of its own: {names}{more}.")
    return Survey("excel", file.name, tuple(tables), tuple(said), problems=tuple(problems))


KINDS = (Kind("excel", "Table (Excel)", seen, read),)
