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
    Out:     value, with Cliff's asymmetric interval, which stays within -1 to 1. If nobody's score
             overlaps (-1 or 1), the other end is that of a share of n out of n in the smaller
             group.
    Unit:    -1 (all lower) to 1 (all higher).
    Missing: value is None if a side is empty; lower and upper if a side has fewer than 2 people, or
             if everybody on both sides has the same score.
    Raises:  ValueError for values that are not finite, and a level outside 0 to 1.
    Source:  Cliff 1993, doi:10.1037/0033-2909.114.3.494; Feng & Cliff 2004,
             doi:10.22237/jmasm/1099267560.
    """
    check_level(level)
    first, second = finite(before), finite(after)
    n, m = int(first.size), int(second.size)
    if not n or not m:
        return Dominance(None, None, None)
    magnitude = largest(first, second)
    first, second = np.sort(tied(first, magnitude)), np.sort(tied(second, magnitude))
    # For each person, how many on the other side are lower, and how many lower or equal.
    lower_first, upto_first = (np.searchsorted(first, second, side) for side in ("left", "right"))
    lower_second, upto_second = (np.searchsorted(second, first, side) for side in ("left", "right"))
    each_after = (lower_first + upto_first - n) / n
    each_before = (m - lower_second - upto_second) / m
    value = float((lower_first + upto_first - n).sum()) / (n * m)
    if min(n, m) < 2 or first[0] == first[-1] == second[0] == second[-1]:
        return Dominance(value, None, None)
    if quantile == "t":
        z = t_quantile((1 + level) / 2, n + m - 2)
    else:
        z = NormalDist().inv_cdf((1 + level) / 2)
    if abs(value) == 1:
        few = min(n, m)
        end = (few - z * z) / (few + z * z)
        return Dominance(value, end, 1.0) if value > 0 else Dominance(value, -1.0, -end)
    rows = float(((each_before - value) ** 2).sum())
    columns = float(((each_after - value) ** 2).sum())
    n_tied = int((upto_first - lower_first).sum())
    cells = n * m * (1 - value**2) - n_tied
    if variance == "unbiased":
        spread = (m * m * rows + n * n * columns - cells) / (n * m * (n - 1) * (m - 1))
        # It can come out too small, even negative: Cliff's least value.
        spread = max(spread, (1 - value**2) / (n * m - 1))
    else:
        parts = (m - 1) * rows / (n - 1) + (n - 1) * columns / (m - 1)
        spread = (parts + cells / ((n - 1) * (m - 1))) / (n * m)
    rest, reach = 1 - value**2, z * math.sqrt(spread)
    middle, width = value * rest, reach * math.hypot(rest, reach)
    bottom = rest + reach * reach
    return Dominance(
        value, max(-1.0, (middle - width) / bottom), min(1.0, (middle + width) / bottom)
    )
