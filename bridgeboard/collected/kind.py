"""A kind of file that is recognised: how it is told apart, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bridgeboard.collected.coding import Coding
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.survey import Survey

#: A file, and those beside it with the name of their kind.
Read = Callable[[DroppedFile, Sequence[tuple[str, DroppedFile]]], Survey | Coding]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a kind a file is: 0 to 1 (1: nothing else writes this), and why, in words."""

    sure: float
    why: str


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    name:   what --as takes and maps name ("redcap", "xlsform").
    label:  what pages call it ("REDCap export").
    seen:   looks into a file; None if it is nothing of the kind. Never raises for what is in it.
    read:   reads the file, with files of the kinds in `helped_by` beside it; None for a file that
            only helps others (a dictionary, a form). Never raises for what is in a file.
    many:   of this kind all are read together with a file of data, as lists that add to each other
            do; of others one explains a file, and a second is a problem.
    quotes: the same as `read`, but keeps the words of coded segments; for kinds that have them.
            Called only where somebody asked for the words.
    """

    name: str
    label: str
    seen: Callable[[DroppedFile], Likeness | None]
    read: Read | None = None
    helped_by: tuple[str, ...] = ()
    quotes: Read | None = None
    many: bool = False
