"""One estimate from several sites' effects: a random-effects meta-analysis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from bridgeboard.statistics.heterogeneity import (
    combined,
    dersimonian_laird,
    q_profile,
    reml,
    typical_variance,
)
from bridgeboard.statistics.mean import t_quantile
from bridgeboard.statistics.sample import Array, check_level, numbers

_TAU2 = {"reml": reml, "dl": dersimonian_laird}

#: Effects nearer to each other than this share of the smallest standard error, or than the rounding
#: of their sums, are equal.
_EQUAL = 1e-9
_NOISE = 64 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Pooled:
    """The mean effect over sites, how much sites differ, and where another site might lie.

    tau2: the variance of true effects between sites. i2: the share of variance that is due to it,
    0 to 100 %. q: Cochran's test of whether sites differ at all. None where it can't be said.
    """

    n: int
    value: float | None
    lower: float | None = None
    upper: float | None = None
    se: float | None = None
    tau2: float | None = None
    tau2_lower: float | None = None
    tau2_upper: float | None = None
    i2: float | None = None
    i2_lower: float | None = None
    i2_upper: float | None = None
    q: float | None = None
    q_degrees: int | None = None
    q_p: float | None = None
    prediction_lower: float | None = None
    prediction_upper: float | None = None
    interval: Literal["hartung-knapp", "normal"] | None = None


def pooled(
    effects: ArrayLike,
    variances: ArrayLike,
    *,
    method: Literal["reml", "dl", "common"] = "reml",
    interval: Literal["hartung-knapp", "normal", "wider"] = "hartung-knapp",
    level: float = 0.95,
) -> Pooled:
    """The mean effect over sites, by random effects unless asked otherwise, with its intervals.

    In:      one effect and one variance per site. method: how tau2 is found (reml, dl:
             DerSimonian-Laird), or that there is none (common). interval: Hartung-Knapp with a t
             quantile, normal, or the wider of the two.
    Out:     as in R's metafor. Hartung-Knapp is not cut off: where sites lie nearer to each other
             than chance would have them, its interval is narrower than the normal one, which is
             what makes it hold on average; "wider" is for readers of a single result, and the
             field interval says which it was. tau2 and i2 by Q-profile. The prediction interval
             has t with n - 1 degrees of freedom, or with "normal" the normal distribution.
    Unit:    that of the effects; variances and tau2 squared; i2 in %.
    Missing: n = 0: all None. n = 1: that effect, and nothing else. n = 2: no prediction interval.
             Equal effects: no Hartung-Knapp interval, for its width would be 0. common: no tau2 and
             I2 intervals and no prediction interval. No tau2 and I2 intervals either where the
             effects lie so near to each other that no tau2 fits.
    Raises:  ValueError for effects or variances that are not finite, variances of 0 or less, not
             as many of one as of the other, and a level outside 0 to 1.
    Source:  Hartung & Knapp 2001, doi:10.1002/sim.1009; wider: Jackson, Law, Rücker & Schwarzer
             2017, doi:10.1002/sim.7411; Riley, Higgins & Deeks 2011,
             doi:10.1136/bmj.d549; Viechtbauer 2010, doi:10.18637/jss.v036.i03.
    """
    from scipy.special import chdtrc

    check_level(level)
    values, within = _checked(effects, variances)
    n = int(values.size)
    if n < 2:
        return Pooled(n, float(values[0]) if n else None)
    # In units of the smallest variance and around its effect: neither very small nor very large
    # numbers cost digits.
    smallest = int(within.argmin())
    unit2, origin = float(within[smallest]), float(values[smallest])
    unit = math.sqrt(unit2)
    effect, variance = (values - origin) / unit, within / unit2
    if float(np.abs(effect).max()) <= max(_EQUAL, _NOISE * float(np.abs(values).max()) / unit):
        effect = np.zeros(n)
    degrees = n - 1
    _, _, q = combined(effect, variance)
    typical = typical_variance(variance)
    if method == "common":
        tau2, likely = 0.0, None
        i2 = 100 * max(0.0, q - degrees) / q if q else 0.0
    else:
        tau2 = _TAU2[method](effect, variance)
        i2 = 100 * tau2 / (tau2 + typical)
        likely = q_profile(effect, variance, level)
    mean, weight, squares = combined(effect, variance, tau2)
    used, se = "normal", 1 / math.sqrt(weight)
    quantile = further = NormalDist().inv_cdf((1 + level) / 2)
    if interval != "normal":
        knapp, further = math.sqrt(squares / degrees / weight), t_quantile((1 + level) / 2, degrees)
        if interval == "hartung-knapp" or knapp * further >= se * quantile:
            used, se, quantile = "hartung-knapp", knapp, further
    value = origin + unit * mean
    lower = upper = prediction_lower = prediction_upper = None
    if se:
        margin = unit * quantile * se
        lower, upper = value - margin, value + margin
        if n > 2 and method != "common":
            margin = unit * further * math.sqrt(se**2 + tau2)
            prediction_lower, prediction_upper = value - margin, value + margin
    return Pooled(
        n=n,
        value=value,
        lower=lower,
        upper=upper,
        se=unit * se if se else None,
        tau2=unit2 * tau2,
        tau2_lower=None if likely is None else unit2 * likely[0],
        tau2_upper=None if likely is None else unit2 * likely[1],
        i2=i2,
        i2_lower=None if likely is None else 100 * likely[0] / (likely[0] + typical),
        i2_upper=None if likely is None else 100 * likely[1] / (likely[1] + typical),
        q=q,
        q_degrees=degrees,
        q_p=float(chdtrc(degrees, q)),
        prediction_lower=prediction_lower,
        prediction_upper=prediction_upper,
        interval=used,
    )


def _checked(effects: ArrayLike, variances: ArrayLike) -> tuple[Array, Array]:
    values, within = numbers(effects), numbers(variances)
    if values.size != within.size:
        raise ValueError(f"{values.size} effects, but {within.size} variances")
    if (within <= 0).any():
        raise ValueError("variances must be above 0: leave out sites whose effect has none")
    return values, within
