"""Mean, spread and interval of a small sample."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class MeanInterval:
    """A sample's mean with its interval; None where the sample is too small to say."""

    n: int
    mean: float | None
    lower: float | None
    upper: float | None
    sd: float | None


def mean_interval(
    values: ArrayLike, counts: ArrayLike | None = None, level: float = 0.95
) -> MeanInterval:
    """The mean of a sample, its sample standard deviation and Student's t interval.

    In:      values, finite; counts: how often each was seen (whole, 0 or more), once if not given.
    Out:     n, mean, lower, upper, sd. sd divides by n - 1. The interval may reach beyond the
             scale's ends: it is not cut off, so that its width stays what it is.
    Unit:    that of values.
    Missing: mean is None for n = 0; sd, lower and upper are None for n < 2.
    Raises:  ValueError for values that are not finite, counts that are not whole or negative, and
             a level outside 0 to 1.
    Source:  Student 1908, doi:10.1093/biomet/6.1.1.
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}, but must lie between 0 and 1")
    sample = np.asarray(values, dtype=np.float64)
    whole = np.ones(sample.size, dtype=np.int64) if counts is None else _whole(counts)
    sample, whole = sample[whole > 0], whole[whole > 0]
    if not np.isfinite(sample).all():
        raise ValueError("values must be finite: leave missing ones out")
    n = int(whole.sum())
    if n == 0:
        return MeanInterval(0, None, None, None, None)
    # Sums around the first value, so that a large common offset costs no digits.
    origin = float(sample[0])
    shifted = sample - origin
    mean = _sum(shifted, whole) / n
    if n == 1:
        return MeanInterval(1, origin + mean, None, None, None)
    sd = math.sqrt(_sum((shifted - mean) ** 2, whole) / (n - 1))
    margin = t_quantile((1 + level) / 2, n - 1) * sd / math.sqrt(n)
    return MeanInterval(n, origin + mean, origin + mean - margin, origin + mean + margin, sd)


@lru_cache(maxsize=1024)
def t_quantile(probability: float, degrees: float) -> float:
    """The quantile of Student's t distribution: 2.776 for .975 and 4 degrees of freedom."""
    # scipy.special alone is imported, and only when asked: scipy.stats would cost a page a second.
    from scipy.special import stdtrit

    return float(stdtrit(degrees, probability))


def _sum(values: np.ndarray, counts: np.ndarray) -> float:
    """The sum of the values, each as often as counted, rounded once.

    Each is cut in two parts of 26 binary digits, whose products with a count are exact (Veltkamp
    1968, Dekker 1971, doi:10.1007/BF01397083): so it is what adding up one by one would give.
    """
    if (counts == 1).all():
        return math.fsum(values.tolist())
    if counts.max() >= 1 << 26 or np.abs(values).max() > 1e290:
        return math.fsum(np.repeat(values, counts).tolist())
    scaled = values * (2.0**27 + 1)
    high = scaled - (scaled - values)
    return math.fsum((np.concatenate([high, values - high]) * np.tile(counts, 2)).tolist())


def _whole(counts: ArrayLike) -> np.ndarray:
    given = np.asarray(counts)
    whole = given.astype(np.int64)
    if (whole != given).any() or (whole < 0).any():
        raise ValueError("counts must be whole numbers of 0 or more")
    return whole
