"""The model that answers come from, and what it expects: exact sums, no simulation.

A person's leaning to an item is y* = place + error, with a logistic error; the answer is the number
of thresholds that y* passes. The place of an item is the site's level at that wave, plus the
person's own bent, plus the item's easiness; for a reversed item level and bent count the other way.
A site's level and its shift vary over sites, each in a part that all scales share and a part of the
scale's own. Bents, levels and shifts lie on a bell of nine steps (Draws), so every expectation is a
finite sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bridgeboard.instruments import Instrument, Scale
from bridgeboard.simulation.draws import BELL, BELL_WEIGHTS, Draws
from bridgeboard.simulation.plan import SITES, Plan

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """How levels and shifts vary over sites, on the scale of y*."""

    level_shared: float = 0.35
    level_own: float = 0.25
    shift_shared: float = 0.30
    shift_own: float = 0.20


@dataclass(frozen=True, slots=True)
class Model:
    """An instrument's answers: parameters by item, and by scale (here "block").

    block: for each item, the block whose level and shift it follows.
    level, shift: the mean over sites at the first wave, and the mean full shift.
    """

    instrument: Instrument
    thresholds: tuple[float, ...]
    easiness: tuple[float, ...]
    blocks: tuple[str, ...]
    block: tuple[int, ...]
    level: tuple[float, ...]
    shift: tuple[float, ...]
    bent: float
    spread: Spread = Spread()

    @property
    def signs(self) -> Array:
        """-1 for items whose agreement speaks against peer support."""
        return np.array([-1.0 if item.reversed else 1.0 for item in self.instrument.items])

    def passed(self, levels: Array, items: Sequence[int] | None = None) -> Array:
        """Chance of passing each threshold, for all items or some.

        In: levels (..., block). Out: (..., item, bent, threshold).
        """
        chosen = list(range(len(self.block))) if items is None else list(items)
        block, easiness = np.array(self.block)[chosen], np.array(self.easiness)[chosen]
        own = np.asarray(levels)[..., block, None] + self.bent * BELL
        place = self.signs[chosen, None] * own + easiness[:, None]
        beyond = place[..., None] - np.array(self.thresholds)
        # Rounded: exp may differ in its last bit between machines, an answer may not.
        return np.round(1 / (1 + np.exp(-beyond)), 12)

    def item_means(self, levels: Array, items: Sequence[int] | None = None) -> Array:
        """Expected answer, as ticked, to all items or some. In: (..., block). Out: (..., item)."""
        by_bent = self.passed(levels, items).sum(axis=-1)
        return self.instrument.minimum + by_bent @ BELL_WEIGHTS

    def score(self, scale: Scale, levels: Array) -> tuple[Array, Array]:
        """Expected score of a person at random, and its sd. In: levels (..., block)."""
        passed = self.passed(levels)
        ranks = 2 * np.arange(passed.shape[-1]) + 1
        mean = passed.sum(axis=-1)
        variance = passed @ ranks - mean**2
        turned = np.where(
            (self.signs < 0)[:, None],
            self.instrument.maximum - self.instrument.minimum - mean,
            mean,
        )
        places = [self.instrument.item_ids.index(item_id) for item_id in scale.item_ids]
        # Given the bent, items are independent; the bent makes them go together.
        given = self.instrument.minimum + turned[..., places, :].mean(axis=-2)
        within = variance[..., places, :].sum(axis=-2) / len(places) ** 2
        expected = given @ BELL_WEIGHTS
        between = (given - expected[..., None]) ** 2
        return expected, np.sqrt((within + between) @ BELL_WEIGHTS)


def site_levels(model: Model, plan: Plan, purpose: int) -> Array:
    """Each site's level at each wave: (site, wave, block)."""
    n = len(plan.sites)
    wide = len(model.blocks)
    draws = Draws(plan.seed, SITES, purpose)
    spread = model.spread
    level_shared, shift_shared = draws.bell(n)[:, None], draws.bell(n)[:, None]
    level_own = draws.bell(n * wide).reshape(n, wide)
    shift_own = draws.bell(n * wide).reshape(n, wide)
    level = model.level + spread.level_shared * level_shared + spread.level_own * level_own
    shift = model.shift + spread.shift_shared * shift_shared + spread.shift_own * shift_own
    progress = np.array([wave.progress for wave in plan.waves])
    return level[:, None, :] + progress[None, :, None] * shift[:, None, :]


@dataclass(frozen=True, slots=True)
class OverSites:
    """Of all sites that the model could make: the mean, and the sd between sites (tau)."""

    mean: float
    tau: float


def shift_over_sites(model: Model, scale: Scale, progress: float) -> OverSites:
    """The true mean shift of the scale's score from the first wave, and tau between sites."""
    return _over_sites(model, scale, (0.0, progress))


def level_over_sites(model: Model, scale: Scale) -> OverSites:
    """The true mean of the scale's score at the first wave, and the sd between sites."""
    return _over_sites(model, scale, (0.0,))


def _over_sites(model: Model, scale: Scale, progress: Sequence[float]) -> OverSites:
    """Over all possible sites: the score at one progress, or its change from one to another.

    Given what the scales share, blocks vary independently: their variances add up, and the law of
    total variance does the rest.
    """
    spread = model.spread
    # Axis 0: what all blocks share (level, shift); axis 1: the block's own.
    shared_level, shared_shift, own_level, own_shift = (
        axis.reshape(81, 81) for axis in np.meshgrid(BELL, BELL, BELL, BELL, indexing="ij")
    )
    weights = np.outer(BELL_WEIGHTS, BELL_WEIGHTS).reshape(81)
    chosen = [model.instrument.item_ids.index(item_id) for item_id in scale.item_ids]
    given, inside = np.zeros(81), np.zeros(81)
    for block in sorted({model.block[item] for item in chosen}):
        items = [item for item in chosen if model.block[item] == block]
        level = spread.level_shared * shared_level + spread.level_own * own_level
        shift = spread.shift_shared * shared_shift + spread.shift_own * own_shift
        reached = [
            _turned_means(
                model, items, model.level[block] + level + p * (model.shift[block] + shift)
            )
            for p in progress
        ]
        value = reached[-1] - reached[0] if len(reached) == 2 else reached[0]
        share = len(items) / len(chosen)
        mean = value @ weights
        given += share * mean
        inside += share**2 * (((value - mean[:, None]) ** 2) @ weights)
    mean_of_all = float(given @ weights)
    variance = float(((given - mean_of_all) ** 2 + inside) @ weights)
    return OverSites(mean_of_all, variance**0.5)


def _turned_means(model: Model, items: list[int], level: Array) -> Array:
    """Expected answer, reversed items turned, over items of one block at these levels."""
    levels = np.repeat(level[..., None], len(model.blocks), axis=-1)
    means = model.item_means(levels, items)
    low, high = model.instrument.minimum, model.instrument.maximum
    return np.where(model.signs[items] < 0, low + high - means, means).mean(axis=-1)
