"""Differences in units of the spread between people: Hedges' g, and SMCC for pairs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from bridgeboard.statistics.noncentral import noncentrality
from bridgeboard.statistics.sample import Values, changes, check_level, finite, largest, moments


@dataclass(frozen=True, slots=True)
class Standardised:
    """A standardised difference; None where there are too few people or no spread.

    sd: what one unit is, in points: the pooled sd (g), or the sd of the changes (SMCC).
    """

    value: float | None
    lower: float | None
    upper: float | None
    variance: float | None
    sd: float | None


_NOTHING = Standardised(None, None, None, None, None)


@lru_cache(maxsize=1024)
def exact_j(degrees: float) -> float | None:
    """The factor that makes a standardised difference unbiased: .903 for 8 degrees of freedom.

    Gamma(m / 2) / (sqrt(m / 2) Gamma((m - 1) / 2)), not the approximation 1 - 3 / (4 m - 1).
    Missing: None for 1 degree of freedom or fewer, where nothing makes it unbiased.
    Source:  Hedges 1981, doi:10.3102/10769986006002107.
    """
    if degrees <= 1:
        return None
    half = degrees / 2
    return math.exp(math.lgamma(half) - math.lgamma(half - 0.5) - math.log(half) / 2)


def hedges_g(before: Values, after: Values, level: float = 0.95) -> Standardised:
    """After minus before over the pooled sd, unbiased by the exact J, with its interval.

    In:      two samples of different people, finite.
    Out:     value; lower and upper from the noncentral t distribution: those true differences
             (delta) for which a result so high or so low has a chance of 2.5 %. They are limits of
             delta itself and so not multiplied by J. variance, for pooling:
             1 / n + 1 / m + g^2 / (2 (n + m)). sd: the pooled sd.
    Unit:    pooled sd.
    Missing: None if a side has fewer than 2 people or if there is no spread at all.
    Raises:  ValueError for values that are not finite, and a level outside 0 to 1.
    Source:  Hedges 1981, doi:10.3102/10769986006002107; interval: Steiger & Fouladi 1997; variance
             as in metafor's escalc, measure "SMD".
    """
    check_level(level)
    first, second = finite(before), finite(after)
    n_first, n_second = first.n, second.n
    if min(n_first, n_second) < 2:
        return _NOTHING
    origin, magnitude = float(first.values[0]), largest(first, second)
    mean_first, squares_first = moments(first, origin, magnitude)
    mean_second, squares_second = moments(second, origin, magnitude)
    degrees = n_first + n_second - 2
    sd = math.sqrt((squares_first + squares_second) / degrees)
    unit = 1 / n_first + 1 / n_second
    found = _standardised(mean_second - mean_first, sd, degrees, unit, level)
    if found is None:
        return _NOTHING
    value, lower, upper = found
    variance = unit + value**2 / (2 * (n_first + n_second))
    return Standardised(value, lower, upper, variance, sd)


def smcc(before: Values, after: Values, level: float = 0.95) -> Standardised:
    """The mean change of the same people over the sd of their changes, unbiased by the exact J.

    In:      two samples of the same people in the same order, finite.
    Out:     value; lower and upper from the noncentral t distribution, limits of the true value and
             so not multiplied by J; variance 1/n + g^2 / (2 n), for pooling; sd of the changes.
    Unit:    sd of the changes.
    Missing: None for fewer than 3 pairs (J needs 2 degrees of freedom), and if all change alike.
    Raises:  ValueError for values that are not finite, samples of different lengths, and a level
             outside 0 to 1.
    Source:  Gibbons, Hedeker & Davis 1993, doi:10.3102/10769986018003271; as in metafor's escalc,
             measure "SMCC".
    """
    check_level(level)
    first, second = finite(before), finite(after)
    change = changes(first, second)
    n = change.n
    if n < 3:
        return _NOTHING
    origin = float(change.values[0])
    mean, squares = moments(change, origin, largest(first, second))
    sd = math.sqrt(squares / (n - 1))
    found = _standardised(origin + mean, sd, n - 1, 1 / n, level)
    if found is None:
        return _NOTHING
    value, lower, upper = found
    return Standardised(value, lower, upper, 1 / n + value**2 / (2 * n), sd)


def _standardised(
    difference: float, sd: float, degrees: int, unit: float, level: float
) -> tuple[float, float, float] | None:
    """Value, lower, upper; unit is the variance of the difference in units of sd squared."""
    factor = exact_j(degrees)
    if factor is None or sd == 0:
        return None
    root = math.sqrt(unit)
    t = difference / sd / root
    lower = noncentrality(t, degrees, (1 + level) / 2) * root
    upper = noncentrality(t, degrees, (1 - level) / 2) * root
    return factor * difference / sd, lower, upper
