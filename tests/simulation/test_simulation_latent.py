"""The written truth is the model's own expectation: by hand, by brute force, and by many people."""

import math
from dataclasses import replace
from itertools import product

import numpy as np
import polars as pl
import pytest

from bridgeboard.instruments import registry, scores
from bridgeboard.simulation.draws import BELL, BELL_WEIGHTS
from bridgeboard.simulation.latent import (
    Model,
    Spread,
    level_over_sites,
    shift_over_sites,
    site_levels,
)
from bridgeboard.simulation.models import PSA12_SITES, pcat, psa12
from bridgeboard.simulation.plan import scaled
from bridgeboard.simulation.survey import answers, people

PSA12 = registry()["psa12"]


def small(bent=0.0, **changes):
    """Two items of PSA-12, one reversed, ticked from 1 to 3, on two blocks."""
    instrument = replace(
        PSA12,
        minimum=1,
        maximum=3,
        items=(PSA12.item("b1"), PSA12.item("c1")),
        scales=(
            replace(PSA12.scale("total"), item_ids=("b1", "c1"), items_needed=1, needs_scales=()),
        ),
    )
    given = {
        "thresholds": (-math.log(3), math.log(3)),
        "easiness": (0.0, 0.0),
        "blocks": ("benefits", "concerns"),
        "block": (0, 1),
        "level": (0.0, 0.0),
        "shift": (0.0, 0.0),
    } | changes
    return Model(instrument=instrument, bent=bent, **given)


def test_expected_answers_by_hand():
    # Logistic: 3/4 pass the threshold at -ln 3, 1/4 that at ln 3; so 1 + 3/4 + 1/4.
    assert small().item_means(np.zeros(2)) == pytest.approx([2.0, 2.0])
    # At level ln 3 the thresholds lie at -2 ln 3 and 0: 9/10 and 1/2 pass; reversed 1/2 and 1/10.
    level = np.full(2, math.log(3))
    assert small().item_means(level) == pytest.approx([2.4, 1.6])
    mean, _ = small().score(small().instrument.scales[0], level)
    assert mean == pytest.approx(2.4)


def test_the_sd_of_a_score_by_hand():
    # One answer is 1, 2 or 3 by 1/4, 1/2, 1/4: variance 1/2; the mean of two independent ones 1/4.
    _, sd = small().score(small().instrument.scales[0], np.zeros(2))
    assert sd == pytest.approx(0.5)


@pytest.mark.parametrize("levels", [(0.0, 0.0), (0.7, -0.4), (-2.0, 1.5)])
@pytest.mark.parametrize("bent", [0.0, 0.9])
def test_scores_equal_a_sum_over_all_possible_people(levels, bent):
    model = small(bent, easiness=(0.3, -0.6))
    rows, weights = [], []
    for step, weight in zip(BELL, BELL_WEIGHTS, strict=True):
        for ticked in product((1, 2, 3), repeat=2):
            chance = weight
            for item, value in enumerate(ticked):
                own = (levels[item] + bent * step) * (-1 if item == 1 else 1)
                beyond = [
                    1 / (1 + math.exp(t - own - model.easiness[item])) for t in model.thresholds
                ]
                chance *= ([1.0, *beyond][value - 1]) - ([*beyond, 0.0][value - 1])
            rows.append({"respondent_id": str(len(rows)), "b1": ticked[0], "c1": ticked[1]})
            weights.append(chance)
    value = scores(pl.DataFrame(rows), model.instrument)["score"].to_numpy()
    weights = np.array(weights)
    mean, sd = model.score(model.instrument.scales[0], np.array(levels))
    assert weights.sum() == pytest.approx(1)
    assert mean == pytest.approx(value @ weights, abs=1e-9)
    assert sd == pytest.approx(np.sqrt((value - value @ weights) ** 2 @ weights), abs=1e-9)


def test_spread_over_sites_equals_a_sum_over_all_possible_sites():
    spread = Spread(level_shared=0.5, level_own=0.0, shift_shared=0.4, shift_own=0.3)
    model = small(0.5, level=(0.2, -0.3), shift=(0.6, 0.9), spread=spread)
    scale = model.instrument.scales[0]
    value, weights = [], []
    for shared, own_0, own_1 in product(range(9), repeat=3):
        for start in range(9):
            level = np.array(model.level) + 0.5 * BELL[start]
            shift = np.array(model.shift) + 0.4 * BELL[shared]
            shift = shift + 0.3 * np.array([BELL[own_0], BELL[own_1]])
            before, _ = model.score(scale, level)
            after, _ = model.score(scale, level + 0.8 * shift)
            value.append(float(after - before))
            weights.append(np.prod(BELL_WEIGHTS[[shared, own_0, own_1, start]]))
    value, weights = np.array(value), np.array(weights)
    over = shift_over_sites(model, scale, 0.8)
    assert over.mean == pytest.approx(value @ weights, abs=1e-9)
    assert over.tau == pytest.approx(np.sqrt((value - value @ weights) ** 2 @ weights), abs=1e-9)


def test_many_simulated_sites_spread_as_written():
    plan = scaled(2000, 1)
    levels = site_levels(psa12(), plan, PSA12_SITES)
    for scale in PSA12.scales:
        mean, _ = psa12().score(scale, levels)
        over = shift_over_sites(psa12(), scale, 1.0)
        shift = mean[:, -1] - mean[:, 0]
        assert abs(shift.mean() - over.mean) < 5 * over.tau / math.sqrt(2000)
        assert shift.std() == pytest.approx(over.tau, rel=0.1)
        level = level_over_sites(psa12(), scale)
        assert abs(mean[:, 0].mean() - level.mean) < 5 * level.tau / math.sqrt(2000)


def test_many_simulated_people_score_as_written():
    plan = scaled(2, 5000, seed=11)
    models = {
        "psa12": (psa12(), site_levels(psa12(), plan, PSA12_SITES)),
        "pcat": (pcat(), site_levels(pcat(), plan, 2)),
    }
    who = people(plan)
    ticked, straight_liner = answers(plan, who, models)
    assert straight_liner is None
    place = pl.DataFrame({"respondent_id": who.respondent, "site": who.site, "wave": who.wave})
    for instrument_id, (model, levels) in models.items():
        wide = ticked.filter(pl.col("instrument_id") == instrument_id).pivot(
            "item_id", index="respondent_id", values="value"
        )
        wide = place.join(wide, on="respondent_id")
        expected = model.item_means(levels)
        for (site, wave), group in wide.group_by("site", "wave"):
            for item, item_id in enumerate(model.instrument.item_ids):
                near(group[item_id].drop_nulls(), expected[site, wave, item])
        if instrument_id == "psa12":
            scored = scores(wide, model.instrument).join(place, on="respondent_id").drop_nulls()
            for scale in model.instrument.scales:
                mean, sd = model.score(scale, levels)
                of_scale = scored.filter(pl.col("scale_id") == scale.scale_id)
                for (site, wave), group in of_scale.group_by("site", "wave"):
                    near(group["score"], mean[site, wave])
                    if scale.scale_id == "total":
                        assert group["score"].std() == pytest.approx(sd[site, wave], rel=0.06)


def near(values, expected):
    """The mean of the values is within five standard errors of what is expected."""
    assert len(values) > 2000
    assert abs(values.mean() - expected) < 5 * values.std() / math.sqrt(len(values))
