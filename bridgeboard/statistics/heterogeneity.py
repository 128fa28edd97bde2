"""How much effects differ beyond chance: tau2, its Q-profile interval, and I2."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from bridgeboard.statistics.sample import Array

#: Points of the search for REML's maximum per power of ten of tau2.
_PER_DECADE = 6
_MOST_POINTS = 240


def combined(effects: Array, variances: Array, tau2: float = 0.0) -> tuple[float, float, float]:
    """The mean weighted by 1 / (variance + tau2), the sum of weights, the weighted squares."""
    weights = 1 / (variances + tau2)
    total = float(weights.sum())
    mean = float(weights @ effects) / total
    return mean, total, float(weights @ (effects - mean) ** 2)


def typical_variance(variances: Array) -> float:
    """The within-site variance that I2 compares tau2 with.

    Source: Higgins & Thompson 2002, doi:10.1002/sim.1186, equation 9.
    """
    return (variances.size - 1) / _free_weight(1 / variances)


def dersimonian_laird(effects: Array, variances: Array) -> float:
    """tau2 by the method of moments, 0 where Q is below its degrees of freedom.

    Source: DerSimonian & Laird 1986, doi:10.1016/0197-2456(86)90046-2.
    """
    _, _, q = combined(effects, variances)
    return max(0.0, (q - (effects.size - 1)) / _free_weight(1 / variances))


def restricted_likelihood(effects: Array, variances: Array, tau2: float) -> float:
    """The restricted log-likelihood of tau2, less its constant."""
    _, total, squares = combined(effects, variances, tau2)
    return -(float(np.log(variances + tau2).sum()) + math.log(total) + squares) / 2


def reml(effects: Array, variances: Array) -> float:
    """tau2 with the highest restricted likelihood, which may be 0.

    The slope of the likelihood is looked at over the whole range in which it can be 0, and each
    place where it turns from up to down is found to 12 digits: unlike an iteration from one start,
    this always converges, and finds the highest of several maxima.

    Source: Viechtbauer 2005, doi:10.3102/10769986030003261.
    """
    centred = effects - effects.mean()
    spread = float(centred @ centred) / (effects.size - 1)
    if spread == 0:
        return 0.0
    lowest, highest = float(variances.min()), float(variances.max())
    # Beyond this the slope is negative: w <= 1 / (lowest + tau2) bounds what pulls tau2 up, and
    # w >= 1 / (highest + tau2) what pulls it down.
    end = spread + math.sqrt(spread * highest)
    # Far below the smallest variance nothing changes any more.
    start = min(lowest, end) / 100
    points = min(_MOST_POINTS, 3 + math.ceil(_PER_DECADE * math.log10(end / start)))
    grid = np.empty(points + 1)
    grid[0] = 0
    grid[1:] = start * (end / start) ** (np.arange(points) / (points - 1))
    up = _pulls_up(grid, effects, variances)
    tops = np.flatnonzero(up[:-1] & ~up[1:])

    def balance(tau2: float) -> float:
        # What pulls down over what pulls up: a straight line where variances are equal.
        weights = 1 / (variances + tau2)
        mean = (weights @ effects) / weights.sum()
        return _free_weight(weights) / float(weights**2 @ (effects - mean) ** 2) - 1

    found = [0.0] if not up[0] else []
    found += [_root(balance, float(grid[top]), float(grid[top + 1])) for top in tops]
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda tau2: restricted_likelihood(effects, variances, tau2))


def q_profile(effects: Array, variances: Array, level: float) -> tuple[float, float] | None:
    """The tau2 that make Q as high and as low as chance would: an exact interval, cut off at 0.

    Missing: None where the effects lie nearer to each other than chance would have them even for
             tau2 = 0: no tau2 fits.
    Source:  Viechtbauer 2007, doi:10.1002/sim.2514.
    """
    degrees = effects.size - 1
    _, _, q = combined(effects, variances)
    most, least = chi2_above(degrees, (1 - level) / 2), chi2_above(degrees, (1 + level) / 2)
    if q < least:
        return None
    centred = effects - effects.mean()
    squares = float(centred @ centred)

    def end(wanted: float) -> float:
        if q <= wanted:
            return 0.0
        # Q(tau2) is at most squares / tau2; its inverse is a straight line where variances are
        # equal, and nearly one elsewhere.
        return _root(
            lambda tau2: wanted / combined(effects, variances, tau2)[2] - 1, 0.0, squares / wanted
        )

    return end(most), end(least)


@lru_cache(maxsize=1024)
def chi2_above(degrees: int, probability: float) -> float:
    """The number that chi-squared exceeds with this probability: 3.841 for 1 degree and .05."""
    from scipy.special import chdtri

    return float(chdtri(degrees, probability))


def _free_weight(weights: Array) -> float:
    """The sum of weights less the sum of their squares over it, without losing digits."""
    return 2 * float(weights[1:] @ np.cumsum(weights)[:-1]) / float(weights.sum())


def _pulls_up(grid: Array, effects: Array, variances: Array) -> np.ndarray:
    """Whether the restricted likelihood rises at each tau2 of the grid."""
    weights = 1 / (variances + grid[:, None])
    running = weights.cumsum(axis=1)
    total = running[:, -1]
    free = 2 * (weights[:, 1:] * running[:, :-1]).sum(axis=1) / total
    mean = weights @ effects / total
    return ((weights * (effects - mean[:, None])) ** 2).sum(axis=1) > free


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function is 0, or the end that is nearest to it."""
    from scipy.optimize import brentq

    if function(high) <= 0:
        return high
    if function(low) >= 0:
        return low
    return float(brentq(function, low, high, xtol=1e-14, rtol=1e-12))
