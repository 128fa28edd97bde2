"""Corrections for several tests: R's numbers, statsmodels', and places without a test."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from bridgeboard.statistics import benjamini_hochberg, holm

P = [0.01, 0.02, 0.03, 0.04, 0.05, 0.2]
values = st.lists(st.floats(0, 1), min_size=1, max_size=15)


def test_six_p_values_are_as_r_prints_them():
    assert holm(P) == pytest.approx([0.06, 0.10, 0.12, 0.12, 0.12, 0.20], abs=1e-12)
    assert benjamini_hochberg(P) == pytest.approx([0.06] * 5 + [0.20], abs=1e-12)


# statsmodels' Holm takes 50 ms a call.
@settings(max_examples=12)
@given(values)
def test_statsmodels_says_the_same(p):
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1], abs=1e-12)
    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1], abs=1e-12)


@given(values, st.data())
def test_places_without_a_test_count_for_nothing(p, data):
    gaps = data.draw(st.lists(st.sampled_from([None, math.nan]), max_size=5))
    mixed = data.draw(st.permutations([*p, *gaps]))
    there = [one for one in mixed if one is not None and not math.isnan(one)]
    for correct in (holm, benjamini_hochberg):
        found = correct(mixed)
        where = ~np.isnan(found)
        assert list(where) == [one is not None and not math.isnan(one) for one in mixed]
        assert list(found[where]) == list(correct(there))


@given(values)
def test_a_correction_never_lowers_p_and_holm_is_the_stricter(p):
    strict, mild = holm(p), benjamini_hochberg(p)
    assert (strict >= np.array(p) - 1e-15).all()
    assert (strict <= 1).all()
    assert (mild <= strict + 1e-12).all()


def test_no_tests_and_one():
    assert holm([]).size == 0
    assert np.isnan(holm([None, None])).all()
    assert list(holm([0.03])) == list(benjamini_hochberg([0.03])) == [0.03]


@pytest.mark.parametrize("wrong", [-0.1, 1.1, math.inf])
def test_p_values_outside_0_to_1_are_refused(wrong):
    for correct in (holm, benjamini_hochberg):
        with pytest.raises(ValueError, match="between 0 and 1"):
            correct([0.5, wrong])
