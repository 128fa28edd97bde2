"""What is guessed of columns that are no items, as far as it has come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bridgeboard.collected import Field
from bridgeboard.mapping.guessing_names import tokens
from bridgeboard.mapping.survey_map import (
    FromColumn,
    NewSite,
    NewWave,
    RespondentRule,
    RowsLeftOut,
    SiteRule,
    Values,
    WaveRule,
)

#: Names that a tool gives in order.
_NUMBER = re.compile(r"(?:q|v|var|qid|frage|question)?\d{1,5}")


@dataclass
class Roles:
    """What was guessed of a table's columns that are no items.

    why: column -> what it is taken for, and the reason; open: what a person must say.
    """

    respondent: RespondentRule = field(default_factory=RespondentRule)
    site: SiteRule = field(default_factory=SiteRule)
    wave: WaveRule = field(default_factory=WaveRule)
    people: dict[str, FromColumn] = field(default_factory=dict)
    values: dict[str, Values] = field(default_factory=dict)
    rows_left_out: list[RowsLeftOut] = field(default_factory=list)
    new_sites: list[NewSite] = field(default_factory=list)
    new_waves: list[NewWave] = field(default_factory=list)
    why: dict[str, tuple[str, str, float]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def role_of(fields: Sequence[Field], role: str) -> Field | None:
    """The first column that has this role by the tool's own word."""
    return next((one for one in fields if one.role == role), None)


def plain_heading(one: Field) -> str:
    """The heading's last part in plain letters and digits: "about/Job title" is jobtitle."""
    return "".join(tokens(re.split("/", one.heading or one.column)[-1]))


def plain_names(one: Field) -> tuple[str, ...]:
    """The heading's and the column's own name in plain letters and digits.

    Where that is a number only ("Q1", "V3"), its question too.

    Where headings are questions, a dictionary or a form beside the file has told the column's name.
    """
    names = (plain_heading(one), "".join(tokens(one.column)))
    if one.label and _NUMBER.fullmatch(names[1]):
        return (*names, "".join(tokens(one.label)))
    return names


def named(fields: Sequence[Field], names: Sequence[str], roles: Roles) -> Iterator[Field]:
    """Columns of these names, the surest name first."""
    for name in names:
        for one in fields:
            if name in plain_names(one) and one.column not in roles.why:
                yield one
