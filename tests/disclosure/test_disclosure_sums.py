"""What a shown sum gives away of hidden numbers, against linear programmes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.disclosure.sums import stays_open, with_limits
from bridgeboard.disclosure.tables import UNBOUNDED, width
from tests.disclosure.attack import Puzzle, ranges


@pytest.mark.parametrize(
    ("numbers", "is_open"),
    [
        ([], True),
        ([12], False),
        ([4], False),
        ([2, 2], False),
        ([3, 2], True),
        ([4, 4], False),
        ([4, 9], True),
        ([0, 9], True),
        ([0, 3], False),
        ([4, 4, 4], False),
        ([3, 3, 3], True),
        ([20, 30], True),
    ],
)
def test_a_sum_of_hidden_numbers_is_open_or_not(numbers, is_open):
    # k is 5: fewer than 5 is known to be at most 4.
    assert stays_open(with_limits(numbers, 5), 5) == is_open


def test_numbers_of_k_and_more_have_no_limit():
    assert with_limits([4, 5], 5) == [(4, 4), (5, UNBOUNDED)]


@settings(max_examples=60)
@given(st.lists(st.integers(0, 14), min_size=1, max_size=6), st.integers(5, 12))
def test_where_a_sum_is_open_no_number_in_it_can_be_narrowed_down(numbers, k):
    hidden = with_limits(numbers, k)
    puzzle = Puzzle()
    places = [puzzle.unknown(0, min(most, 10_000)) for _, most in hidden]
    puzzle.equal.append((dict.fromkeys(places, 1.0), sum(numbers)))
    [ends] = ranges([puzzle])
    narrow = any(high - low < width(k) - 1e-6 for low, high in ends)
    too_few = len(numbers) < 2 or sum(numbers) < k
    assert stays_open(hidden, k) == (not narrow and not too_few)
