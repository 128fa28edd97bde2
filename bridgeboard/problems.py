"""Problems: what is wrong with a file, in words a programme manager can act on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Literal

#: Of equal problems (same file, column and rule) this many are listed one by one.
LISTED = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One refused or doubtful cell, row or file.

    row is the number that the user sees in a spreadsheet: the heading is row 1.
    severity "refused": the row (or file) is not loaded; "doubtful": loaded, but look at it.
    """

    file: str
    rule: str
    found: str
    expected: str
    mend: str
    row: int | None = None
    column: str | None = None
    severity: Literal["refused", "doubtful"] = "refused"
    also: int = 0

    def sentence(self) -> str:
        """The problem in one sentence: where, what was found, what is expected, how to mend it."""
        where = self.file
        if self.row is not None:
            where += ", row " + f"{self.row:,}".replace(",", "\u202f")
        if self.column is not None:
            where += f", column {self.column}"
        found = f"found {self.found}" if self.found else "found nothing"
        text = f"{where}: {found}, but {self.expected}. {self.mend}"
        if self.also:
            text += f" ({self.also:,} more like this.)".replace(",", "\u202f")
        return text


def summed_up(problems: Iterable[Problem], listed: int = LISTED) -> list[Problem]:
    """Equal problems summed up: the first few each, then one that says how many more."""
    groups: dict[tuple[str, str | None, str, str], list[Problem]] = {}
    extra: dict[tuple[str, str | None, str, str], int] = {}
    for problem in problems:
        group = (problem.file, problem.column, problem.rule, problem.severity)
        kept = groups.setdefault(group, [])
        if len(kept) < listed:
            kept.append(problem)
            extra[group] = extra.get(group, 0) + problem.also
        else:
            extra[group] = extra.get(group, 0) + 1 + problem.also
    shown: list[Problem] = []
    for group, kept in groups.items():
        shown.extend(replace(problem, also=0) for problem in kept[:-1])
        shown.append(replace(kept[-1], also=extra[group]))
    return shown


def as_json(problems: Iterable[Problem]) -> str:
    """The problems as a JSON array, one object each, with the sentence."""
    rows = [{**asdict(problem), "sentence": problem.sentence()} for problem in problems]
    return json.dumps(rows, ensure_ascii=False, indent=1)


class Refusal(Exception):
    """What a user asked for can't be done; the message says what, where and how to mend it."""
