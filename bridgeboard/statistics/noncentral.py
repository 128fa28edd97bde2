"""The noncentral t distribution, turned around: which true difference makes a t so likely."""

from __future__ import annotations

import math


def noncentrality(t: float, degrees: float, probability: float) -> float:
    """The noncentrality with which a t at most this large has this probability."""
    from scipy.optimize import brentq
    from scipy.special import nctdtr

    low, high = t - 2 - 3 * abs(t), t + 2 + 3 * abs(t)
    while nctdtr(degrees, low, t) < probability:
        low -= abs(low)
    while nctdtr(degrees, high, t) > probability:
        high += abs(high)
    return float(brentq(lambda d: nctdtr(degrees, d, t) - probability, low, high, xtol=1e-12))


def power_noncentrality(degrees: float, power: float, level: float) -> float:
    """The noncentrality that a two-sided t test at this level shows with this power."""
    from scipy.optimize import brentq
    from scipy.special import nctdtr, stdtrit

    critical = float(stdtrit(degrees, (1 + level) / 2))

    def missing(noncentral: float) -> float:
        shown = 1 - nctdtr(degrees, noncentral, critical)
        return shown + nctdtr(degrees, noncentral, -critical) - power

    high = critical + 2
    while missing(high) < 0:
        high *= 2
    return float(brentq(missing, 0.0, high, xtol=1e-12)) if math.isfinite(high) else math.inf
