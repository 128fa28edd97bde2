"""What never came in: columns that name people, and columns that may."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column or part of a file that was dropped at the door; its values are gone.

    what: the column's heading, or what else it was ("names of 3 coders").
    why:  in words that complete "left out, since ...".
    """

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Suspect:
    """A column that looks as if it named people. Not read until a person says it doesn't.

    column: its name in the table; table: the table's name.
    why: in words that complete "it looks as if it named people, since ...", without any value.
    """

    table: str
    column: str
    why: str
