"""Headings: "Site ID" and "site-id" mean site_id; two columns may not share one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bridgeboard.problems import LISTED, Problem
from bridgeboard.readers.quoting import grouped, listed, quoted

#: As Excel has it.
MOST_COLUMNS = 16_384


def plain_name(heading: str) -> str:
    """The name a heading stands for: lower case, with _ for spaces and hyphens."""
    text = unicodedata.normalize("NFKC", heading).strip().casefold()
    return re.sub(r"[\s_\-‐‑–]+", "_", text)


def named_columns(
    headings: Sequence[str], file: str, row: int
) -> tuple[list[str | None], list[Problem]]:
    """A name for each column, None where its heading is empty; problems where two are the same."""
    if len(headings) > MOST_COLUMNS:
        return [], [
            Problem(
                file=file,
                row=row,
                rule="number of columns",
                found=f"{grouped(len(headings))} headings",
                expected=f"a spreadsheet has {grouped(MOST_COLUMNS)} columns at most",
                mend="Save the table again from where it came from; its line ends may be lost.",
            )
        ]
    names = [plain_name(heading) or None for heading in headings]
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if name is not None:
            places.setdefault(name, []).append(place)
    problems = [
        Problem(
            file=file,
            row=row,
            rule="one column per heading",
            found=f"the heading {name} over columns "
            + listed([column_letters(place) for place in same[:LISTED]])
            + _spelt(headings, same, name),
            expected="each heading may stand over one column only",
            mend="Rename or delete all but one of them.",
        )
        for name, same in places.items()
        if len(same) > 1
    ]
    if len(problems) > LISTED:
        beyond = len(problems) - LISTED
        problems = [*problems[: LISTED - 1], replace(problems[LISTED - 1], also=beyond)]
    return names, problems


def column_letters(place: int) -> str:
    """The letters that a spreadsheet shows over a column; 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, digit = divmod(place - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _spelt(headings: Sequence[str], same: list[int], name: str) -> str:
    spelt = [headings[place] for place in same[:LISTED]]
    if all(heading == name for heading in spelt):
        return ""
    return f" (spelt {listed([quoted(heading) for heading in spelt])})"
