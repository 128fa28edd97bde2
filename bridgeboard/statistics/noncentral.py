"""The noncentral t distribution, turned around: which true difference makes a t so likely.

Own integration: scipy's inverse (nctdtrinc) is off in the fifth digit from t = 10 on, and wrong
beyond t = 1000, without saying so.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from bridgeboard.statistics.mean import t_quantile
from bridgeboard.statistics.sample import Array

#: Gauss-Legendre nodes on -1 to 1: enough for 12 digits.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(80)

#: Beyond so many sd a normal tail is nothing (1e-19).
_FAR = 9.0

#: From this t on, the noise of the numerator is nothing beside the spread of the denominator.
_STEEP = 1e7


def noncentral_cdf(t: float, degrees: float, noncentrality: float) -> float:
    """The chance of a t at most this large, given degrees of freedom and noncentrality.

    T is (Z + noncentrality) / S, where S^2 is chi-square over its degrees; so the chance is the
    mean of the normal chance at t S - noncentrality.
    """
    if t < 0:
        return 1 - noncentral_cdf(-t, degrees, -noncentrality)
    if t == 0:
        return NormalDist().cdf(-noncentrality)
    return _chance(t, degrees, noncentrality)[0]


@lru_cache(maxsize=8192)
def noncentrality(t: float, degrees: float, probability: float) -> float:
    """The noncentrality with which a t at most this large has this probability.

    In:  t, finite; degrees of freedom, 1 or more; probability between 0 and 1.
    Out: to about 10 digits. With probability .975 it is the lower limit of a 95 % interval, with
         .025 the upper one.
    """
    if t < 0:
        return -noncentrality(-t, degrees, 1 - probability)
    z = NormalDist().inv_cdf(probability)
    if t == 0:
        return -z
    if t > _STEEP:
        from scipy.special import chdtri

        return t * math.sqrt(float(chdtri(degrees, probability)) / degrees)
    # Newton's steps on the scale of normal quantiles, where the chance is nearly a straight line,
    # within a bracket that each step narrows; halving it where a step would leave it.
    spread = math.sqrt(1 + t * t / (2 * degrees))
    guess = t * (1 - 1 / (4 * degrees)) - z * spread
    low, high = -math.inf, math.inf
    for _ in range(200):
        chance, density = _chance(t, degrees, guess)
        low, high = (guess, high) if chance > probability else (low, guess)
        step = math.nan
        if 0 < chance < 1 and density > 0:
            quantile = NormalDist().inv_cdf(chance)
            step = (quantile - z) * NormalDist().pdf(quantile) / density
        following = guess + step
        if not low <= following <= high:
            following = _within(low, high, guess, spread)
        if abs(following - guess) <= 1e-12 * (spread + abs(guess)):
            return following
        guess = following
        spread *= 1.1
    raise ArithmeticError(f"no noncentrality for t {t}, {degrees} degrees, {probability}")


@lru_cache(maxsize=4096)
def shown_noncentrality(degrees: float, power: float, level: float) -> float:
    """The noncentrality that a two-sided t test at 1 - level shows with this power.

    0 where the power asked for is not more than a test has of showing nothing.
    """
    from scipy.optimize import brentq

    if power <= 1 - level:
        return 0.0
    critical = t_quantile((1 + level) / 2, degrees)

    def excess(noncentral: float) -> float:
        above = 1 - noncentral_cdf(critical, degrees, noncentral)
        return above + noncentral_cdf(-critical, degrees, noncentral) - power

    # Without the far side of the test it would take a little more.
    most = noncentrality(critical, degrees, 1 - power) + 1e-6
    return float(brentq(excess, 0.0, most, xtol=1e-12))


def _within(low: float, high: float, guess: float, spread: float) -> float:
    """A place between the ends found so far; beyond the guess where there is no end yet."""
    if math.isinf(high):
        return guess + 4 * spread
    if math.isinf(low):
        return guess - 4 * spread
    return (low + high) / 2


def _chance(t: float, degrees: float, noncentral: float) -> tuple[float, float]:
    """The chance of at most t > 0, and how fast it falls with the noncentrality.

    Where t S is far below the noncentrality the normal chance is 0, where far above it is 1: only
    between is there anything to integrate. That stretch, cut to where S can be, is at most some
    twenty times as wide as what changes on it, so that 80 nodes do for any t and any degrees.
    """
    from scipy.special import chdtrc, ndtr

    least, most, constant = _spread(degrees)
    start = max(least, (noncentral - _FAR) / t)
    end = min(most, (noncentral + _FAR) / t)
    if end <= start:
        return (1.0 if noncentral < t * least else 0.0), 0.0
    above = float(chdtrc(degrees, degrees * end * end)) if end < most else 0.0
    half = (end - start) / 2
    s = start + half * (_NODES + 1)
    weight = np.exp(constant + (degrees - 1) * np.log(s) - degrees / 2 * s * s) * (_WEIGHTS * half)
    place: Array = t * s - noncentral
    density = float(np.exp(-place * place / 2) @ weight) / math.sqrt(2 * math.pi)
    return above + float(ndtr(place) @ weight), density


@lru_cache(maxsize=1024)
def _spread(degrees: float) -> tuple[float, float, float]:
    """Where S can be (all but 1e-18 on each side), and the constant of its log density."""
    from scipy.special import chdtri, gammaincinv

    half = degrees / 2
    least = math.sqrt(float(gammaincinv(half, 1e-18)) / half)
    most = math.sqrt(float(chdtri(degrees, 1e-18)) / degrees)
    return least, most, math.log(2) + half * math.log(half) - math.lgamma(half)
