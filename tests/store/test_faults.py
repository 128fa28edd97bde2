"""What can befall a store in use: full and protected disks, damaged editions, a clock set back.

Each time both views go on showing what they showed, nothing decided is lost, and a sentence says
what happened.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import filelock
import polars as pl
import psutil
import pytest

from bridgeboard import durable
from bridgeboard.access import WHOLE
from bridgeboard.decisions import Conflict, Decisions
from bridgeboard.decisions.file import connect
from bridgeboard.disclosure.editions import must_wait
from bridgeboard.intake import accept
from bridgeboard.measures import answer
from bridgeboard.problems import Refusal
from bridgeboard.store import Snapshot, Store
from bridgeboard.store.shelf import Shelf

#: Who published what each view shows, the team's first, and of how many people: one waits.
BEFORE = [("before", 23), ("before", 23)]
HELD = [("held", 24), ("held", 23)]


def seen(store: Store) -> list[tuple[str, int]]:
    """Who published what each view shows, and of how many people."""
    found = []
    for shareable in (False, True):
        with store.open("test", WHOLE, shareable) as snapshot:
            n = snapshot.query("SELECT count(*) AS n FROM respondents").item()
            assert answer("distribution", snapshot).frame["n"].sum() > 0
            found.append((snapshot.by, n))
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, one_more: tuple[Path, Path]) -> Path:
    """A store with two snapshots, the second with an edition of its own, and an action."""
    store = Store(tmp_path_factory.mktemp("made") / "store")
    for by, folder in zip(("before", "held"), one_more, strict=True):
        store.publish(accept(folder), by, must_wait=must_wait)
    Decisions(store.root, "test").add_action(site_id="a", what="Call them", by="Ana")
    return store.root


@pytest.fixture
def two(made: Path, store: Store) -> list[str]:
    """The two snapshots in the store, by id; the second is served."""
    shutil.copytree(made, store.root)
    return [record.snapshot_id for record in reversed(store.snapshots("test"))]


def test_a_publish_that_fails_in_a_server_leaves_it_as_it_was(
    store: Store, one_more: tuple[Path, Path], stray: Any
) -> None:
    """At whatever step: no file stays open, no lock held, no thread, nothing half."""
    store.publish(accept(one_more[0]), by="before", must_wait=must_wait)
    more, process = accept(one_more[1]), psutil.Process()

    def stops(at: int) -> Callable[[float, str], None]:
        left = iter(range(at))

        def said(share: float, words: str) -> None:
            if next(left, None) is None:
                raise KeyboardInterrupt

        return said

    def breaks(before: Snapshot, now: Snapshot) -> pl.DataFrame:
        raise MemoryError

    def twice(before: Snapshot, now: Snapshot) -> pl.DataFrame:
        """Fails when it is asked about the edition itself."""
        if now.path.name.startswith(".building-"):
            raise MemoryError
        return must_wait(before, now)

    attempts = [(stops(at), must_wait, KeyboardInterrupt) for at in range(0, 11, 2)]
    attempts += [(None, breaks, MemoryError), (None, twice, MemoryError)]
    held = []
    for said, waits, error in attempts:
        with pytest.raises(error):
            store.publish(more, by="stopped", progress=said, must_wait=waits)
        held.append((process.num_fds(), process.num_threads()))
        filelock.FileLock(store.root / "test" / "lock", timeout=0).acquire().lock.release()
        assert (seen(store), stray()) == (BEFORE, [])
    assert max(held[1:]) <= held[0]


def fill(disk: Path, left: int) -> None:
    """Leave so many bytes of the disk free."""
    filler = disk / "filler"
    filler.write_bytes(b"")
    free = os.statvfs(disk)
    filler.write_bytes(b"\0" * max(free.f_bavail * free.f_frsize - left, 0))


def test_a_full_disk_is_said_in_a_sentence_wherever_it_fills_up(
    small_disk: Path, made: Path, one_more: tuple[Path, Path]
) -> None:
    store = Store(small_disk / "store")
    shutil.copytree(made, store.root)
    first, second = (record.snapshot_id for record in reversed(store.snapshots("test")))
    store.roll_back("test", first, by="Ana")
    more, reached, said, refused = accept(one_more[1]), [], [], []
    for left in range(0, 4_000_000, 240_000):
        fill(small_disk, left)
        try:
            store.publish(
                more, "full", progress=lambda _, words: said.append(words), must_wait=must_wait
            )
            break
        except Refusal as refusal:
            refused.append(str(refusal))
        reached.append(said[-1])
        assert seen(store) == BEFORE
        names = {path.name for path in (store.root / "test/snapshots").iterdir()}
        assert not any(name.startswith(".") for name in names), "it cleans up after itself"
        assert len(names) == 5
    assert all("is full" in one for one in refused)
    assert all(
        "“test” was not published; what was served before still is" in one for one in refused
    )
    assert {"Writing to the disk", "Checking what others may see of it"} <= set(reached), reached
    assert seen(store)[0] == ("full", 24)

    fill(small_disk, 0)
    with pytest.raises(Refusal, match=r"is full.*“test” was not rolled back"):
        store.roll_back("test", second, by="Ana")
    assert seen(store)[0] == ("full", 24)
    decisions = Decisions(store.root, "test")
    with pytest.raises(Refusal, match="is full or fails, so nothing was saved"):
        decisions.add_action(site_id="a", what="Once more")
    with pytest.raises(Refusal, match="is full"):
        Decisions(store.root, "other").add_action(site_id="a", what="The first one")
    assert decisions.actions()["what"].to_list() == ["Call them"]
    (small_disk / "filler").unlink()
    decisions.add_action(site_id="a", what="Once more")
    Decisions(store.root, "other").add_action(site_id="a", what="The first one")
    assert {path.suffix for path in (store.root / "other").iterdir()} == {".sqlite", ".lock"}
    store.roll_back("test", second, by="Ana")
    assert seen(store) == HELD


def test_on_a_full_disk_what_stands_in_the_log_alone_is_read_too(
    small_disk: Path, store: Store, two: list[str]
) -> None:
    """As a crash leaves it: SQLite's log beside, and no room for its third file."""
    decisions = Decisions(store.root, "test")
    with contextlib.closing(connect(decisions.path)) as con:
        con.execute("SELECT count(*) FROM actions").fetchone()
        decisions.add_action(site_id="a", what="Newer")
        shutil.copytree(store.root / "test", small_disk / "test")
    (small_disk / "test" / "decisions.sqlite-shm").unlink()
    assert (small_disk / "test" / "decisions.sqlite-wal").stat().st_size > 0
    fill(small_disk, 0)
    there = Decisions(small_disk, "test")
    assert there.actions()["what"].to_list() == ["Call them", "Newer"]
    with pytest.raises(Refusal, match="is full or fails"):
        there.add_action(site_id="a", what="Once more")
    assert there.actions()["what"].to_list() == ["Call them", "Newer"]


def test_a_disk_that_may_not_be_written_is_read_in_both_views_and_said_in_a_sentence(
    small_disk: Path, made: Path, one_more: tuple[Path, Path]
) -> None:
    store = Store(small_disk / "store")
    shutil.copytree(made, store.root)
    first = store.snapshots("test")[1].snapshot_id
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    decisions = Decisions(store.root, "test")
    for attempt in (
        lambda: store.publish(accept(one_more[0]), by="after", must_wait=must_wait),
        lambda: store.roll_back("test", first, by="Ana"),
        lambda: decisions.add_action(site_id="a", what="Once more"),
    ):
        with pytest.raises(
            Refusal, match=r"can't be written \((Read-only file system|unable to open)"
        ):
            attempt()
    assert seen(store) == HELD
    assert decisions.actions()["what"].to_list() == ["Call them"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_who_may_only_read_the_folder_reads_both_views_and_changes_nothing(
    made: Path, one_more: tuple[Path, Path], order: Any
) -> None:
    with tempfile.TemporaryDirectory() as anybodys:
        store = Store(Path(anybodys) / "store")
        shutil.copytree(made, store.root)
        shutil.copytree(one_more[0], Path(anybodys) / "files")
        first = store.snapshots("test")[1].snapshot_id
        paths = [Path(anybodys), *Path(anybodys).rglob("*")]
        for path in paths:
            path.chmod(0o555 if path.is_dir() else 0o444)
        before = {path: path.stat().st_mtime_ns for path in paths}
        given = {"store": store.root, "drop": True, "by": "stranger"}
        for refused in (
            {"folder": Path(anybodys) / "files", "must_wait": True},
            {"do": "roll_back", "snapshot_id": first},
        ):
            done = order(**given, **refused)
            assert (done["status"], "can't be written (Permission" in done["said"]) == (1, True), (
                done
            )
        done = order(**given, do="read")
        assert (done["status"], done["said"]) == (0, "24 23 1")
        assert {path: path.stat().st_mtime_ns for path in before} == before
        for path in paths:
            path.chmod(0o755)


def flip(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda edition: edition.write_bytes(edition.read_bytes()[:-1]), "bytes instead of"),
        (lambda edition: edition.write_bytes(b""), "0 bytes instead of"),
        (flip, "changed after it was published"),
        (lambda edition: edition.unlink(), "its file is missing"),
        (lambda edition: (edition.unlink(), edition.mkdir()), "its file"),
    ],
    ids=["truncated", "empty", "a byte flipped", "missing", "a folder"],
)
def test_a_damaged_edition_gives_way_to_what_others_saw_before(
    store: Store, two: list[str], damage: Callable[[Path], object], reason: str
) -> None:
    edition = Shelf(store.root, "test").edition(two[1])
    damage(edition)
    assert seen(store) == [HELD[0], BEFORE[1]]
    warning = store.served("test", shareable=True).warning
    assert f"Snapshot {two[1]} is not served: of what others may see" in warning
    assert reason in warning
    assert "Publish again to mend this" in warning
    assert store.served("test").warning is None
    # Who rolls back to it shows the team that one, and others still nothing that waits.
    store.roll_back("test", two[0], by="Ana")
    store.roll_back("test", two[1], by="Ana")
    assert seen(store) == [HELD[0], BEFORE[1]]


def test_a_snapshot_that_is_damaged_takes_its_edition_with_it_until_somebody_publishes(
    store: Store, two: list[str], one_more: tuple[Path, Path], stray: Any
) -> None:
    flip(Shelf(store.root, "test").database(two[1]))
    assert seen(store) == BEFORE
    shelf = Shelf(store.root, "test")
    shelf.pointer_file.write_bytes(b"{")
    assert seen(store) == BEFORE
    store.publish(accept(one_more[1]), "held", must_wait=must_wait)
    assert (seen(store), stray()) == (HELD, [])
    assert store.served("test", shareable=True).warning is None


def ahead(store: Store, snapshot_id: str) -> str:
    """As if the clock had been wrong by fifty years when this snapshot was published."""
    shelf = Shelf(store.root, "test")
    other = f"{int(snapshot_id[:4]) + 50}{snapshot_id[4:]}"
    whole = shelf.manifest_file(snapshot_id).read_text(encoding="utf-8")
    for place in (shelf.database, shelf.edition, shelf.manifest_file):
        if place(snapshot_id).exists():
            place(snapshot_id).rename(place(other))
    year = f'"published_at": "{snapshot_id[:4]}'
    assert year in whole
    shelf.manifest_file(other).write_text(whole, encoding="utf-8")
    for path in (shelf.manifest_file(other), shelf.pointer_file):
        content = json.loads(path.read_text(encoding="utf-8").replace(snapshot_id, other))
        durable.write_sealed(path, content["content"])
    return other


def test_a_clock_that_was_set_back_changes_neither_order_nor_what_waits(
    store: Store, two: list[str], one_more: tuple[Path, Path]
) -> None:
    late = ahead(store, two[1])
    assert seen(store) == HELD
    after = store.publish(accept(one_more[1]), "held", must_wait=must_wait)
    assert [record.snapshot_id for record in store.snapshots("test")] == [
        after.snapshot_id,
        late,
        two[0],
    ]
    assert (after.replaces, after.held != ()) == (late, True)
    assert seen(store) == HELD
    assert store.earlier("test", after.snapshot_id).served.record.snapshot_id == late
    store.roll_back("test", two[0], by="Ana")
    assert seen(store) == BEFORE
    Shelf(store.root, "test").pointer_file.unlink()
    assert seen(store) == BEFORE, "the history goes by what was done last, not by the time"


def test_decisions_made_before_the_clock_was_set_back_come_before_those_after(
    store: Store, two: list[str]
) -> None:
    decisions = Decisions(store.root, "test")
    (action,) = decisions.actions().to_dicts()
    far = "2076-01-01T00:00:00.000000+00:00"
    with contextlib.closing(connect(decisions.path)) as con:
        columns = "event, version, at, 'by', action_id, site_id, what, status".replace("'", '"')
        con.execute(
            f"INSERT INTO action_log ({columns}) VALUES ('changed', 2, ?, 'Ben', ?, 'a', 'Far', "
            "'open')",
            [far, action["action_id"]],
        )
        con.execute("UPDATE state SET version = 4000000000000000")
    version = decisions.version()
    stands = decisions.change_action(action["action_id"], 2, "Ana", what="Near")
    assert (stands.version, stands.what) == (3, "Near")
    assert decisions.history()["what"].to_list() == ["Call them", "Far", "Near"]
    assert decisions.action(action["action_id"]).what == "Near"
    assert decisions.version() > version, "caches must not take the old for the new"
    with pytest.raises(Conflict, match="Ana saved this meanwhile"):
        decisions.change_action(action["action_id"], 2, "Eve", what="Late")
