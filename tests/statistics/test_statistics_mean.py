"""Mean and interval: by hand, by properties, and at the edges."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgeboard.statistics import counted, mean_interval
from bridgeboard.statistics.mean import t_quantile

scores = st.lists(
    st.integers(-4000, 4000).map(lambda quarter: quarter / 4), min_size=2, max_size=40
)


def test_five_numbers_by_hand():
    # 1 to 5: variance 10 / 4, t(4) = 2.776445, margin 2.776445 x sqrt(2.5 / 5); R's t.test(1:5)
    # prints 1.036757 4.963243.
    found = mean_interval([1, 2, 3, 4, 5])
    assert (found.n, found.mean) == (5, 3)
    assert found.sd == pytest.approx(math.sqrt(2.5), rel=1e-12)
    assert found.lower == pytest.approx(1.036757, abs=5e-7)
    assert found.upper == pytest.approx(4.963243, abs=5e-7)


def test_two_people_have_an_interval_as_wide_as_ignorance():
    # t(1) = tan(pi x .475) = 12.7062; sd = sqrt(2), so the margin is t itself.
    found = mean_interval([2, 4])
    assert found.mean == 3
    assert found.upper - found.mean == pytest.approx(math.tan(math.pi * 0.475), rel=1e-9)


def test_the_interval_may_reach_beyond_the_scale():
    assert mean_interval([1, 1, 1, 5]).lower < 1


@pytest.mark.parametrize(
    ("degrees", "table"),
    [(1, 12.706), (2, 4.303), (4, 2.776), (9, 2.262), (29, 2.045), (120, 1.980)],
)
def test_quantiles_are_those_of_the_printed_table(degrees, table):
    assert t_quantile(0.975, degrees) == pytest.approx(table, abs=5e-4)


def test_nobody_has_no_mean():
    found = mean_interval([])
    assert (found.n, found.mean, found.lower, found.upper, found.sd) == (0, None, None, None, None)


def test_one_person_has_a_mean_and_no_spread():
    found = mean_interval([3.5])
    assert (found.n, found.mean, found.lower, found.upper, found.sd) == (1, 3.5, None, None, None)


def test_people_who_all_agree_have_no_spread():
    found = mean_interval([4.2] * 7)
    assert (found.mean, found.sd, found.lower, found.upper) == (4.2, 0, 4.2, 4.2)


def test_a_large_common_offset_costs_no_digits():
    plain, far = mean_interval([1, 2, 4]), mean_interval([2**40 + 1, 2**40 + 2, 2**40 + 4])
    assert far.sd == plain.sd


def test_counts_say_how_often_each_value_was_seen():
    assert mean_interval(counted([1, 3, 5], [2, 0, 1])) == mean_interval([1, 1, 5])


@pytest.mark.parametrize("counts", [[1, -1], [1, 0.5]])
def test_counts_that_count_nothing_are_refused(counts):
    with pytest.raises(ValueError, match="counts must be whole"):
        counted([1, 2], counts)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_values_that_are_no_numbers_are_refused(value):
    with pytest.raises(ValueError, match="finite"):
        mean_interval([1, value])


def test_a_level_outside_0_to_1_is_refused():
    with pytest.raises(ValueError, match="level is 95"):
        mean_interval([1, 2], level=95)


@given(scores, st.integers(-1000, 1000))
def test_a_shift_moves_mean_and_ends_and_not_the_spread(values, shift):
    before, after = mean_interval(values), mean_interval([v + shift for v in values])
    assert after.sd == before.sd
    for name in ("mean", "lower", "upper"):
        assert getattr(after, name) == pytest.approx(
            getattr(before, name) + shift, rel=1e-12, abs=1e-9
        )


@given(scores, st.sampled_from([-2.0, 0.5, 4.0]))
def test_a_change_of_unit_changes_everything_by_it(values, factor):
    before, after = mean_interval(values), mean_interval([v * factor for v in values])
    ends = sorted((before.lower * factor, before.upper * factor))
    assert after.sd == pytest.approx(before.sd * abs(factor), rel=1e-12, abs=1e-12)
    assert [after.lower, after.upper] == pytest.approx(ends, rel=1e-9, abs=1e-9)


@given(scores, st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(values, random):
    mixed = random.sample(values, len(values))
    before, after = mean_interval(values), mean_interval(mixed)
    assert after.n == before.n
    assert [after.mean, after.lower, after.upper, after.sd] == pytest.approx(
        [before.mean, before.lower, before.upper, before.sd], rel=1e-12, abs=1e-9
    )


@given(scores, st.data())
def test_counts_equal_repeated_values(values, data):
    counts = data.draw(st.lists(st.integers(0, 3), min_size=len(values), max_size=len(values)))
    assert mean_interval(counted(values, counts)) == mean_interval(np.repeat(values, counts))


@given(scores)
def test_a_higher_level_gives_a_wider_interval_around_the_same_mean(values):
    narrow, wide = mean_interval(values, level=0.8), mean_interval(values, level=0.99)
    assert wide.lower <= narrow.lower <= narrow.mean <= narrow.upper <= wide.upper
