"""Cliff's delta: against effsize's numbers, by its definition, and at the edges."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgeboard.statistics import Dominance, cliffs_delta
from bridgeboard.statistics.mean import t_quantile

scores = st.lists(st.integers(12, 60).map(lambda total: total / 12), min_size=1, max_size=15)

#: effsize's tests: delta of the first over the second.
HIGHER = [10, 10, 20, 20, 20, 30, 30, 30, 40, 50]
LOWER = [10, 20, 30, 40, 40, 50]


def test_effsizes_published_interval_is_the_unbiased_one_with_t():
    # effsize prints -0.25, -0.7265846 to 0.3890062; Cliff 1996: variances .26698, .447, 1.00556.
    found = cliffs_delta(LOWER, HIGHER)
    assert found.value == -0.25
    assert found.lower == pytest.approx(-0.7265846, abs=5e-8)
    assert found.upper == pytest.approx(0.3890062, abs=5e-8)


@pytest.mark.parametrize(
    ("quantile", "variance", "lower", "upper"),
    [
        # R, by effsize's formulas on the dominance matrix.
        ("normal", "consistent", -0.7125351, 0.3639999),
        ("normal", "unbiased", -0.70164659, 0.34495931),
        ("t", "consistent", -0.73732485, 0.40846398),
    ],
)
def test_the_other_intervals_are_those_of_its_formulas_in_r(quantile, variance, lower, upper):
    found = cliffs_delta(LOWER, HIGHER, quantile=quantile, variance=variance)
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=5e-8)


def test_effsizes_second_example():
    found = cliffs_delta(LOWER, [10, 20, 20, 20, 30, 30, 30, 40, 50, 100])
    assert found.value == pytest.approx(-0.066667, abs=1e-6)


def by_definition(before, after):
    """Value and interval from the whole matrix of who is above whom."""
    above = np.sign(np.subtract.outer(np.round(after, 9), np.round(before, 9)))
    m, n = above.shape
    value = above.mean()
    rows, columns = above.mean(axis=1) - value, above.mean(axis=0) - value
    spread = n**2 * (rows**2).sum() + m**2 * (columns**2).sum() - ((above - value) ** 2).sum()
    spread = max(spread / (n * m * (n - 1) * (m - 1)), (1 - value**2) / (n * m - 1))
    z = t_quantile(0.975, n + m - 2)
    width = z * np.sqrt(spread) * np.sqrt((1 - value**2) ** 2 + z**2 * spread)
    bottom = 1 - value**2 + z**2 * spread
    return value, (value - value**3 - width) / bottom, (value - value**3 + width) / bottom


@given(scores, scores)
def test_the_matrix_of_who_is_above_whom_says_the_same(before, after):
    found = cliffs_delta(before, after)
    if found.lower is None:
        few = min(len(before), len(after)) < 2
        assert few or len({round(v, 9) for v in before + after}) == 1
        assert found.value == pytest.approx(
            np.sign(np.subtract.outer(after, before)).mean(), abs=1e-12
        )
    elif abs(found.value) < 1:
        assert (found.value, found.lower, found.upper) == pytest.approx(
            by_definition(before, after), abs=1e-9
        )


@given(scores, scores, st.integers(-1000, 1000), st.sampled_from([0.25, 8.0]))
def test_swapping_the_waves_turns_it_and_no_unit_changes_it(before, after, shift, factor):
    one = cliffs_delta(before, after)
    other = cliffs_delta([factor * v + shift for v in after], [factor * v + shift for v in before])
    assert other.value == pytest.approx(-one.value, abs=1e-12)
    if one.lower is not None:
        assert (other.lower, other.upper) == pytest.approx((-one.upper, -one.lower), abs=1e-9)
        assert -1 <= one.lower <= one.value <= one.upper <= 1


@given(scores, scores, st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(before, after, random):
    mixed = cliffs_delta(random.sample(before, len(before)), random.sample(after, len(after)))
    one = cliffs_delta(before, after)
    assert mixed.value == one.value
    if one.lower is not None:
        assert mixed.lower == pytest.approx(one.lower, abs=1e-12)


@pytest.mark.parametrize(("quantile", "z"), [("t", t_quantile(0.975, 11)), ("normal", None)])
def test_groups_that_do_not_overlap_leave_room_for_chance(quantile, z):
    # As for n people out of n: (n - z^2) / (n + z^2), n the smaller group.
    z = z or NormalDist().inv_cdf(0.975)
    found = cliffs_delta([1, 2, 2, 1, 2], [3, 4, 3, 4, 5, 3, 4, 4], quantile=quantile)
    assert (found.value, found.upper) == (1, 1)
    assert found.lower == pytest.approx((5 - z**2) / (5 + z**2))
    down = cliffs_delta([3, 4, 3, 4, 5, 3, 4, 4], [1, 2, 2, 1, 2], quantile=quantile)
    assert (down.value, down.lower, down.upper) == (-1, -1, -found.lower)


def test_a_difference_in_the_last_bit_is_a_tie():
    found = cliffs_delta([0.1 + 0.2, 0.5], [0.3, 0.5])
    assert found.value == 0


def test_ties_hold_at_a_large_offset_too():
    far = cliffs_delta([1e9 + 0.1, 1e9 + 0.5, 1e9 + 2], [1e9 + 0.1, 1e9 + 1, 1e9 + 3])
    assert far == cliffs_delta([0.1, 0.5, 2], [0.1, 1, 3])


def test_nobody_one_person_and_all_equal():
    assert cliffs_delta([], [1, 2]) == Dominance(None, None, None)
    assert cliffs_delta([1, 2], []) == Dominance(None, None, None)
    assert cliffs_delta([1], [2, 1]) == Dominance(0.5, None, None)
    assert cliffs_delta([3, 3, 3], [3, 3]) == Dominance(0.0, None, None)


def test_a_thousand_people_a_side_need_no_matrix():
    rng = np.random.default_rng(1)
    before, after = rng.integers(12, 61, 1500) / 12, rng.integers(14, 61, 1000) / 12
    found = cliffs_delta(before, after)
    assert (found.value, found.lower, found.upper) == pytest.approx(by_definition(before, after))


@pytest.mark.parametrize("wrong", [math.nan, -math.inf])
def test_values_that_are_no_numbers_are_refused(wrong):
    with pytest.raises(ValueError, match="finite"):
        cliffs_delta([1, wrong], [1, 2])


def test_a_level_outside_0_to_1_is_refused():
    with pytest.raises(ValueError, match="level is 1"):
        cliffs_delta([1, 2], [1, 2], level=1)
