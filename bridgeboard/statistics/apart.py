"""Which of many groups can be told apart, pair by pair, allowing for the number of pairs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from bridgeboard.statistics.multiplicity import holm
from bridgeboard.statistics.sample import Array


def means_apart(means: Sequence[float], sds: Sequence[float], ns: Sequence[int]) -> Array:
    """Of each pair of groups: how often means so far apart would come about by chance.

    In:      each group's mean, standard deviation (n - 1) and size.
    Out:     p of Welch's t test, corrected by Holm for all pairs; in the order (0, 1), (0, 2), ...
    Missing: nan for a pair of which one has fewer than two people, or nobody differs.
    Source:  Welch 1947, doi:10.1093/biomet/34.1-2.28; Holm 1979, Scandinavian Journal of Statistics
             6:65-70.
    """
    groups = list(zip(means, sds, ns, strict=True))
    return holm([_welch(*one, *other) for one, other in combinations(groups, 2)])


def shares_apart(counts: Sequence[int], ns: Sequence[int]) -> Array:
    """Of each pair of groups: how often shares so far apart would come about by chance.

    In:      how many of how many, group by group.
    Out:     two-sided p of Fisher's exact test, corrected by Holm for all pairs; nan where a group
             is empty.
    Source:  Fisher 1935, doi:10.2307/2342435 (exact test).
    """
    groups = list(zip(counts, ns, strict=True))
    return holm([_fisher(*one, *other) for one, other in combinations(groups, 2)])


def _welch(
    mean: float, sd: float, n: int, other_mean: float, other_sd: float, other_n: int
) -> float | None:
    # SciPy's special functions load in a tenth of the time of its distributions.
    from scipy.special import stdtr

    if min(n, other_n) < 2:
        return None
    one, other = sd**2 / n, other_sd**2 / other_n
    if one + other <= 0:
        return None
    degrees = (one + other) ** 2 / (one**2 / (n - 1) + other**2 / (other_n - 1))
    t = abs(mean - other_mean) / math.sqrt(one + other)
    return float(2 * stdtr(degrees, -t))


def _fisher(count: int, n: int, other_count: int, other_n: int) -> float | None:
    from scipy.special import gammaln

    if not n or not other_n:
        return None
    agree, all_of_them = count + other_count, n + other_n
    ks = np.arange(max(0, agree - other_n), min(n, agree) + 1)

    def ways(among: int, k: Array) -> Array:
        return gammaln(among + 1) - gammaln(k + 1) - gammaln(among - k + 1)

    logs = ways(n, ks) + ways(other_n, agree - ks) - ways(all_of_them, np.array([agree]))
    # Tables as likely as this one count; rounding must not leave them out.
    as_far = logs <= logs[count - int(ks[0])] + 1e-7
    return float(min(np.exp(logs[as_far]).sum(), 1.0))
