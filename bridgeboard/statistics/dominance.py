"""How often somebody after is above somebody before: Cliff's delta."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from bridgeboard.statistics.mean import t_quantile
from bridgeboard.statistics.sample import check_level, finite, largest, tied


@dataclass(frozen=True, slots=True)
class Dominance:
    """Cliff's delta, from -1 to 1; None where it can't be said."""

    value: float | None
    lower: float | None
    upper: float | None


def cliffs_delta(
    before: ArrayLike,
    after: ArrayLike,
    level: float = 0.95,
    *,
    quantile: Literal["t", "normal"] = "t",
    variance: Literal["unbiased", "consistent"] = "unbiased",
) -> Dominance:
    """The share of pairs (one before, one after) where after is higher, less where it is lower.

    In:      two samples of different people, finite. quantile, variance: how the interval is made.
    Out:     value, with Cliff's asymmetric interval, which stays within -1 to 1.
    Unit:    -1 (all lower) to 1 (all higher).
    Missing: value is None if a side is empty; lower and upper if a side has fewer than 2 people.
    Raises:  ValueError for values that are not finite, and a level outside 0 to 1.
    Source:  Cliff 1993, doi:10.1037/0033-2909.114.3.494.
    """
    check_level(level)
    first, second = finite(before), finite(after)
    n, m = int(first.size), int(second.size)
    if not n or not m:
        return Dominance(None, None, None)
    magnitude = largest(first, second)
    first, second = np.sort(tied(first, magnitude)), np.sort(tied(second, magnitude))
    below = np.searchsorted(first, second, "left") - (n - np.searchsorted(first, second, "right"))
    above = (m - np.searchsorted(second, first, "right")) - np.searchsorted(second, first, "left")
    value = float(below.sum()) / (n * m)
    if min(n, m) < 2 or (first[0] == first[-1] == second[0] == second[-1]):
        return Dominance(value, None, None)
    rows = float(((above / m - value) ** 2).sum())
    columns = float(((below / n - value) ** 2).sum())
    ties = np.searchsorted(first, second, "right") - np.searchsorted(first, second, "left")
    cells = n * m - float(ties.sum()) - n * m * value**2
    if variance == "unbiased":
        spread = (m**2 * rows + n**2 * columns - cells) / (n * m * (n - 1) * (m - 1))
        spread = max(spread, (1 - value**2) / (n * m - 1))
    else:
        spread = (
            (m - 1) * rows / (n - 1) + (n - 1) * columns / (m - 1) + cells / ((n - 1) * (m - 1))
        ) / (n * m)
    if quantile == "t":
        z = t_quantile((1 + level) / 2, n + m - 2)
    else:
        z = NormalDist().inv_cdf((1 + level) / 2)
    if abs(value) == 1:
        few = min(n, m)
        other = (few - z**2) / (few + z**2)
        return Dominance(value, other, 1.0) if value > 0 else Dominance(value, -1.0, -other)
    width = z * math.sqrt(spread) * math.sqrt((1 - value**2) ** 2 + z**2 * spread)
    bottom = 1 - value**2 + z**2 * spread
    middle = value - value**3
    return Dominance(value, (middle - width) / bottom, (middle + width) / bottom)
