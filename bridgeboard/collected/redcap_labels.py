"""Labelled exports of REDCap: the headings are questions, which repeat, so their place must tell.

A full export has the dictionary's columns in their order. Of a part of it, headings that stand once
in both tell where one is; between two of them the others are told if there are as many of each.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bridgeboard.collected.cells import Cells
from bridgeboard.collected.markup import plain_words
from bridgeboard.collected.redcap_columns import (
    COMPLETE,
    LABELLED,
    TIMESTAMP,
    Column,
    exported,
    system_column,
    timestamp_column,
)
from bridgeboard.collected.redcap_dictionary import Dictionary
from bridgeboard.collected.survey import Field
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import listed, quoted

#: What R and pandas put behind a heading that repeats.
_NUMBERED = re.compile(r"^(?P<heading>.*?)(?:_\d{1,4}|\.\d{1,4}|\.\.\.\d{1,5})$", re.DOTALL)
_MEND = 'Export the data again as "CSV / Microsoft Excel (raw data)".'


def is_labelled(headings: Sequence[str]) -> bool:
    """Are the headings questions?"""
    plain = [_plain(heading) for heading in headings]
    if any(one == COMPLETE or "(choice=" in one or one in LABELLED for one in plain):
        return True
    # Without the columns that REDCap adds: names of fields never hold a space.
    return 2 * sum(" " in one or one.endswith("?") for one in plain) > len(plain)


def placed(cells: Cells, dictionary: Dictionary | None) -> list[Column | None] | Problem:
    """The column under each heading, by its place among the dictionary's."""
    if dictionary is None:
        return _refused(
            cells,
            "questions as headings, and no data dictionary",
            "several questions may have the same words, so only the dictionary can tell them apart",
            f"Drop the project's data dictionary too. Or: {_MEND}",
        )
    expected = exported(dictionary)
    known = {_same(column.labelled) for column in expected}
    headings = [_known(heading, known) for heading in cells.headings]
    columns: list[Column | None] = [None] * len(headings)
    left = []
    for place, heading in enumerate(headings):
        if not cells.headings[place]:
            continue
        if _plain(heading) in LABELLED and _same(heading) not in known:
            columns[place] = system_column(LABELLED[_plain(heading)])
        elif _plain(heading) != TIMESTAMP or _same(heading) in known:
            left.append(place)
    found = _aligned([_same(headings[at]) for at in left], [_same(c.labelled) for c in expected])
    unsure = [left[at] for at, place in found.items() if place is None]
    unsure = [at for at in unsure if _plain(headings[at]) != COMPLETE]
    if unsure:
        return _unsure(cells, unsure)
    for at, place in found.items():
        if place is not None:
            columns[left[at]] = expected[place]
    for place, heading in enumerate(cells.headings):
        if heading and columns[place] is None:
            columns[place] = _unknown(heading, _plain(headings[place]), place, columns)
    return _with_record(
        [
            None if column is None else column.at(place, cells.headings[place])
            for place, column in enumerate(columns)
        ]
    )


def _aligned(found: Sequence[str], expected: Sequence[str]) -> dict[int, int | None]:
    """Place in the dictionary's columns for each heading that is among them; None if unsure."""
    if list(found) == list(expected):
        return {at: at for at in range(len(found))}
    known = set(expected)
    here, there = Counter(found), Counter(expected)
    place_of = {heading: place for place, heading in enumerate(expected)}
    anchors = [(-1, -1)]
    for at, heading in enumerate(found):
        if here[heading] == there[heading] == 1 and place_of[heading] > anchors[-1][1]:
            anchors.append((at, place_of[heading]))
    anchors.append((len(found), len(expected)))
    matched: dict[int, int | None] = dict(anchors[1:-1])
    for (at, place), (next_at, next_place) in itertools.pairwise(anchors):
        between = [one for one in range(at + 1, next_at) if found[one] in known]
        for heading in {found[one] for one in between}:
            ours = [one for one in between if found[one] == heading]
            theirs = [one for one in range(place + 1, next_place) if expected[one] == heading]
            pairs: Sequence[int | None] = theirs if len(ours) == len(theirs) else [None] * len(ours)
            matched |= dict(zip(ours, pairs, strict=True))
    return matched


def _unknown(heading: str, plain: str, place: int, columns: Sequence[Column | None]) -> Column:
    if plain == TIMESTAMP:
        # It stands before its form's fields, the first form's behind the record.
        after = (c.field.group for c in columns[place + 1 :] if c is not None)
        return timestamp_column(next((form for form in after if form), None))
    if plain == COMPLETE:
        field = Field(heading, heading, place, "complete", "one", COMPLETE)
        return Column(field, known=False)
    return Column(Field(heading, heading, place, label=heading), known=False)


def _with_record(columns: list[Column | None]) -> list[Column | None]:
    for place, column in enumerate(columns):
        if column is not None:
            field = replace(column.field, role="record", takes="text", choices={})
            columns[place] = replace(column, field=field, known=True, comma=False)
            break
    return columns


def _plain(heading: str) -> str:
    """The heading without what a program put behind it, if it is one of REDCap's own."""
    match = _NUMBERED.match(heading)
    own = (COMPLETE, TIMESTAMP)
    return match["heading"] if match is not None and match["heading"] in own else heading


def _known(heading: str, known: set[str]) -> str:
    """The heading, without what a program put behind it where only then it is known."""
    match = _NUMBERED.match(heading)
    if match is None or _same(heading) in known or _same(match["heading"]) not in known:
        return heading
    return match["heading"]


def _same(heading: str) -> str:
    return plain_words(heading).casefold()


def _unsure(cells: Cells, unsure: Sequence[int]) -> Problem:
    names = [quoted(cells.headings[at]) for at in unsure[:3]]
    more = f" and {len(unsure) - 3} more" if len(unsure) > 3 else ""
    return _refused(
        cells,
        f"questions that can't be told apart: {listed(names)}{more}",
        "the dictionary has these words more than once, and this export leaves some columns out",
        _MEND,
    )


def _refused(cells: Cells, found: str, expected: str, mend: str) -> Problem:
    return Problem(
        file=cells.file,
        row=cells.heading_row,
        rule="headings of a labelled export",
        found=found,
        expected=expected,
        mend=mend,
    )
