"""Numbers with counts say the same as one number a person, in each statistic."""

from dataclasses import astuple
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from bridgeboard.statistics import (
    RankTest,
    cliffs_delta,
    counted,
    hedges_g,
    hodges_lehmann,
    mann_whitney,
    mean_interval,
    smcc,
    welch,
    wilcoxon,
)

UNPAIRED = (welch, hedges_g, cliffs_delta, mann_whitney)
PAIRED = (smcc, hodges_lehmann, wilcoxon)

score = st.integers(12, 60).map(lambda total: total / 12)
#: Scores with counts: mostly some, now and then none, one alike, or many.
samples = st.lists(st.tuples(score, st.integers(0, 4) | st.integers(50, 400)), max_size=12)
pairs = st.lists(st.tuples(score, score, st.integers(0, 4) | st.integers(20, 90)), max_size=12)


def same(found, expected):
    """Equal; numbers to 12 digits of what scores are."""
    assert type(found) is type(expected)
    for one, other in zip(astuple(found), astuple(expected), strict=True):
        if isinstance(other, float):
            assert one == pytest.approx(other, rel=1e-12, abs=1e-12)
        else:
            assert one == other


def columns(rows, n):
    *values, counts = ([row[place] for row in rows] for place in range(n))
    return [*(np.array(one, dtype=float) for one in values), np.array(counts, dtype=int)]


@given(samples, samples)
@example([(2.0, 1), (3.0, 1)], [(4.0, 1)])
@example([(2.0, 300)], [(2.0, 5)])
@example([(2.0, 3)], [(3.0, 5)])
@settings(max_examples=60)
def test_two_samples_with_counts_are_two_lists_of_people(before, after):
    (first, n), (second, m) = columns(before, 2), columns(after, 2)
    for statistic in UNPAIRED:
        found = statistic(counted(first, n), counted(second, m))
        same(found, statistic(np.repeat(first, n), np.repeat(second, m)))
    assert mean_interval(counted(first, n)) == mean_interval(np.repeat(first, n))


@given(pairs)
@example([(2.0, 2.0, 5)])
@example([(1.0, 4 / 3, 40), (10 / 3, 11 / 3, 80)])
@example([(1.0, 2.0, 1), (1.0, 3.0, 1), (3.0, 1.5, 1)])
@settings(max_examples=60)
def test_pairs_with_counts_are_as_many_people(rows):
    before, after, n = columns(rows, 3)
    for statistic in PAIRED:
        found = statistic(counted(before, n), counted(after, n))
        same(found, statistic(np.repeat(before, n), np.repeat(after, n)))


def test_a_million_people_in_a_few_numbers():
    # 3 and 5 for half of a million each: mean 4, and sd 1 but for n - 1.
    found = mean_interval(counted([3, 5], [500_000, 500_000]))
    assert (found.n, found.mean) == (1_000_000, 4.0)
    assert found.sd == pytest.approx((1_000_000 / 999_999) ** 0.5, rel=1e-15)
    # Two thousand millions moved by 1 or by 2, half and half: 1.5 is the median of their means, and
    # nobody fell.
    many = 1_000_000_000
    before, after = counted([1, 1], [many, many]), counted([2, 3], [many, many])
    assert hodges_lehmann(before, after).value == 1.5
    assert smcc(before, after).sd == pytest.approx(0.5, rel=1e-9)
    assert wilcoxon(before, after).p == 0


def test_a_sum_over_many_is_rounded_once():
    values, counts = [0.1, 1 / 3, -2.7], [1 << 27, 3, 1 << 26]
    exact = sum(Fraction(value) * n for value, n in zip(values, counts, strict=True))
    origin = Fraction(0.1)
    expected = float(origin + (exact - origin * sum(counts)) / sum(counts))
    assert mean_interval(counted(values, counts)).mean == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("size", [80, 400, 3000])
@pytest.mark.parametrize("shape", ["even", "two heaps", "one far away", "a grid"])
def test_means_of_two_are_those_of_all_pairs(size, shape):
    random = np.random.default_rng(size)
    change = {
        "even": random.random(size),
        "two heaps": np.concatenate(
            [random.normal(0, 1e-6, size // 2), random.normal(9, 1, size // 2)]
        ),
        "one far away": np.append(random.normal(size=size - 1), 1e6),
        "a grid": np.arange(size) / 7,
    }[shape]
    counts = random.integers(1, 9, size)
    n = int(counts.sum())
    found = hodges_lehmann(counted(np.zeros(size), counts), counted(change, counts))
    rows, others = np.triu_indices(size)
    means = (change[rows] + change[others]) / 2
    each = np.where(
        rows == others, counts[rows] * (counts[rows] + 1) // 2, counts[rows] * counts[others]
    )
    order = np.argsort(means)
    upto = np.cumsum(each[order])
    most = n * (n + 1) // 2
    assert upto[-1] == most
    low, high = (
        means[order[np.searchsorted(upto, place)]] for place in ((most + 1) // 2, most // 2 + 1)
    )
    assert found.value == pytest.approx((low + high) / 2, rel=1e-12, abs=1e-12)
    k = int(most / 2 + 0.5 - 1.959963984540054 * (most * (2 * n + 1) / 12) ** 0.5)
    assert found.lower == pytest.approx(
        means[order[np.searchsorted(upto, k)]], rel=1e-12, abs=1e-12
    )


@pytest.mark.parametrize(("n", "m"), [(1, 49), (7, 3), (49, 49), (30, 48)])
def test_the_exact_chance_of_rank_sums_is_scipys(n, m):
    values = np.random.default_rng(n).permutation(n + m).astype(float)
    expected = stats.mannwhitneyu(values[n:], values[:n], method="exact")
    found = mann_whitney(values[:n], values[n:])
    assert found.method == "exact"
    assert found.p == pytest.approx(min(1.0, expected.pvalue), rel=1e-12)
    above = mann_whitney(np.arange(n), np.arange(n, n + m))
    expected = stats.mannwhitneyu(np.arange(n, n + m), np.arange(n), method="exact")
    assert above.p == pytest.approx(expected.pvalue, rel=1e-12)


def test_nobody_at_all():
    nobody = counted([], [])
    assert mann_whitney(nobody, nobody) == RankTest(None, None, "no test: nobody on one side")
    assert hodges_lehmann(nobody, counted([2], [0])).value is None


def test_pairs_counted_otherwise_after_than_before_are_refused():
    for statistic in PAIRED:
        with pytest.raises(ValueError, match="counted alike"):
            statistic(counted([1, 2], [2, 1]), counted([3, 4], [1, 2]))


@pytest.mark.parametrize(
    ("values", "counts", "said"),
    [([1, 2], [1], "1 counts are not one for each of 2 values"), ([1, np.nan], [1, 1], "finite")],
)
def test_counts_that_fit_no_values_are_refused(values, counts, said):
    with pytest.raises(ValueError, match=said):
        counted(values, counts)
