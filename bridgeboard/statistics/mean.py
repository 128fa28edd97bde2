"""Mean, spread and interval of a small sample."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from bridgeboard.statistics.sample import Values, check_level, finite, moments


@dataclass(frozen=True, slots=True)
class MeanInterval:
    """A sample's mean with its interval; None where the sample is too small to say."""

    n: int
    mean: float | None
    lower: float | None
    upper: float | None
    sd: float | None


def mean_interval(values: Values, level: float = 0.95) -> MeanInterval:
    """The mean of a sample, its sample standard deviation and Student's t interval.

    In:      values, finite.
    Out:     n, mean, lower, upper, sd. sd divides by n - 1. The interval may reach beyond the
             scale's ends: it is not cut off, so that its width stays what it is.
    Unit:    that of values.
    Missing: mean is None for n = 0; sd, lower and upper are None for n < 2.
    Raises:  ValueError for values that are not finite, and a level outside 0 to 1.
    Source:  Student 1908, doi:10.1093/biomet/6.1.1.
    """
    check_level(level)
    sample = finite(values)
    n = sample.n
    if n == 0:
        return MeanInterval(0, None, None, None, None)
    origin = float(sample.values[0])
    mean, squares = moments(sample, origin, 0.0)
    if n == 1:
        return MeanInterval(1, origin + mean, None, None, None)
    sd = math.sqrt(squares / (n - 1))
    margin = t_quantile((1 + level) / 2, n - 1) * sd / math.sqrt(n)
    return MeanInterval(n, origin + mean, origin + mean - margin, origin + mean + margin, sd)


@lru_cache(maxsize=1024)
def t_quantile(probability: float, degrees: float) -> float:
    """The quantile of Student's t distribution: 2.776 for .975 and 4 degrees of freedom."""
    # scipy.special alone is imported, and only when asked: scipy.stats would cost a page a second.
    from scipy.special import stdtrit

    return float(stdtrit(degrees, probability))
