"""Whatever happens to snapshots, decisions stay: they are no part of the store."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bridgeboard.decisions import Decisions
from bridgeboard.intake import accept
from bridgeboard.store import Store
from bridgeboard.store.shelf import KEPT


@pytest.fixture
def decided(decisions: Decisions, programme_folder) -> Decisions:
    """Decisions on a programme that is published."""
    Store(decisions.path.parent.parent).publish(accept(programme_folder()), by="tests")
    action = decisions.add_action(site_id="a", what="Call them")
    decisions.change_action(action.action_id, 1, "Ana", status="doing")
    decisions.set_grouping("Ours", {"a": "high", "b": "low"})
    return decisions


def _all(decisions: Decisions) -> tuple:
    assert decisions.warning() is None
    return (
        decisions.version(),
        decisions.history().rows(),
        decisions.actions().rows(),
        decisions.groupings().rows(),
    )


def test_decisions_outlive_more_publishes_than_are_kept_and_a_roll_back(
    decided, programme_folder, store_folder: Path
):
    store, before = Store(store_folder), _all(decided)
    accepted = accept(programme_folder())
    first = store.snapshots("test")[0].snapshot_id
    for _ in range(KEPT):
        store.publish(accepted, by="tests")
    kept = [record.snapshot_id for record in store.snapshots("test")]
    assert len(kept) == KEPT
    assert first not in kept
    store.roll_back("test", kept[-1], by="tests")
    assert _all(decided) == before


def test_decisions_made_while_somebody_publishes_are_there_afterwards(
    decided, programme_folder, store_folder: Path
):
    made = []

    def decide(share: float, words: str) -> None:
        made.append(decided.add_action(site_id="a", what=words).action_id)

    Store(store_folder).publish(accept(programme_folder()), by="tests", progress=decide)
    assert len(made) > 5
    assert decided.actions()["action_id"].to_list()[1:] == made


def test_decisions_outlive_damaged_snapshots_and_a_store_that_is_built_again(
    decided, programme_folder, store_folder: Path
):
    before, folder = _all(decided), store_folder / "test"
    for path in folder.glob("snapshots/*"):
        path.write_bytes(b"broken")
    assert _all(decided) == before
    shutil.rmtree(folder / "snapshots")
    for name in ("current.json", "history.jsonl"):
        (folder / name).unlink()
    assert Store(store_folder).programmes() == []
    assert _all(decided) == before
    Store(store_folder).publish(accept(programme_folder()), by="tests")
    assert Store(store_folder).programmes() == ["test"]
    assert _all(decided) == before


def test_a_damaged_file_that_was_set_aside_outlives_publishes_too(
    decided, programme_folder, store_folder: Path
):
    decided.path.write_bytes(b"broken")
    said = decided.warning()
    Store(store_folder).publish(accept(programme_folder()), by="tests")
    assert decided.warning() == said
    (aside,) = decided.path.parent.glob("decisions.damaged-*.sqlite")
    assert aside.read_bytes() == b"broken"


def test_a_folder_of_decisions_alone_is_no_published_programme(decisions, store_folder: Path):
    decisions.add_action(site_id="a", what="Call them")
    assert Store(store_folder).programmes() == []
