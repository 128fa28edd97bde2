"""What may be seen of an answer: the types."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from bridgeboard.access import View
from bridgeboard.measures.measure import Answer

#: The one reason that a hidden row gives. It doesn't tell a small group from a group that is hidden
#: to protect a small one: that difference would itself bound the small one.
HIDDEN = "hidden: fewer than {k} people, or would reveal such a group"

#: What a row says where nobody wrote down how many people its numbers are about.
UNKNOWN = "hidden: the number of people is not known"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which rows to show; empty means all.

    Filters select rows of a frame that was computed, and hidden, for the whole programme.
    income_basis: under which basis income_levels are meant; None is the programme's own.
    """

    sites: tuple[str, ...] = ()
    waves: tuple[str, ...] = ()
    income_levels: tuple[str, ...] = ()
    income_basis: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """An answer as one view may see it.

    frame:    the measure's columns and `hidden`: why a row's numbers are null, null if they aren't.
    n_hidden: rows of the frame with hidden numbers.
    notes:    sentences to print beside the frame.
    """

    frame: pl.DataFrame
    answer: Answer
    view: View
    filters: Filters
    k: int
    n_hidden: int
    notes: tuple[str, ...]
