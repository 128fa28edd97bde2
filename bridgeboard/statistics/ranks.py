"""Tests and estimates from ranks: Mann-Whitney, Wilcoxon, Hodges-Lehmann."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from bridgeboard.statistics.sample import Array, check_level, finite, largest, paired, tied

#: Below so many people (on each side) a test is exact if no two values tie, as in R.
_EXACT_BELOW = 50

#: Up to so many pairs an interval is exact.
_EXACT_PAIRS = 200

#: Up to so many pairs the means of any two changes are all written down.
_LISTED_PAIRS = 1000


@dataclass(frozen=True, slots=True)
class RankTest:
    """A two-sided test; p is None where there is nothing to test. method says how, in words."""

    statistic: float | None
    p: float | None
    method: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval; None where it can't be said."""

    value: float | None
    lower: float | None
    upper: float | None


def mann_whitney(before: ArrayLike, after: ArrayLike) -> RankTest:
    """Whether people after tend to score higher or lower than other people before.

    In:      two samples of different people, finite. Values closer than 1e-9 are equal.
    Out:     statistic: in how many pairs (one before, one after) after is higher, ties as half a
             pair. p, two-sided: exact if no two values tie and both sides are under 50 people;
             else from the normal distribution with ties and continuity corrected. As R's
             wilcox.test.
    Missing: statistic and p are None if a side is empty; p is None if all have the same score.
    Raises:  ValueError for values that are not finite.
    Source:  Mann & Whitney 1947, doi:10.1214/aoms/1177730491.
    """
    first, second = finite(before), finite(after)
    n, m = int(first.size), int(second.size)
    if not n or not m:
        return RankTest(None, None, "no test: nobody on one side")
    everybody = tied(np.concatenate([first, second]), largest(first, second))
    n_values = np.unique(everybody).size
    if n_values == 1:
        return RankTest(n * m / 2, None, "no test: everybody has the same score")
    from scipy.stats import mannwhitneyu

    exact = max(n, m) < _EXACT_BELOW and n_values == n + m
    method = "exact" if exact else "asymptotic"
    found = mannwhitneyu(everybody[n:], everybody[:n], method=method)
    words = "exact" if exact else _approximation(ties=n_values < n + m)
    return RankTest(float(found.statistic), float(found.pvalue), words)


def wilcoxon(before: ArrayLike, after: ArrayLike) -> RankTest:
    """Whether the same people tend to score higher or lower after than before.

    In:      two samples of the same people in the same order, finite. Changes closer than 1e-9 are
             equal.
    Out:     statistic: the sum of the ranks of those who rose. p, two-sided: exact if nobody stayed
             the same, no two changed by the same amount and they are under 50; else those who
             stayed the same are left out, and p is from the normal distribution with ties and
             continuity corrected. As R's wilcox.test.
    Missing: statistic and p are None without pairs; p is None if nobody changed.
    Raises:  ValueError for values that are not finite, and samples of different lengths.
    Source:  Wilcoxon 1945, doi:10.2307/3001968.
    """
    first, second = paired(before, after)
    if not first.size:
        return RankTest(None, None, "no test: no pairs")
    change = tied(second - first, largest(first, second))
    moved = change[change != 0]
    n = int(moved.size)
    if not n:
        return RankTest(0.0, None, "no test: nobody changed")
    from scipy.stats import rankdata
    from scipy.stats import wilcoxon as signed_ranks

    n_sizes = np.unique(np.abs(moved)).size
    exact = n == change.size and n < _EXACT_BELOW and n_sizes == n
    # scipy's own choice of method would differ from R's where people tie or stay the same.
    found = signed_ranks(moved, method="exact" if exact else "approx", correction=not exact)
    words = "exact" if exact else _approximation(ties=n_sizes < n, zeros=n < change.size)
    # Two-sided, scipy gives the smaller of the two rank sums.
    statistic = float(rankdata(np.abs(moved))[moved > 0].sum())
    return RankTest(statistic, min(1.0, float(found.pvalue)), words)


def hodges_lehmann(before: ArrayLike, after: ArrayLike, level: float = 0.95) -> Estimate:
    """The typical change of the same people: the median of the means of any two changes.

    In:      two samples of the same people in the same order, finite.
    Out:     value (the pseudomedian; each change also counts with itself), and the interval of
             those values that an exact Wilcoxon test would not reject; over 200 pairs by the normal
             distribution. People who stayed the same count. With ties the interval holds the truth
             at least as often as it says.
    Unit:    that of the values.
    Missing: value is None without pairs. lower and upper are None where even the widest interval,
             from the smallest change to the largest, holds the truth less often than the level: at
             95 % under 6 pairs.
    Raises:  ValueError for values that are not finite, samples of different lengths, and a level
             outside 0 to 1.
    Source:  Hodges & Lehmann 1963, doi:10.1214/aoms/1177704172; ties: Noether 1967,
             doi:10.1080/01621459.1967.10482910.
    """
    check_level(level)
    first, second = paired(before, after)
    n = int(first.size)
    if not n:
        return Estimate(None, None, None)
    change = np.sort(second - first)
    most = n * (n + 1) // 2
    if n <= _EXACT_PAIRS:
        k = int(np.searchsorted(_signed_ranks(n), (1 - level) / 2, side="right"))
    else:
        margin = NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(most * (2 * n + 1) / 12)
        k = math.floor(most / 2 + 0.5 - margin)
    places = [(most + 1) // 2, most // 2 + 1] + ([k, most + 1 - k] if k > 0 else [])
    low, high, *ends = _walsh(change, places)
    return Estimate((low + high) / 2, *(ends or (None, None)))


def _walsh(change: Array, places: list[int]) -> list[float]:
    """The means of any two changes (each with itself too) at these places, 1 for the smallest."""
    n = change.size
    if n <= _LISTED_PAIRS:
        rows, columns = np.triu_indices(n)
        sums = change[rows] + change[columns]
        wanted = [place - 1 for place in places]
        sums.partition(sorted(set(wanted)))
        return [float(sums[place]) / 2 for place in wanted]
    return [_walsh_by_halving(change, place) for place in places]


def _walsh_by_halving(change: Array, place: int) -> float:
    """The same without writing all of them down: how many are at most this, again and again."""
    # Thousands of people have some hundred different changes: each is looked up once.
    values, first, n = np.unique(change, return_index=True, return_counts=True)

    def n_upto(sum_of_two: float) -> int:
        partners = np.searchsorted(change, sum_of_two - values, side="right")
        # Of people with one change the first has so many partners after it, itself included; each
        # next one has one fewer.
        most = np.maximum(partners - first, 0)
        some = np.minimum(most, n)
        return int((some * most - some * (some - 1) // 2).sum())

    low, high = 2 * float(change[0]), 2 * float(change[-1])
    enough = 1e-12 * (high - low) + 4e-16 * max(abs(low), abs(high))
    while high - low > enough:
        middle = (low + high) / 2
        low, high = (low, middle) if n_upto(middle) >= place else (middle, high)
    return high / 2


def _approximation(*, ties: bool, zeros: bool = False) -> str:
    notes = ["normal approximation"]
    if ties:
        notes.append("ties corrected")
    if zeros:
        notes.append("those without change left out")
    return ", ".join(notes)


@lru_cache(maxsize=256)
def _signed_ranks(n: int) -> Array:
    """The chance that the ranks of those who rose sum to 0, 1, ... at most, if all is chance."""
    chance = np.zeros(n * (n + 1) // 2 + 1)
    chance[0] = 1
    for rank in range(1, n + 1):
        chance[rank:] = chance[rank:] + chance[:-rank]
        chance /= 2
    return np.cumsum(chance)
