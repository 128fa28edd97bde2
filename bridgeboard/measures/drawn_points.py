"""Scores as points to draw: everybody's, or a hundred that stand for all of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

#: What an eye tells apart in one row; more would only make a page of a large programme megabytes.
MOST = 100


def drawn_points(scores: ArrayLike, counts: ArrayLike | None = None) -> list[float]:
    """All scores where there are at most 100; else 100 of them, each standing for as many people.

    In:  sorted scores; or one of a list of pairs in any order, the other list has the same places.
         counts: how many people have each, one if not given.
    Out: the middle of each hundredth of the people, in the order given: a quarter of the points
         are a quarter of the people.
    """
    each = np.asarray(scores, dtype=np.float64)
    upto = np.arange(1, each.size + 1) if counts is None else np.cumsum(counts)
    n = int(upto[-1]) if each.size else 0
    places = np.arange(n)
    if n > MOST:
        places = (2 * np.arange(MOST) + 1) * n // (2 * MOST)
    return each[upto.searchsorted(places, "right")].tolist()
