"""tau2 and its interval: by hand, against slow second ways, and where iterations go astray."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.statistics.heterogeneity import (
    chi2_above,
    combined,
    dersimonian_laird,
    q_profile,
    reml,
    restricted_likelihood,
    typical_variance,
)

#: Effects, and variances that may differ by any power of ten up to 10^18.
sites = st.lists(
    st.tuples(
        st.integers(-400, 400).map(lambda cents: cents / 100),
        st.floats(-12, 6).map(lambda power: 10**power),
    ),
    min_size=2,
    max_size=12,
).map(lambda rows: tuple(np.array(column) for column in zip(*rows, strict=True)))

alike = st.lists(
    st.tuples(
        st.integers(-400, 400).map(lambda cents: cents / 100),
        st.integers(1, 200).map(lambda hundredths: hundredths / 100),
    ),
    min_size=2,
    max_size=12,
).map(lambda rows: tuple(np.array(column) for column in zip(*rows, strict=True)))


def slow_likelihood(effects, variances, tau2):
    """The restricted likelihood from determinants and the inverse of a matrix."""
    spread = np.diag(variances + tau2)
    inverse, ones = np.linalg.inv(spread), np.ones((len(effects), 1))
    inner = ones.T @ inverse @ ones
    projection = inverse - inverse @ ones @ np.linalg.inv(inner) @ ones.T @ inverse
    determinants = np.linalg.slogdet(spread)[1] + np.linalg.slogdet(inner)[1]
    return -(determinants + effects @ projection @ effects) / 2


def test_two_sites_by_hand():
    # REML and the method of moments agree for two sites: (0.7)^2 / 2 - (0.1 + 0.2) / 2.
    effects, variances = np.array([0.2, 0.9]), np.array([0.1, 0.2])
    assert reml(effects, variances) == pytest.approx(0.095, rel=1e-11)
    assert dersimonian_laird(effects, variances) == pytest.approx(0.095, rel=1e-11)


def test_one_variance_leaves_the_variance_of_effects_less_it():
    # The variance of 1, 2, 6 is 7.
    effects = np.array([1.0, 2.0, 6.0])
    for variance in (1e-12, 0.5, 6.5):
        variances = np.full(3, variance)
        assert reml(effects, variances) == pytest.approx(7 - variance, rel=1e-10)
        assert dersimonian_laird(effects, variances) == pytest.approx(7 - variance, rel=1e-10)
    assert reml(effects, np.full(3, 7.5)) == 0
    assert dersimonian_laird(effects, np.full(3, 1e6)) == 0


def test_the_typical_variance_of_equal_ones_is_theirs():
    assert typical_variance(np.full(5, 0.3)) == pytest.approx(0.3, rel=1e-14)


def test_the_typical_variance_loses_no_digits_to_one_very_sure_site():
    # Weights 1e12 and 1: (W - sum w^2 / W) = 2 w1 w2 / W = 2 / (1 + 1e-12).
    assert typical_variance(np.array([1e-12, 1.0])) == pytest.approx(0.5, rel=1e-11)


@pytest.mark.parametrize(
    ("effects", "variances", "near"),
    [
        # Two maxima each. The higher one is inside ...
        ([0.2, -0.3, 0.3, -7.1], [0.13, 4.45, 0.11, 4.88], 7.173),
        ([-0.9, -6.2, 1.6, 1.4], [7.65, 5.12, 0.04, 0.15], 9.111),
        ([-1.3, 2.9, 1.3, 1.2, -0.9], [0.04, 2.97, 7.86, 13.09, 0.03], 0.068),
        # ... or at 0, where an iteration that starts high does not end.
        ([-3.0, 0.1, -2.8], [0.12, 1.6, 0.09], 0),
        ([0.6, -7.3, 0.7], [0.34, 10.19, 0.11], 0),
    ],
)
def test_of_several_maxima_the_highest_is_found(effects, variances, near):
    effects, variances = np.array(effects), np.array(variances)
    grid = np.append(0, np.geomspace(1e-4, 100, 4000))
    likelihood = np.array([slow_likelihood(effects, variances, tau2) for tau2 in grid])
    inner = (likelihood[1:-1] > likelihood[:-2]) & (likelihood[1:-1] > likelihood[2:])
    assert int(inner.sum()) + (likelihood[0] > likelihood[1]) == 2
    assert reml(effects, variances) == pytest.approx(near, abs=1e-3)
    assert reml(effects, variances) == pytest.approx(grid[likelihood.argmax()], rel=0.01)


@given(alike)
@settings(max_examples=40)
def test_the_restricted_likelihood_is_that_of_the_matrices(rows):
    effects, variances = rows
    differences = [
        restricted_likelihood(effects, variances, tau2) - slow_likelihood(effects, variances, tau2)
        for tau2 in (0, 0.1, 3)
    ]
    assert differences == pytest.approx([differences[0]] * 3, abs=1e-7)


@given(sites)
@settings(max_examples=60)
def test_no_tau2_of_a_fine_grid_is_likelier_than_that_of_reml(rows):
    effects, variances = rows
    found = reml(effects, variances)
    best = restricted_likelihood(effects, variances, found)
    for tau2 in np.append(0, np.geomspace(1e-13, 1e4, 600)):
        assert restricted_likelihood(effects, variances, tau2) <= best + 1e-9 * max(1, abs(best))


@given(alike)
@settings(max_examples=60)
def test_the_slope_at_a_maximum_inside_is_0(rows):
    effects, variances = rows
    found = reml(effects, variances)
    assert found >= 0
    if found > 0:
        weights = 1 / (variances + found)
        mean = weights @ effects / weights.sum()
        pulls = weights**2 @ (effects - mean) ** 2
        assert pulls == pytest.approx(weights.sum() - (weights**2).sum() / weights.sum(), rel=1e-8)


@given(alike)
@settings(max_examples=60)
def test_the_method_of_moments_is_the_textbooks(rows):
    effects, variances = rows
    weights = 1 / variances
    # Q as the sum over pairs of sites, with no mean taken.
    pairs = itertools.combinations(range(len(effects)), 2)
    q = (
        sum(weights[i] * weights[j] * (effects[i] - effects[j]) ** 2 for i, j in pairs)
        / weights.sum()
    )
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    expected = max(0, (q - (len(effects) - 1)) / scale)
    assert dersimonian_laird(effects, variances) == pytest.approx(expected, rel=1e-7, abs=1e-9)
    assert combined(effects, variances)[2] == pytest.approx(q, rel=1e-9, abs=1e-9)


@given(sites, st.sampled_from([0.5, 0.95, 0.99]))
@settings(max_examples=60)
def test_at_the_ends_of_the_profile_q_is_as_high_and_as_low_as_chance_allows(rows, level):
    effects, variances = rows
    found = q_profile(effects, variances, level)
    degrees = len(effects) - 1
    at_0 = combined(effects, variances)[2]
    high, low = chi2_above(degrees, (1 - level) / 2), chi2_above(degrees, (1 + level) / 2)
    if found is None:
        assert at_0 < low
        return
    assert 0 <= found[0] <= found[1]
    for tau2, wanted in zip(found, (high, low), strict=True):
        if tau2 == 0:
            assert at_0 <= wanted
        else:
            assert combined(effects, variances, tau2)[2] == pytest.approx(wanted, rel=1e-6)


@given(alike)
@settings(max_examples=40)
def test_a_higher_level_gives_a_profile_around_the_narrower_one(rows):
    narrow, wide = (q_profile(*rows, level) for level in (0.8, 0.99))
    if narrow is not None:
        assert wide is not None
        assert wide[0] <= narrow[0]
        assert narrow[1] <= wide[1]


@pytest.mark.parametrize(
    ("degrees", "probability", "table"),
    [(1, 0.05, 3.841), (5, 0.975, 0.831), (10, 0.025, 20.483), (30, 0.05, 43.773)],
)
def test_chi_squared_is_that_of_the_printed_table(degrees, probability, table):
    assert chi2_above(degrees, probability) == pytest.approx(table, abs=5e-4)


def test_effects_that_are_all_the_same_do_not_differ():
    assert reml(np.zeros(4), np.array([1e-12, 1e6, 1, 2])) == 0
    assert q_profile(np.zeros(4), np.ones(4), 0.95) is None
    assert math.isfinite(restricted_likelihood(np.zeros(4), np.ones(4), 0))
