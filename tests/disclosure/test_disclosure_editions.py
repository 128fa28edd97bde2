"""What two publishes give away together: changes by few people wait in the shareable view."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter

import hypothesis.strategies as st
import polars as pl
import pytest
from hypothesis import given, settings

from bridgeboard.access import WHOLE
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
        return record, store.open("test", WHOLE, shareable=True), store.open("test", WHOLE)

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


def test_what_was_withdrawn_is_gone_at_once_even_where_everything_waits(shelf):
    people = two_waves({"a": (20, 20), "b": (9, 9), "c": (4, 4), "d": (9, 9)})
    said = [
        {"statement_id": name, "text": f"Words of {name}.", "release": "shareable"}
        for name in ("stays", "withdrawn", "reworded", "deleted")
    ]
    facts = [{"fact_id": name, "finding": f"Fact of {name}."} for name in ("stays", "deleted")]

    def state(level, statements, context):
        levels = {"a": "high", "b": "high", "c": level, "d": "low"}
        sites = [{"site_id": one, "income_as_reported": said} for one, said in levels.items()]
        return people | {"sites": sites, "statements": statements, "context": context}

    shelf(state("low", said, facts))
    later = [dict(one) for one in said[:3]]
    later[1]["release"] = "team"
    later[2]["text"] = "Other words."
    record, now, team = shelf(state("high", later, facts[:1]))
    assert record.held == (Held(None, None),)
    released = "SELECT statement_id FROM statements WHERE release = 'shareable' ORDER BY 1"
    assert now.query(released)["statement_id"].to_list() == ["stays"]
    assert team.query(released)["statement_id"].to_list() == ["reworded", "stays"]
    assert now.query("SELECT fact_id FROM context")["fact_id"].to_list() == ["stays"]


def test_a_wave_under_another_id_is_compared_with_what_it_was(shelf):
    tables = two_waves({"a": (20, 20), "b": (9, 9)})
    _, one, _ = shelf(tables)
    tables = two_waves({"a": (21, 20), "b": (9, 9)})
    for row in tables["respondents"]:
        row["wave_id"] = {"pre": "baseline"}.get(row["wave_id"], row["wave_id"])
    tables["waves"] = [{"wave_id": "baseline", "order": 1}, {"wave_id": "post", "order": 2}]
    record, two, _ = shelf(tables)
    assert record.held == (Held(None, None),)
    assert _mean(two) == _mean(one)


@pytest.mark.parametrize(
    ("came", "waits"),
    [
        # One nurse more is a group of one; fifteen are not.
        (["Nurse"], True),
        (["Nurse"] * 15, False),
        # Enough came, but one of them only to the kinds that are too small to be shown: what is
        # left of the total after the nurses tells that one.
        ([*["Nurse"] * 14, "Usher"], True),
    ],
)
def test_kinds_of_people_are_compared_too(shelf, came, waits):
    there = [*["Nurse"] * 10, *["Abbot"] * 3, *["Usher"] * 2]

    def state(professions):
        tables = two_waves({"a": (len(professions), 0), "b": (9, 0)})
        at_a = [one for one in tables["respondents"] if one["site_id"] == "a"]
        for one in tables["respondents"]:
            one["profession"] = "Nurse"
        for one, profession in zip(at_a, professions, strict=True):
            one["profession"] = profession
        return tables

    shelf(state(there))
    record, *_ = shelf(state([*there, *came]))
    assert bool(record.held) == waits


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
        assert _mean(store.open("test", WHOLE, shareable=True))[0] == n
    # Whoever publishes now is compared with the later state, too, though it isn't served.
    assert shelf(two_waves({"a": (29, 20), "b": (9, 9)}))[0].held == (Held("pre", "a"),)


STATES = st.fixed_dictionaries(
    {site: st.tuples(st.integers(0, 12), st.integers(0, 12)) for site in "abc"}
    # Every so many-th person is no nurse.
    | {"every": st.integers(2, 6)}
)
#: What is added up in which parts: sites, and kinds of people at all sites.
FAMILIES = ("site_id", "profession")


@settings(max_examples=6)
@given(st.lists(STATES, min_size=2, max_size=3))
def test_no_two_editions_of_random_publishes_part_few_people(tmp_path_factory, states):
    """A slow second opinion: people counted one by one, in all pairs of what the view showed."""
    root = tmp_path_factory.mktemp("editions")
    store, editions = Store(root / "store"), []
    for state in states:
        folder = folder_of(root / "files", _tables(state), {"k": FEW})
        store.publish(accept(folder), "tests", must_wait=must_wait)
        editions.append(store.open("test", WHOLE, shareable=True))
    seen = [(_people(one), _told(one)) for one in editions]
    for (before, told_before), (now, told_now) in itertools.combinations(seen, 2):
        for family, wave in itertools.product(FAMILIES, ("pre", "post")):
            told = told_before[family] & told_now[family]
            parts = {part for part, at in told if at == wave}
            # Each part that both tell, the total, and what is left of it after those parts.
            asked = [{part} for part in parts - {None}]
            if None in parts:
                everybody = {*before[family], *now[family]}
                whole = {part for part, at in everybody if at == wave}
                asked += [whole, whole - parts]
            for one in asked:
                few = _parted(before[family], now[family], one, wave)
                assert few == 0 or few >= FEW, (family, wave, one)


def _tables(state):
    sizes = {site: state[site] for site in "abc" if any(state[site])} or {"a": (9, 9)}
    tables = two_waves(sizes)
    for n, one in enumerate(tables["respondents"]):
        one["profession"] = ("Nurse", "Abbot", "Usher")[0 if n % state["every"] else 1 + n % 2]
    return tables


def _people(snapshot):
    """What each person answered, counted by part and wave, for each way of parting them."""
    tables = as_folder.tables(snapshot)
    answered = tables["answers"].filter(state="answered").sort("respondent_id", "item_id")
    by_person = answered.group_by("respondent_id").agg(pl.col("value"))
    rows = tables["respondents"].join(by_person, on="respondent_id")
    counted: dict[str, dict[tuple, Counter]] = {}
    for family in FAMILIES:
        groups = counted.setdefault(family, {})
        for part, wave, values in rows.select(family, "wave_id", "value").iter_rows():
            groups.setdefault((part, wave), Counter())[tuple(values)] += 1
    return counted


def _parted(before, now, parts, wave):
    one, two = (
        sum((found.get((part, wave), Counter()) for part in parts), Counter())
        for found in (before, now)
    )
    return max((one - two).total(), (two - one).total())


def _told(snapshot):
    """Of which parts the shareable view tells a mean; None is all of them together."""
    score = shown(answer("score", snapshot), "shareable").frame.filter(scale_id="total")
    kinds = shown(answer("breakdown", snapshot), "shareable").frame
    kinds = kinds.filter(pl.col("is_total"), scale_id="total", attribute="profession")
    frames = {
        "site_id": score.select("site_id", "wave_id", "n"),
        "profession": kinds.select("category", "wave_id", "n"),
    }
    told = {name: {row[:2] for row in frame.rows() if row[2]} for name, frame in frames.items()}
    answered = shown(answer("distribution", snapshot), "shareable").frame
    totals = answered.filter(pl.col("is_total"), pl.col("n") > 0)["wave_id"].unique()
    for family in told.values():
        family |= {(None, wave) for wave in totals}
    return told


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
