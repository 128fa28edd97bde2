"""Whether the items of a scale go together: Cronbach's alpha and what each item does to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from bridgeboard.statistics.sample import Array, check_level

#: A variance below this share of the items' largest is the noise of rounding.
_NOISE = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Covariance:
    """Items by items, and the number of people behind it; nan where there are fewer than 2."""

    matrix: Array
    n: int


@dataclass(frozen=True, slots=True)
class Alpha:
    """Cronbach's alpha with Feldt's interval; None where it can't be said."""

    n: int
    n_items: int
    value: float | None
    lower: float | None
    upper: float | None
    standardised: float | None
    average_r: float | None


def covariance(
    matrix: ArrayLike, missing: Literal["listwise", "pairwise"] = "listwise"
) -> Covariance:
    """Variances and covariances of items, from those who answered all, or both of each pair.

    In:      people by items, nan where somebody did not answer.
    Out:     items by items, dividing by people - 1, and n: listwise those who answered every item,
             pairwise the fewest behind any pair. A pairwise matrix need not be one that any people
             could have given.
    Unit:    that of the answers, squared.
    Missing: nan where fewer than 2 people answered.
    Raises:  ValueError for infinite numbers, and for anything that is not people by items.
    """
    answers = np.asarray(matrix, dtype=np.float64)
    if answers.ndim != 2:
        raise ValueError(f"answers must be people by items, not {answers.ndim}-dimensional")
    if np.isinf(answers).any():
        raise ValueError("answers must be finite, or nan where there is none")
    there = ~np.isnan(answers)
    if missing == "listwise":
        complete = there.all(axis=1)
        answers, there = answers[complete], there[complete]
    # Sums above each item's lowest answer, so that a large common offset costs no digits, and an
    # item that all answered alike has no variance rather than the noise of one.
    lowest = np.where(there, answers, np.inf).min(axis=0, initial=np.inf)
    given = np.where(there, answers - np.where(np.isfinite(lowest), lowest, 0.0), 0.0)
    one = there.astype(np.float64)
    counts, sums = one.T @ one, given.T @ one
    found = np.full(counts.shape, np.nan)
    some = counts > 1
    found[some] = (given.T @ given - sums * sums.T / np.maximum(counts, 1))[some]
    found[some] /= counts[some] - 1
    return Covariance(found, int(counts.min(initial=len(answers))))


def cronbach_alpha(covariance: ArrayLike, n: int, level: float = 0.95) -> Alpha:
    """The share of a sum score's variance that its items have in common, with Feldt's interval.

    In:      a covariance matrix, items by items, already turned; n: the people behind it.
    Out:     value; lower and upper by Feldt from the F distribution with n - 1 and
             (n - 1)(items - 1) degrees of freedom; standardised: alpha of the items' z scores;
             average_r: the mean correlation between two items.
    Unit:    at most 1. Negative values stand as they are: items that contradict each other, often
             because one was not turned.
    Missing: all None for fewer than 2 items or people. value and interval are None where the sum
             has no variance; an item without variance counts as it is, but then standardised and
             average_r, which divide by it, are None.
    Raises:  ValueError for what is no covariance matrix, and a level outside 0 to 1.
    Source:  Cronbach 1951, doi:10.1007/BF02310555; Feldt 1965, doi:10.1007/BF02289499.
    """
    check_level(level)
    spread = square(covariance)
    items = len(spread)
    if n < 2 or items < 2:
        return Alpha(n, items, None, None, None, None, None)
    value = _alpha(spread)
    lower = upper = None
    if value is not None:
        low, high = _f_quantiles(n - 1, (n - 1) * (items - 1), level)
        lower, upper = 1 - (1 - value) * high, 1 - (1 - value) * low
    correlations = correlation(spread)
    standardised = average = None
    if correlations is not None:
        average = float(correlations.sum() - items) / (items * (items - 1))
        total = 1 + (items - 1) * average
        standardised = items * average / total if total > _NOISE else None
    return Alpha(n, items, value, lower, upper, standardised, average)


def item_rest(covariance: ArrayLike) -> Array:
    """Each item's correlation with the sum of the others, in the order of the items.

    Strongly negative: the item was turned twice, or never.

    Missing: nan where the item, or the sum of the others, has no variance.
    Raises:  ValueError for what is no covariance matrix.
    """
    spread = square(covariance)
    own = np.diag(spread)
    together = spread.sum(axis=1) - own
    rest = spread.sum() - 2 * together - own
    found = np.full(len(spread), np.nan)
    floor = _NOISE * own.max(initial=0.0)
    some = (own > floor) & (rest > floor)
    found[some] = together[some] / np.sqrt(own[some] * rest[some])
    # Rounding may carry a perfect correlation beyond 1.
    return np.clip(found, -1, 1)


def alpha_without(covariance: ArrayLike) -> Array:
    """Alpha of the other items, for each item left out, in the order of the items.

    Missing: nan where fewer than 2 items are left, or their sum has no variance.
    Raises:  ValueError for what is no covariance matrix.
    """
    spread = square(covariance)
    own = np.diag(spread)
    left = len(spread) - 1
    found = np.full(len(spread), np.nan)
    if left > 1:
        kept = own.sum() - own
        total = spread.sum() - 2 * spread.sum(axis=1) + own
        some = total > _NOISE * own.sum()
        found[some] = left / (left - 1) * (1 - kept[some] / total[some])
    return found


def square(covariance: ArrayLike) -> Array:
    """The covariance matrix as an array, nan where a number is missing.

    Raises: ValueError for infinite numbers and for a matrix that is not symmetric.
    """
    spread = np.asarray(covariance, dtype=np.float64)
    if spread.ndim != 2 or spread.shape[0] != spread.shape[1]:
        raise ValueError(f"a covariance matrix is items by items, not {spread.shape}")
    if np.isinf(spread).any():
        raise ValueError("covariances must be finite, or nan where there is none")
    known = np.nan_to_num(spread)
    if np.abs(known - known.T).max(initial=0.0) > 1e-9 * np.abs(known).max(initial=0.0):
        raise ValueError("a covariance matrix is the same on both sides of its diagonal")
    return spread


def correlation(spread: Array) -> Array | None:
    """Correlations from covariances; None if one is missing or an item has no variance."""
    own = np.diag(spread)
    if not own.size or np.isnan(spread).any() or not own.min() > _NOISE * own.max():
        return None
    sd = np.sqrt(own)
    return spread / np.outer(sd, sd)


def _alpha(spread: Array) -> float | None:
    items = len(spread)
    total, own = float(spread.sum()), float(np.trace(spread))
    if not total > _NOISE * own:
        return None
    return items / (items - 1) * (1 - own / total)


@lru_cache(maxsize=1024)
def _f_quantiles(first: int, second: int, level: float) -> tuple[float, float]:
    from scipy.special import fdtri

    low, high = (float(fdtri(first, second, p)) for p in ((1 - level) / 2, (1 + level) / 2))
    return low, high
