"""What a shown sum gives away of hidden numbers, against linear programmes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.disclosure.sums import Cell, cell, pairs_cell, stays_open
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
    assert stays_open([pairs_cell(n, 5) for n in numbers], 5) == is_open


def test_what_is_known_of_a_hidden_number():
    assert (pairs_cell(4, 5), pairs_cell(5, 5)) == (Cell(4, 4), Cell(5, UNBOUNDED))
    assert cell(2, 3, 5, group_hidden=True) == Cell(2, 4, within=3)
    assert cell(6, 8, 5, group_hidden=True) == Cell(6, UNBOUNDED, within=8)
    assert cell(2, 3, 5, group_hidden=False) == Cell(2, 3)
    assert cell(2, 30, 5, group_hidden=False) == Cell(2, 4)


def test_the_people_of_hidden_groups_limit_what_is_left_for_others():
    # Of nine people in two hidden groups eight have a score: six of the fourteen are elsewhere,
    # or five at the least.
    hidden = [cell(4, 5, 7, group_hidden=True), cell(4, 4, 7, group_hidden=True)]
    assert not stays_open([*hidden, cell(6, 8, 7, group_hidden=False)], 7)
    assert stays_open([*hidden, cell(4, 8, 7, group_hidden=False)], 7)


NUMBERS = st.tuples(st.integers(0, 14), st.integers(0, 6), st.booleans())


@settings(max_examples=80)
@given(st.lists(NUMBERS, min_size=1, max_size=6), st.integers(5, 12))
def test_where_a_sum_is_open_no_number_in_it_can_be_narrowed_down(numbers, k):
    cells = [
        cell(min(n, k - 1) if not hidden else n, n + more, k, group_hidden=hidden)
        for n, more, hidden in numbers
    ]
    puzzle = Puzzle()
    places = [puzzle.unknown(0, min(one.most, 10_000)) for one in cells]
    total = sum(one.n for one in cells)
    puzzle.equal.append((dict.fromkeys(places, 1.0), total))
    within = [place for place, one in zip(places, cells, strict=True) if one.within is not None]
    if within:
        people = sum(one.within for one in cells if one.within is not None)
        puzzle.at_most.append((dict.fromkeys(within, 1.0), people))
    [ends] = ranges([puzzle])
    narrow = any(high - low < width(k) - 1e-6 for low, high in ends)
    if stays_open(cells, k):
        assert not narrow
        assert len(cells) > 1
        assert total >= k
