"""How often somebody after is above somebody before: Cliff's delta."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np

from bridgeboard.statistics.mean import t_quantile
from bridgeboard.statistics.sample import (
    Array,
    Counts,
    Values,
    check_level,
    distinct,
    finite,
    largest,
    tied,
)


@dataclass(frozen=True, slots=True)
class Dominance:
    """Cliff's delta, from -1 to 1; None where it can't be said."""

    value: float | None
    lower: float | None
    upper: float | None


def cliffs_delta(
    before: Values,
    after: Values,
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
    n, m = first.n, second.n
    if not n or not m:
        return Dominance(None, None, None)
    magnitude = largest(first, second)
    one, n_one = distinct(tied(first.values, magnitude), first.counts)
    other, n_other = distinct(tied(second.values, magnitude), second.counts)
    # For a person with each score, how many on the other side are lower, and how many not higher.
    lower_one, upto_one = _below(other, one, n_one)
    lower_other, upto_other = _below(one, other, n_other)
    each_after = (lower_one + upto_one - n) / n
    each_before = (m - lower_other - upto_other) / m
    value = float(n_other @ (lower_one + upto_one - n)) / (n * m)
    if min(n, m) < 2 or one[0] == one[-1] == other[0] == other[-1]:
        return Dominance(value, None, None)
    if quantile == "t":
        z = t_quantile((1 + level) / 2, n + m - 2)
    else:
        z = NormalDist().inv_cdf((1 + level) / 2)
    if abs(value) == 1:
        few = min(n, m)
        end = (few - z * z) / (few + z * z)
        return Dominance(value, end, 1.0) if value > 0 else Dominance(value, -1.0, -end)
    rows = float(((each_before - value) ** 2) @ n_one)
    columns = float(((each_after - value) ** 2) @ n_other)
    n_tied = int(n_other @ (upto_one - lower_one))
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


def _below(scores: Array, other: Array, counts: Counts) -> tuple[Counts, Counts]:
    """For each score how many people of the other side are lower, and how many lower or equal.

    In: other: that side's different scores, rising; counts: how many have each.
    """
    below = np.concatenate(([0], np.cumsum(counts)))
    return below[other.searchsorted(scores)], below[other.searchsorted(scores, "right")]
