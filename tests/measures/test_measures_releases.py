"""What people release or hold back: every measure follows, and nothing stays open by mistake."""

from __future__ import annotations

import pytest

from bridgeboard.access import WHOLE
from bridgeboard.decisions import Decisions
from bridgeboard.disclosure import shown
from bridgeboard.intake import accept
from bridgeboard.measures import MEASURES, answer
from bridgeboard.measures.releases import as_decided, decided_releases, fingerprint, releases
from bridgeboard.store import Store
from tests.conftest import folder_of

THEMES = [{"theme_id": "roles", "label": "Roles", "construct_id": "III-A-3"}]
ABOUT = {"theme_id": "roles", "construct_id": "III-A-3", "valence": "negative"}
ABOUT |= {"stance": "concern", "group_id": "g"}


def tables(release, text="So we were told.", **other):
    """A statement "asked" of this release, and one that is always open."""
    about = ABOUT | other
    return {
        "themes": THEMES,
        "focus_groups": [{"group_id": "g", "n_participants": 12}],
        "statements": [
            about | {"statement_id": "asked", "text": text, "release": release},
            about | {"statement_id": "open", "text": "All may read this."},
        ],
    }


@pytest.fixture
def kept(store_folder):
    return Decisions(store_folder, "test")


def _decided(snapshot, store_folder):
    return as_decided(snapshot, decided_releases(store_folder, "test"))


def _shared(snapshot):
    return {name: shown(answer(name, snapshot), "shareable").frame for name in MEASURES}


def _same(one, other):
    # Apart from the statement's own word, which a decision doesn't change in the files.
    return [name for name in MEASURES if not one[name].equals(other[name])]


def _print(text="So we were told."):
    return fingerprint(text, None)


def test_a_released_statement_counts_in_every_measure_as_if_the_files_released_it(
    published, kept, store_folder, tmp_path
):
    held, free = published(tables("team")), None
    before = _shared(held)
    kept.release_statement("asked", _print(), "Ana")
    after = _shared(_decided(held, store_folder))
    free = Store(tmp_path / "other")
    free.publish(accept(folder_of(tmp_path / "free", tables("shareable"))), "tests")
    with free.open("test", WHOLE) as snapshot:
        wanted = _shared(snapshot)
    assert _same(after, wanted) == []
    followed = {"statements", "themes", "coverage", "proposed_ratings", "together", "readiness"}
    assert followed <= set(_same(before, after))


def test_a_statement_that_is_held_back_is_gone_from_every_measure(
    published, kept, store_folder, tmp_path
):
    free = published(tables("shareable"))
    kept.hold_back_statement("asked", _print(), "Ana")
    after = _shared(_decided(free, store_folder))
    other = Store(tmp_path / "other")
    other.publish(accept(folder_of(tmp_path / "held", tables("team"))), "tests")
    with other.open("test", WHOLE) as snapshot:
        wanted = _shared(snapshot)
    assert _same(after, wanted) == []
    assert after["statements"]["statement_id"].to_list() == ["open"]
    # The team still has it, and the views that a snapshot carries follow as well.
    decided = _decided(free, store_folder)
    assert shown(answer("statements", decided), "team").frame.height == 2
    once = decided.query("SELECT release FROM statements_once ORDER BY statement_id")
    assert once["release"].to_list() == ["team", "shareable"]


def test_what_is_decided_holds_over_a_publish_and_a_roll_back(published, kept, store_folder):
    first = published(tables("team"))
    kept.release_statement("asked", _print(), "Ana")
    second = published(tables("team") | {"milestones": [{}]})
    Store(store_folder).roll_back("test", first.snapshot_id, "tests")
    for snapshot in (first, second):
        found = shown(answer("statements", _decided(snapshot, store_folder)), "shareable").frame
        assert set(found["statement_id"]) == {"asked", "open"}


@pytest.mark.parametrize("changed", [{"text": "So Ana was told."}, {"transcript_refs": "T1"}])
def test_a_release_does_not_hold_for_other_words(published, kept, store_folder, changed):
    published(tables("team"))
    kept.release_statement("asked", _print(), "Ana")
    edited = published(tables("team", **changed))
    found = shown(answer("statements", _decided(edited, store_folder)), "shareable").frame
    assert found["statement_id"].to_list() == ["open"]
    row = releases(edited, decided_releases(store_folder, "test")).row(0, named=True)
    assert (row["release"], row["basis"], row["by"]) == ("team", "edited", "Ana")


def test_who_held_back_is_obeyed_whatever_becomes_of_the_words(published, kept, store_folder):
    published(tables("shareable"))
    kept.hold_back_statement("asked", _print(), "Ana")
    edited = published(tables("shareable", text="So we hear."))
    found = shown(answer("statements", _decided(edited, store_folder)), "shareable").frame
    assert found["statement_id"].to_list() == ["open"]


def test_nothing_is_laid_over_where_nobody_decided(published, store_folder):
    snapshot = published(tables("team"))
    decided = _decided(snapshot, store_folder)
    assert decided.key == snapshot.key
    assert releases(snapshot, decided_releases(store_folder, "test"))["basis"].to_list() == [
        "files",
        "files",
    ]


def test_the_key_of_caches_changes_with_what_is_released_and_with_nothing_else(
    published, kept, store_folder
):
    snapshot = published(tables("team"))
    kept.release_statement("asked", _print(), "Ana")
    key = _decided(snapshot, store_folder).key
    assert key != snapshot.key
    kept.add_action(site_id="a", what="Ask again", by="Ana")
    assert _decided(snapshot, store_folder).key == key
    kept.hold_back_statement("asked", _print(), "Ana", 1)
    assert _decided(snapshot, store_folder).key not in (key, snapshot.key)


def test_after_a_loss_of_decisions_what_somebody_may_have_held_back_is_held_back(
    published, kept, store_folder
):
    said = tables("shareable")
    said["statements"][1] |= {"provenance": "published"}
    snapshot = published(said)
    kept.hold_back_statement("asked", _print(), "Ana")
    kept.path.write_bytes(b"nothing that SQLite could read" * 100)
    found = shown(answer("statements", _decided(snapshot, store_folder)), "shareable").frame
    assert found["statement_id"].to_list() == ["open"]
    told = releases(snapshot, decided_releases(store_folder, "test"))
    assert told["basis"].to_list() == ["doubt", "files"]
    # A person may release it again, by name.
    kept.release_statement("asked", _print(), "Ben")
    found = shown(answer("statements", _decided(snapshot, store_folder)), "shareable").frame
    assert set(found["statement_id"]) == {"asked", "open"}


def test_the_file_is_as_it_was_and_one_question_changes_nothing_for_the_next(
    published, kept, store_folder
):
    snapshot = published(tables("team"))
    kept.release_statement("asked", _print(), "Ana")
    decided = _decided(snapshot, store_folder)
    ask = "SELECT count(*) AS n FROM statements WHERE release = 'shareable'"
    assert [one.query(ask).item() for one in (decided, snapshot, decided)] == [2, 1, 2]
