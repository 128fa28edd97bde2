"""Mann-Whitney, Wilcoxon and Hodges-Lehmann: against published results and by counting."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from bridgeboard.statistics import (
    Estimate,
    RankTest,
    hodges_lehmann,
    mann_whitney,
    ranks,
    wilcoxon,
)

scores = st.lists(st.integers(12, 60).map(lambda total: total / 12), min_size=1, max_size=20)
pairs = st.lists(
    st.tuples(st.integers(12, 60), st.integers(12, 60)).map(lambda two: (two[0] / 12, two[1] / 12)),
    min_size=1,
    max_size=20,
)

#: Hollander & Wolfe 1973, p. 29: depression at a first and a second visit.
FIRST = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
SECOND = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]

#: Student 1908: additional hours of sleep with two drugs.
SLEEP_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_depression_is_as_hollander_and_wolfe_have_it():
    # V 40, p .01953125 one-sided; R: .0390625 two-sided, pseudomedian .46, .010 to .786.
    assert wilcoxon(SECOND, FIRST) == RankTest(40.0, 0.0390625, "exact")
    assert wilcoxon(FIRST, SECOND) == RankTest(5.0, 0.0390625, "exact")
    found = hodges_lehmann(SECOND, FIRST)
    assert (found.value, found.lower, found.upper) == pytest.approx((0.46, 0.010, 0.786), abs=1e-9)


def test_sleep_is_as_r_prints_it():
    # One pair without change, and ties: R's p .009090698.
    found = wilcoxon(SLEEP_1, SLEEP_2)
    assert found.p == pytest.approx(0.009090698, abs=5e-10)
    assert found.method == "normal approximation, ties corrected, those without change left out"
    # Unpaired, R: W 74.5 (of the second over the first), p .06932758.
    unpaired = mann_whitney(SLEEP_1, SLEEP_2)
    assert unpaired.statistic == 74.5
    assert unpaired.p == pytest.approx(0.06932758, abs=5e-9)
    assert unpaired.method == "normal approximation, ties corrected"


def test_mann_whitney_without_ties_is_exact_as_in_r():
    # R: wilcox.test(c(3.3, 6, 2.2, 7.1, 4.6, 8), c(2.5, 3.1, 4, 1.2, 5)): p 0.1774891775.
    found = mann_whitney([2.5, 3.1, 4, 1.2, 5], [3.3, 6, 2.2, 7.1, 4.6, 8])
    assert found.method == "exact"
    assert found.p == pytest.approx(0.1774891775, abs=5e-11)


def test_mann_whitney_with_ties_is_approximate_as_in_r():
    # R: W 24.5, p 0.09260069782.
    found = mann_whitney([1, 2, 2, 3, 4], [2, 3, 4, 4, 5, 5])
    assert found.statistic == 24.5
    assert found.p == pytest.approx(0.09260069782, abs=5e-12)


@given(st.integers(1, 6), st.integers(1, 6), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_exact_p_of_mann_whitney_counts_all_ways_to_split_the_people(n, m, random):
    values = random.sample(range(100), n + m)
    found = mann_whitney(values[:n], values[n:])

    def distance(after):
        before = [v for v in values if v not in after]
        return abs(sum(a > b for a in after for b in before) - n * m / 2)

    seen = distance(values[n:])
    ways = [distance(after) for after in itertools.combinations(values, m)]
    assert found.p == pytest.approx(np.mean([way >= seen for way in ways]), rel=1e-12)


@given(st.integers(1, 9), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_exact_p_of_wilcoxon_counts_all_signs(n, random):
    change = [random.choice([-1, 1]) * size for size in random.sample(range(1, 100), n)]
    found = wilcoxon([0] * n, change)
    order = sorted(change, key=abs)
    seen = abs(sum(r for r, c in enumerate(order, 1) if c > 0) - n * (n + 1) / 4)
    ways = [
        abs(sum(r for r, up in enumerate(signs, 1) if up) - n * (n + 1) / 4)
        for signs in itertools.product([0, 1], repeat=n)
    ]
    assert found.method == "exact"
    assert found.p == pytest.approx(np.mean([way >= seen for way in ways]), rel=1e-12)


@given(scores, scores)
def test_scipy_agrees_on_mann_whitney(before, after):
    found = mann_whitney(before, after)
    if len({round(v, 9) for v in before + after}) == 1:
        assert (found.p, found.method) == (None, "no test: everybody has the same score")
        return
    method = "exact" if found.method == "exact" else "asymptotic"
    expected = stats.mannwhitneyu(np.round(after, 9), np.round(before, 9), method=method)
    assert found.statistic == expected.statistic
    assert found.p == pytest.approx(expected.pvalue, rel=1e-9)


@given(pairs)
def test_scipy_agrees_on_wilcoxon(two):
    before, after = [b for b, _ in two], [a for _, a in two]
    change = np.round(np.subtract(after, before), 9)
    found = wilcoxon(before, after)
    if not change.any():
        assert (found.p, found.method) == (None, "no test: nobody changed")
        return
    exact = found.method == "exact"
    expected = stats.wilcoxon(
        change,
        method="exact" if exact else "approx",
        correction=not exact,
        zero_method="wilcox",
    )
    assert found.p == pytest.approx(min(1.0, expected.pvalue), rel=1e-9)
    assert exact == (len(set(np.abs(change))) == len(change) and 0 not in change)


def test_fifty_people_are_approximate_without_ties_too():
    values = np.arange(100.0) ** 1.1
    found = mann_whitney(values[::2], values[1::2])
    assert found.method == "normal approximation"
    assert wilcoxon(np.zeros(50), values[1:51]).method == "normal approximation"
    assert mann_whitney(values[:49], values[49:98]).method == "exact"


def test_the_noise_of_a_difference_breaks_no_tie():
    # 11/3 - 10/3, 4/3 - 1 and 13/3 - 4 are one third each, but not in floating point.
    before, after = [10 / 3, 1, 4, 2], [11 / 3, 4 / 3, 13 / 3, 1]
    assert len(set(np.subtract(after, before))) > 2
    assert wilcoxon(before, after) == wilcoxon([0] * 4, [1 / 3, 1 / 3, 1 / 3, -1])
    assert mann_whitney([0.1 + 0.2, 1], [0.3, 2]).statistic == 2.5
    assert wilcoxon([0.1 + 0.2], [0.3]).method == "no test: nobody changed"


def test_a_large_common_offset_changes_nothing():
    before, after = [1.1, 2.2, 3.3, 4.1, 2.1, 5], [2.2, 3.3, 3.3, 3.1, 4.2, 6.2]
    far = [[v + 1e9 for v in values] for values in (before, after)]
    assert wilcoxon(*far) == wilcoxon(before, after)
    assert mann_whitney(*far) == mann_whitney(before, after)
    one, other = hodges_lehmann(*far), hodges_lehmann(before, after)
    assert (one.value, one.lower) == pytest.approx((other.value, other.lower), abs=1e-6)


def test_nobody_and_everybody_alike():
    assert mann_whitney([], [1]) == RankTest(None, None, "no test: nobody on one side")
    assert mann_whitney([2, 2], [2]).p is None
    assert wilcoxon([], []) == RankTest(None, None, "no test: no pairs")
    assert wilcoxon([1, 2], [1, 2]) == RankTest(0.0, None, "no test: nobody changed")
    assert hodges_lehmann([], []) == Estimate(None, None, None)
    assert hodges_lehmann([3], [4]) == Estimate(1.0, None, None)
    assert hodges_lehmann([1] * 8, [3] * 8) == Estimate(2.0, 2.0, 2.0)


def test_one_person_against_one_proves_nothing():
    assert mann_whitney([1], [2]) == RankTest(1.0, 1.0, "exact")
    assert wilcoxon([1], [2]) == RankTest(1.0, 1.0, "exact")


@pytest.mark.parametrize(("n", "level"), [(5, 0.95), (3, 0.8), (7, 0.99)])
def test_no_interval_where_even_the_widest_holds_less_often_than_the_level(n, level):
    before, after = [0] * n, [1.5, -2, 3, 4.25, 6, 7.5, 9][:n]
    found = hodges_lehmann(before, after, level=level)
    assert found.value is not None
    assert (found.lower, found.upper) == (None, None)


def test_six_pairs_have_the_widest_interval():
    # From the smallest to the largest change: 1 - 2 / 2^6 = 96.9 %.
    found = hodges_lehmann([0] * 6, [1, -2, 3, 4, 6, 7])
    assert (found.lower, found.upper) == (-2, 7)


@given(pairs, st.sampled_from([0.5, 0.8, 0.95]))
def test_the_interval_holds_exactly_the_shifts_that_the_test_does_not_reject(two, level):
    before, after = (np.array([pair[place] for pair in two]) for place in (0, 1))
    found = hodges_lehmann(before, after, level=level)
    change = after - before
    n = len(two)
    means = sorted((a + b) / 2 for a, b in itertools.combinations_with_replacement(change, 2))
    assert found.value == pytest.approx(np.median(means), abs=1e-9)
    most = n * (n + 1) // 2
    # All signs are counted by convolution; k is the largest with a tail of at most half the rest.
    ways = np.ones(1)
    for rank in range(1, n + 1):
        ways = np.convolve(ways, [1] + [0] * (rank - 1) + [1])
    tails = np.cumsum(ways) / 2.0**n
    k = int((tails <= (1 - level) / 2 + 1e-15).sum())
    if k == 0:
        assert found.lower is None
    else:
        assert (found.lower, found.upper) == pytest.approx(
            (means[k - 1], means[most - k]), abs=1e-9
        )


@given(pairs, st.integers(-100, 100), st.sampled_from([0.25, 4.0]))
def test_hodges_lehmann_moves_with_the_shift_and_turns_with_the_waves(two, shift, factor):
    before, after = [factor * b for b, _ in two], [factor * a for _, a in two]
    one = hodges_lehmann([b for b, _ in two], [a for _, a in two])
    moved = hodges_lehmann(before, [a + shift for a in after])
    turned = hodges_lehmann([a for _, a in two], [b for b, _ in two])
    assert moved.value == pytest.approx(factor * one.value + shift, abs=1e-9)
    assert turned.value == pytest.approx(-one.value, abs=1e-9)
    if one.lower is not None:
        assert moved.lower == pytest.approx(factor * one.lower + shift, abs=1e-9)
        assert (turned.lower, turned.upper) == pytest.approx((-one.upper, -one.lower), abs=1e-9)


@given(pairs, st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter_and_swapping_waves_keeps_p(two, random):
    mixed = random.sample(two, len(two))
    before, after = [b for b, _ in two], [a for _, a in two]
    other = wilcoxon([a for _, a in mixed], [b for b, _ in mixed])
    assert (other.p, other.method) == (wilcoxon(before, after).p, wilcoxon(before, after).method)
    swapped = mann_whitney([a for _, a in mixed], [b for b, _ in mixed])
    one = mann_whitney(before, after)
    assert swapped.p == (None if one.p is None else pytest.approx(one.p, rel=1e-12))


def test_many_pairs_are_counted_without_listing_all_means():
    rng = np.random.default_rng(2)
    before, after = rng.integers(12, 61, 1200) / 12, rng.integers(14, 61, 1200) / 12
    change = np.sort(after - before)
    rows, columns = np.triu_indices(1200)
    means = np.sort(change[rows] + change[columns]) / 2
    found = hodges_lehmann(before, after)
    assert found.value == pytest.approx(np.median(means), abs=1e-9)
    z = 1.959963984540054 * math.sqrt(1200 * 1201 * 2401 / 24)
    k = math.floor(1200 * 1201 / 4 + 0.5 - z)
    assert (found.lower, found.upper) == pytest.approx((means[k - 1], means[-k]), abs=1e-9)


def test_exact_and_approximate_intervals_meet():
    change = np.sort(np.random.default_rng(3).normal(size=ranks._EXACT_PAIRS + 1))
    inside = hodges_lehmann(np.zeros(ranks._EXACT_PAIRS), change[:-1])
    beyond = hodges_lehmann(np.zeros(ranks._EXACT_PAIRS + 1), change)
    assert beyond.upper - beyond.lower == pytest.approx(inside.upper - inside.lower, rel=0.05)


def test_values_that_are_no_numbers_are_refused():
    for statistic in (mann_whitney, wilcoxon, hodges_lehmann):
        with pytest.raises(ValueError, match="finite"):
            statistic([1, math.nan], [1, 2])


@pytest.mark.parametrize("statistic", [wilcoxon, hodges_lehmann])
def test_pairs_of_different_numbers_are_refused(statistic):
    with pytest.raises(ValueError, match="make no pairs"):
        statistic([1, 2], [1])


def test_a_level_outside_0_to_1_is_refused():
    with pytest.raises(ValueError, match="level is 95"):
        hodges_lehmann([1, 2], [1, 3], level=95)
