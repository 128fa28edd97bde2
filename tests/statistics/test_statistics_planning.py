"""What a planned n can show: R's power.t.test, statsmodels, and simulated samples."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.power import TTestIndPower, TTestPower

from bridgeboard.statistics import (
    detectable,
    detectable_pooled,
    half_width,
    mean_interval,
    needed,
    welch,
)
from bridgeboard.statistics.noncentral import noncentral_cdf
from bridgeboard.statistics.planning import _mean_welch_quantile


@pytest.mark.parametrize(
    ("n", "unpaired", "paired"),
    [
        # R: power.t.test(n, sd = 1, power = .8, strict = TRUE); paired: sd of the changes is 1.
        (3, 3.07089227, 3.26404355),
        (5, 2.02443934, 1.68199697),
        (12, 1.196811914, 0.888654265),
        (30, 0.735621070, 0.529235615),
        (100, 0.398138138, 0.282912633),
    ],
)
def test_detectable_shifts_are_those_of_rs_power_t_test(n, unpaired, paired):
    assert detectable(1, n) == pytest.approx(unpaired, abs=5e-7)
    assert detectable(1, n, correlation=0.5) == pytest.approx(paired, abs=5e-7)


@pytest.mark.parametrize(
    ("power", "correlation", "n"), [(0.8, None, 64), (0.9, None, 86), (0.8, 0.5, 34)]
)
def test_needed_people_are_those_of_rs_power_t_test_rounded_up(power, correlation, n):
    # R: 63.77, 85.03 and 33.37.
    assert needed(1, 0.5, power=power, correlation=correlation) == n
    assert needed(1, -0.5, power=power, correlation=correlation) == n


# From 4 people on: at 2 the power of statsmodels (scipy's nctdtr) is nan.
@pytest.mark.parametrize("n", [4, 9, 25])
@pytest.mark.parametrize("power", [0.5, 0.8, 0.95])
def test_statsmodels_finds_the_planned_power(n, power):
    shift = detectable(0.6, n, power=power)
    assert TTestIndPower().power(shift / 0.6, n, 0.05) == pytest.approx(power, abs=1e-6)
    shift = detectable(0.6, n, power=power, correlation=0.2, level=0.9)
    effect = shift / (0.6 * math.sqrt(1.6))
    assert TTestPower().power(effect, n, 0.1) == pytest.approx(power, abs=1e-6)


@given(st.floats(0.05, 3), st.floats(0.02, 4), st.sampled_from([None, 0.0, 0.7]))
@settings(max_examples=50)
def test_needed_is_the_smallest_n_that_is_enough(sd, shift, correlation):
    n = needed(sd, shift, correlation=correlation)
    if n is None:
        assert detectable(sd, 1_000_000, correlation=correlation) > shift
        return
    assert detectable(sd, n, correlation=correlation) <= shift
    if n > 2:
        assert detectable(sd, n - 1, correlation=correlation) > shift


@given(st.integers(2, 200), st.floats(0.1, 3), st.sampled_from([None, 0.5]))
@settings(max_examples=50)
def test_more_people_show_and_measure_smaller_shifts(n, sd, correlation):
    for planned in (detectable, half_width):
        now = planned(sd, n, correlation=correlation)
        assert planned(sd, n + 1, correlation=correlation) < now
        assert planned(2 * sd, n, correlation=correlation) == pytest.approx(2 * now)


@pytest.mark.parametrize("n", [2, 5, 12])
def test_half_widths_are_those_of_simulated_samples(n):
    # 1,500 samples; the mean of so many half widths is off by 2 % at most, and by 9 % at n = 2.
    rng = np.random.default_rng(1)
    found, paired = [], []
    for before, after in rng.normal(0, 0.6, (1500, 2, n)):
        interval = welch(before, after)
        found.append((interval.upper - interval.lower) / 2)
        changes = mean_interval(after - before)
        paired.append((changes.upper - changes.lower) / 2)
    off = 0.09 if n == 2 else 0.03
    assert half_width(0.6, n) == pytest.approx(np.mean(found), rel=off)
    assert half_width(0.6, n, correlation=0) == pytest.approx(np.mean(paired), rel=off)


def test_the_mean_quantile_of_welch_lies_between_its_two_bounds():
    # Between the t of 2 n - 2 degrees (equal variances) and that of n - 1 (one is all).
    assert 2.306 < _mean_welch_quantile(5, 0.975) < 2.776
    assert _mean_welch_quantile(200, 0.975) == pytest.approx(1.966, abs=1e-3)


def test_six_sites_of_five_by_hand():
    # SE^2 = (2 x .36 / 5 + .04) / 6; the noncentrality that 5 degrees show with 80 % power.
    found = detectable_pooled(0.6, 5, 6, 0.2)
    noncentral = found / math.sqrt((2 * 0.36 / 5 + 0.04) / 6)
    shown = 1 - noncentral_cdf(2.570581836, 5, noncentral)
    assert shown + noncentral_cdf(-2.570581836, 5, noncentral) == pytest.approx(0.8, abs=1e-8)


def test_pooling_many_sites_without_tau_is_like_one_large_site():
    assert detectable_pooled(0.6, 5, 200, 0) == pytest.approx(detectable(0.6, 1000), rel=0.01)


def test_tau_is_not_beaten_by_more_people():
    assert detectable_pooled(0.6, 10_000, 6, 0.3) > 0.3
    same = detectable_pooled(0.6, 5, 6, 0.2, correlation=0)
    assert same == detectable_pooled(0.6, 5, 6, 0.2)
    assert detectable_pooled(0.6, 5, 6, 0.2, correlation=0.6) < same
    # All change alike, but sites differ: one person a site is enough.
    assert detectable_pooled(0.6, 1, 6, 0.2, correlation=1) == pytest.approx(
        detectable_pooled(0, 9, 6, 0.2)
    )


@pytest.mark.parametrize("n", [-1, 0, 1])
def test_one_person_shows_nothing(n):
    assert detectable(0.6, n) is None
    assert half_width(0.6, n) is None


def test_no_spread_leaves_nothing_to_plan():
    assert detectable(0, 5) is None
    assert detectable(0.6, 5, correlation=1) is None
    assert half_width(0, 5) is None
    assert needed(0, 0.5) is None
    assert detectable_pooled(0, 5, 6, 0) is None


def test_shifts_too_small_for_anybody():
    assert needed(0.6, 0) is None
    assert needed(1, 1e-5) is None
    assert needed(1, 100) == 2


@pytest.mark.parametrize(("n", "n_sites"), [(0, 6), (5, 1), (5, 0)])
def test_pooling_needs_people_and_two_sites(n, n_sites):
    assert detectable_pooled(0.6, n, n_sites, 0.1) is None


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"sd": -1}, "sd is -1"),
        ({"sd": math.nan}, "sd is nan"),
        ({"power": 80}, "power is 80"),
        ({"correlation": 1.2}, "correlation is 1.2"),
        ({"level": 95}, "level is 95"),
    ],
)
def test_plans_that_can_not_be_are_refused(wrong, word):
    plan = {"sd": 0.6, "n": 5, **wrong}
    with pytest.raises(ValueError, match=word):
        detectable(**plan)


def test_a_negative_tau_is_refused():
    with pytest.raises(ValueError, match="tau is -1"):
        detectable_pooled(0.6, 5, 6, -1)
