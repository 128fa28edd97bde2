"""What a backup takes, and what it never takes."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bridgeboard import LAYOUT, durable
from bridgeboard.backup import back_up, check, restore
from bridgeboard.backup.taking import Taking
from bridgeboard.cli import main
from bridgeboard.decisions import Decisions
from bridgeboard.intake import accept
from bridgeboard.problems import Refusal
from bridgeboard.store import Store, publishing
from bridgeboard.store.shelf import Shelf


def test_any_zip_tool_reads_it_and_its_list_says_what_every_file_hashes_to(
    full_store: Store, backup_file: Path
) -> None:
    with zipfile.ZipFile(backup_file) as packed:
        assert packed.testzip() is None
        listed = json.loads(packed.read("backup.json"))["content"]
        assert (listed["format"], listed["layout"]) == (1, LAYOUT)
        names = {f"store/{file['name']}" for file in listed["files"]}
        assert names | {"backup.json"} == set(packed.namelist())
        for file in listed["files"]:
            content = packed.read(f"store/{file['name']}")
            assert (len(content), hashlib.sha256(content).hexdigest()) == (
                file["bytes"],
                file["sha256"],
            )


def test_every_file_of_the_store_is_in_it_except_locks_and_sqlites_own(
    full_store: Store, backup_file: Path
) -> None:
    there = {p.relative_to(full_store.root).as_posix() for p in full_store.root.rglob("*.*")}
    there = {name for name in there if (full_store.root / name).is_file()}
    listed = {file.name for file in check(backup_file).files}
    assert all(name.endswith((".lock", "-wal", "-shm")) for name in there - listed)
    assert listed <= there
    assert {"access/ended.json", "audit/0-counted.json", "test/decisions.sqlite"} <= listed
    assert any(name.endswith(".shareable.duckdb") for name in listed)


def test_links_pipes_locks_secrets_and_unfinished_files_stay_out(
    small_store: Store, tmp_path: Path
) -> None:
    (tmp_path / "outside.txt").write_text("somebody else's")
    (small_store.root / "link.txt").symlink_to(tmp_path / "outside.txt")
    (small_store.root / "linked").symlink_to(tmp_path)
    os.mkfifo(small_store.root / "pipe")
    for name in ("ended.lock", ".building-ended.json", "secrets.toml", "access.toml"):
        (small_store.root / name).write_text("x")
    spill = small_store.root / "test" / "snapshots" / ".building-1.spill"
    spill.mkdir()
    (spill / "block").write_text("x")
    made = back_up(small_store.root, tmp_path / "made.zip", "Ana")
    names = {file.name for file in made.listing.files}
    assert {name.rpartition("/")[2].partition(".")[0] for name in names} == {
        "current",
        "history",
        "decisions",
        Shelf(small_store.root, "test").pointer().current,
    }
    assert ["link" in warning for warning in made.warnings] == [True, True]


def test_the_file_is_for_its_owner_alone_and_named_by_the_time_in_a_folder(
    small_store: Store, tmp_path: Path
) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    made = back_up(small_store.root, place, "Ana")
    assert made.path.parent == place
    assert made.path.match("bridgeboard-????????T??????Z.zip")
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert [path.name for path in place.iterdir()] == [made.path.name]


def test_a_file_that_is_there_is_replaced_only_if_told(small_store: Store, tmp_path: Path) -> None:
    target = tmp_path / "made.zip"
    target.write_text("something dear")
    with pytest.raises(Refusal, match="is there already, so no backup was made"):
        back_up(small_store.root, target, "Ana")
    assert target.read_text() == "something dear"
    back_up(small_store.root, target, "Ana", overwrite=True)
    assert check(target).files


def test_a_backup_into_the_store_of_nothing_or_nowhere_is_refused(
    small_store: Store, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="lies in the store"):
        back_up(small_store.root, small_store.root / "made.zip", "Ana")
    with pytest.raises(Refusal, match="There is no folder"):
        back_up(small_store.root, tmp_path / "nowhere" / "made.zip", "Ana")
    with pytest.raises(Refusal, match="is empty or not there"):
        back_up(tmp_path / "no store", tmp_path / "made.zip", "Ana")


def test_a_snapshot_that_a_publish_removes_meanwhile_is_in_it_all_the_same(
    small_store: Store,
    tmp_path: Path,
    programme_folder: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(publishing, "KEPT", 1)
    before = Shelf(small_store.root, "test").pointer()
    taking = Taking(small_store.root, tmp_path / "scratch")
    files = taking.files()
    taken = {}
    for one in files:
        if not taken:
            small_store.publish(accept(programme_folder()), by="Bea")
            assert not Shelf(small_store.root, "test").database(before.current).exists()
        taken[one.name] = one.file.read()
    snapshot = taken[f"test/snapshots/{before.current}.duckdb"]
    manifest = json.loads(taken[f"test/snapshots/{before.current}.json"])["content"]
    assert hashlib.sha256(snapshot).hexdigest() == manifest["sha256"]
    assert json.loads(taken["test/current.json"])["content"]["current"] == before.current
    assert len(taken["test/history.jsonl"].splitlines()) == 2
    assert taking.kept == {"test": 1}


def test_a_damaged_store_is_backed_up_as_it_is_and_what_is_wrong_is_said(
    small_store: Store, tmp_path: Path
) -> None:
    shelf = Shelf(small_store.root, "test")
    current = shelf.pointer().current
    with shelf.database(current).open("r+b") as file:
        file.seek(5000)
        file.write(b"flipped")
    decisions = small_store.root / "test" / "decisions.sqlite"
    decisions.write_bytes(b"no database at all" * 1000)
    shelf.pointer_file.write_text("torn")
    made = back_up(small_store.root, tmp_path / "made.zip", "Ana")
    said = " ".join(made.warnings)
    assert "current.json is damaged" in said
    assert f"{current}.duckdb was changed after it was published" in said
    assert "decisions.sqlite is damaged" in said
    restored = restore(made.path, tmp_path / "new", "Ana").root
    assert (restored / "test/decisions.sqlite").read_bytes() == decisions.read_bytes()
    assert (restored / "test/current.json").read_text() == "torn"


def test_a_store_that_lost_files_is_backed_up_without_them(
    small_store: Store, tmp_path: Path
) -> None:
    shelf = Shelf(small_store.root, "test")
    shelf.database(shelf.pointer().current).unlink()
    made = back_up(small_store.root, tmp_path / "made.zip", "Ana")
    assert [warning.rpartition(" ")[2] for warning in made.warnings] == ["missing."]


def test_decisions_of_an_older_version_are_taken_as_they_are(
    small_store: Store, tmp_path: Path
) -> None:
    path = small_store.root / "test" / "decisions.sqlite"
    con = sqlite3.connect(path)
    con.execute("PRAGMA user_version = 1")
    con.close()
    made = back_up(small_store.root, tmp_path / "made.zip", "Ana")
    assert made.warnings == ()
    for one in (
        path,
        restore(made.path, tmp_path / "new", "Ana").root / "test" / "decisions.sqlite",
    ):
        con = sqlite3.connect(one)
        assert con.execute("PRAGMA user_version").fetchone() == (1,)
        con.close()


def test_a_line_that_the_history_lost_is_there_after_a_restore(
    small_store: Store, tmp_path: Path
) -> None:
    shelf = Shelf(small_store.root, "test")
    whole = shelf.history()
    shelf.history_file.write_text("")
    durable.append_lines(shelf.history_file, whole[:-1])
    restored = restore(
        back_up(small_store.root, tmp_path / "m.zip", "Ana").path, tmp_path / "new", "Ana"
    ).root
    assert Shelf(restored, "test").history() == whole
    assert shelf.history() == whole[:-1]


def test_the_command_says_what_is_in_it_and_what_is_not(
    full_store: Store,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(full_store.root))
    assert main(["backup", str(tmp_path / "made.zip")]) == 0
    said = capsys.readouterr()
    assert "test (3 snapshots)" in said.out
    assert "read again and whole" in said.out
    assert "people's answers" in said.out
    assert ".streamlit/secrets.toml and .streamlit/access.toml" in said.out
    assert said.err == ""
    assert main(["restore", str(tmp_path / "made.zip"), "--check"]) == 0
    assert "is whole" in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "made.zip")]) == 1
    assert "has programmes already (test)" in capsys.readouterr().err
    assert main(["restore", str(tmp_path / "made.zip"), "--into", str(tmp_path / "new")]) == 0
    assert f"BRIDGEBOARD_STORE={tmp_path / 'new'}" in capsys.readouterr().out
    assert not Decisions(tmp_path / "new", "test").actions().is_empty()
