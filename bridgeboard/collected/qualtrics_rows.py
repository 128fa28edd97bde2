"""Rows of a Qualtrics export: which are tests, and how far people came."""

from __future__ import annotations

from collections.abc import Sequence

from bridgeboard.collected.cells import Cells
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import listed

#: Status by number and in words: previews of the survey, and answers that Qualtrics made up. An
#: odd number is a preview (1, also offline: 17, or marked as spam: 9).
_PREVIEW = frozenset(
    ("1", "9", "17", "survey preview", "umfragevorschau", "vista previa de encuesta")
)
_TEST = frozenset(("2", "survey test", "umfragetest", "prueba de encuesta"))
_SPAM = frozenset(("8", "spam"))
_UNFINISHED = frozenset(("0", "false", "falsch", "faux", "falso"))


def tests_left_out(cells: Cells, own: Sequence[str | None]) -> tuple[Cells, dict[str, int]]:
    """The rows that people answered, and how many were left out as what.

    Where every row is a test they all stay, since nothing would be left to look at: `about_rows`
    says so.
    """
    status = _column(cells, own, "Status")
    found = {
        "previews of the survey": [at for at, one in enumerate(status) if one in _PREVIEW],
        "tests that Qualtrics made up": [at for at, one in enumerate(status) if one in _TEST],
    }
    gone = {at for places in found.values() for at in places}
    counts = {what: len(places) for what, places in found.items() if places}
    if len(gone) == len(cells.rows):
        return cells, counts
    return cells.without(gone), counts


def about_rows(
    cells: Cells, own: Sequence[str | None], tests: dict[str, int]
) -> tuple[list[str], list[Problem]]:
    """Sentences on the rows, and what is doubtful about them."""
    n = len(cells.rows)
    said, problems = [f"Rows of answers: {n}."], []
    status = set(_column(cells, own, "Status"))
    if tests and status <= _PREVIEW | _TEST:
        problems.append(
            Problem(
                file=cells.file,
                rule="answers of people",
                severity="doubtful",
                found=f"nothing but {listed(list(tests))}",
                expected="answers of people have another status",
                mend="Look whether it is the right export. The rows were read all the same.",
            )
        )
    elif tests:
        left = listed([f"{count} {what}" for what, count in tests.items()])
        said.append(f"Left out by their status: {left}.")
    unfinished = sum(one in _UNFINISHED for one in _column(cells, own, "Finished"))
    if unfinished:
        said.append(f"Not finished, and kept: {unfinished} of {n}.")
    spam = [at for at, one in enumerate(_column(cells, own, "Status")) if one in _SPAM]
    if spam:
        problems.append(
            Problem(
                file=cells.file,
                row=cells.numbers[spam[0]],
                column="Status",
                rule="answers of people",
                severity="doubtful",
                found="a row that Qualtrics takes for spam",
                expected="each row is the answer of a person",
                mend="Look at it; take it out of the export if nobody answered.",
                also=len(spam) - 1,
            )
        )
    languages = sorted({one for one in _column(cells, own, "UserLanguage") if one})
    if languages:
        said.append(f"Answered in {listed([one.upper() for one in languages[:10]])}.")
    return said, problems


def _column(cells: Cells, own: Sequence[str | None], name: str) -> list[str]:
    if name not in own:
        return []
    at = own.index(name)
    return [row[at].strip().lower() for row in cells.rows]
