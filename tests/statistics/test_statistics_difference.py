"""Welch's difference: against R, by properties, and at the edges."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from bridgeboard.statistics import Difference, mean_interval, welch

#: Means of twelve answers from 1 to 5.
scores = st.lists(st.integers(12, 60).map(lambda total: total / 12), min_size=2, max_size=25)

#: Student 1908: additional hours of sleep with two drugs.
SLEEP_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_sleep_is_as_r_prints_it():
    # R: t.test(extra ~ group, data = sleep): -3.3654832 0.2054832, df = 17.776, 0.75 and 2.33.
    found = welch(SLEEP_1, SLEEP_2)
    assert (found.n_before, found.n_after) == (10, 10)
    assert found.mean_before == pytest.approx(0.75, abs=1e-12)
    assert found.mean_after == pytest.approx(2.33, abs=1e-12)
    assert found.value == pytest.approx(1.58, abs=1e-12)
    assert found.lower == pytest.approx(-0.2054832, abs=5e-8)
    assert found.upper == pytest.approx(3.3654832, abs=5e-8)
    assert found.se == pytest.approx(0.849091, abs=5e-7)
    assert found.degrees == pytest.approx(17.77647, abs=5e-6)


def test_three_and_two_people_by_hand():
    # Variances 1 and 8: se^2 = 1/3 + 8/2; degrees = (13/3)^2 / ((1/3)^2/2 + 4^2/1).
    found = welch([1, 2, 3], [2, 6])
    assert (found.value, found.se) == (2, pytest.approx(math.sqrt(13 / 3), rel=1e-12))
    assert found.degrees == pytest.approx((13 / 3) ** 2 / (1 / 18 + 16), rel=1e-12)


def test_nobody_on_a_side_has_no_difference():
    assert welch([], []) == Difference(0, 0, None, None, None, None, None, None, None)
    assert welch([], [2, 4]) == Difference(0, 2, None, 3.0, None, None, None, None, None)
    assert welch([2, 4], []) == Difference(2, 0, 3.0, None, None, None, None, None, None)


def test_one_person_on_a_side_has_a_difference_and_no_interval():
    assert welch([3], [2, 4, 6]) == Difference(1, 3, 3.0, 4.0, 1.0, None, None, None, None)


@pytest.mark.parametrize("noise", [0, 4.4e-16])
def test_people_who_all_agree_have_a_difference_and_no_interval(noise):
    found = welch([3.6666666666666665, 3.6666666666666665 + noise], [4.2, 4.2 - noise, 4.2])
    assert found.value == pytest.approx(0.5333333333333333, abs=1e-12)
    assert (found.lower, found.upper, found.se, found.degrees) == (None, None, None, None)


def test_a_side_that_agrees_leaves_the_other_sides_degrees():
    found = welch([3, 3, 3, 3], [1, 2, 4, 5, 3])
    plain = mean_interval([1, 2, 4, 5, 3])
    assert found.degrees == pytest.approx(4)
    assert (found.lower, found.upper) == pytest.approx((plain.lower - 3, plain.upper - 3))


@pytest.mark.parametrize("offset", [1e9, -(2.0**40)])
def test_a_large_common_offset_costs_no_digits(offset):
    plain = welch([1, 2, 4], [3, 3, 5, 6])
    far = welch([offset + v for v in (1, 2, 4)], [offset + v for v in (3, 3, 5, 6)])
    assert (far.value, far.se, far.lower) == pytest.approx((plain.value, plain.se, plain.lower))


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
def test_values_that_are_no_numbers_are_refused(wrong):
    with pytest.raises(ValueError, match="finite"):
        welch([1, wrong], [1, 2])


def test_a_table_is_refused():
    with pytest.raises(ValueError, match="one list"):
        welch([[1, 2], [3, 4]], [1, 2])


def test_a_level_outside_0_to_1_is_refused():
    with pytest.raises(ValueError, match="level is 95"):
        welch([1, 2], [1, 3], level=95)


# scipy warns of a side where all are alike; here that is a case like any other.
@pytest.mark.filterwarnings("ignore:Precision loss:RuntimeWarning")
@given(scores, scores)
def test_scipy_says_the_same(before, after):
    found = welch(before, after)
    if found.se is None:
        assert np.ptp(before) < 1e-9
        assert np.ptp(after) < 1e-9
        return
    result = stats.ttest_ind(after, before, equal_var=False)
    interval = result.confidence_interval(0.95)
    assert [found.lower, found.upper, found.degrees] == pytest.approx(
        [interval.low, interval.high, result.df], rel=1e-9, abs=1e-9
    )


@given(scores, scores)
def test_swapping_the_waves_turns_the_sign(before, after):
    one, other = welch(before, after), welch(after, before)
    assert one.value == pytest.approx(-other.value, abs=1e-12)
    if one.se is not None:
        assert (one.lower, one.upper) == pytest.approx((-other.upper, -other.lower), abs=1e-12)


@given(scores, scores, st.integers(-1000, 1000), st.sampled_from([0.5, 4.0]))
def test_a_common_shift_changes_nothing_and_a_unit_everything(before, after, shift, factor):
    one = welch(before, after)
    other = welch([factor * v + shift for v in before], [factor * v + shift for v in after])
    assert other.value == pytest.approx(factor * one.value, abs=1e-9)
    if one.se is not None:
        assert other.se == pytest.approx(factor * one.se, rel=1e-6)
        assert other.degrees == pytest.approx(one.degrees, rel=1e-6)


@given(scores, scores, st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(before, after, random):
    one = welch(before, after)
    other = welch(random.sample(before, len(before)), random.sample(after, len(after)))
    assert other.value == pytest.approx(one.value, abs=1e-12)
    if one.se is not None:
        assert other.lower == pytest.approx(one.lower, abs=1e-9)
