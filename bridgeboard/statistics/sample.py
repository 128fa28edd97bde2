"""A sample as an array: checked once, and free of the noise of floating-point sums."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

#: Decimals that count when values are ranked. A mean of twelve answers differs from another by 1/12
#: or not at all; a difference of 1e-15 is the way the sum was taken.
DECIMALS = 9

_EPSILON = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Numbers, and how many people have each; one number may stand in several places.

    counts: whole numbers over 0. n: all people.
    """

    values: Array
    counts: Counts
    n: int


#: What statistics take: one number a person, or numbers with counts.
Values = ArrayLike | Sample


def counted(values: ArrayLike, counts: ArrayLike) -> Sample:
    """A sample in which each number was seen so often; whole numbers, 0 or more.

    Raises: ValueError as `numbers` does, for counts that are not whole or negative, and for another
            number of counts than of values.
    """
    sample, given = np.asarray(values, dtype=np.float64), np.asarray(counts)
    whole = given.astype(np.int64)
    if (whole != given).any() or (whole < 0).any():
        raise ValueError("counts must be whole numbers of 0 or more")
    if whole.shape != sample.shape:
        raise ValueError(f"{whole.size} counts are not one for each of {sample.size} values")
    if not whole.all():
        sample, whole = sample[whole > 0], whole[whole > 0]
    return Sample(numbers(sample), whole, int(whole.sum()))


def finite(values: Values) -> Sample:
    """The values as a sample of finite numbers; each is one person's unless counts are given.

    Raises: ValueError as `numbers` does.
    """
    if isinstance(values, Sample):
        return values
    sample = numbers(values)
    return Sample(sample, np.ones(sample.size, dtype=np.int64), sample.size)


def numbers(values: ArrayLike) -> Array:
    """The values as a flat array of finite numbers.

    Raises: ValueError for anything that is not finite, and for more than one dimension.
    """
    sample = np.asarray(values, dtype=np.float64)
    if sample.ndim != 1:
        raise ValueError(f"values must be one list, not {sample.ndim}-dimensional")
    if not np.isfinite(sample).all():
        raise ValueError("values must be finite: leave missing ones out")
    return sample


def paired(before: Values, after: Values) -> tuple[Sample, Sample]:
    """Two samples of the same people in the same order.

    Raises: ValueError as `numbers` does, and for samples of different lengths or other counts.
    """
    first, second = finite(before), finite(after)
    if first.n != second.n:
        raise ValueError(f"{first.n} before and {second.n} after make no pairs")
    if not np.array_equal(first.counts, second.counts):
        raise ValueError("pairs must be counted alike before and after")
    return first, second


def changes(before: Values, after: Values) -> Sample:
    """After minus before, of the same people in the same order; different changes, rising.

    Raises: ValueError as `paired` does.
    """
    first, second = paired(before, after)
    return Sample(*distinct(second.values - first.values, first.counts), first.n)


def distinct(values: Array, counts: Counts) -> tuple[Array, Counts]:
    """Different values, rising, and how many people have each."""
    if (values[1:] > values[:-1]).all():
        return values, counts
    order = values.argsort(kind="stable")
    values, counts = values[order], counts[order]
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    return values[starts], np.add.reduceat(counts, starts)


def check_level(level: float) -> None:
    """Refuse a level outside 0 to 1, such as 95."""
    if not 0 < level < 1:
        raise ValueError(f"level is {level}, but must lie between 0 and 1")


def tied(values: Array, magnitude: float) -> Array:
    """The values rounded so that equal ones are equal.

    To nine decimals, or fewer where numbers so large don't hold nine: magnitude is the largest of
    the numbers that the values come from.
    """
    decimals = DECIMALS
    if magnitude > 0:
        decimals = min(DECIMALS, math.floor(-math.log10(8 * _EPSILON * magnitude)))
    # + 0.0: no negative zero.
    return np.round(values, decimals) + 0.0


def largest(*samples: Sample) -> float:
    """The largest absolute number in the samples, 0 if they are empty."""
    return max((float(np.abs(one.values).max()) for one in samples if one.n), default=0.0)


def moments(sample: Sample, origin: float, magnitude: float) -> tuple[float, float]:
    """Mean less the origin, and the sum of squares about the mean.

    Sums are taken around the origin, so that a large common offset costs no digits. A spread that
    is only the noise of rounding is none: magnitude is the largest of the numbers that the sample
    comes from.
    """
    # Sums are exact, so that what is alike may be taken together.
    values, counts = sample.values, sample.counts
    if values.size < sample.n:
        values, counts = distinct(values, counts)
    shifted = values - origin
    mean = _sum(shifted, counts) / sample.n
    squares = _sum((shifted - mean) ** 2, counts)
    if squares <= sample.n * (64 * _EPSILON * magnitude) ** 2:
        squares = 0.0
    return mean, squares


def _sum(values: Array, counts: Counts) -> float:
    """The sum of the values, each as often as counted, rounded once.

    Each is cut in two parts of 26 binary digits, whose products with a count are exact (Veltkamp
    1968, Dekker 1971, doi:10.1007/BF01397083): so it is what adding up one by one would give.
    """
    most = int(counts.max(initial=1))
    # Python's own floats: numpy's, handed out one by one, would take three times as long.
    if most == 1:
        return math.fsum(values.tolist())
    if most >= 1 << 26 or np.abs(values).max() > 1e290:
        parts = zip(values.tolist(), counts.tolist(), strict=True)
        return float(sum(Fraction(value) * count for value, count in parts))
    scaled = values * (2.0**27 + 1)
    high = scaled - (scaled - values)
    return math.fsum([*(high * counts).tolist(), *((values - high) * counts).tolist()])
