"""Files that were not read though they look like tables: forgotten, not foreign."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from bridgeboard.problems import Problem
from bridgeboard.readers.headings import plain_name
from bridgeboard.readers.workbook import Workbook

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
#: Spreadsheets of other kinds: people will put them here, and we say what to save them as.
OTHER_SPREADSHEETS = (".xls", ".ods", ".xlsb", ".numbers")

_MATRIX = " If it is a matrix of constructs and sites, name it under [[rating_matrices]] in "
_MATRIX += "programme.toml."


def meant(name: str, names: Sequence[str]) -> str | None:
    """The table whose name this nearly is: a letter off, or with something added to it."""
    close = get_close_matches(name, names, n=1, cutoff=0.8)
    if close:
        return close[0]
    begun = [table for table in names if re.match(rf"{table}([^a-z]|copy|kopie)", name)]
    return begun[0] if begun else None


def unread_files(entries: Iterable[Path], names: Sequence[str]) -> list[Problem]:
    """A doubtful problem for each file whose name is nearly a table's."""
    problems = []
    for path in entries:
        ending, stem = path.suffix.lower(), plain_name(path.stem)
        if path.name.startswith((".", "~")):
            continue
        if ending in TEXT_ENDINGS and stem not in names and (near := meant(stem, names)):
            problems.append(
                _unread(
                    path.name,
                    "a file of this name, which was not read",
                    f"Did you mean {near}.csv? Rename it, or move it out of the folder."
                    + (_MATRIX if near == "ratings" else ""),
                )
            )
        elif ending in OTHER_SPREADSHEETS:
            problems.append(
                _unread(
                    path.name,
                    f"a spreadsheet of the kind {ending}, which was not read",
                    "Save it as .xlsx if it holds your tables.",
                )
            )
    return problems


def unread_sheets(workbook: Workbook, names: Sequence[str]) -> list[Problem]:
    """The same for sheets of a workbook."""
    return [
        _unread(
            workbook.label(sheet),
            "a sheet of this name, which was not read",
            f"Did you mean {near}? Rename it, or delete it."
            + (_MATRIX if near == "ratings" else ""),
        )
        for sheet in workbook.others
        if (near := meant(plain_name(sheet), names))
    ]


def _unread(file: str, found: str, mend: str) -> Problem:
    return Problem(
        file=file,
        rule="name of a table",
        severity="doubtful",
        found=found,
        expected="tables are files like sites.csv or sheets like sites in one workbook (.xlsx)",
        mend=mend,
    )
