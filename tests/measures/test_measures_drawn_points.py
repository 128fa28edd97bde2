"""Of many people a hundred points are drawn, which stand for all; of few everybody's."""

from itertools import pairwise

import pytest

from bridgeboard.measures.drawn_points import MOST, drawn_points


@pytest.mark.parametrize("n", [0, 1, 5, 99, 100])
def test_up_to_a_hundred_people_all_stay(n):
    assert drawn_points(range(n)) == list(range(n))


@pytest.mark.parametrize("n", [101, 150, 1_000, 83_333])
def test_of_more_a_hundred_points_split_the_people_evenly(n):
    found = drawn_points(range(n))
    assert (len(found), len(set(found))) == (MOST, MOST)
    steps = {after - before for before, after in pairwise(found)}
    assert steps <= {n // MOST, n // MOST + 1}
    # As many below the lowest as above the highest, but for one.
    assert abs(found[0] - (n - 1 - found[-1])) <= 1


def test_a_share_of_the_people_is_the_same_share_of_the_points():
    found = drawn_points([1.0] * 300 + [2.0] * 600 + [5.0] * 300)
    assert [found.count(score) for score in (1.0, 2.0, 5.0)] == [25, 50, 25]


def test_pairs_stay_pairs():
    before = [n % 7 for n in range(350)]
    after = [score + 10 for score in before]
    pairs = zip(drawn_points(before), drawn_points(after), strict=True)
    assert all(last == first + 10 for first, last in pairs)
