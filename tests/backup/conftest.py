"""A small store with everything in it that a backup takes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bridgeboard import audit
from bridgeboard.backup import back_up
from bridgeboard.decisions import Decisions
from bridgeboard.disclosure.editions import must_wait
from bridgeboard.durable import write_sealed
from bridgeboard.intake import accept
from bridgeboard.store import Store
from tests.conftest import folder_of
from tests.disclosure.programmes import two_waves


@pytest.fixture(scope="session")
def full_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Three publishes and a roll-back; an answer waits; decisions, a log, sign-ins that ended."""
    folder = tmp_path_factory.mktemp("backup")
    store = Store(folder / "store")
    for n in (20, 21, 22):
        tables = two_waves({"a": (n, 20), "b": (9, 9)})
        files = folder_of(folder / "files", tables, {"k": 5})
        record = store.publish(accept(files), by="Ana", must_wait=must_wait)
    assert record.held
    store.roll_back("test", store.snapshots("test")[1].snapshot_id, by="Bea")
    decisions = Decisions(store.root, "test")
    action = decisions.add_action(site_id="a", what="Find a room", by="Ana")
    decisions.change_action(action.action_id, 1, "Bea", status="done")
    (store.root / "access").mkdir()
    write_sealed(store.root / "access" / "ended.json", {"ended": []})
    audit.record(store.root, "signed in", "Ana", role="steward")
    return store


@pytest.fixture(scope="session")
def backup_file(full_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    return back_up(full_store.root, tmp_path_factory.mktemp("made") / "store.zip", "Ana").path


@pytest.fixture(scope="session")
def _small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    store = Store(folder / "store")
    store.publish(accept(folder_of(folder / "programme")), by="Ana")
    Decisions(store.root, "test").add_action(site_id="a", what="Find a room", by="Ana")
    return store.root


@pytest.fixture
def small_store(_small: Path, store_folder: Path) -> Store:
    """A store of one's own, with one snapshot and one action, to do as one likes with."""
    shutil.copytree(_small, store_folder)
    return Store(store_folder)
