"""A share of a small group, with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many of how many, as a share with its interval; None of nobody."""

    n: int
    share: float | None
    lower: float | None
    upper: float | None


def proportion(count: int, n: int, level: float = 0.95) -> Proportion:
    """The share of a group with Wilson's score interval, which stays within 0 and 1.

    In:      count of n.
    Out:     n, share, lower, upper.
    Missing: share, lower and upper are None for n = 0.
    Raises:  ValueError for a count below 0 or above n, and a level outside 0 to 1.
    Source:  Wilson 1927, doi:10.1080/01621459.1927.10502953; recommended for small n by Newcombe
             1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E.
    """
    if not 0 <= count <= n:
        raise ValueError(f"count is {count} of {n}, but must lie between 0 and n")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}, but must lie between 0 and 1")
    if n == 0:
        return Proportion(0, None, None, None)
    z = _normal_quantile((1 + level) / 2)
    share = count / n
    shrunk = (count + z * z / 2) / (n + z * z)
    margin = z / (n + z * z) * math.sqrt(count * (n - count) / n + z * z / 4)
    # At the ends rounding would leave a number like -1e-17.
    lower = 0.0 if count == 0 else shrunk - margin
    upper = 1.0 if count == n else shrunk + margin
    return Proportion(n, share, lower, upper)


@lru_cache(maxsize=16)
def _normal_quantile(probability: float) -> float:
    # SciPy's special functions load in a tenth of the time of its distributions.
    from scipy.special import ndtri

    return float(ndtri(probability))
