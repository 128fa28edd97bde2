"""What a planned number of people can show."""

from __future__ import annotations

import math
from functools import lru_cache

from bridgeboard.statistics.mean import t_quantile
from bridgeboard.statistics.noncentral import power_noncentrality
from bridgeboard.statistics.sample import check_level


def detectable(
    sd: float,
    n: int,
    *,
    power: float = 0.8,
    correlation: float | None = None,
    level: float = 0.95,
) -> float | None:
    """The smallest true shift that n people at each wave would show with this power."""
    _check(sd, power, correlation, level)
    if n < 2 or sd == 0 or correlation == 1:
        return None
    se, degrees = _se(sd, n, correlation)
    return _shown(degrees, power, level) * se


def needed(
    sd: float,
    shift: float,
    *,
    power: float = 0.8,
    correlation: float | None = None,
    level: float = 0.95,
) -> int | None:
    """How many people at each wave would show a true shift of this size with this power."""
    _check(sd, power, correlation, level)
    if shift == 0:
        return None
    few, many = 1, 2
    while (found := detectable(sd, many, power=power, correlation=correlation, level=level)) and (
        found > abs(shift)
    ):
        few, many = many, many * 2
        if many > 1_000_000:
            return None
    while many - few > 1:
        middle = (few + many) // 2
        found = detectable(sd, middle, power=power, correlation=correlation, level=level)
        few, many = (few, middle) if found is None or found <= abs(shift) else (middle, many)
    return many


def half_width(
    sd: float, n: int, *, correlation: float | None = None, level: float = 0.95
) -> float | None:
    """How far the interval is expected to reach to each side with n people at each wave."""
    _check(sd, 0.5, correlation, level)
    if n < 2 or sd == 0 or correlation == 1:
        return None
    se, degrees = _se(sd, n, correlation)
    return t_quantile((1 + level) / 2, degrees) * se


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
    """The smallest mean shift over sites that n people at each wave and site would show."""
    _check(sd, power, correlation, level)
    if n < 1 or n_sites < 2:
        return None
    se, _ = _se(sd, n, correlation)
    whole = math.sqrt((se**2 + tau**2) / n_sites)
    return _shown(n_sites - 1, power, level) * whole if whole else None


def _se(sd: float, n: int, correlation: float | None) -> tuple[float, int]:
    if correlation is None:
        return sd * math.sqrt(2 / n), 2 * n - 2
    return sd * math.sqrt(2 * (1 - correlation) / n), n - 1


@lru_cache(maxsize=4096)
def _shown(degrees: int, power: float, level: float) -> float:
    return power_noncentrality(degrees, power, level)


def _check(sd: float, power: float, correlation: float | None, level: float) -> None:
    check_level(level)
    if not sd >= 0:
        raise ValueError(f"sd is {sd}, but must be 0 or more")
    if not 0 < power < 1:
        raise ValueError(f"power is {power}, but must lie between 0 and 1")
    if correlation is not None and not -1 <= correlation <= 1:
        raise ValueError(f"correlation is {correlation}, but must lie between -1 and 1")
