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
from bridgeboard.statistics.sample import Array, check_level, finite


@dataclass(frozen=True, slots=True)
class Pooled:
    """The mean effect over sites, how much sites differ, and where another site might lie.

    tau2 is the variance of true effects between sites; i2 the share of variance due to it, 0 to
    100 %; q Cochran's test of whether sites differ at all. None where it can't be said.
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


def pooled(
    effects: ArrayLike,
    variances: ArrayLike,
    *,
    method: Literal["reml", "dl", "common"] = "reml",
    interval: Literal["hartung-knapp", "normal"] = "hartung-knapp",
    level: float = 0.95,
) -> Pooled:
    """The mean effect over sites, by random effects unless asked otherwise, with its intervals."""
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
    noise = 64 * float(np.finfo(np.float64).eps) * float(np.abs(values).max()) / unit
    if float(np.abs(effect).max()) <= max(noise, 1e-9):
        effect = np.zeros(n)
    from scipy.special import chdtrc

    degrees = n - 1
    _, _, q = combined(effect, variance)
    typical = typical_variance(variance)
    tau2_lower = tau2_upper = None
    if method == "common":
        tau2 = 0.0
        i2 = 100 * max(0.0, (q - degrees) / q) if q else 0.0
    else:
        tau2 = (reml if method == "reml" else dersimonian_laird)(effect, variance)
        i2 = 100 * tau2 / (tau2 + typical)
        tau2_lower, tau2_upper = q_profile(effect, variance, level)
    mean, weight, squares = combined(effect, variance, tau2)
    if interval == "hartung-knapp":
        se = math.sqrt(squares / degrees / weight)
        quantile = t_quantile((1 + level) / 2, degrees)
    else:
        se = 1 / math.sqrt(weight)
        quantile = NormalDist().inv_cdf((1 + level) / 2)
    value = origin + unit * mean
    margin = quantile * se * unit if se else None
    further = None
    if margin is not None and n > 2 and method != "common":
        further = quantile * math.sqrt(se**2 + tau2) * unit
    return Pooled(
        n,
        value,
        None if margin is None else value - margin,
        None if margin is None else value + margin,
        se * unit if se else None,
        tau2 * unit2,
        None if tau2_lower is None else tau2_lower * unit2,
        None if tau2_upper is None else tau2_upper * unit2,
        i2,
        None if tau2_lower is None else 100 * tau2_lower / (tau2_lower + typical),
        None if tau2_upper is None else 100 * tau2_upper / (tau2_upper + typical),
        q,
        degrees,
        float(chdtrc(degrees, q)),
        None if further is None else value - further,
        None if further is None else value + further,
    )


def _checked(effects: ArrayLike, variances: ArrayLike) -> tuple[Array, Array]:
    values, within = finite(effects), finite(variances)
    if values.size != within.size:
        raise ValueError(f"{values.size} effects, but {within.size} variances")
    if (within <= 0).any():
        raise ValueError("variances must be above 0: leave out sites whose effect has none")
    return values, within
