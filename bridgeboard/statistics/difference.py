"""The difference of two groups' means, when they are different people."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bridgeboard.statistics.mean import t_quantile
from bridgeboard.statistics.sample import Values, check_level, finite, largest, moments


@dataclass(frozen=True, slots=True)
class Difference:
    """After minus before, with its interval; None where too few people answered to say."""

    n_before: int
    n_after: int
    mean_before: float | None
    mean_after: float | None
    value: float | None
    lower: float | None
    upper: float | None
    se: float | None
    degrees: float | None


def welch(before: Values, after: Values, level: float = 0.95) -> Difference:
    """The mean after minus the mean before, with Welch's t interval.

    In:      two samples, finite.
    Out:     n, means, value, lower, upper, the standard error, and Satterthwaite's degrees of
             freedom. Spreads need not be equal.
    Unit:    that of the values.
    Missing: value is None if a side is empty; lower, upper, se and degrees are None if a side has
             fewer than 2 people, or if nobody differs from the others on either side.
    Raises:  ValueError for values that are not finite, and a level outside 0 to 1.
    Source:  Welch 1947, doi:10.1093/biomet/34.1-2.28.
    """
    check_level(level)
    first, second = finite(before), finite(after)
    n_first, n_second = first.n, second.n
    some = first if n_first else second
    origin = float(some.values[0]) if some.n else 0.0
    magnitude = largest(first, second)
    mean_first, squares_first = moments(first, origin, magnitude) if n_first else (None, 0.0)
    mean_second, squares_second = moments(second, origin, magnitude) if n_second else (None, 0.0)
    value = None
    if mean_first is not None and mean_second is not None:
        value = mean_second - mean_first
    lower = upper = se = degrees = None
    if value is not None and min(n_first, n_second) > 1 and squares_first + squares_second > 0:
        part_first = squares_first / (n_first - 1) / n_first
        part_second = squares_second / (n_second - 1) / n_second
        share = part_first / (part_first + part_second)
        se = math.sqrt(part_first + part_second)
        degrees = 1 / (share**2 / (n_first - 1) + (1 - share) ** 2 / (n_second - 1))
        margin = t_quantile((1 + level) / 2, degrees) * se
        lower, upper = value - margin, value + margin
    return Difference(
        n_first,
        n_second,
        None if mean_first is None else origin + mean_first,
        None if mean_second is None else origin + mean_second,
        value,
        lower,
        upper,
        se,
        degrees,
    )
