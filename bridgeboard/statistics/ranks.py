"""Tests and estimates from ranks: Mann-Whitney, Wilcoxon, Hodges-Lehmann."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from bridgeboard.statistics.chance import rank_sums, signed_ranks, two_sided
from bridgeboard.statistics.sample import (
    Array,
    Counts,
    Values,
    changes,
    check_level,
    distinct,
    finite,
    largest,
    tied,
)
from bridgeboard.statistics.walsh import means_of_two

#: Below so many people (on each side) a test is exact if no two values tie, as in R.
_EXACT_BELOW = 50

#: Up to so many pairs an interval is exact.
_EXACT_PAIRS = 200


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


def mann_whitney(before: Values, after: Values) -> RankTest:
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
    n, m = first.n, second.n
    if not n or not m:
        return RankTest(None, None, "no test: nobody on one side")
    magnitude = largest(first, second)
    one, other = tied(first.values, magnitude), tied(second.values, magnitude)
    everybody, sizes = distinct(
        np.concatenate([one, other]), np.concatenate([first.counts, second.counts])
    )
    if everybody.size == 1:
        return RankTest(n * m / 2, None, "no test: everybody has the same score")
    ranks = _middle_ranks(sizes)[everybody.searchsorted(other)]
    statistic = float(ranks @ second.counts) - m * (m + 1) / 2
    if max(n, m) < _EXACT_BELOW and everybody.size == n + m:
        return RankTest(statistic, two_sided(rank_sums(n, m), statistic), "exact")
    spread = n * m / 12 * (n + m + 1 - _ties(sizes) / ((n + m) * (n + m - 1)))
    above = abs(statistic - n * m / 2) - 0.5
    p = min(1.0, 2 * _normal_tail(above / math.sqrt(spread)))
    return RankTest(statistic, p, _approximation(ties=everybody.size < n + m))


def wilcoxon(before: Values, after: Values) -> RankTest:
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
    first, second = finite(before), finite(after)
    change = changes(first, second)
    if not change.n:
        return RankTest(None, None, "no test: no pairs")
    values = tied(change.values, largest(first, second))
    moved = values != 0
    values, counts = values[moved], change.counts[moved]
    n = int(counts.sum())
    if not n:
        return RankTest(0.0, None, "no test: nobody changed")
    by_size, sizes = distinct(np.abs(values), counts)
    rose = values > 0
    ranks = _middle_ranks(sizes)[by_size.searchsorted(values[rose])]
    statistic = float(ranks @ counts[rose])
    if n == change.n and n < _EXACT_BELOW and by_size.size == n:
        return RankTest(statistic, two_sided(signed_ranks(n), statistic), "exact")
    spread = n * (n + 1.0) * (2.0 * n + 1.0) - _ties(sizes) / 2
    above = abs(statistic - n * (n + 1.0) / 4)
    # Nothing is corrected where exactly half of the ranks rose.
    above = abs(above - 0.5) if above else 0.0
    p = 2 * _normal_tail(above / math.sqrt(spread / 24))
    return RankTest(statistic, p, _approximation(ties=by_size.size < n, zeros=n < change.n))


def hodges_lehmann(before: Values, after: Values, level: float = 0.95) -> Estimate:
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
    change = changes(before, after)
    n = change.n
    if not n:
        return Estimate(None, None, None)
    most = n * (n + 1) // 2
    if n <= _EXACT_PAIRS:
        k = int(np.searchsorted(signed_ranks(n), (1 - level) / 2, side="right"))
    else:
        margin = NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(most * (2 * n + 1) / 12)
        k = math.floor(most / 2 + 0.5 - margin)
    places = [(most + 1) // 2, most // 2 + 1] + ([k, most + 1 - k] if k > 0 else [])
    low, high, *ends = means_of_two(change, places)
    return Estimate((low + high) / 2, *(ends or (None, None)))


def _middle_ranks(sizes: Counts) -> Array:
    """The mean rank of those who share a value, for rising values that so many people have."""
    return np.cumsum(sizes) - (sizes - 1) / 2


def _ties(sizes: Counts) -> float:
    """What ties take off the spread of ranks: the sum of t^3 - t over values that t people have."""
    t = sizes.astype(np.float64)
    return float((t**3 - t).sum())


def _normal_tail(z: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(-z))


def _approximation(*, ties: bool, zeros: bool = False) -> str:
    notes = ["normal approximation"]
    if ties:
        notes.append("ties corrected")
    if zeros:
        notes.append("those without change left out")
    return ", ".join(notes)
