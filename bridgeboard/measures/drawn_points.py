"""Scores as points to draw: everybody's, or a hundred that stand for all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

#: What an eye tells apart in one row; more would only make a page of a large programme megabytes.
MOST = 100


def drawn_points(scores: Sequence[float], counts: Sequence[int] | None = None) -> list[float]:
    """All scores where there are at most 100; else 100 of them, each standing for as many people.

    In:  sorted scores; or one of a list of pairs in any order, the other list has the same places.
         counts: how many people have each, one if not given.
    Out: the middle of each hundredth of the people, in the order given: a quarter of the points
         are a quarter of the people.
    """
    n = len(scores) if counts is None else sum(counts)
    places = range(n)
    if n > MOST:
        places = [(2 * place + 1) * n // (2 * MOST) for place in range(MOST)]
    if counts is not None:
        places = np.searchsorted(np.cumsum(counts), places, side="right") if n else []
    return [float(scores[place]) for place in places]
