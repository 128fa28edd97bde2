"""separation: groups that don't overlap, counted by hand and by trying every grouping."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgeboard.measures.separation import compared, counted, separation

RATINGS = st.lists(st.integers(-2, 2), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("high", "low", "verdict", "direction", "gap"),
    [
        # Lowest high 2 is three above highest low -1, means differ by 3.
        ([2, 2, 2, 2], [-1], "strong", "higher where it went well", 3),
        # One step apart, means 0.25 and -1 differ by 1.25.
        ([0, 1, 0, 0], [-1], "weak", "higher where it went well", 1),
        # They touch at 0.
        ([2, 2, 0, 1], [0], "none", None, 0),
        ([1, -1], [0, 0], "none", None, -1),
        # The other way round: 0 is above -1 and -2.
        ([-2, -1], [0, 2], "strong", "lower where it went well", 1),
        # Means differ by exactly 2, which is not more than 2.
        ([2, 1, 1], [-1, -1, 0], "weak", "higher where it went well", 1),
        ([1], [-1], "weak", "higher where it went well", 2),
        ([2, 1, 1], [-1, -1, -1], "strong", "higher where it went well", 2),
    ],
)
def test_groups_separate_if_they_do_not_overlap_and_strongly_if_means_are_far_apart(
    high, low, verdict, direction, gap
):
    found = separation(high, low)
    assert (found.verdict, found.direction, found.gap) == (verdict, direction, gap)


def test_a_group_without_a_rating_cannot_be_compared():
    assert separation([], [1]) is None
    assert separation([1], []) is None
    # All mixed: they stand at 0, and there is no mean of them.
    found = separation([2, 2], [], (0, 1))
    assert (found.verdict, found.gap, found.mean_low) == ("weak", 2, None)


@given(RATINGS, RATINGS)
def test_swapping_the_groups_turns_the_direction_and_nothing_else(high, low):
    one, other = separation(high, low), separation(low, high)
    assert (one.verdict, one.gap) == (other.verdict, other.gap)
    words = {"higher where it went well", "lower where it went well"}
    assert {one.direction, other.direction} == ({None} if one.verdict == "none" else words)


@given(RATINGS, RATINGS)
def test_by_chance_is_the_share_of_groupings_that_part_the_sites(high, low):
    sites = range(len(high) + len(low))
    ratings = [*high, *low]
    ways = [
        ([ratings[i] for i in chosen], [ratings[i] for i in sites if i not in chosen])
        for chosen in combinations(sites, len(high))
    ]
    parting = [min(one) >= max(other) + 1 or min(other) >= max(one) + 1 for one, other in ways]
    assert separation(high, low).by_chance == pytest.approx(sum(parting) / len(ways))


def test_of_four_sites_against_one_every_fifth_grouping_parts_a_construct_that_one_site_tops():
    assert separation([2, 2, 2, 2], [-1]).by_chance == 1 / 5
    assert separation([1, 1, 1, 1], [1]).by_chance == 0


def test_mixed_counts_as_0_whichever_way_it_leans_and_what_is_no_rating_not_at_all():
    assert [counted("rated", -2), counted("mixed", None), counted("mixed", 2)] == [-2, 0, 0]
    none = ("missing", "not_applicable", "raters_differ", "not_rated")
    assert [counted(state, None) for state in none] == [None] * 4


def test_a_verdict_that_rests_on_how_mixed_counts_is_seen_beside_the_other():
    high = [("A", "rated", 2, "+2"), ("B", "mixed", None, "mixed"), ("C", "not_rated", None, "")]
    found = compared({"high": high, "low": [("D", "rated", 0, "0")]})
    assert (found["verdict"], found["verdict_without_mixed"]) == ("none", "weak")
    assert (found["n_high"], found["n_low"], found["n_mixed"]) == (2, 1, 1)
    assert (found["lowest_high"], found["highest_high"], found["mean_high"]) == (0, 2, 2.0)
    assert found["cells_high"] == "A +2; B mixed; C not rated"
    assert found["cells_low"] == "D 0"
