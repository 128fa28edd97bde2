"""Backups while the store is used; kills at every step; full and protected disks."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bridgeboard import settings
from bridgeboard.access import WHOLE
from bridgeboard.backup import back_up, check, restore
from bridgeboard.decisions import Decisions
from bridgeboard.store import Store
from bridgeboard.store.shelf import Shelf

HERE = Path(__file__).parent
ALONE = os.environ | {"PYTHONPATH": str(settings.PROJECT)}
#: Linux: drop a right from what a program may get; and the right to write where rights say no.
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1


def test_a_backup_while_somebody_publishes_and_edits_is_of_one_moment(
    small_store: Store, programme_folder: Callable[..., Path], tmp_path: Path
) -> None:
    command = [sys.executable, HERE / "busy.py", small_store.root, programme_folder()]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=ALONE) as somebody:
        # From now on each publish removes a snapshot.
        for _ in range(2):
            assert somebody.stdout.readline()
        made = []
        for n in range(4):
            made.append(back_up(small_store.root, tmp_path / f"{n}.zip", "Ana"))
            assert somebody.stdout.readline()
        somebody.communicate()
    assert somebody.returncode == 0
    steps = []
    for n, one in enumerate(made):
        assert one.warnings == ()
        store = Store(restore(one.path, tmp_path / f"new{n}", "Ana").root)
        pointer, history = Shelf(store.root, "test").pointer(), store.history("test")
        assert pointer.trouble is None
        assert history[-1] == pointer.event
        assert pointer.current == history[-1]["snapshot_id"]
        published = [e["snapshot_id"] for e in history if e["what"] == "published"]
        assert list(pointer.kept) == published[::-1][:3]
        assert [record.damage for record in store.snapshots("test")] == [None] * 3
        store.open("test", WHOLE).close()
        with contextlib.closing(sqlite3.connect(store.root / "test" / "decisions.sqlite")) as con:
            assert con.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        # Whoever saved the nth step had saved all before.
        whats = Decisions(store.root, "test").actions()["what"].to_list()
        assert whats[1:] == [f"step {n}" for n in range(1, len(whats))]
        steps.append((len(history), len(whats)))
    assert steps == sorted(set(steps))


@pytest.mark.parametrize("what", ["backup", "restore"])
def test_killed_before_any_change_to_the_disk_it_leaves_nothing_half(
    what: str, small_store: Store, tmp_path: Path
) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()
    source, target = small_store.root, watched / "made.zip"
    if what == "restore":
        source, target = (
            back_up(small_store.root, tmp_path / "made.zip", "Ana").path,
            watched / "store",
        )
    command = [sys.executable, HERE / "killed.py", what, source, target, watched]
    said = subprocess.check_output(command, env=ALONE, text=True)
    kills = [json.loads(line) for line in said.splitlines()]
    assert [kill["status"] for kill in kills] == [-signal.SIGKILL] * (len(kills) - 1) + [0]
    assert len(kills) > {"backup": 4, "restore": 10}[what]
    # Seen or not seen, never half: only what comes after the one step that shows it is there then.
    assert [kill["there"] for kill in kills] == sorted(kill["there"] for kill in kills)
    if what == "restore":
        assert [path.name for path in watched.iterdir()] == ["store"]
        assert Decisions(target, "test").actions()["what"].to_list() == ["Find a room"]
        Store(target).open("test", WHOLE).close()
    else:
        assert {f.name for f in check(target).files} == {
            f.name for f in back_up(small_store.root, tmp_path / "again.zip", "Ana").listing.files
        }


def _of_the_command(*arguments: object, store: Path, before: Callable[[], object]) -> str:
    """What it says when it is refused."""
    done = subprocess.run(
        [sys.executable, "-m", "bridgeboard", *map(str, arguments)],
        env=ALONE | {"BRIDGEBOARD_STORE": str(store)},
        preexec_fn=before,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1)
    return done.stderr if done.returncode else done.stdout


def _no_file_beyond(n: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (n, resource.RLIM_INFINITY))


def test_a_full_disk_is_said_and_leaves_nothing(small_store: Store, tmp_path: Path) -> None:
    made = back_up(small_store.root, tmp_path / "made.zip", "Ana")
    # Full at the last byte.
    limit = made.bytes - 1
    (folder := tmp_path / "full").mkdir()
    said = _of_the_command("backup", folder, store=small_store.root, before=_no_file_beyond(limit))
    assert said.startswith(f"The disk that holds {folder} is full (")
    assert said.count("\n") == 1
    assert list(folder.iterdir()) == []
    said = _of_the_command(
        "restore", made.path, store=folder / "store", before=_no_file_beyond(limit)
    )
    assert said.startswith(f"The disk that holds {folder} is full (")
    assert said.endswith("so nothing was restored. Free some space and try again.\n")
    assert list(folder.iterdir()) == []


def _as_anyone() -> None:
    """Root may write anywhere; for whoever isn't root this fails, and changes nothing."""
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


@pytest.fixture
def read_only(small_store: Store):
    """The store, which nobody may change while the test runs."""
    inside = [small_store.root, *small_store.root.rglob("*")]
    yield small_store
    for path in inside:
        with contextlib.suppress(FileNotFoundError):
            path.chmod(0o755 if path.is_dir() else 0o644)


def _protect(store: Store) -> None:
    for path in sorted(store.root.rglob("*"), reverse=True):
        path.chmod(0o555 if path.is_dir() else 0o444)
    store.root.chmod(0o555)


@pytest.mark.parametrize("in_use", [False, True])
def test_a_store_that_may_only_be_read_is_backed_up(
    in_use: bool, read_only: Store, tmp_path: Path
) -> None:
    with contextlib.ExitStack() as stack:
        if in_use:
            # Somebody else, who may write, has it open: SQLite's own files lie beside.
            path = read_only.root / "test" / "decisions.sqlite"
            con = stack.enter_context(contextlib.closing(sqlite3.connect(path)))
            con.execute("BEGIN IMMEDIATE")
            assert path.with_name("decisions.sqlite-shm").exists()
        _protect(read_only)
        touch = ["touch", read_only.root / "test" / "new"]
        assert subprocess.run(touch, preexec_fn=_as_anyone, capture_output=True).returncode
        made = tmp_path / "made.zip"
        said = _of_the_command("backup", made, store=read_only.root, before=_as_anyone)
        assert said.startswith("Backed up")
    new = restore(made, tmp_path / "new", "Ana").root
    assert Decisions(new, "test").actions()["what"].to_list() == ["Find a room"]
