"""Who did what: all three records together, in order of time, and nothing that anybody said."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bridgeboard import audit
from bridgeboard.access import Forbidden, Viewer, local_viewer
from bridgeboard.decisions import Conflict, Decisions
from bridgeboard.intake import accept
from bridgeboard.measures.deeds import deeds
from bridgeboard.store import Store
from tests.conftest import folder_of

SECRET = "They laugh at us in the corridor."
STEWARD = Viewer("ada", "steward")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Two programmes; in the first somebody did one of everything."""
    root = tmp_path_factory.mktemp("deeds")
    store = Store(root / "store")
    statement = {"statement_id": "s1", "text": SECRET, "release": "team"}
    for programme, text in (("one", SECRET), ("two", SECRET), ("one", "Otherwise.")):
        statement["text"] = text
        accepted = accept(folder_of(root / "p", {"statements": [statement]}, {"id": programme}))
        store.publish(accepted, by=f"{programme}'s publisher")
    first = store.snapshots("one")[-1].snapshot_id
    store.roll_back("one", first, by="ada")
    kept = Decisions(store.root, "one")
    action = kept.add_action(site_id="a", what=SECRET, note=SECRET, owner=SECRET, by="bob")
    kept.change_action(action.action_id, 1, "eve", status="done")
    with pytest.raises(Conflict):
        kept.change_action(action.action_id, 1, "late", status="dropped")
    key = {"site_id": "a", "wave_id": "pre", "framework": "2022", "construct_id": "III-A-1"}
    kept.accept_rating(**key, rating=1, state="rated", reason=SECRET, basis="raters", by="bob")
    kept.withdraw_rating(**key, version=1, by="bob")
    kept.set_grouping(SECRET, {"a": "high", "b": "low"}, by="bob")
    kept.release_statement("s1", "fingerprint", "ada")
    kept.hold_back_statement("s1", "fingerprint", "ada", 1)
    kept.save_map(SECRET, "redcap", f'name = "{SECRET}"', "ada")
    audit.record(
        store.root, "downloaded", "fay", "one", file="one_x_team.csv", bytes=5, sites=["a", "b"]
    )
    audit.record(store.root, "downloaded", "fay", "two", file="two_x_team.csv", bytes=5)
    audit.record(store.root, "signed in", "fay", role="funder")
    return store


def _events(found):
    return [row[1:4] for row in found.frame.iter_rows()]


def test_all_that_was_done_to_a_programme_in_order_of_time(store):
    found = deeds(store.root, STEWARD, "one")
    assert _events(found) == [
        ("one's publisher", "added", "one"),
        ("one's publisher", "published", "one"),
        ("one's publisher", "published", "one"),
        ("ada", "rolled back", "one"),
        ("bob", "action added", "one"),
        ("eve", "action changed", "one"),
        ("late", "action not saved", "one"),
        ("bob", "rating accepted", "one"),
        ("bob", "rating withdrawn", "one"),
        ("bob", "grouping set", "one"),
        ("ada", "statement released", "one"),
        ("ada", "statement held back", "one"),
        ("ada", "map saved", "one"),
        ("fay", "downloaded", "one"),
        ("fay", "signed in", ""),
    ]
    assert found.frame["at"].is_sorted()
    assert found.frame["at"].null_count() == 0
    assert (found.troubles, found.n_sealed) == ((), 3)
    assert found.seal == audit.read(store.root).seals[-1]


def test_what_stands_beside_it_is_ids_and_files(store):
    what = dict(deeds(store.root, STEWARD, "one").frame.select("event", "what").iter_rows())
    first = store.snapshots("one")[-1].snapshot_id
    assert what["rolled back"] == f"snapshot: {first}"
    assert what["statement released"] == "statement: s1"
    assert what["rating accepted"] == "site: a; wave: pre; construct: III-A-1"
    assert what["downloaded"] == "file: one_x_team.csv; bytes: 5; sites: a, b"
    assert what["grouping set"] == ""
    assert what["map saved"] == "kind: redcap"


def test_nothing_that_anybody_said_is_in_it(store):
    assert "laugh" not in deeds(store.root, STEWARD).frame.write_csv()


def test_without_a_programme_all_are_there(store):
    found = deeds(store.root, local_viewer())
    assert set(found.frame["programme"]) == {"one", "two", ""}
    assert found.frame.height == 15 + 3


def test_a_steward_of_one_programme_reads_of_that_one_alone(store):
    limited = Viewer("ada", "steward", programmes=frozenset(("two",)))
    for found in (deeds(store.root, limited), deeds(store.root, limited, "two")):
        assert set(found.frame["programme"]) == {"two"}
        assert found.frame.height == 3
    with pytest.raises(Forbidden):
        deeds(store.root, limited, "one")


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer("x", "team"),
        Viewer("x", "team", programmes=frozenset(("one",))),
        Viewer("x", "manager", frozenset((("one", "a"),)), frozenset(("one",))),
        Viewer("x", "funder"),
        Viewer("x", None),
    ],
)
@pytest.mark.parametrize("programme", [None, "one"])
def test_nobody_else_reads_it(store, viewer, programme):
    with pytest.raises(Forbidden):
        deeds(store.root, viewer, programme)


def test_a_deed_whose_line_a_stop_prevented_is_there_all_the_same(tmp_path):
    store = Store(tmp_path / "store")
    store.publish(accept(folder_of(tmp_path / "p")), by="ada")
    history = store.root / "test" / "history.jsonl"
    begun, published = history.read_text().splitlines()
    history.write_text(begun + "\n")
    found = deeds(store.root, STEWARD, "test").frame
    assert found["event"].to_list() == ["added", "published"]
    assert found["at"][1] == datetime.fromisoformat(json.loads(published)["at"]).astimezone(UTC)


def test_records_that_are_not_whole_are_told_beside_what_can_be_read(tmp_path):
    store = Store(tmp_path / "store")
    store.publish(accept(folder_of(tmp_path / "p")), by="ada")
    audit.record(store.root, "downloaded", "fay", "test", file="test_x.csv", bytes=5)
    (path,) = (store.root / "audit").glob("2*.jsonl")
    path.write_bytes(path.read_bytes().replace(b"fay", b"eve"))
    (store.root / "test" / "decisions.sqlite").write_bytes(b"no database" * 100)
    with (store.root / "test" / "history.jsonl").open("a") as file:
        file.write('{"at": "yesterday", "by": "x", "what": "published"}\n')
    found = deeds(store.root, STEWARD, "test")
    assert found.frame["event"].to_list() == ["published", "added", "published", "downloaded"]
    assert found.frame["at"][0] is None
    assert [trouble[:20] for trouble in found.troubles] == [
        "Line 1 of all is not",
        "A file with this pro",
    ]
