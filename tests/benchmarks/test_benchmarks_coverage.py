"""The benchmark of intervals: its truths are true, it runs, and its file is complete."""

import csv
from itertools import product

import numpy as np
import pytest

from benchmarks import coverage
from benchmarks.sampling import answers, drawn_levels, scores, sum_chances, truth
from bridgeboard.simulation.draws import BELL_WEIGHTS, Draws
from bridgeboard.simulation.models import psa12
from bridgeboard.statistics import cliffs_delta, hedges_g, hodges_lehmann, smcc


@pytest.fixture(scope="module")
def site():
    """Levels of one drawn site before and after."""
    return drawn_levels(psa12(), 3, 7)[2]


@pytest.mark.parametrize("scale_id", ["total", "roles", "concerns"])
def test_the_distribution_of_sums_has_the_models_own_mean_and_sd(site, scale_id):
    model = psa12()
    scale = model.instrument.scale(scale_id)
    found = BELL_WEIGHTS @ sum_chances(model, scale, site[0])
    values = model.instrument.minimum + np.arange(found.size) / len(scale.item_ids)
    mean, sd = model.score(scale, site[0])
    assert found.sum() == pytest.approx(1)
    assert found @ values == pytest.approx(float(mean))
    assert found @ (values - mean) ** 2 == pytest.approx(float(sd) ** 2)


def test_the_truth_of_two_items_by_writing_down_all_answers(site):
    model = psa12()
    scale = model.instrument.scale("roles")
    items = [model.instrument.item_ids.index(item_id) for item_id in scale.item_ids]
    assert (model.signs[items] == 1).all()

    def given_bent(levels, bent):
        chances = {}
        for ticked in product(range(5), repeat=2):
            chance = 1.0
            for item, tick in zip(items, ticked, strict=True):
                ends = [1, *model.passed(levels, [item])[0, bent], 0]
                chance *= ends[tick] - ends[tick + 1]
            chances[sum(ticked)] = chances.get(sum(ticked), 0) + chance
        return chances

    above, changes, squares = 0.0, 0.0, 0.0
    for one, other in product(range(9), repeat=2):
        weight = BELL_WEIGHTS[one] * BELL_WEIGHTS[other]
        for (a, p), (b, q) in product(
            given_bent(site[0], one).items(), given_bent(site[1], other).items()
        ):
            above += weight * p * q * np.sign(b - a)
            if one == other:
                changes += BELL_WEIGHTS[one] * p * q * (b - a) / 2
                squares += BELL_WEIGHTS[one] * p * q * ((b - a) / 2) ** 2
    found = truth(model, scale, *site)
    assert found.shift == pytest.approx(changes)
    assert found.delta == pytest.approx(above)
    assert found.smcc == pytest.approx(changes / np.sqrt(squares - changes**2))


def test_a_site_that_does_not_move_has_no_effect(site):
    model = psa12()
    found = truth(model, model.instrument.scale("total"), site[0], site[0])
    assert (found.shift, found.g, found.delta) == pytest.approx((0, 0, 0), abs=1e-12)
    assert (found.smcc, found.pseudomedian) == pytest.approx((0, 0), abs=1e-12)


def test_many_simulated_people_come_close_to_the_truth(site):
    model, n = psa12(), 3000
    scale = model.instrument.scale("total")
    bents = Draws(1, 1).steps(2 * n).reshape(2, 1, n)
    draws = Draws(1, 2)
    before, after, same = (
        scores(model, scale, answers(model, levels[None], who, draws))[0]
        for levels, who in ((site[0], bents[0]), (site[1], bents[1]), (site[1], bents[0]))
    )
    true = truth(model, scale, *site)
    # Four standard errors of 3,000 people a side.
    assert after.mean() - before.mean() == pytest.approx(true.shift, abs=0.06)
    assert hedges_g(before, after).value == pytest.approx(true.g, abs=0.11)
    assert cliffs_delta(before, after).value == pytest.approx(true.delta, abs=0.06)
    assert smcc(before, same).value == pytest.approx(true.smcc, abs=0.09)
    assert hodges_lehmann(before, same).value == pytest.approx(true.pseudomedian, abs=0.05)


def test_a_few_programmes_give_every_row_and_always_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(coverage, "MANY_SITES", 400)
    monkeypatch.setattr(coverage, "SIZES", (5, 6))
    monkeypatch.setattr(coverage, "SITES", (2, 3))
    rows = coverage.write(3, tmp_path / "first.csv")
    coverage.write(3, tmp_path / "second.csv")
    first, second = ((tmp_path / name).read_text() for name in ("first.csv", "second.csv"))
    assert first == second
    # Six methods at one site, eleven at several, for two scales and two sizes.
    assert len(rows) == (6 + 11 * 2) * 2 * 2
    for row in rows:
        none = (row["method"].startswith("Hodges") and row["n_a_side"] == 5) or (
            row["method"].startswith("Prediction") and row["n_sites"] == 2
        )
        assert (row["coverage"] == "") == none
        assert none or 0 <= float(row["coverage"]) <= 100


def test_the_file_has_every_method_at_every_size():
    with coverage.PATH.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == coverage.COLUMNS
    assert {row["programmes"] for row in rows} == {str(coverage.PROGRAMMES)}
    single = {(row["method"], row["scale"], int(row["n_a_side"])) for row in rows}
    methods = {row["method"] for row in rows}
    assert len(methods) == 6 + 11
    assert single == set(product(methods, coverage.SCALES, coverage.SIZES))
    assert {int(row["n_sites"]) for row in rows} == {1, *coverage.SITES}
