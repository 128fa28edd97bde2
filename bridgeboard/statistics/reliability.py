"""Whether the items of a scale go together: Cronbach's alpha and what each item does to it."""

from __future__ import annotations

import math
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
    items = answers.shape[1]
    counts = there.T.astype(np.float64) @ there
    # Sums around an answer that was given, so that a large common offset costs no digits.
    origin = np.nanmin(np.where(there.any(axis=0), answers, 0.0), axis=0, initial=np.inf)
    origin = np.where(np.isfinite(origin), origin, 0.0)
    given = np.where(there, answers - origin, 0.0)
    sums = given.T @ there
    products = given.T @ given
    found = np.full((items, items), np.nan)
    enough = counts >= 2
    found[enough] = (products[enough] - sums[enough] * sums.T[enough] / counts[enough]) / (
        counts[enough] - 1
    )
    return Covariance(found, int(counts.min()) if items else 0)


def cronbach_alpha(covariance: ArrayLike, n: int, level: float = 0.95) -> Alpha:
    """The share of a sum score's variance that its items have in common, with Feldt's interval."""
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
    """Each item's correlation with the sum of the others; nan for no variance."""
    spread = square(covariance)
    own = np.diag(spread)
    together = spread.sum(axis=1) - own
    rest = spread.sum() - 2 * together - own
    found = np.full(len(spread), np.nan)
    floor = _NOISE * own.max(initial=0.0)
    for i in range(len(spread)):
        if own[i] > floor and rest[i] > floor:
            found[i] = together[i] / math.sqrt(own[i] * rest[i])
    return found


def alpha_without(covariance: ArrayLike) -> Array:
    """Alpha of the other items, for each item left out; nan where fewer than 2 are left."""
    spread = square(covariance)
    found = np.full(len(spread), np.nan)
    if len(spread) > 2:
        for i in range(len(spread)):
            left = np.delete(np.delete(spread, i, axis=0), i, axis=1)
            value = _alpha(left)
            found[i] = np.nan if value is None else value
    return found


def square(covariance: ArrayLike) -> Array:
    """The covariance matrix as an array, checked."""
    spread = np.asarray(covariance, dtype=np.float64)
    if spread.ndim != 2 or spread.shape[0] != spread.shape[1]:
        raise ValueError("a covariance matrix has as many rows as columns")
    return spread


def correlation(spread: Array) -> Array | None:
    """Correlations from covariances; None if an item has no variance."""
    own = np.diag(spread)
    if not own.size or not own.min() > _NOISE * own.max():
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
