"""Files that were not read though they look like tables: forgotten, not foreign."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path

from bridgeboard.instruments import ANSWERS_OF
from bridgeboard.problems import Problem
from bridgeboard.readers.headings import plain_name
from bridgeboard.readers.quoting import listed, quoted
from bridgeboard.readers.workbook import Workbook

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
#: How like a table's name another one must be, and an instrument's id.
_CLOSE, _CLOSE_ID = 0.8, 0.6
#: Spreadsheets of other kinds: people will put them here, and we say what to save them as.
OTHER_SPREADSHEETS = (".xls", ".ods", ".xlsb", ".numbers")

_MATRIX = " If it is a matrix of constructs and sites, name it under [[rating_matrices]] in "
_MATRIX += "programme.toml."


def meant(name: str, names: Sequence[str]) -> str | None:
    """The table whose name this nearly is: a letter off, or with something added to it."""
    close = get_close_matches(name, names, n=1, cutoff=_CLOSE)
    if close and (not close[0].startswith(ANSWERS_OF) or _instrument(name, close)):
        return close[0]
    begun = [table for table in names if re.match(rf"{table}([^a-z]|copy|kopie)", name)]
    return begun[0] if begun else None


def _instrument(name: str, names: Iterable[str]) -> str | None:
    """Of tables of answers to one instrument, the id of the one that this nearly is."""
    own = name.removeprefix(ANSWERS_OF)
    ids = [one.removeprefix(ANSWERS_OF) for one in names if one.startswith(ANSWERS_OF)]
    near = max(ids, key=lambda one: SequenceMatcher(None, own, one).ratio(), default="")
    return near if SequenceMatcher(None, own, near).ratio() >= _CLOSE_ID else None


def _of_no_instrument(
    file: str, name: str, names: Sequence[str], found: Container[str]
) -> Problem | None:
    """The problem of answers of an instrument that is not there, if the folder has no others."""
    known = [one for one in names if one.startswith(ANSWERS_OF)]
    if not known or not name.startswith(ANSWERS_OF) or "answers" in found:
        return None
    return no_instrument(file, name, known)


def no_instrument(file: str, name: str, known: Sequence[str]) -> Problem:
    """The problem of answers of no instrument. In: known: tables of those there are."""
    near = _instrument(name, known)
    return Problem(
        file=file,
        rule="known instrument",
        found=f"the instrument {quoted(name.removeprefix(ANSWERS_OF))} in its name",
        expected="there is no instrument of this id",
        mend=(f"Did you mean {ANSWERS_OF}{near}? " if near else f"Known are {listed(known)}. ")
        + "If it has a row for each answer, name it answers.",
    )


def unread_files(
    entries: Iterable[Path], names: Sequence[str], found: Container[str] = ()
) -> list[Problem]:
    """A problem for each file whose name is nearly a table's. In: found: tables that are there."""
    problems = []
    for path in entries:
        ending, stem = path.suffix.lower(), plain_name(path.stem)
        if path.name.startswith((".", "~")):
            continue
        if ending in TEXT_ENDINGS and stem not in names:
            problems += _unread_table(path.name, stem, names, found, ".csv")
        elif ending in OTHER_SPREADSHEETS:
            problems.append(
                _unread(
                    path.name,
                    f"a spreadsheet of the kind {ending}, which was not read",
                    "Save it as .xlsx if it holds your tables.",
                )
            )
    return problems


def unread_sheets(
    workbook: Workbook, names: Sequence[str], found: Container[str] = ()
) -> list[Problem]:
    """The same for sheets of a workbook."""
    return [
        problem
        for sheet in workbook.others
        for problem in _unread_table(workbook.label(sheet), plain_name(sheet), names, found, "")
    ]


def _unread_table(
    label: str, name: str, names: Sequence[str], found: Container[str], ending: str
) -> Iterator[Problem]:
    """The problem of a file or sheet of this name, if it is nearly a table's."""
    if (foreign := _of_no_instrument(label, name, names, found)) is not None:
        yield foreign
    elif near := meant(name, names):
        what, away = ("file", "move it out of the folder") if ending else ("sheet", "delete it")
        yield _unread(
            label,
            f"a {what} of this name, which was not read",
            f"Did you mean {near}{ending}? Rename it, or {away}."
            + (_MATRIX if near == "ratings" else ""),
        )


def _unread(file: str, found: str, mend: str) -> Problem:
    return Problem(
        file=file,
        rule="name of a table",
        severity="doubtful",
        found=found,
        expected="tables are files like sites.csv or sheets like sites in one workbook (.xlsx)",
        mend=mend,
    )
