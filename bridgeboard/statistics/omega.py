"""McDonald's omega: reliability of a sum score whose items share one factor."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from bridgeboard.statistics.reliability import correlation, square
from bridgeboard.statistics.sample import Array

_STEPS = 200


def omega_total(covariance: ArrayLike) -> float | None:
    """The share of variance of the standardised items' sum that one common factor explains.

    Missing: None for fewer than 3 items, and if no proper factor is found.
    """
    spread = square(covariance)
    if len(spread) < 3:
        return None
    correlations = correlation(spread)
    if correlations is None:
        return None
    loadings = one_factor(correlations)
    if loadings is None or np.abs(loadings).max() > 1:
        return None
    common = float(loadings.sum()) ** 2
    return common / (common + float((1 - loadings**2).sum()))


def one_factor(correlations: Array) -> Array | None:
    """Loadings that come nearest to the correlations between items (minres); None if none do."""
    roots, axes = np.linalg.eigh(correlations)
    loadings = axes[:, -1] * np.sqrt(roots[-1] / 1.5)
    damping = 1e-3
    loss, left = _loss(correlations, loadings)
    for _ in range(_STEPS):
        slope = -left @ loadings
        if np.abs(slope).max() < 1e-10:
            return loadings
        bend = 2 * np.outer(loadings, loadings) - correlations
        np.fill_diagonal(bend, loadings @ loadings - loadings**2)
        lowest = float(np.linalg.eigvalsh(bend)[0])
        shift = damping + max(0.0, -lowest)
        step = np.linalg.solve(bend + shift * np.eye(len(bend)), -slope)
        new_loss, new_left = _loss(correlations, loadings + step)
        if new_loss <= loss:
            loadings, loss, left = loadings + step, new_loss, new_left
            damping /= 10
        else:
            damping = max(damping * 10, 1e-12)
    return None


def _loss(correlations: Array, loadings: Array) -> tuple[float, Array]:
    left = correlations - np.outer(loadings, loadings)
    np.fill_diagonal(left, 0.0)
    return float((left**2).sum()) / 4, left
