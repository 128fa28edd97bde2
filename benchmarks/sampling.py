"""Samples from the demonstration's model, and the exact truths that their intervals should hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bridgeboard.instruments import Scale
from bridgeboard.simulation.draws import BELL, BELL_WEIGHTS, Draws
from bridgeboard.simulation.latent import Array, Model

#: Streams of chance of this benchmark, beside those of a programme.
LEVELS, PEOPLE, ANSWERS, PAIRED_ANSWERS, NEW_SITES = range(901, 906)


@dataclass(frozen=True, slots=True)
class Truth:
    """What one site's intervals should hold: exact for people who answer every item."""

    shift: float
    g: float
    delta: float
    smcc: float
    pseudomedian: float


def item_chances(model: Model, scale: Scale, levels: Array) -> Array:
    """The chance of each answer, turned: (item, bent, answer). In: levels (block)."""
    items = [model.instrument.item_ids.index(item_id) for item_id in scale.item_ids]
    passed = model.passed(levels, items)
    ends = np.ones((*passed.shape[:-1], 1))
    chance = -np.diff(np.concatenate([ends, passed, 0 * ends], axis=-1), axis=-1)
    turned = model.signs[items] < 0
    chance[turned] = chance[turned][..., ::-1]
    return chance


def sum_chances(model: Model, scale: Scale, levels: Array) -> Array:
    """The chance of each sum of answers (0 for all lowest) given a bent: (bent, sum)."""
    chance = item_chances(model, scale, levels)
    found = np.ones((BELL.size, 1))
    for item in chance:
        found = np.array([np.convolve(a, b) for a, b in zip(found, item, strict=True)])
    return found


def truth(model: Model, scale: Scale, before: Array, after: Array) -> Truth:
    """The true effects at a site whose levels are these before and after."""
    given = [sum_chances(model, scale, levels) for levels in (before, after)]
    first, second = (BELL_WEIGHTS @ one for one in given)
    n_items, sums = len(scale.item_ids), np.arange(given[0].shape[1])
    means = [one @ sums for one in (first, second)]
    variances = [one @ (sums - mean) ** 2 for one, mean in zip((first, second), means, strict=True)]
    shift = means[1] - means[0]
    beaten = np.cumsum(first) - first
    unbeaten = 1 - np.cumsum(first)
    # A person's bent stays; the change's distribution is that of sum after - sum before given it.
    changes = BELL_WEIGHTS @ np.array(
        [np.convolve(b, a[::-1]) for a, b in zip(*given, strict=True)]
    )
    steps = np.arange(changes.size) - sums[-1]
    spread = np.sqrt(changes @ (steps - shift) ** 2)
    two = np.cumsum(np.convolve(changes, changes))
    middle = int(np.searchsorted(two, 0.5)) - 2 * int(sums[-1])
    return Truth(
        shift=shift / n_items,
        g=shift / np.sqrt(sum(variances) / 2),
        delta=float(second @ (beaten - unbeaten)),
        smcc=shift / spread,
        pseudomedian=middle / 2 / n_items,
    )


def drawn_levels(model: Model, n: int, seed: int, purpose: int = LEVELS) -> Array:
    """Levels of n sites as the model makes them, before and after: (site, 2, block)."""
    draws, wide, spread = Draws(seed, purpose), len(model.blocks), model.spread
    shared_level, shared_shift = draws.bell(n)[:, None], draws.bell(n)[:, None]
    own_level, own_shift = (draws.bell(n * wide).reshape(n, wide) for _ in range(2))
    level = model.level + spread.level_shared * shared_level + spread.level_own * own_level
    shift = model.shift + spread.shift_shared * shared_shift + spread.shift_own * own_shift
    return np.stack([level, level + shift], axis=1)


def answers(model: Model, levels: Array, bents: NDArray[np.int64], draws: Draws) -> Array:
    """What people answer, turned, 0 for the lowest: (site, person, item).

    In: levels (site, block); bents (site, person).
    """
    passed = np.moveaxis(model.passed(levels), -2, -3)
    chance = np.take_along_axis(passed, bents[:, :, None, None], axis=1)
    n_sites, n_people, n_items = *bents.shape, passed.shape[-2]
    luck = draws.uniform(bents.size * n_items).reshape(n_sites, n_people, n_items)
    ticked = (luck[..., None] < chance).sum(axis=-1)
    highest = passed.shape[-1]
    return np.where(model.signs < 0, highest - ticked, ticked)


def scores(model: Model, scale: Scale, answered: Array) -> Array:
    """Scores of people who answered everything: (site, person)."""
    items = [model.instrument.item_ids.index(item_id) for item_id in scale.item_ids]
    return model.instrument.minimum + answered[..., items].mean(axis=-1)
