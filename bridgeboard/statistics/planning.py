"""What a planned number of people can show."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from bridgeboard.statistics.mean import t_quantile
from bridgeboard.statistics.noncentral import shown_noncentrality
from bridgeboard.statistics.sample import check_level

#: More people than this at a site and wave nobody plans.
_MOST = 1_000_000


def detectable(
    sd: float,
    n: int,
    *,
    power: float = 0.8,
    correlation: float | None = None,
    level: float = 0.95,
) -> float | None:
    """The smallest true shift that n people at each wave would show with this power.

    In:      sd between people at a wave; n people at each of two waves; correlation between the
             waves if the same n people answer both, None if they are different people.
    Out:     the shift for which a two-sided t test at 1 - level (an interval that excludes 0) has
             this power: 2 n - 2 degrees of freedom, or n - 1 for the same people, whose changes
             have the sd sd sqrt(2 (1 - correlation)).
    Unit:    that of sd.
    Missing: None for fewer than 2 people or no spread.
    Raises:  ValueError for a negative sd, and for a power, correlation or level that can't be.
    Source:  Cohen 1988, Statistical power analysis, chapter 2; exact, by the noncentral t.
    """
    _check(sd, power, correlation, level)
    se = _se(sd, n, correlation)
    if n < 2 or se == 0:
        return None
    return shown_noncentrality(_degrees(n, correlation), power, level) * se


def needed(
    sd: float,
    shift: float,
    *,
    power: float = 0.8,
    correlation: float | None = None,
    level: float = 0.95,
) -> int | None:
    """How many people at each wave would show a true shift of this size with this power.

    In:      as detectable; shift up or down.
    Out:     the smallest n whose detectable shift is not larger; 2 at least.
    Unit:    people at each wave.
    Missing: None for a shift of 0, no spread, and where over a million would be needed.
    Raises:  ValueError as detectable does.
    """

    def is_enough(n: int) -> bool:
        found = detectable(sd, n, power=power, correlation=correlation, level=level)
        return found is not None and found <= abs(shift)

    if detectable(sd, 2, power=power, correlation=correlation, level=level) is None or not shift:
        return None
    enough = 2
    while not is_enough(enough):
        enough *= 2
        if enough > 2 * _MOST:
            return None
    too_few = enough // 2
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        too_few, enough = (too_few, middle) if is_enough(middle) else (middle, enough)
    return enough if enough <= _MOST else None


def half_width(
    sd: float, n: int, *, correlation: float | None = None, level: float = 0.95
) -> float | None:
    """How far the interval of a shift is expected to reach to each side of it.

    In:      as detectable.
    Out:     the mean half width over all samples that n people at each wave could be: of Welch's
             interval, or of the t interval of changes if the same people answer both waves.
    Unit:    that of sd.
    Missing: None for fewer than 2 people or no spread.
    Raises:  ValueError as detectable does.
    """
    _check(sd, 0.5, correlation, level)
    se = _se(sd, n, correlation)
    if n < 2 or se == 0:
        return None
    probability = (1 + level) / 2
    if correlation is None:
        return se * _mean_sd(2 * n - 2) * _mean_welch_quantile(n, probability)
    return se * _mean_sd(n - 1) * t_quantile(probability, n - 1)


def detectable_pooled(
    sd: float,
    n: int,
    n_sites: int,
    tau: float,
    *,
    power: float = 0.8,
    correlation: float | None = None,
    level: float = 0.95,
) -> float | None:
    """The smallest mean shift over sites that n people at each wave of each site would show.

    In:      as detectable; tau: the sd of true shifts between sites.
    Out:     the same for the mean over sites, whose variance is (that of a site's shift + tau
             squared) / sites, with as many degrees of freedom as sites less 1: random effects with
             sites of the same size.
    Unit:    that of sd.
    Missing: None for nobody, fewer than 2 sites, or neither spread nor tau.
    Raises:  ValueError as detectable does, and for a negative tau.
    Source:  Hedges & Pigott 2001, doi:10.1037/1082-989X.6.3.203, with t in place of z.
    """
    _check(sd, power, correlation, level)
    if not tau >= 0:
        raise ValueError(f"tau is {tau}, but must be 0 or more")
    if n < 1 or n_sites < 2:
        return None
    se = math.hypot(_se(sd, n, correlation), tau) / math.sqrt(n_sites)
    return shown_noncentrality(n_sites - 1, power, level) * se or None


def _se(sd: float, n: int, correlation: float | None) -> float:
    """The standard error of a shift; 0 for nobody."""
    return sd * math.sqrt(2 * (1 - (correlation or 0.0)) / n) if n > 0 else 0.0


def _degrees(n: int, correlation: float | None) -> int:
    return 2 * n - 2 if correlation is None else n - 1


def _mean_sd(degrees: int) -> float:
    """The mean of a sample's sd where the true one is 1: .921 for 3 degrees of freedom."""
    half = degrees / 2
    return math.exp(math.lgamma(half + 0.5) - math.lgamma(half) - math.log(half) / 2)


@lru_cache(maxsize=1024)
def _mean_welch_quantile(n: int, probability: float) -> float:
    """The mean of Welch's t quantile over samples of n and n.

    Its degrees of freedom depend on the share of one sample's variance in the sum of both. That
    share has a beta distribution and nothing to do with the sum, so the mean is one integral.
    """
    from scipy.special import betaincinv, stdtrit

    # The midpoints of 400 equally likely stretches.
    share = betaincinv((n - 1) / 2, (n - 1) / 2, (np.arange(400) + 0.5) / 400)
    degrees = (n - 1) / (share**2 + (1 - share) ** 2)
    return float(stdtrit(degrees, probability).mean())


def _check(sd: float, power: float, correlation: float | None, level: float) -> None:
    check_level(level)
    if not 0 <= sd < math.inf:
        raise ValueError(f"sd is {sd}, but must be 0 or more")
    if not 0 < power < 1:
        raise ValueError(f"power is {power}, but must lie between 0 and 1")
    if correlation is not None and not -1 <= correlation <= 1:
        raise ValueError(f"correlation is {correlation}, but must lie between -1 and 1")
