"""Hedges' g, SMCC and the noncentral t behind their intervals."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate
from scipy.special import chdtrc, ndtr, stdtrit

from bridgeboard.statistics import Standardised, exact_j, hedges_g, smcc
from bridgeboard.statistics.noncentral import (
    noncentral_cdf,
    noncentrality,
    shown_noncentrality,
)

scores = st.lists(st.integers(12, 60).map(lambda total: total / 12), min_size=2, max_size=25)
pairs = st.lists(
    st.tuples(st.integers(12, 60), st.integers(12, 60)).map(lambda two: (two[0] / 12, two[1] / 12)),
    min_size=3,
    max_size=25,
)
NOTHING = Standardised(None, None, None, None, None)

#: Student 1908: additional hours of sleep with two drugs.
SLEEP_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_j_by_hand_and_against_its_approximation():
    # J(2) = Gamma(1) / (1 x Gamma(1/2)) = 1 / sqrt(pi); J(3) = sqrt(pi)/2 / sqrt(3/2).
    assert exact_j(2) == pytest.approx(1 / math.sqrt(math.pi), rel=1e-14)
    assert exact_j(3) == pytest.approx(math.sqrt(math.pi) / 2 / math.sqrt(1.5), rel=1e-14)
    assert exact_j(8) == pytest.approx(1 - 3 / (4 * 8 - 1), abs=6e-4)
    assert exact_j(2_000_000) == pytest.approx(1 - 3 / (4 * 2_000_000 - 1), abs=1e-9)


@pytest.mark.parametrize("degrees", [1, 0])
def test_j_does_not_exist_for_one_degree_of_freedom(degrees):
    assert exact_j(degrees) is None


def test_smcc_of_sleep_is_that_of_metafor():
    # escalc(measure = "SMCC"): yi 1.173925, vi 0.168905.
    found = smcc(SLEEP_1, SLEEP_2)
    assert found.value == pytest.approx(1.1739249, abs=5e-8)
    assert found.variance == pytest.approx(0.1689050, abs=5e-8)
    assert found.sd == pytest.approx(1.229995, abs=5e-7)


def test_hedges_g_of_sleep_is_that_of_metafor():
    # escalc(measure = "SMD"): yi 0.7969, vi 0.2159; the exact J is metafor's too.
    found = hedges_g(SLEEP_1, SLEEP_2)
    assert found.value == pytest.approx(0.7969352, abs=5e-8)
    assert found.variance == pytest.approx(0.2158776, abs=5e-8)
    assert found.sd == pytest.approx(1.8986252, abs=5e-8)


def test_intervals_of_sleep_turn_rs_pt_around():
    # R: uniroot(function(d) pt(t, df, d) - .975, c(-5, 20)) / sqrt(10), and the same with .025.
    paired = smcc(SLEEP_1, SLEEP_2)
    assert (paired.lower, paired.upper) == pytest.approx((0.414627756, 2.118016514), abs=2e-9)
    unpaired = hedges_g(SLEEP_1, SLEEP_2)
    assert (unpaired.lower, unpaired.upper) == pytest.approx(
        (-0.0954503982, 1.7388168991), abs=2e-10
    )


def chance(t, degrees, noncentral):
    """The chance of at most t > 0 by another integral: over the numerator, by scipy."""

    def below(z):
        needed = (z + noncentral) / t
        return math.exp(-z * z / 2) / math.sqrt(2 * math.pi) * chdtrc(degrees, degrees * needed**2)

    start = max(-noncentral, -12)
    steps = sorted({start, 12, *(x for x in (t - noncentral, -2, 0, 2) if start < x < 12)})
    parts = (
        integrate.quad(below, low, high, epsabs=1e-13, limit=300)[0]
        for low, high in itertools.pairwise(steps)
    )
    return float(ndtr(-noncentral)) + sum(parts)


@pytest.mark.parametrize("degrees", [1, 2, 4, 8, 22, 58, 400, 100_000])
@pytest.mark.parametrize("t", [0.3, 2.3, 10.0, 100.0, 1e5, 1e9])
@pytest.mark.parametrize("probability", [0.975, 0.5, 0.025])
def test_the_noncentrality_found_has_its_probability(t, degrees, probability):
    found = noncentrality(t, degrees, probability)
    assert noncentral_cdf(t, degrees, found) == pytest.approx(probability, abs=1e-7)
    assert chance(t, degrees, found) == pytest.approx(probability, abs=1e-7)


@pytest.mark.parametrize("degrees", [1, 8])
def test_a_t_of_zero_has_the_normal_interval(degrees):
    assert noncentrality(0.0, degrees, 0.975) == pytest.approx(-1.959963984540054, rel=1e-12)
    assert noncentrality(1e-12, degrees, 0.975) == pytest.approx(-1.959963984540054, rel=1e-9)
    assert noncentral_cdf(0.0, degrees, 1.0) == pytest.approx(float(ndtr(-1)), rel=1e-12)


def test_the_methods_meet_where_one_takes_over_from_the_other():
    # Beyond 1e7 the numerator's noise is left out.
    below, beyond = noncentrality(1e7, 4, 0.025), noncentrality(1.0000001e7, 4, 0.025)
    assert beyond / below == pytest.approx(1.0000001, rel=1e-9)


@given(
    st.floats(-50, 50),
    st.integers(1, 200),
    st.sampled_from([0.6, 0.8, 0.9, 0.95, 0.99]),
)
def test_swapping_sign_swaps_the_limits_and_levels_nest(t, degrees, level):
    low, high = (
        noncentrality(t, degrees, (1 + level) / 2),
        noncentrality(t, degrees, (1 - level) / 2),
    )
    assert low < noncentrality(t, degrees, 0.5) < high
    assert noncentrality(-t, degrees, (1 + level) / 2) == pytest.approx(-high, rel=1e-9)


@given(st.integers(1, 300), st.floats(0.06, 0.99))
@settings(max_examples=40)
def test_a_planned_test_has_the_power_it_was_planned_for(degrees, power):
    found = shown_noncentrality(degrees, power, 0.95)
    critical = float(stdtrit(degrees, 0.975))
    shown = 1 - noncentral_cdf(critical, degrees, found) + noncentral_cdf(-critical, degrees, found)
    assert shown == pytest.approx(power, abs=1e-9)


@pytest.mark.parametrize(
    ("before", "after"), [([], []), ([1], [2, 3, 4]), ([1, 2, 3], [4]), ([3, 3], [4, 4, 4])]
)
def test_hedges_g_needs_two_a_side_and_spread(before, after):
    assert hedges_g(before, after) == NOTHING


def test_spread_that_is_only_noise_is_no_spread():
    assert hedges_g([3.6666666666666665, 3.666666666666667], [4.2, 4.2]) == NOTHING
    # Both change by a third: 4/3 - 1 and 11/3 - 10/3 differ in their last bits.
    assert smcc([1, 3.3333333333333335, 2], [4 / 3, 3.6666666666666665, 7 / 3]) == NOTHING


@pytest.mark.parametrize(("before", "after"), [([], []), ([1], [2]), ([1, 2], [2, 4])])
def test_smcc_needs_three_pairs(before, after):
    assert smcc(before, after) == NOTHING


def test_everybody_changing_alike_has_no_smcc():
    assert smcc([1, 2, 3], [2, 3, 4]) == NOTHING
    assert smcc([1, 2, 3], [1, 2, 3]) == NOTHING


def test_pairs_of_different_numbers_are_refused():
    with pytest.raises(ValueError, match="2 before and 3 after make no pairs"):
        smcc([1, 2], [1, 2, 3])


def test_a_test_shows_nothing_with_the_power_of_its_false_alarms():
    assert shown_noncentrality(8, 0.05, 0.95) == 0
    assert shown_noncentrality(8, 0.03, 0.95) == 0


def test_a_level_outside_0_to_1_is_refused():
    with pytest.raises(ValueError, match="level is 0"):
        smcc([1, 2, 3], [1, 3, 3], level=0)


def test_two_people_a_side_have_a_wide_interval():
    found = hedges_g([1, 2], [3, 4])
    assert found.value == pytest.approx(2 / math.sqrt(0.5) / math.sqrt(math.pi))
    assert found.lower < 0 < 4 < found.upper


def test_groups_far_apart_have_finite_limits():
    found = hedges_g([1, 1 + 1e-9, 1], [5, 5, 5 + 1e-9])
    assert 0 < found.lower < found.value < found.upper < math.inf


@pytest.mark.parametrize("offset", [1e9, -(2.0**40)])
def test_a_large_common_offset_costs_no_digits(offset):
    before, after = [1, 2, 4], [3, 3, 6]
    for statistic in (hedges_g, smcc):
        plain = statistic(before, after)
        far = statistic([v + offset for v in before], [v + offset for v in after])
        assert (far.value, far.lower) == pytest.approx((plain.value, plain.lower))


@given(scores, scores)
@settings(max_examples=60)
def test_hedges_g_by_its_definition(before, after):
    found = hedges_g(before, after)
    n, m = len(before), len(after)
    pooled = ((n - 1) * np.var(before, ddof=1) + (m - 1) * np.var(after, ddof=1)) / (n + m - 2)
    if pooled < 1e-18:
        assert found == NOTHING
        return
    d = (np.mean(after) - np.mean(before)) / math.sqrt(pooled)
    assert found.value == pytest.approx(exact_j(n + m - 2) * d, rel=1e-9, abs=1e-9)
    t = d / math.sqrt(1 / n + 1 / m)
    for limit, probability in ((found.lower, 0.975), (found.upper, 0.025)):
        delta = limit / math.sqrt(1 / n + 1 / m)
        assert noncentral_cdf(t, n + m - 2, delta) == pytest.approx(probability, abs=1e-8)
    assert found.lower < found.value < found.upper


@given(scores, scores, st.integers(-1000, 1000), st.sampled_from([0.25, 8.0]))
@settings(max_examples=40)
def test_hedges_g_knows_no_units_and_turns_with_the_waves(before, after, shift, factor):
    one = hedges_g(before, after)
    if one == NOTHING:
        return
    other = hedges_g([factor * v + shift for v in after], [factor * v + shift for v in before])
    assert other.value == pytest.approx(-one.value, rel=1e-6, abs=1e-9)
    assert (other.lower, other.upper) == pytest.approx((-one.upper, -one.lower), rel=1e-6, abs=1e-6)
    assert other.variance == pytest.approx(one.variance, rel=1e-6)
    assert other.sd == pytest.approx(factor * one.sd, rel=1e-6)


@given(pairs, st.integers(-1000, 1000), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_smcc_turns_with_the_waves_and_knows_no_offset_and_no_order(two, shift, random):
    one = smcc([b for b, _ in two], [a for _, a in two])
    if one == NOTHING:
        return
    mixed = random.sample(two, len(two))
    other = smcc([a + shift for _, a in mixed], [b + shift for b, _ in mixed])
    assert other.value == pytest.approx(-one.value, rel=1e-6, abs=1e-9)
    assert (other.lower, other.upper) == pytest.approx((-one.upper, -one.lower), rel=1e-6, abs=1e-6)
    assert one.lower < one.value < one.upper
