"""What rank sums are if all is chance: every way to draw them, counted."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from bridgeboard.statistics.sample import Array


@lru_cache(maxsize=256)
def signed_ranks(n: int) -> Array:
    """The chance that the ranks of those who rose sum to 0, 1, ... at most."""
    chance = np.zeros(n * (n + 1) // 2 + 1)
    chance[0] = 1
    for rank in range(1, n + 1):
        chance[rank:] = chance[rank:] + chance[:-rank]
        chance /= 2
    return np.cumsum(chance)


@lru_cache(maxsize=256)
def rank_sums(n: int, m: int) -> Array:
    """The chance that of n and m people the second are higher in 0, 1, ... pairs at most."""
    few, many = sorted((n, m))
    # Ways to choose so many of the first ranks with such a sum, less the least that it can be. The
    # one chosen as the k-th has as many others below it as ranks were passed over.
    ways = np.zeros((few + 1, few * many + 1))
    ways[0, 0] = 1
    for others in range(many + 1):
        # All who are chosen between the same two others have so many below them.
        for k in range(1, few + 1):
            if others:
                ways[k, others:] += ways[k - 1, :-others]
            else:
                ways[k] += ways[k - 1]
    chance = np.cumsum(ways[few])
    return chance / chance[-1]


def two_sided(chance: Array, seen: float) -> float:
    """Twice the chance of a sum as far out as this, at most 1; the chances are the same both ways.

    In: chance: of 0, 1, ... at most.
    """
    out = min(seen, chance.size - 1 - seen)
    return min(1.0, 2 * float(chance[int(out)]))
