"""What two publishes give away together: changes by few people wait in the shareable view."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter

import hypothesis.strategies as st
import polars as pl
import pytest
from hypothesis import given, settings

from bridgeboard.charts.readings.changed import waiting
from bridgeboard.disclosure import Filters, shown
from bridgeboard.disclosure.editions import must_wait
from bridgeboard.intake import accept
from bridgeboard.measures import MEASURES, answer
from bridgeboard.store import Store, as_folder
from bridgeboard.store.records import Held
from tests.conftest import folder_of
from tests.disclosure.programmes import two_waves
from tests.disclosure.quiet_site import K, quiet_site

DAY = dt.date(2024, 6, 1)
FEW = 5


@pytest.fixture
def shelf(tmp_path):
    """Publishes one state after another, and gives what the shareable view then reads."""
    store = Store(tmp_path / "store")

    def publish(tables, k=FEW):
        folder = folder_of(tmp_path / "files", tables, {"k": k})
        record = store.publish(accept(folder), "tests", must_wait=must_wait)
        return record, store.open("test", shareable=True), store.open("test")

    return publish


def _mean(snapshot, view="shareable", site="a", wave="pre"):
    frame = shown(answer("score", snapshot), view).frame
    return frame.filter(site_id=site, wave_id=wave, scale_id="total").select("n", "value").row(0)


def _everything(snapshot):
    return {name: shown(answer(name, snapshot, DAY), "shareable").frame for name in MEASURES}


def test_one_late_answer_is_for_the_team_alone_until_enough_have_come(shelf):
    _, one, _ = shelf(two_waves({"a": (23, 20), "b": (9, 9)}))
    record, two, team = shelf(two_waves({"a": (24, 20), "b": (9, 9)}))
    assert record.held == (Held("pre", "a"),)
    assert _mean(team, "team")[0] == 24
    before, now = _everything(one), _everything(two)
    assert all(before[name].equals(now[name]) for name in MEASURES if name != "tables_read")
    # Five more than the view showed come in together.
    record, three, _ = shelf(two_waves({"a": (28, 20), "b": (9, 9)}))
    assert record.held == ()
    assert _mean(three)[0] == 28


def test_what_waits_is_compared_with_every_publish_that_is_kept(shelf):
    shelf(two_waves({"a": (20, 20), "b": (9, 9)}))
    shelf(two_waves({"a": (25, 20), "b": (9, 9)}))
    # Five fewer than the last, but one fewer than the first: whoever kept the first knows the one.
    record, now, _ = shelf(two_waves({"a": (19, 20), "b": (9, 9)}))
    assert record.held == (Held("pre", "a"),)
    assert _mean(now)[0] == 25


def test_a_new_wave_comes_in_at_once_beside_an_answer_that_waits(shelf):
    shelf(two_waves({"a": (20, 0), "b": (9, 0)}))
    record, now, _ = shelf(two_waves({"a": (21, 20), "b": (9, 9)}))
    assert record.held == (Held("pre", "a"),)
    assert (_mean(now)[0], _mean(now, wave="post")[0]) == (20, 20)


def test_one_changed_answer_of_somebody_who_was_there_waits_too(shelf):
    tables = two_waves({"a": (20, 20), "b": (9, 9)})
    _, one, _ = shelf(tables)
    first = tables["answers"][0]
    first["value"] = 1 + first["value"] % 5
    record, two, _ = shelf(tables)
    assert record.held == (Held("pre", "a"),)
    assert _mean(one) == _mean(two)


def test_new_ids_for_the_same_answers_are_no_change_and_hide_none(shelf):
    shelf(two_waves({"a": (20, 20), "b": (9, 9)}))
    tables = two_waves({"a": (21, 20), "b": (9, 9)})
    for row in (*tables["respondents"], *tables["answers"]):
        row["respondent_id"] = "new-" + row["respondent_id"]
    record, now, _ = shelf(tables)
    assert record.held == (Held("pre", "a"),)
    assert _mean(now)[0] == 20


def test_a_group_hidden_to_protect_another_does_not_come_to_light(shelf):
    # At a few people answer before, and b is hidden to protect them; a has enough after.
    shelf(two_waves({"a": (4, 9), "b": (6, 9), "c": (9, 9)}))
    record, now, _ = shelf(two_waves({"a": (9, 9), "b": (6, 9), "c": (9, 9)}))
    assert record.held == (Held("pre", None),)
    assert _mean(now, site="b") == (None, None)


def test_small_sites_come_in_together_where_only_their_total_is_shown(shelf):
    before, after = {"a": (3, 9), "b": (3, 9)}, {"a": (4, 9), "b": (4, 9)}
    assert shelf(two_waves(before))[0].held == ()
    record, _, _ = shelf(two_waves(after))
    assert set(record.held) == {Held("pre", "a"), Held("pre", "b")}
    assert shelf(two_waves({"a": (4, 9), "b": (4, 9), "c": (3, 9)}))[0].held == ()


def test_a_site_that_changes_its_income_level_keeps_everything_waiting(shelf):
    tables = two_waves({"a": (20, 20), "b": (9, 9), "c": (4, 4), "d": (9, 9)})

    def with_levels(*reported):
        sites = zip("abcd", reported, strict=True)
        return tables | {
            "sites": [{"site_id": site, "income_as_reported": level} for site, level in sites]
        }

    _, one, _ = shelf(with_levels("high", "high", "low", "low"))
    record, two, team = shelf(with_levels("high", "high", "high", "low"))
    assert record.held == (Held(None, None),)
    levels = "SELECT site_id, income_level FROM site_income WHERE basis = 'as_reported' ORDER BY 1"
    assert two.query(levels).equals(one.query(levels))
    assert not team.query(levels).equals(one.query(levels))
    said = waiting(record.held, shown(answer("readiness", team, DAY), "team"))
    assert said.startswith("The shareable view still shows what it showed before this publish")


def test_the_team_is_told_what_waits(shelf):
    shelf(two_waves({"a": (23, 20), "b": (9, 9)}))
    record, _, team = shelf(two_waves({"a": (24, 20), "b": (9, 9)}))
    readiness = shown(answer("readiness", team, DAY), "team")
    assert waiting((), readiness) == ""
    assert "Site a" in waiting(record.held, readiness)
    assert "“Wave pre”: fewer than 5 people's answers changed" in waiting(record.held, readiness)
    elsewhere = shown(answer("readiness", team, DAY), "team", Filters(sites=("b",)))
    assert waiting(record.held, elsewhere) == ""


def test_a_damaged_edition_is_not_shown_and_the_team_still_sees_the_newest(shelf, tmp_path):
    first, *_ = shelf(two_waves({"a": (23, 20), "b": (9, 9)}))
    record, *_ = shelf(two_waves({"a": (24, 20), "b": (9, 9)}))
    store = Store(tmp_path / "store")
    (edition,) = (tmp_path / "store").rglob("*.shareable.duckdb")
    edition.write_bytes(edition.read_bytes()[:-100])
    served = store.served("test", shareable=True)
    assert served.record.snapshot_id == first.snapshot_id
    assert "of what others may see its file has" in served.warning
    assert store.served("test").record.snapshot_id == record.snapshot_id
    # What a stopped publish left goes with the next one.
    stray = edition.with_name(f"{record.snapshot_id[:-8]}00000000.shareable.duckdb")
    stray.write_bytes(b"left over")
    shelf(two_waves({"a": (30, 20), "b": (9, 9)}))
    assert not stray.exists()


def test_who_rolls_back_shows_others_what_they_saw_then(shelf, tmp_path):
    one, *_ = shelf(two_waves({"a": (23, 20), "b": (9, 9)}))
    two, *_ = shelf(two_waves({"a": (24, 20), "b": (9, 9)}))
    shelf(two_waves({"a": (30, 20), "b": (9, 9)}))
    store = Store(tmp_path / "store")
    for record, n in ((two, 23), (one, 23)):
        store.roll_back("test", record.snapshot_id, "tests")
        assert _mean(store.open("test", shareable=True))[0] == n
    # Whoever publishes now is compared with the later state, too, though it isn't served.
    assert shelf(two_waves({"a": (29, 20), "b": (9, 9)}))[0].held == (Held("pre", "a"),)


SIZES = st.fixed_dictionaries(
    {site: st.tuples(st.integers(0, 12), st.integers(0, 12)) for site in "abc"}
)


@settings(max_examples=6)
@given(st.lists(SIZES, min_size=2, max_size=3))
def test_no_two_editions_of_random_publishes_part_few_people(tmp_path_factory, states):
    """A slow second opinion: people counted one by one, in all pairs of what the view showed."""
    root = tmp_path_factory.mktemp("editions")
    store, editions = Store(root / "store"), []
    for state in states:
        sizes = {site: both for site, both in state.items() if any(both)} or {"a": (9, 9)}
        folder = folder_of(root / "files", two_waves(sizes), {"k": FEW})
        store.publish(accept(folder), "tests", must_wait=must_wait)
        editions.append(store.open("test", shareable=True))
    seen = [(_people(one), _groups_shown(one)) for one in editions]
    for (before, shown_before), (now, shown_now) in itertools.combinations(seen, 2):
        for group in shown_before & shown_now:
            one, two = before[group], now[group]
            parted = max((one - two).total(), (two - one).total())
            assert parted == 0 or parted >= FEW, group


def _people(snapshot):
    """What each person answered, counted by site and wave, and for all sites together."""
    tables = as_folder.tables(snapshot)
    answered = tables["answers"].filter(state="answered").sort("respondent_id", "item_id")
    by_person = answered.group_by("respondent_id").agg(pl.col("value"))
    counted: dict[tuple, Counter] = {}
    rows = tables["respondents"].join(by_person, on="respondent_id")
    for site, wave, values in rows.select("site_id", "wave_id", "value").iter_rows():
        for group in ((site, wave), (None, wave)):
            counted.setdefault(group, Counter())[tuple(values)] += 1
    return counted


def _groups_shown(snapshot):
    found = shown(answer("distribution", snapshot), "shareable").frame
    told = found.filter(pl.col("state") == "answered", pl.col("n").is_not_null(), pl.col("n") > 0)
    return set(told.select("site_id", "wave_id").unique().rows())


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
