"""What the shareable view says of pooled estimates that hidden sites are in."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import least_squares

from bridgeboard.disclosure import Filters, shown
from bridgeboard.disclosure.pooled import KEPT, LEAST_SITES, ONLY_SHOWN, Family, _apart
from bridgeboard.disclosure.sums import pairs_cell
from bridgeboard.measures import answer
from bridgeboard.statistics import pooled
from tests.disclosure.programmes import two_waves

LARGE = {"l1": (12, 12), "l2": (11, 13), "l3": (14, 12)}
SMALL = {"s1": (3, 3), "s2": (3, 4), "s3": (3, 3)}


def overall(frame, design="unpaired", metric="points", scale="total"):
    found = frame.filter("is_total", design=design, metric=metric, scale_id=scale)
    return found.row(0, named=True)


@pytest.fixture(scope="module")
def three_small(published_once):
    """Three small sites beside three large ones; k is 5."""
    return answer("pooled_shift", published_once(two_waves(LARGE | SMALL), {"k": 5}))


@pytest.fixture(scope="module")
def two_small(published_once):
    """Two small sites beside three large ones."""
    sizes = LARGE | {"s1": (4, 4), "s2": (4, 3)}
    return answer("pooled_shift", published_once(two_waves(sizes), {"k": 5}))


def test_three_small_sites_stay_in_the_estimate_which_is_rounded(three_small):
    row = overall(shown(three_small, "shareable").frame)
    team = overall(three_small.frame)
    for name, decimals in KEPT.items():
        assert row[name] == (None if team[name] is None else round(team[name], decimals)), name
    assert row["n_sites"] is None  # With k 5 and a minimum of 3 it would say 3 or 4 of each.
    assert (row["n_from"], row["n_to"]) == (team["n_from"], team["n_to"])
    assert row["hidden"] is None


def test_nothing_else_is_said_of_an_estimate_with_hidden_sites(three_small):
    row = overall(shown(three_small, "shareable").frame)
    gone = {"se", "tau2", "tau2_lower", "tau2_upper", "i2_lower", "i2_upper", "q", "q_degrees"}
    gone |= {"q_p", "site_names", "site_ids", "n_left_out", "left_out"}
    assert {name for name in gone if row[name] is not None} == set()


def test_two_small_sites_are_left_out_of_what_is_shared(two_small, published_once):
    row = overall(shown(two_small, "shareable").frame)
    alone = answer("pooled_shift", published_once(two_waves(LARGE), {"k": 5}))
    team = overall(alone.frame)
    assert row["caveat"].startswith(ONLY_SHOWN)
    assert row["site_ids"] == ["l1", "l2", "l3"]
    for name in ("value", "lower", "upper", "se", "tau2", "q", "n_from", "n_to", "n_sites"):
        assert row[name] == pytest.approx(team[name]), name


def test_without_two_shown_sites_there_is_nothing(published_once):
    sizes = {"s1": (4, 4), "s2": (4, 4)}
    found = answer("pooled_shift", published_once(two_waves(sizes), {"k": 5}))
    row = overall(shown(found, "shareable").frame)
    assert row["hidden"]
    assert {row[name] for name in ("value", "n_from", "n_sites", "status", "caveat")} == {None}


def test_large_sites_alone_are_shown_as_they_are(published_once):
    found = answer("pooled_shift", published_once(two_waves(LARGE), {"k": 5}))
    both = zip(
        shown(found, "shareable").frame.drop("hidden").iter_rows(),
        found.frame.iter_rows(),
        strict=True,
    )
    for shareable, team in both:
        if "unpaired" in team:
            assert shareable == team


def test_that_a_small_site_is_not_pooled_is_no_news(published_once):
    # Two people are under the minimum: the estimate is of the large sites anyway.
    sizes = LARGE | {"s1": (2, 4), "s2": (4, 2)}
    found = answer("pooled_shift", published_once(two_waves(sizes), {"k": 5}))
    row = overall(shown(found, "shareable").frame)
    assert row["caveat"].startswith(ONLY_SHOWN)
    assert (row["site_ids"], row["n_left_out"], row["left_out"]) == (["l1", "l2", "l3"], 0, None)


def test_pooled_rows_stay_whatever_site_is_chosen_and_say_so(three_small):
    found = shown(three_small, "team", Filters(sites=("l1",)))
    assert found.frame.height == three_small.frame.height
    assert found.notes[0] == "Pooled estimates are of all sites, whatever is chosen."
    part = shown(three_small, "team", Filters(income_levels=("high",))).frame
    assert set(part["income_level"]) <= {None, "high"}
    assert set(part["income_basis"]) <= {None, "at_wave"}
    assert part.filter("is_total").height == three_small.frame.filter("is_total").height


SITES = "abcdefgh"
FOUR = pairs_cell(4, 5)
FAMILY = Family(dict.fromkeys(SITES, (FOUR, FOUR)), (), total_hidden=False)


@pytest.mark.parametrize(
    ("rows", "apart"),
    [
        (["abc"], True),
        (["ab"], False),
        (["abcdef", "abc"], True),
        (["abcdef", "abcd"], False),
        (["abcdefgh", "abc", "def"], False),
        (["abcdef", "abc", "def"], True),
        (["abcd", "efgh", "abce"], False),
        (["abc", "def", "abcdefgh"], False),
    ],
)
def test_rows_are_apart_if_no_sum_or_difference_is_of_two_sites(rows, apart):
    assert _apart([frozenset(row) for row in rows], FAMILY, 5) == apart


@settings(max_examples=60)
@given(st.lists(st.frozensets(st.sampled_from(SITES), min_size=3), min_size=1, max_size=4))
def test_rows_that_are_apart_leave_no_small_group_of_sites_to_be_computed(rows):
    # Row after row is a sum over sites: may a sum over one or two of them be made of these?
    matrix = np.array([[site in row for site in SITES] for row in rows], dtype=float)
    small = [(a, b) for a in range(8) for b in range(a, 8)]
    found = False
    for some in small:
        for signs in ((1, 1), (1, -1), (1, 2)):
            target = np.zeros(8)
            target[some[0]] += signs[0]
            if some[1] != some[0]:
                target[some[1]] += signs[1]
            weights = np.linalg.lstsq(matrix.T, target, rcond=None)[0]
            found |= bool(np.allclose(matrix.T @ weights, target, atol=1e-9))
    if _apart(rows, FAMILY, 5):
        assert not found


def _seen(shifts, variances):
    """What the shareable view keeps of an estimate, unrounded; I2 as a share."""
    found = pooled(shifts, variances)
    limits = (found.prediction_lower, found.prediction_upper)
    return np.array(
        [found.value, found.lower, found.upper, found.tau2**0.5, found.i2 / 100, *limits]
    )


def _reach(n_hidden, seed):
    """How far apart shifts of one hidden site are that fit the same rounded row.

    Whoever looks for them knows all variances, and so the number of people at each site.
    """
    draw = np.random.default_rng(seed)
    known = draw.normal(0.2, 0.25, 5), 0.605 / draw.integers(12, 28, 5)
    hidden = draw.normal(0.2, 0.3, n_hidden), 0.605 / draw.integers(4, 10, n_hidden)
    variances = np.concatenate([known[1], hidden[1]])
    row = _seen(np.concatenate([known[0], hidden[0]]), variances)

    def misses(others, first):
        seen = _seen(np.concatenate([known[0], [first], others]), variances)
        return np.clip(np.abs(seen - row) / 0.005 - 1, 0, None)

    fits = [hidden[0][0]]
    for first in hidden[0][0] + np.array([-0.4, -0.3, -0.2, -0.1, 0.1, 0.2, 0.3, 0.4]):
        for _ in range(4):
            start = draw.normal(0.2, 0.4, n_hidden - 1)
            found = least_squares(misses, start, args=(first,), max_nfev=40)
            if misses(found.x, first).max() < 1e-3:
                fits.append(first)
                break
    return max(fits) - min(fits)


@pytest.mark.parametrize("seed", [3, 4])
def test_what_is_kept_leaves_three_hidden_sites_open_and_would_pin_two(seed):
    assert _reach(LEAST_SITES, seed) >= 0.3
    assert _reach(2, seed) <= 0.2
