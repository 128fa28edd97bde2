"""A sample as an array: checked once, and free of the noise of floating-point sums."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

#: Decimals that count when values are ranked. A mean of twelve answers differs from another by 1/12
#: or not at all; a difference of 1e-15 is the way the sum was taken.
DECIMALS = 9

_EPSILON = float(np.finfo(np.float64).eps)


def finite(values: ArrayLike) -> Array:
    """The values as a flat array of finite numbers.

    Raises: ValueError for anything that is not finite, and for more than one dimension.
    """
    sample = np.asarray(values, dtype=np.float64)
    if sample.ndim != 1:
        raise ValueError(f"values must be one list, not {sample.ndim}-dimensional")
    if not np.isfinite(sample).all():
        raise ValueError("values must be finite: leave missing ones out")
    return sample


def paired(before: ArrayLike, after: ArrayLike) -> tuple[Array, Array]:
    """Two samples of the same people in the same order.

    Raises: ValueError as `finite` does, and for samples of different lengths.
    """
    first, second = finite(before), finite(after)
    if first.size != second.size:
        raise ValueError(f"{first.size} before and {second.size} after make no pairs")
    return first, second


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


def largest(*samples: Array) -> float:
    """The largest absolute number in the samples, 0 if they are empty."""
    return max((float(np.abs(sample).max()) for sample in samples if sample.size), default=0.0)


def moments(sample: Array, origin: float, magnitude: float) -> tuple[float, float]:
    """Mean less the origin, and the sum of squares about the mean.

    Sums are taken around the origin, so that a large common offset costs no digits. A spread that
    is only the noise of rounding is none: magnitude is the largest of the numbers that the sample
    comes from.
    """
    shifted = sample - origin
    # Python's own floats: numpy's, handed out one by one, would take three times as long.
    mean = math.fsum(shifted.tolist()) / sample.size
    squares = math.fsum(((shifted - mean) ** 2).tolist())
    if squares <= sample.size * (64 * _EPSILON * magnitude) ** 2:
        squares = 0.0
    return mean, squares
