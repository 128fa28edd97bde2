"""What a shown sum gives away of the hidden numbers that are in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bridgeboard.disclosure.tables import UNBOUNDED, width


@dataclass(frozen=True, slots=True)
class Cell:
    """A hidden number.

    most:   what anyone knows it can't exceed.
    within: of how many people it is, where these are hidden too: anyone knows of all such numbers
            together that they don't exceed their people together. None where most says it.
    """

    n: int
    most: int
    within: int | None = None


def cell(n: int, n_people: int, k: int, *, group_hidden: bool) -> Cell:
    """The hidden number of a group of n_people, as somebody would see it who is well informed.

    Of a group that is shown anyone knows that it is under k; of a hidden one it is taken for known,
    too, if it is so.
    """
    if group_hidden:
        return Cell(n, k - 1 if n < k else UNBOUNDED, n_people)
    return Cell(n, min(k - 1, n_people))


def pairs_cell(n: int, k: int) -> Cell:
    """A hidden number of people who are linked: it is taken for known if it is under k."""
    return Cell(n, k - 1 if n < k else UNBOUNDED)


def stays_open(cells: Sequence[Cell], k: int) -> bool:
    """May a sum be shown that tells what these hidden numbers come to together?

    In:  the hidden numbers; any may be 0 for all that anyone knows.
    Out: True if nothing is hidden; else they must be two or more, come to k or more, and each must
         keep a range of at least width(k) for whoever knows the sum.
    """
    if not cells:
        return True
    total = sum(one.n for one in cells)
    if len(cells) < 2 or total < k:
        return False
    together = sum(one.within for one in cells if one.within is not None)
    for place, one in enumerate(cells):
        others = [other for at, other in enumerate(cells) if at != place]
        most = sum(other.most for other in others if other.within is None)
        most += min(together, sum(other.most for other in others if other.within is not None))
        if min(one.most, total) - max(0, total - most) < width(k):
            return False
    return True
