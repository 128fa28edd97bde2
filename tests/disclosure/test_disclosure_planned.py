"""What the shareable view hides of what a number of people can show."""

import pytest

from bridgeboard.disclosure import Filters, shown
from bridgeboard.measures import answer
from tests.disclosure.programmes import two_waves

LARGE = {"l1": (12, 12), "l2": (11, 13), "l3": (14, 12)}


@pytest.fixture(scope="module")
def mixed(published_once):
    """Three large sites and three small ones, of whom some are linked; k is 5."""
    small = {"s1": (3, 3), "s2": (3, 4), "s3": (3, 3)}
    tables = two_waves(LARGE | small, linked={"l1": 6, "l2": 6, "s1": 2})
    return answer("detectable", published_once(tables, {"k": 5}))


def rows(frame, kind, design="unpaired"):
    part = frame.filter(kind=kind, design=design, scale_id="total")
    key = "site_id" if kind == "present" else "n_planned"
    return {row[key]: row for row in part.iter_rows(named=True)}


def test_what_hidden_groups_have_a_part_in_is_rounded(mixed):
    row = rows(shown(mixed, "shareable").frame, "planned")[12]
    team = rows(mixed.frame, "planned")[12]
    assert row["hidden"] is None
    for name in ("sd", "value", "half_width", "tau"):
        assert row[name] == round(team[name], 2), name
    assert row["n"] == team["n"] == 37 + 37 + 9 + 10


def test_a_small_site_does_not_say_how_many_it_had(mixed):
    present = rows(shown(mixed, "shareable").frame, "present")
    assert present["l1"]["n_planned"] == 12
    assert present["s1"]["hidden"]
    gone = ("n_planned", "value", "half_width", "status")
    assert {present["s1"][name] for name in gone} == {None}


def test_a_correlation_of_which_one_sites_part_is_hidden_is_not_shown(mixed):
    # 6 + 6 linked at the large sites, whose numbers are shown, and 2 at a small one.
    paired = rows(shown(mixed, "shareable").frame, "planned", "paired")[12]
    assert rows(mixed.frame, "planned", "paired")[12]["correlation_basis"].startswith("observed")
    assert paired["hidden"]
    assert {paired[name] for name in ("correlation", "value", "pooled_value")} == {None}
    assert paired["n_planned"] == 12


def test_tau_is_hidden_where_its_pooled_row_is_without_sites(published_once):
    sizes = LARGE | {"s1": (3, 3), "s2": (4, 4)}
    found = answer("detectable", published_once(two_waves(sizes), {"k": 5}))
    row = rows(shown(found, "shareable").frame, "planned")[12]
    assert rows(found.frame, "planned")[12]["tau"] is not None
    assert (row["tau"], row["pooled_value"]) == (None, None)
    assert row["value"] is not None


def test_one_hidden_group_hides_how_people_differ(published_once):
    found = answer("detectable", published_once(two_waves(LARGE | {"s1": (4, 0)}), {"k": 5}))
    frame = shown(found, "shareable").frame
    # To protect it another site is hidden, too: then there are two groups.
    assert rows(frame, "planned")[12]["hidden"] is None
    alone = answer("detectable", published_once(two_waves({"l1": (12, 0), "s1": (0, 4)}), {"k": 5}))
    assert rows(shown(alone, "shareable").frame, "planned")[12]["hidden"]


def test_what_is_planned_stays_whatever_is_chosen(mixed):
    frame = shown(mixed, "team", Filters(sites=("l1",))).frame
    assert rows(frame, "planned").keys() == rows(mixed.frame, "planned").keys()
    assert list(rows(frame, "present")) == ["l1"]
    frame = shown(mixed, "team", Filters(income_levels=("low",))).frame
    assert rows(frame, "present") == {}
    assert rows(frame, "planned")
