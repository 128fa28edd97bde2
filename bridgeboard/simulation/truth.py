"""What the simulation knows and a survey can only estimate, written beside the programme."""

from __future__ import annotations

from typing import Any

from bridgeboard.simulation.latent import (
    Array,
    Model,
    OverSites,
    level_over_sites,
    shift_over_sites,
)
from bridgeboard.simulation.plan import Plan

Row = dict[str, Any]

SCORE_COLUMNS = ("site_id", "wave_id", "instrument_id", "scale_id", "mean", "sd")
SHIFT_COLUMNS = ("site_id", "from_wave_id", "to_wave_id", "instrument_id", "scale_id", "shift")
ITEM_COLUMNS = ("site_id", "wave_id", "instrument_id", "item_id", "mean")


def scores(plan: Plan, model: Model, levels: Array) -> list[Row]:
    """For each site, wave held and scale: the expected score of a person at random, and its sd."""
    rows = []
    for scale in model.instrument.scales:
        mean, sd = model.score(scale, levels)
        rows.extend(
            {
                "site_id": site.site_id,
                "wave_id": wave.wave_id,
                "instrument_id": model.instrument.instrument_id,
                "scale_id": scale.scale_id,
                "mean": _figure(mean[place, plan.waves.index(wave)]),
                "sd": _figure(sd[place, plan.waves.index(wave)]),
            }
            for place, site in enumerate(plan.sites)
            for wave in plan.held(site)
        )
    return rows


def shifts(plan: Plan, model: Model, levels: Array) -> list[Row]:
    """For each site, later wave held and scale: the true shift since the first wave."""
    rows = []
    first = plan.waves[0]
    for scale in model.instrument.scales:
        mean, _ = model.score(scale, levels)
        rows.extend(
            {
                "site_id": site.site_id,
                "from_wave_id": first.wave_id,
                "to_wave_id": wave.wave_id,
                "instrument_id": model.instrument.instrument_id,
                "scale_id": scale.scale_id,
                "shift": _figure(mean[place, plan.waves.index(wave)] - mean[place, 0]),
            }
            for place, site in enumerate(plan.sites)
            for wave in plan.held(site)
            if wave is not first
        )
    return rows


def items(plan: Plan, models: dict[str, tuple[Model, Array]]) -> list[Row]:
    """For each site, wave held and item: the expected answer, as ticked."""
    rows = []
    for instrument_id, (model, levels) in models.items():
        means = model.item_means(levels)
        rows.extend(
            {
                "site_id": site.site_id,
                "wave_id": wave.wave_id,
                "instrument_id": instrument_id,
                "item_id": item_id,
                "mean": _figure(means[place, plan.waves.index(wave), item]),
            }
            for place, site in enumerate(plan.sites)
            for wave in plan.held(site)
            if wave.has_pcat or instrument_id != "pcat"
            for item, item_id in enumerate(model.instrument.item_ids)
        )
    return rows


TRUTH = """\
# The truth behind this simulated programme: what its surveys can only estimate.
#
# truth/scores.csv  expected score of a person at random, and its sd, by site, wave and scale
# truth/shifts.csv  the true shift of a site since the first wave, by scale
# truth/items.csv   expected answer, as ticked, by site, wave and item
# below             over all sites that the model could make: mean, and tau, the sd between sites
#
# All are exact sums over the model's thresholds, none is a simulated mean. They hold for people who
# answer every item. Skipped items are skipped by the same chance for each item of a scale, so they
# leave a mean where it is; people without a role or collaboration answer have no total.
# The model: bridgeboard/simulation/latent.py. Parameters: bridgeboard/simulation/models.py.

seed = {seed}
instrument_id = "{instrument_id}"
straight_liners = [{straight}]
"""

SCALE = """
[scales.{scale_id}.level]
wave_id = "{first}"
mean = {level.mean:.6f}
tau = {level.tau:.6f}
"""

SHIFT = """
[scales.{scale_id}.shift.{wave_id}]
mean = {shift.mean:.6f}
tau = {shift.tau:.6f}
"""


def over_sites(plan: Plan, model: Model, straight_liner: str | None) -> str:
    """TRUTH.toml: mean and tau of levels and shifts, for each scale."""
    text = TRUTH.format(
        seed=plan.seed,
        instrument_id=model.instrument.instrument_id,
        straight='"' + straight_liner + '"' if straight_liner else "",
    )
    for scale in model.instrument.scales:
        level: OverSites = level_over_sites(model, scale)
        text += SCALE.format(scale_id=scale.scale_id, first=plan.waves[0].wave_id, level=level)
        for wave in plan.waves[1:]:
            shift = shift_over_sites(model, scale, wave.progress)
            text += SHIFT.format(scale_id=scale.scale_id, wave_id=wave.wave_id, shift=shift)
    return text


def _figure(value: float) -> str:
    return f"{value:.6f}"
