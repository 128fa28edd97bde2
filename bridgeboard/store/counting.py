"""How often each combination of small numbers occurs."""

from __future__ import annotations

import numpy as np
import polars as pl

#: Counted in an array of all combinations if there are no more than this; else by sorting.
_AT_MOST = 1 << 22


def counted(*keys: tuple[np.ndarray, int]) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """The combinations that occur, and how often; a tenth of the time of a group-by.

    In: for each key its codes, from 0, and how many codes there are.
    """
    sizes = [size for _, size in keys]
    n_possible = int(np.prod([float(size) for size in sizes]))
    whole = np.zeros(len(keys[0][0]), dtype=np.int64)
    for codes, size in keys:
        whole *= size
        whole += codes
    if n_possible <= _AT_MOST:
        every = np.bincount(whole, minlength=1)
        found = np.flatnonzero(every)
        n = every[found]
    else:
        found, n = np.unique(whole, return_counts=True)
    return np.unravel_index(found, sizes), n


def coded_scores(scores: pl.Series) -> tuple[np.ndarray, pl.Series]:
    """Scores as codes, and the score of each code; equal scores have one code, null has 0."""
    known = scores.drop_nulls().unique().sort()
    # Nulls are looked up as any number would be, and then made 0.
    codes = np.searchsorted(known.to_numpy(), scores.fill_null(0.0).to_numpy()) + 1
    codes[scores.is_null().to_numpy()] = 0
    return codes, pl.concat([pl.Series([None], dtype=pl.Float64), known])
