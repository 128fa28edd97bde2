"""Pairs of groups that can be told apart, against SciPy and by hand."""

import numpy as np
import pytest
from scipy import stats

from bridgeboard.statistics import means_apart, shares_apart


def test_two_groups_have_the_p_of_welch():
    rng = np.random.default_rng(5)
    one, other = rng.normal(3.0, 0.6, 9), rng.normal(3.6, 0.9, 6)
    (p,) = means_apart(
        [one.mean(), other.mean()], [one.std(ddof=1), other.std(ddof=1)], [one.size, other.size]
    )
    assert p == pytest.approx(stats.ttest_ind(one, other, equal_var=False).pvalue, abs=1e-12)


def test_three_pairs_are_corrected_by_holm():
    # Sd 1 and 10 people each: t of the pairs is the difference x sqrt(5), with 18 degrees.
    found = means_apart([0.0, 1.0, 3.0], [1.0] * 3, [10] * 3)
    plain = [2 * stats.t.sf(d * 5**0.5, 18) for d in (1.0, 3.0, 2.0)]
    # The smallest times 3, the next times 2, the largest as it is.
    assert found == pytest.approx([plain[0], plain[1] * 3, plain[2] * 2], rel=1e-9)


def test_one_person_or_no_spread_makes_no_test():
    found = means_apart([1.0, 2.0, 3.0], [0.0, 0.0, 1.0], [5, 5, 1])
    assert np.isnan(found).all()


@pytest.mark.parametrize(
    ("one", "other"), [((1, 9), (8, 10)), ((0, 5), (5, 5)), ((3, 3), (7, 7)), ((40, 90), (61, 80))]
)
def test_shares_have_the_p_of_fisher(one, other):
    (p,) = shares_apart([one[0], other[0]], [one[1], other[1]])
    table = [[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]]
    assert p == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-9)


def test_the_lady_who_tastes_tea():
    # Fisher 1935: 3 of 4 against 1 of 4 gives 34 of 70 ways, both sides together.
    (p,) = shares_apart([3, 1], [4, 4])
    assert p == pytest.approx(34 / 70)


def test_an_empty_group_makes_no_test():
    assert np.isnan(shares_apart([0, 1], [0, 4])[0])
