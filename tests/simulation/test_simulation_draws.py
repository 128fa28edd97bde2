"""Chance that must never change, or every committed row changes with it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.simulation.draws import BELL, BELL_WEIGHTS, Draws


def test_the_first_draws_are_pinned():
    # Another machine, Python or NumPy that gives other numbers must fail here first.
    assert Draws(1, 2).uniform(3).tolist() == [
        0.23316830360018304,
        0.04702160764433405,
        0.42109979918046114,
    ]
    assert Draws(1, 2).steps(12).tolist() == [4, 6, 5, 4, 4, 7, 4, 3, 6, 3, 4, 3]


def test_streams_of_other_purposes_are_other_streams():
    first = Draws(1, 1).uniform(5).tolist()
    assert first == Draws(1, 1).uniform(5).tolist()
    assert first != Draws(1, 2).uniform(5).tolist()
    assert first != Draws(2, 1).uniform(5).tolist()
    assert first != Draws(1, 1, 0).uniform(5).tolist()


def test_the_bell_has_mean_0_and_variance_1():
    assert BELL_WEIGHTS.sum() == 1
    assert abs(BELL @ BELL_WEIGHTS) < 1e-15
    assert abs(BELL**2 @ BELL_WEIGHTS - 1) < 1e-12


def test_steps_fall_as_the_bell_says():
    n = 100_000
    counts = np.bincount(Draws(3, 1).steps(n), minlength=9)
    expected = n * BELL_WEIGHTS
    assert (np.abs(counts - expected) < 5 * np.sqrt(expected)).all()


def test_weights_are_kept_to_and_nothing_of_weight_0_is_drawn():
    counts = np.bincount(Draws(4, 1).places(60_000, (1, 0, 3, 2)), minlength=4)
    assert counts[1] == 0
    assert counts[[0, 2, 3]] / 60_000 == pytest.approx([1 / 6, 3 / 6, 2 / 6], abs=0.01)


@settings(deadline=None)
@given(st.integers(0, 2**63), st.integers(-5, 5), st.integers(0, 9))
def test_between_includes_both_ends_and_nothing_beyond(seed, low, width):
    draws = Draws(seed, 1)
    assert all(low <= draws.between(low, low + width) <= low + width for _ in range(20))
    assert {Draws(s, 1).between(0, 1) for s in range(40)} == {0, 1}


@settings(deadline=None)
@given(st.lists(st.integers(), unique=True, max_size=12), st.integers(0, 12), st.integers(0, 99))
def test_some_is_a_part_in_the_same_order(choices, n, seed):
    part = Draws(seed, 1).some(choices, n)
    assert len(part) == min(n, len(choices))
    assert part == [one for one in choices if one in part]
