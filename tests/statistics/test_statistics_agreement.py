"""Weighted kappa and Krippendorff's alpha: published tables, statsmodels, by hand, at the edges."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bridgeboard.statistics import krippendorff_alpha, weighted_kappa

NAN = math.nan

#: Printed tables, the weights, and what their source prints: kappa, its standard error, and the
#: shares of agreement found and expected where they are printed.
PUBLISHED = {
    # Gwet, vignette "weighting" of R's irrCAC: 100 pregnancies, two abstractors.
    "abstractors": ([[13, 0, 0], [0, 20, 7], [0, 4, 56]], "quadratic", 0.8921569, 0.0353515, ()),
    # SAS, as quoted in statsmodels: PROC FREQ, AGREE.
    "sas": ([[0, 4, 1], [0, 8, 0], [0, 1, 5]], "linear", 0.4701, 0.1457, ()),
    # Agresti's couples, documentation of R's vcd: Kappa(SexualFun).
    "couples": (
        [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]],
        "linear",
        0.2374,
        0.0783,
        (),
    ),
    # Stata's manual, kappa: 85 xeromammograms, two radiologists (Boyd et al. 1982).
    "radiologists": (
        [[21, 12, 0, 0], [4, 17, 1, 0], [3, 9, 15, 2], [0, 0, 0, 1]],
        "linear",
        0.5684,
        None,
        (0.8667, 0.6911),
    ),
}

#: Krippendorff 2011, example D: four observers, twelve units, some left out.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]
#: His example B: two observers, ten units, two values.
TWO = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
#: The computational example of Wikipedia's article on the coefficient: three coders, fifteen units.
CODERS = [
    [NAN, NAN, NAN, NAN, NAN, 3, 4, 1, 2, 1, 1, 3, 3, NAN, 3],
    [1, NAN, 2, 1, 3, 3, 4, 3, NAN, NAN, NAN, NAN, NAN, NAN, NAN],
    [NAN, NAN, 2, 1, 3, 4, 4, NAN, 2, 1, 1, 3, 3, NAN, 4],
]


def units(table):
    """What each rater said of each unit, from a table of counts."""
    pairs = [
        (i, j)
        for i, row in enumerate(table)
        for j, count in enumerate(row)
        for _ in range(int(count))
    ]
    return [i for i, _ in pairs], [j for _, j in pairs]


@pytest.mark.parametrize("case", PUBLISHED.values(), ids=PUBLISHED)
def test_weighted_kappa_is_what_was_printed(case):
    table, weights, value, se, agreement = case
    found = weighted_kappa(*units(table), categories=range(len(table)), weights=weights)
    decimals = len(str(value)) - 2
    assert round(found.value, decimals) == value
    if se is not None:
        assert round(found.se, len(str(se)) - 2) == se
    if agreement:
        assert (round(found.observed, 4), round(found.expected, 4)) == agreement


def test_the_interval_is_what_sas_prints():
    table, weights, *_ = PUBLISHED["sas"]
    found = weighted_kappa(*units(table), categories=range(3), weights=weights)
    assert (round(found.lower, 4), round(found.upper, 4)) == (0.1845, 0.7558)


tables = st.integers(2, 5).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 9), min_size=k, max_size=k), min_size=k, max_size=k)
)


@given(tables, st.sampled_from(["linear", "quadratic"]))
def test_weighted_kappa_and_its_error_are_those_of_statsmodels(table, weights):
    from statsmodels.stats.inter_rater import cohens_kappa

    found = weighted_kappa(*units(table), categories=range(len(table)), weights=weights)
    assume(found.value is not None and found.se is not None)
    theirs = cohens_kappa(np.array(table, dtype=float), wt=weights)
    assert math.isclose(found.value, theirs.kappa, abs_tol=1e-9)
    assert math.isclose(found.se, theirs.std_kappa, rel_tol=1e-6, abs_tol=1e-9)


@given(tables, st.sampled_from(["linear", "quadratic"]))
def test_turning_the_scale_or_swapping_raters_changes_nothing(table, weights):
    a, b = units(table)
    order = list(range(len(table)))
    found = weighted_kappa(a, b, order, weights)
    for other in (weighted_kappa(b, a, order, weights), weighted_kappa(a, b, order[::-1], weights)):
        assert (found.value is None) == (other.value is None)
        if found.value is not None:
            assert math.isclose(found.value, other.value, abs_tol=1e-9)


def test_categories_that_nobody_used_change_nothing():
    a, b = [0, 1, 1, 2, 0], [0, 1, 2, 2, 1]
    few = weighted_kappa(a, b, [0, 1, 2])
    many = weighted_kappa(a, b, [-2, -1, 0, 1, 2])
    assert few.value == pytest.approx(many.value, abs=1e-12)
    assert few.se == pytest.approx(many.se, abs=1e-12)


def test_kappa_by_hand():
    # Three of four equal, one a step of two apart. By chance, in sixteenths: totals 1 1 2 down and
    # 1 2 1 across, cells on the diagonal count whole, those beside it half.
    found = weighted_kappa([0, 1, 2, 2], [0, 1, 2, 1], [0, 1, 2])
    assert found.observed == 0.875
    assert found.expected == pytest.approx((1 + 1 + 1 / 2 + 2 + 1 / 2 + 2 + 2) / 16)
    assert found.value == pytest.approx((0.875 - 0.5625) / (1 - 0.5625))


def test_full_agreement_has_a_value_and_no_interval():
    found = weighted_kappa([-2, 0, 2, 1], [-2, 0, 2, 1], [-2, -1, 0, 1, 2])
    assert (found.value, found.lower, found.upper, found.se) == (1.0, None, None, None)


def test_raters_who_use_one_category_only_have_no_kappa():
    found = weighted_kappa([1, 1, 1], [1, 1, 1], [0, 1])
    assert (found.n, found.value, found.observed, found.expected) == (3, None, 1.0, 1.0)


def test_no_units_no_kappa():
    assert weighted_kappa([], [], [0, 1]).value is None
    assert weighted_kappa([], [], [0, 1]).n == 0


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: weighted_kappa([1], [1, 0], [0, 1]), "make no pairs"),
        (lambda: weighted_kappa([3], [1], [0, 1]), "3.0 is not among the categories"),
        (lambda: weighted_kappa([0], [1], [0, 1, 1]), "occurs twice"),
        (lambda: weighted_kappa([0], [0], [0]), "2 categories or more, not 1"),
        (lambda: weighted_kappa([0], [1], [0, 1], "cubic"), "'cubic'"),
        (lambda: weighted_kappa([0], [1], [0, 1], level=95), "level is 95"),
        (lambda: krippendorff_alpha([1, 2]), "raters by units"),
        (lambda: krippendorff_alpha([[1, math.inf]]), "finite"),
        (lambda: krippendorff_alpha([[1, 2]], "ratio"), "'ratio'"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(call, says):
    with pytest.raises(ValueError, match=says):
        call()


@pytest.mark.parametrize(
    ("ratings", "level", "value"),
    [
        (OBSERVERS, "nominal", 0.743),
        (OBSERVERS, "ordinal", 0.815),
        (OBSERVERS, "interval", 0.849),
        (TWO, "nominal", 0.095),
        (CODERS, "nominal", 0.691),
        (CODERS, "interval", 0.811),
    ],
)
def test_alpha_is_what_was_printed(ratings, level, value):
    assert round(krippendorff_alpha(ratings, level).value, 3) == value


def test_only_units_that_were_rated_twice_count():
    found = krippendorff_alpha(OBSERVERS, "ordinal")
    assert (found.n_units, found.n_raters, found.n_values) == (11, 4, 40)
    found = krippendorff_alpha(CODERS, "nominal")
    assert (found.n_units, found.n_raters, found.n_values) == (12, 3, 26)


def by_pairs(ratings, level):
    """Alpha the slow way: the mean distance of pairs within units, and of all pairs."""
    units_rated = [[v for v in unit if not math.isnan(v)] for unit in zip(*ratings, strict=True)]
    units_rated = [unit for unit in units_rated if len(unit) > 1]
    everything = sorted(v for unit in units_rated for v in unit)

    def apart(x, y):
        if level == "nominal":
            return float(x != y)
        if level == "interval":
            return (x - y) ** 2
        low, high = min(x, y), max(x, y)
        between = sum(low <= v <= high for v in everything)
        return (between - (everything.count(low) + everything.count(high)) / 2) ** 2

    within = sum(
        apart(x, y) / (len(unit) - 1)
        for unit in units_rated
        for i, x in enumerate(unit)
        for j, y in enumerate(unit)
        if i != j
    )
    n = len(everything)
    overall = sum(apart(x, y) for x in everything for y in everything) / (n - 1) if n > 1 else 0
    return 1 - within / overall if overall else None


@given(
    st.integers(2, 4).flatmap(
        lambda raters: st.lists(
            st.lists(st.sampled_from([-2, -1, 0, 1, 2, NAN]), min_size=raters, max_size=raters),
            min_size=1,
            max_size=8,
        )
    ),
    st.sampled_from(["nominal", "ordinal", "interval"]),
)
def test_alpha_is_that_of_counting_pairs(columns, level):
    ratings = [list(row) for row in zip(*columns, strict=True)]
    found, slow = krippendorff_alpha(ratings, level).value, by_pairs(ratings, level)
    assert (found is None) == (slow is None)
    if found is not None:
        assert math.isclose(found, slow, abs_tol=1e-9)


def test_raters_who_never_meet_or_never_differ_have_no_alpha():
    assert krippendorff_alpha([[1, NAN], [NAN, 2]]).value is None
    assert krippendorff_alpha([[1, NAN], [NAN, 2]]).n_units == 0
    assert krippendorff_alpha([[1, 1], [1, 1]]).value is None
    assert krippendorff_alpha([[1, 2], [1, 2]]).value == 1.0
