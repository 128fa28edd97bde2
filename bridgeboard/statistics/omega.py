"""McDonald's omega: reliability of a sum score whose items share one factor."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from bridgeboard.statistics.reliability import correlation, square
from bridgeboard.statistics.sample import Array

_SWEEPS = 500
_SETTLED = 1e-11


def omega_total(covariance: ArrayLike) -> float | None:
    """The share of variance of the standardised items' sum that one common factor explains.

    In:      a covariance matrix, items by items, already turned.
    Out:     (sum of loadings)^2 over itself plus the sum of unique variances. psych's omega()
             divides by the sum of the observed correlations instead, which is the same where one
             factor fits; the two differ in the fourth digit on its own example.
    Unit:    0 to 1.
    Missing: None for fewer than 3 items, for an item without variance, and where one factor can't
             describe the items: minres does not settle, or a loading is above 1 (a Heywood case),
             which is common with few people.
    Raises:  ValueError for what is no covariance matrix.
    Source:  McDonald 1999, Test Theory; minres: Harman & Jones 1966,
             doi:10.1007/BF02289468.
    """
    correlations = correlation(square(covariance))
    if correlations is None or len(correlations) < 3:
        return None
    loadings = one_factor(correlations)
    if loadings is None or np.abs(loadings).max() > 1:
        return None
    common = float(loadings.sum()) ** 2
    return common / (common + float((1 - loadings**2).sum()))


def one_factor(correlations: Array) -> Array | None:
    """The loadings whose products come nearest to the correlations between items (minres).

    Each loading in turn is set to its best value given the others, which never makes the fit worse,
    until none moves any more. Missing: None if that doesn't happen.
    """
    # Lists: for so few items numpy's calls take longer than its sums.
    rows = (correlations - np.diag(np.diag(correlations))).tolist()
    loadings = np.sqrt(np.abs(correlations).mean(axis=0)).tolist()
    for _ in range(_SWEEPS):
        moved = 0.0
        squares = sum(loading * loading for loading in loadings)
        for i, row in enumerate(rows):
            others = squares - loadings[i] ** 2
            if others < _SETTLED:
                return None
            best = sum(map(float.__mul__, row, loadings)) / others
            squares = others + best * best
            moved = max(moved, abs(best - loadings[i]))
            loadings[i] = best
        if moved < _SETTLED:
            found = np.array(loadings)
            return found if found.sum() >= 0 else -found
    return None
