"""What the shareable view hides of who moved."""

import pytest

from bridgeboard.disclosure import shown
from bridgeboard.disclosure.flows import large_enough
from bridgeboard.measures import answer
from tests.disclosure.programmes import ITEMS, two_waves


def nine(*n, n_from=None, n_to=None):
    """Nine flows."""
    n = [*n, *[0] * (9 - len(n))]
    pairs = sum(n)
    about = {"n_pairs": pairs, "n_from": n_from or pairs, "n_to": n_to or pairs}
    return [about | {"n": flow} for flow in n]


@pytest.mark.parametrize(
    ("flows", "is_shown"),
    [
        (nine(5, 5), True),
        (nine(9, 0, 6), True),
        (nine(4, 5), False),
        (nine(4), False),
        (nine(12, 1), False),
        (nine(10, n_from=14), False),
        (nine(10, n_to=11), False),
        (nine(10, n_from=15, n_to=20), True),
        (nine(10, n_from=10, n_to=15), True),
    ],
)
def test_flows_are_shown_if_each_of_them_and_the_rest_have_k_people(flows, is_shown):
    assert large_enough(flows, 5) == is_shown


def everybody_at(level_of, sizes, linked):
    """Tables in which level_of(site, wave, i) is somebody's answer to all items, turned."""
    tables = two_waves(sizes, linked)
    where = {row["respondent_id"]: row for row in tables["respondents"]}
    for row in tables["answers"]:
        person = where[row["respondent_id"]]
        level = level_of(person["wave_id"], int(row["respondent_id"].rsplit("-", 1)[1]))
        row["value"] = 6 - level if row["item_id"] in ITEMS[4:8] else level
    return tables


def test_large_flows_of_all_sites_are_shown_and_of_single_sites_never(published):
    # Half go from the lower third to the upper, half stay in the middle.
    tables = everybody_at(
        lambda wave, i: 3 if i % 2 else (1 if wave == "pre" else 5),
        {"a": (10, 10), "b": (8, 8)},
        {"a": 10, "b": 8},
    )
    found = answer("moved", published(tables, {"k": 5}))
    frame = shown(found, "shareable").frame.filter(scale_id="total")
    totals = frame.filter("is_total")
    assert totals.filter(totals["n"] > 0).select("from_band", "to_band", "n").rows() == [
        (1, 3, 9),
        (2, 2, 9),
    ]
    assert totals["hidden"].null_count() == 9
    sites = frame.filter(~frame["is_total"])
    assert sites.height == 18
    assert sites["hidden"].null_count() == 0
    assert sites["n"].null_count() == sites["n_pairs"].null_count() == 18


def test_flows_are_hidden_where_their_sum_would_tell_one_sites(published):
    # b has three people who are linked: all pairs less those of a, which `shift` shows.
    tables = everybody_at(lambda wave, i: 3, {"a": (10, 10), "b": (12, 12)}, {"a": 10, "b": 3})
    found = answer("moved", published(tables, {"k": 5}))
    assert shown(found, "shareable").frame["hidden"].null_count() == 0
    both = everybody_at(lambda wave, i: 3, {"a": (10, 10), "b": (12, 12)}, {"a": 10, "b": 6})
    found = answer("moved", published(both, {"k": 5}))
    assert shown(found, "shareable").frame.filter("is_total")["hidden"].null_count() > 0
