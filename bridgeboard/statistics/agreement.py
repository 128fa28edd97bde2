"""How far raters agree: weighted kappa for two of them, Krippendorff's alpha for any number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from bridgeboard.statistics.sample import Array, check_level, paired

#: Less than this is the noise of rounding: agreements are shares of 1.
_NOISE = 1e-12


@dataclass(frozen=True, slots=True)
class Kappa:
    """Weighted kappa with its interval; None where it can't be said.

    observed, expected: the weighted shares of agreement, as found and by chance.
    """

    n: int
    value: float | None
    lower: float | None
    upper: float | None
    se: float | None
    observed: float | None
    expected: float | None


@dataclass(frozen=True, slots=True)
class KrippendorffAlpha:
    """Krippendorff's alpha; None where it can't be said.

    n_units:  units that two raters or more rated: only these count.
    n_raters: raters of any of these.
    n_values: ratings of these units.
    """

    value: float | None
    n_units: int
    n_raters: int
    n_values: int


def weighted_kappa(
    a: ArrayLike,
    b: ArrayLike,
    categories: Sequence[float],
    weights: Literal["linear", "quadratic"] = "linear",
    level: float = 0.95,
) -> Kappa:
    """How much more two raters agree than by chance, with near misses counted in part.

    In:      what each rater said of the same units, in the same order; categories in their order.
             linear: a miss costs by the number of categories between; quadratic: by its square.
    Out:     (observed - expected) / (1 - expected), and its large-sample interval, within -1 and 1.
    Unit:    at most 1; 0 is what raters with these totals would reach by chance.
    Missing: all None without units; value None if both raters put everything into one and the same
             category, for nothing could have shown them to disagree. se and interval are None where
             the formula gives no spread, as in full agreement: that is no certainty.
    Raises:  ValueError for lists of different lengths, values outside the categories, categories
             that occur twice or are fewer than 2, other weights, a level outside 0 to 1.
    Source:  Cohen 1968, doi:10.1037/h0026256; Fleiss, Cohen & Everitt 1969, doi:10.1037/h0028106
             (standard error). It takes units to be independent of each other.
    """
    check_level(level)
    first, second = (one.values for one in paired(a, b))
    n = first.size
    agreement = 1 - _distance(len(categories), weights)
    table = _crossed(first, second, categories)
    if not n:
        return Kappa(0, None, None, None, None, None, None)
    share = table / n
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    observed = float((agreement * share).sum())
    expected = float(rows @ agreement @ columns)
    if 1 - expected < _NOISE:
        return Kappa(n, None, None, None, None, observed, expected)
    value = (observed - expected) / (1 - expected)
    by_chance = (agreement @ columns)[:, None] + (rows @ agreement)[None, :]
    spread = float((share * (agreement - by_chance * (1 - value)) ** 2).sum())
    spread -= (value - expected * (1 - value)) ** 2
    if spread < _NOISE:
        return Kappa(n, value, None, None, None, observed, expected)
    se = math.sqrt(spread / n) / (1 - expected)
    reach = NormalDist().inv_cdf((1 + level) / 2) * se
    return Kappa(
        n, value, max(-1.0, value - reach), min(1.0, value + reach), se, observed, expected
    )


def krippendorff_alpha(
    ratings: ArrayLike, level: Literal["nominal", "ordinal", "interval"] = "ordinal"
) -> KrippendorffAlpha:
    """How far any number of raters agree beyond chance, whoever left out which units.

    In:      raters by units, nan where a rater did not rate a unit. level: what a distance between
             two ratings means; ordinal ones are as far apart as there are ratings between them.
    Out:     1 - observed / expected disagreement, over units that two raters or more rated.
    Unit:    at most 1; 0 is chance, below 0 is systematic disagreement.
    Missing: value None where no unit was rated twice, or where all such ratings are the same.
    Raises:  ValueError for infinite ratings, anything but raters by units, and another level.
    Source:  Krippendorff 2011, Computing Krippendorff's Alpha-Reliability,
             https://repository.upenn.edu/asc_papers/43
    """
    if level not in ("nominal", "ordinal", "interval"):
        raise ValueError(f"level is {level!r}, but must be nominal, ordinal or interval")
    matrix = np.asarray(ratings, dtype=np.float64)
    if matrix.ndim != 2:
        raise ValueError(f"ratings must be raters by units, not {matrix.ndim}-dimensional")
    if np.isinf(matrix).any():
        raise ValueError("ratings must be finite, or nan where there is none")
    matrix = matrix[:, (~np.isnan(matrix)).sum(axis=0) > 1]
    there = ~np.isnan(matrix)
    n_units, n_raters = matrix.shape[1], int(there.any(axis=1).sum())
    values = np.unique(matrix[there])
    n = int(there.sum())
    if values.size < 2:
        return KrippendorffAlpha(None, n_units, n_raters, n)
    # Units by values: how often each value was given to each unit.
    counts = (matrix[:, :, None] == values).sum(axis=0).astype(np.float64)
    per_unit = counts.sum(axis=1) - 1
    coincidences = counts.T @ (counts / per_unit[:, None]) - np.diag(
        (counts / per_unit[:, None]).sum(axis=0)
    )
    totals = counts.sum(axis=0)
    apart = _apart(values, totals, level)
    observed = float((coincidences * apart).sum()) / n
    expected = float(totals @ apart @ totals) / (n * (n - 1))
    return KrippendorffAlpha(1 - observed / expected, n_units, n_raters, n)


def _distance(n: int, weights: str) -> Array:
    """Categories by categories: how much of the worst miss each miss is."""
    if n < 2:
        raise ValueError(f"there must be 2 categories or more, not {n}")
    place = np.arange(n, dtype=np.float64)
    share = np.abs(place[:, None] - place) / (n - 1)
    if weights == "linear":
        return share
    if weights == "quadratic":
        return share**2
    raise ValueError(f"weights is {weights!r}, but must be linear or quadratic")


def _crossed(first: Array, second: Array, categories: Sequence[float]) -> Array:
    """Units by what the first rater said (down) and the second (across)."""
    place = {float(category): i for i, category in enumerate(categories)}
    if len(place) < len(categories):
        raise ValueError("a category occurs twice")
    outside = {*first.tolist(), *second.tolist()} - set(place)
    if outside:
        raise ValueError(f"{min(outside)} is not among the categories")
    table = np.zeros((len(place), len(place)))
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        table[place[one], place[other]] += 1
    return table


def _apart(values: Array, totals: Array, level: str) -> Array:
    """Values by values: the squared distance between two of them."""
    if level == "nominal":
        return 1 - np.eye(values.size)
    # An ordinal value stands where its ratings' middle stands in the row of all ratings.
    place = np.cumsum(totals) - totals / 2 if level == "ordinal" else values
    return (place[:, None] - place) ** 2
