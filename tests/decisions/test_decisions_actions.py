"""Actions: kept, changed, never lost, and two people at once are both heard."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.decisions import Conflict, Decisions
from bridgeboard.problems import Refusal

WHOLE = {
    "site_id": "a",
    "construct_id": "III-A-1",
    "barrier": "Nobody knows who supervises.\nTwo teams say so.",
    "strategy_id": "ERIC01",
    "what": "Name a supervisor",
    "owner": "Ward manager",
    "due": dt.date(2027, 3, 31),
    "status": "open",
    "note": "Ask again in March.",
}


def test_before_anything_is_decided_there_is_nothing_not_even_a_file(decisions):
    assert decisions.version() == 0
    assert decisions.actions().height == decisions.history().height == 0
    assert decisions.accepted().height == decisions.groupings().height == 0
    assert decisions.warning() is None
    assert not decisions.path.exists()


def test_an_action_is_read_again_as_it_was_added(decisions):
    added = decisions.add_action(**WHOLE, by="Ana")
    assert {name: added.fields()[name] for name in WHOLE} == WHOLE
    assert (added.version, added.created_by, added.changed_by) == (1, "Ana", "Ana")
    assert decisions.action(added.action_id) == added
    (row,) = decisions.actions().to_dicts()
    assert {name: row[name] for name in WHOLE} == WHOLE
    assert (row["influence_id"], row["theme_id"]) == (None, None)


def test_an_action_needs_no_more_than_a_site_and_what_is_to_be_done(decisions):
    added = decisions.add_action(site_id="a", what="Call them")
    assert added.status == "open"
    assert added.created_by == ""
    assert (added.due, added.owner, added.note, added.strategy_id) == (None, None, None, None)


def test_a_change_keeps_what_it_does_not_name_and_who_began(decisions):
    added = decisions.add_action(**WHOLE, by="Ana")
    changed = decisions.change_action(added.action_id, 1, "Ben", status="doing", due=None)
    kept = replace(
        added,
        status="doing",
        due=None,
        changed_by="Ben",
        changed_at=changed.changed_at,
        version=2,
    )
    assert changed == kept
    assert changed.changed_at >= added.created_at


def test_the_history_has_every_state_that_an_action_had(decisions):
    added = decisions.add_action(**WHOLE, by="Ana")
    decisions.add_action(site_id="b", what="Another")
    decisions.change_action(added.action_id, 1, "Ben", owner="Ben")
    decisions.change_action(added.action_id, 2, "", status="done")
    history = decisions.history(added.action_id)
    assert history.select("event", "version", "by", "owner", "status").rows() == [
        ("added", 1, "Ana", "Ward manager", "open"),
        ("changed", 2, "Ben", "Ben", "open"),
        ("changed", 3, "", "Ben", "done"),
    ]
    assert history["at"].is_sorted()
    assert decisions.history().height == 4


def test_the_second_of_two_people_is_told_and_both_versions_are_kept(store_folder: Path):
    ana, ben = Decisions(store_folder, "test"), Decisions(store_folder, "test")
    seen = ana.add_action(**WHOLE, by="Ana")
    newer = ana.change_action(seen.action_id, 1, "Ana", due="2027-05-01")
    with pytest.raises(Conflict, match=r"Ana saved this meanwhile, on .* UTC") as told:
        ben.change_action(seen.action_id, 1, "Ben", status="done", note="It is done")
    assert told.value.newer == newer == ben.action(seen.action_id)
    assert told.value.wanted == seen.fields() | {"status": "done", "note": "It is done"}
    lost = ana.history(seen.action_id).row(-1, named=True)
    assert (lost["event"], lost["by"], lost["version"]) == ("not saved", "Ben", 1)
    assert (lost["status"], lost["note"], lost["due"]) == ("done", "It is done", WHOLE["due"])
    again = ben.change_action(seen.action_id, newer.version, "Ben", status="done")
    assert (again.version, again.status, again.due) == (3, "done", dt.date(2027, 5, 1))


def test_saving_the_same_again_writes_nothing_and_is_no_conflict(decisions):
    added = decisions.add_action(**WHOLE)
    changed = decisions.change_action(added.action_id, 1, "Ana", status="done")
    before = decisions.version()
    assert decisions.change_action(added.action_id, 1, "Ana", status="done") == changed
    assert decisions.change_action(added.action_id, 2, "Ben") == changed
    assert decisions.version() == before
    assert decisions.history().height == 2


def test_the_version_of_all_grows_with_every_write_also_one_in_vain(decisions):
    versions = [decisions.version()]
    added = decisions.add_action(**WHOLE)
    versions.append(decisions.version())
    decisions.change_action(added.action_id, 1, "", owner="x")
    versions.append(decisions.version())
    with pytest.raises(Conflict):
        decisions.change_action(added.action_id, 1, "", owner="y")
    versions.append(decisions.version())
    assert versions == sorted(set(versions))


def test_two_programmes_have_nothing_in_common(store_folder: Path):
    one, other = Decisions(store_folder, "one"), Decisions(store_folder, "other")
    added = one.add_action(site_id="a", what="Call them")
    assert other.actions().height == 0
    with pytest.raises(Refusal, match="no such action"):
        other.action(added.action_id)
    with pytest.raises(Refusal, match="no such action"):
        other.change_action(added.action_id, 1, "", status="done")


def test_a_version_that_never_was_is_refused(decisions):
    added = decisions.add_action(**WHOLE)
    for version in (0, 2, -1):
        with pytest.raises(Refusal, match="no such action"):
            decisions.change_action(added.action_id, version, "", status="done")


def test_a_field_that_an_action_has_not_is_the_programs_own_mistake(decisions):
    added = decisions.add_action(**WHOLE)
    with pytest.raises(TypeError, match="changed_by"):
        decisions.change_action(added.action_id, 1, "", changed_by="somebody else")


SAYABLE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60)


@settings(max_examples=25)
@given(text=SAYABLE)
def test_whatever_people_write_is_text_and_comes_back(
    tmp_path_factory: pytest.TempPathFactory, text: str
):
    decisions = Decisions(tmp_path_factory.getbasetemp() / "said", "test")
    added = decisions.add_action(site_id="a", what=f"x{text}x", note=f"x{text}x\n{text}x")
    (row,) = decisions.actions().filter(pl.col("action_id") == added.action_id).to_dicts()
    plain = decisions.action(added.action_id)
    assert (row["what"], row["note"]) == (plain.what, plain.note)
    again = decisions.add_action(site_id="a", what=plain.what, note=plain.note)
    assert (again.what, again.note) == (plain.what, plain.note)


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE action_log; --",
        '=HYPERLINK("http://evil.example")',
        "<script>alert(1)</script>",
        ":name ?1 $2 %s {x}",
        "לכתוב תיאור תפקיד — ኣገልግሎት 🙂",
    ],
)
def test_text_is_data_and_never_run(decisions, text):
    added = decisions.add_action(site_id=text, what=text, owner=text, note=text, by=text)
    assert (added.site_id, added.what, added.owner, added.note) == (text,) * 4
    assert decisions.history()["by"].to_list() == [text]
