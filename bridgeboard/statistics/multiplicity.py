"""p-values of several tests, corrected for their number."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def holm(p: Iterable[float | None]) -> Array:
    """p-values corrected so that one false alarm among all has at most the level's chance.

    In:      p-values, 0 to 1; None or nan where no test was made.
    Out:     as many, in the same places; nan where no test was made, which counts for nothing.
    Raises:  ValueError for a p outside 0 to 1.
    Source:  Holm 1979, Scandinavian Journal of Statistics 6:65-70.
    """
    given, there = _given(p)
    order = np.argsort(given[there], kind="stable")
    n = order.size
    stepped = np.maximum.accumulate(given[there][order] * np.arange(n, 0, -1))
    return _back(given, there, order, stepped)


def benjamini_hochberg(p: Iterable[float | None]) -> Array:
    """p-values corrected so that of all findings the level's share is expected to be false.

    In:      p-values, 0 to 1; None or nan where no test was made.
    Out:     as many, in the same places; nan where no test was made, which counts for nothing.
    Raises:  ValueError for a p outside 0 to 1.
    Source:  Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    given, there = _given(p)
    order = np.argsort(given[there], kind="stable")
    n = order.size
    raised = given[there][order] * n / np.arange(1, n + 1)
    return _back(given, there, order, np.minimum.accumulate(raised[::-1])[::-1])


def _given(p: Iterable[float | None]) -> tuple[Array, NDArray[np.bool_]]:
    given = np.array([np.nan if one is None else one for one in p], dtype=np.float64)
    there = ~np.isnan(given)
    if ((given[there] < 0) | (given[there] > 1)).any():
        raise ValueError("p-values must lie between 0 and 1")
    return given, there


def _back(
    given: Array, there: NDArray[np.bool_], order: NDArray[np.intp], sorted_p: Array
) -> Array:
    found = np.empty(order.size)
    found[order] = np.minimum(sorted_p, 1)
    corrected = given.copy()
    corrected[there] = found
    return corrected
