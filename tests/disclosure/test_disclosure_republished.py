"""What two publishes, or two choices of rows, give away together."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import polars as pl
import pytest

from bridgeboard.charts.readings.changed import by_few, since_publish
from bridgeboard.disclosure import Filters, shown
from bridgeboard.disclosure.republished import changed_by_few
from bridgeboard.measures import MEASURES, answer
from tests.disclosure.programmes import two_waves
from tests.disclosure.quiet_site import K, quiet_site

DAY = dt.date(2024, 6, 1)


def _score(published, sizes):
    return answer("score", published(two_waves(sizes), {"k": 5}))


def _changed(published, before, after):
    found = changed_by_few(_score(published, before), _score(published, after))
    return found.select("site_id", "wave_id", "n_before", "n_now").rows()


def test_two_publishes_can_be_subtracted_and_the_group_is_named(published):
    one = _score(published, {"a": (23, 20), "b": (9, 9)})
    two = _score(published, {"a": (24, 20), "b": (9, 9)})
    # Each is safe by itself; together they give the score of one person.
    means = [
        shown(found, "shareable").frame.filter(site_id="a", wave_id="pre", scale_id="total")
        for found in (one, two)
    ]
    (n, mean), (n_now, mean_now) = (frame.select("n", "value").row(0) for frame in means)
    last = two.frame.filter(site_id="a", wave_id="pre", scale_id="total")["points"].item()
    gained = n_now * mean_now - n * mean
    assert any(abs(gained - point) < 1e-9 for point in last)
    assert changed_by_few(one, two).select("site_id", "wave_id", "n_before", "n_now").rows() == [
        ("a", "pre", 23, 24),
        (None, "pre", 32, 33),
    ]


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        # As many as k at once are a group of their own.
        ((20, 20), (25, 20), []),
        ((20, 20), (24, 20), [("a", "pre", 20, 24), (None, "pre", 29, 33)]),
        # Taken away counts like added.
        ((20, 20), (20, 17), [("a", "post", 20, 17), (None, "post", 29, 26)]),
        ((20, 20), (20, 20), []),
    ],
)
def test_groups_that_few_people_part_are_found(published, before, after, changed):
    assert _changed(published, {"a": before, "b": (9, 9)}, {"a": after, "b": (9, 9)}) == changed


def test_what_either_publish_hides_can_not_be_subtracted(published):
    # At a few people answer before, and b is hidden to protect them; both are shown after.
    before, after = {"a": (4, 9), "b": (6, 9), "c": (9, 9)}, {"a": (6, 9), "b": (6, 9), "c": (9, 9)}
    assert _changed(published, before, after) == [(None, "pre", 19, 21)]


def _three(published, k, sizes, view):
    snapshot = published(two_waves(sizes), {"k": k})
    return tuple(
        shown(answer(name, snapshot, DAY), view) for name in ("readiness", "gaps", "milestones")
    )


def test_the_team_is_told_and_others_are_not_shown_what_moved_there(published):
    for view in ("team", "shareable"):
        before = _three(published, 5, {"a": (24, 24), "b": (24, 24)}, view)
        now = _three(published, 5, {"a": (24, 26), "b": (24, 24)}, view)
        moved = before[0].frame.with_columns(
            state=pl.when(pl.col("state").is_not_null()).then(pl.lit("ready"))
        )
        before = (replace(before[0], frame=moved), *before[1:])
        told = since_publish(before, now, DAY, most=100)
        moved = [one for one in told if "went from ready" in one]
        assert any("Site a" in one for one in moved) == (view == "team")
        assert any("Site b" in one for one in moved)
    said = by_few(before, now)
    assert "at “Wave post” (24, now 26); all sites together at “Wave post” (48, now 50)" in said
    assert "fewer than 5 people" in said
    assert by_few(before, before) == ""


SITES = ("a", "b", "quiet", "c")


def test_no_choice_of_rows_shows_a_number_that_the_whole_does_not(published_once):
    # Then no two choices, subtracted, tell more than the whole, which is attacked elsewhere.
    tables = quiet_site()
    tables["sites"] = [
        {"site_id": site, "country_iso3": "UGA" if site in ("b", "quiet") else "DEU"}
        for site in SITES
    ]
    snapshot = published_once(tables, {"k": K})
    choices = [
        Filters(sites=sites, waves=waves, income_levels=levels)
        for sites, waves, levels in itertools.product(
            [(), ("a",), ("quiet",), ("a", "b", "c")], [(), ("post",)], [(), ("low",)]
        )
    ]
    for name in MEASURES:
        found = answer(name, snapshot, DAY)
        whole = {str(row) for row in shown(found, "shareable").frame.iter_rows()}
        for choice in choices:
            part = {str(row) for row in shown(found, "shareable", choice).frame.iter_rows()}
            assert part <= whole, (name, choice)
