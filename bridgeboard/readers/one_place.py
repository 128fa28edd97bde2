"""A table that stands in two places: nobody but a person can say which is right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bridgeboard.problems import Problem
from bridgeboard.readers.delimited import read_delimited
from bridgeboard.readers.quoting import listed

#: A file of headings alone is smaller.
_HEADINGS = 10_000


def file_has_rows(path: Path) -> bool:
    """May there be a row below the headings of this file?"""
    if path.is_symlink() or not path.is_file():
        return True  # It is not opened; elsewhere it is said why.
    try:
        if path.stat().st_size > _HEADINGS:
            return True
        table, problems = read_delimited(path.read_bytes(), path.stem, path.name)
    except OSError:
        return True
    return bool(problems) or table is None or not table.frame.is_empty()


def in_several(table: str, labels: Sequence[str]) -> Problem:
    """The problem of a table in several files or sheets."""
    return Problem(
        file=labels[0],
        rule="one place per table",
        found=f"the table {table} in {listed(list(labels))}",
        expected="a table may come from one place only",
        mend="Keep the right one and move the others out of the folder.",
    )


def in_two_shapes(answers: Sequence[str], wide: Sequence[str]) -> Problem:
    """The problem of answers with a row each and answers with a row a respondent in one folder."""
    return Problem(
        file=answers[0],
        rule="one place per table",
        found=f"the table answers in {listed([*answers, *wide])}",
        expected="answers may stand with a row each in one place, or with a row a respondent in "
        "one place for each instrument, and not both",
        mend=f"Keep what is right, and move {answers[0]} or {listed(list(wide))} out of the "
        "folder.",
    )
