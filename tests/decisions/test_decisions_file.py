"""The file: durable, private, of a known schema, and set aside by name when it is damaged."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridgeboard.decisions import Decisions, damage, migrations
from bridgeboard.decisions.file import DecisionsFile, connect
from bridgeboard.problems import Refusal
from tests.decisions.conftest import Person

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")


@pytest.fixture
def kept(decisions: Decisions) -> Decisions:
    """Decisions of which there are many enough to fill pages of the file."""
    for n in range(8):
        decisions.add_action(
            site_id="a", what=f"Action {n}", note="note " * 1000, barrier="x" * 1000
        )
    return decisions


def _pragma(path: Path, name: str) -> object:
    with contextlib.closing(connect(path)) as con:
        return con.execute(f"PRAGMA {name}").fetchone()[0]


def _beside(decisions: Decisions) -> list[str]:
    return sorted(path.name for path in decisions.path.parent.iterdir())


def test_what_is_saved_has_reached_the_disk_and_readers_never_wait(kept):
    assert _pragma(kept.path, "synchronous") == 2
    assert _pragma(kept.path, "journal_mode") == "wal"
    with DecisionsFile(kept.path.parent).writing() as con:
        assert con.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert kept.actions().height == 8


def test_a_reader_sees_one_state_though_somebody_writes_meanwhile(kept):
    with DecisionsFile(kept.path.parent).reading() as con:
        first = con.execute("SELECT count(*) FROM actions").fetchone()[0]
        kept.add_action(site_id="a", what="One more")
        assert con.execute("SELECT count(*) FROM actions").fetchone()[0] == first
    assert kept.actions().height == first + 1


def test_nothing_but_the_file_and_its_lock_is_left_when_nobody_has_it_open(kept):
    assert _beside(kept) == ["decisions.lock", "decisions.sqlite"]


@POSIX
def test_strangers_can_read_neither_the_file_nor_what_lies_beside_while_it_is_open(kept):
    with DecisionsFile(kept.path.parent).writing() as con:
        con.execute("UPDATE state SET version = version + 1")
        paths = [path for path in kept.path.parent.iterdir() if path.name != "decisions.lock"]
        assert len(paths) == 3
        assert [stat.S_IMODE(path.stat().st_mode) & 0o007 for path in paths] == [0, 0, 0]


@POSIX
def test_a_strict_umask_makes_the_file_its_owners_alone(decisions):
    before = os.umask(0o077)
    try:
        decisions.add_action(site_id="a", what="Call them")
    finally:
        os.umask(before)
    assert stat.S_IMODE(decisions.path.stat().st_mode) == 0o600


def test_a_log_can_be_added_to_but_neither_changed_nor_shortened(kept):
    for sql in ("UPDATE action_log SET what = 'x'", "DELETE FROM action_log"):
        with (
            pytest.raises(sqlite3.IntegrityError, match="never"),
            DecisionsFile(kept.path.parent).writing() as con,
        ):
            con.execute(sql)
    assert kept.history().height == 8


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _headless(path: Path) -> None:
    path.write_bytes(b"\x00" * 100 + path.read_bytes()[100:])


def _text(path: Path) -> None:
    path.write_text("not a database at all, " * 400, encoding="utf-8")


def _flipped(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[4096 * 3 : 4096 * 3 + 64] = b"\xff" * 64
    path.write_bytes(whole)


def _foreign(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as con:
        con.execute("CREATE TABLE other (x)")


@pytest.mark.parametrize("damaged", [_emptied, _cut, _headless, _text, _flipped, _foreign])
def test_a_damaged_file_is_set_aside_whole_and_every_reader_is_told_its_name(kept, damaged, caplog):
    damaged(kept.path)
    broken = kept.path.read_bytes()
    assert kept.actions().height == 0
    (aside,) = kept.path.parent.glob("decisions.damaged-*.sqlite")
    assert aside.read_bytes() == broken
    assert str(aside) in caplog.text
    added = kept.add_action(site_id="a", what="Begin again")
    for _ in range(2):
        assert str(aside) in kept.warning()
    assert "is not shown here" in kept.warning()
    assert kept.actions()["action_id"].to_list() == [added.action_id]
    assert aside.read_bytes() == broken


def test_a_writer_who_finds_the_damage_saves_into_a_new_file(kept):
    _headless(kept.path)
    added = kept.add_action(site_id="a", what="Begin again")
    assert kept.actions()["action_id"].to_list() == [added.action_id]
    assert "set aside" in kept.warning()


def test_a_file_that_is_damaged_twice_is_set_aside_twice(kept):
    for n in (1, 2):
        _cut(kept.path)
        kept.add_action(site_id="a", what="Begin again", note="note " * 900)
        assert len(list(kept.path.parent.glob("decisions.damaged-*.sqlite"))) == n
    assert kept.warning().startswith("Files with")


def test_a_restored_file_is_read_as_it_was_and_its_version_with_it(kept, tmp_path):
    before, actions = kept.version(), kept.actions()
    shutil.copyfile(kept.path, tmp_path / "backup")
    kept.add_action(site_id="a", what="After the backup")
    later = kept.version()
    _text(kept.path)
    assert kept.version() == 0
    shutil.copyfile(tmp_path / "backup", kept.path)
    assert kept.version() == before
    assert kept.actions().equals(actions)
    kept.add_action(site_id="a", what="After the restoring")
    assert kept.version() > later


def test_the_warning_goes_when_the_damaged_file_was_taken_away(kept):
    _cut(kept.path)
    assert kept.warning()
    for path in kept.path.parent.glob("decisions.damaged-*"):
        path.unlink()
    assert kept.warning() is None


def test_damage_that_shows_only_in_use_is_said_and_set_aside(kept):
    assert kept.actions().height == 8
    state, whole = kept.path.stat(), kept.path.read_bytes()
    # The first pages hold the schema, which is read whenever the file is opened.
    half = len(whole) // 2
    kept.path.write_bytes(whole[:half] + b"\xff" * (len(whole) - half))
    os.utime(kept.path, ns=(state.st_atime_ns, state.st_mtime_ns))
    with pytest.raises(Refusal, match="turned out to be damaged"):
        kept.actions()
    assert "set aside" in kept.warning()


def test_the_log_of_a_file_that_was_taken_away_does_not_spoil_the_next(kept):
    with contextlib.closing(connect(kept.path)) as con:
        con.execute("UPDATE state SET version = version + 1")
        wal = Path(f"{kept.path}-wal").read_bytes()
    kept.path.unlink()
    Path(f"{kept.path}-wal").write_bytes(wal)
    added = kept.add_action(site_id="a", what="Begin again")
    assert kept.actions()["action_id"].to_list() == [added.action_id]
    (aside,) = kept.path.parent.glob("decisions.damaged-*.sqlite-wal")
    assert aside.read_bytes() == wal


def _at_step(folder: Path, step: int) -> Path:
    """A file as the first releases made it: with the first steps of the schema only."""
    folder.mkdir(parents=True)
    path = folder / "decisions.sqlite"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as con:
        con.execute(f"PRAGMA application_id = {damage.APPLICATION_ID}")
        for sql in migrations.steps()[:step]:
            con.executescript(sql)
        con.execute(f"PRAGMA user_version = {step}")
        con.execute(
            'INSERT INTO action_log (event, version, at, "by", action_id, site_id, what, status) '
            "VALUES ('added', 1, '2026-01-01T00:00:00+00:00', 'Ana', 'id', 'a', 'Old', 'open')"
        )
        con.execute("PRAGMA journal_mode = WAL")
    return path


@pytest.mark.parametrize("step", [1, 2])
def test_an_older_file_takes_the_steps_that_it_lacks_and_loses_nothing(store_folder, step):
    path = _at_step(store_folder / "test", step)
    decisions = Decisions(store_folder, "test")
    assert decisions.actions()["what"].to_list() == ["Old"]
    assert _pragma(path, "user_version") == len(migrations.steps()) == 5
    decisions.set_grouping("Ours", {"a": "high", "b": "low"})
    assert decisions.groupings().height == 2
    assert decisions.change_action("id", 1, "Ben", what="New").created_by == "Ana"


def test_a_step_that_fails_leaves_the_older_file_as_it_was(store_folder):
    path = _at_step(store_folder / "test", 1)
    with contextlib.closing(sqlite3.connect(path)) as con:
        con.execute("CREATE TABLE grouping_log (in_the_way)")
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        Decisions(store_folder, "test").actions()
    assert _pragma(path, "user_version") == 1
    with contextlib.closing(connect(path)) as con:
        con.execute("DROP TABLE grouping_log")
    assert Decisions(store_folder, "test").actions()["what"].to_list() == ["Old"]


def test_a_file_of_a_newer_bridgeboard_is_left_alone(kept):
    with contextlib.closing(connect(kept.path)) as con:
        con.execute("PRAGMA user_version = 99")
    for ask in (kept.actions, kept.version, lambda: kept.add_action(site_id="a", what="x")):
        with pytest.raises(Refusal, match="written by a newer Bridgeboard"):
            ask()
    assert _pragma(kept.path, "user_version") == 99
    assert not list(kept.path.parent.glob("decisions.damaged-*"))


@pytest.fixture
def anybodys() -> Iterator[Path]:
    """A folder that everybody may enter; pytest's own ones are their owner's alone."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)
        for folder, _, _ in os.walk(made):
            Path(folder).chmod(0o755)


def _protected(folder: Path) -> None:
    """Make it readable only; a superuser may write all the same, so the tests send another user."""
    for path in folder.iterdir():
        path.chmod(0o444)
    for place in (folder, folder.parent):
        place.chmod(0o555)


def _reads(person: Person, action_id: str) -> dict:
    return person.does(do="action", **{"with": {"action_id": action_id}}, drop=True)


@POSIX
def test_in_a_folder_that_may_only_be_read_everything_is_read_and_nothing_saved(anybodys, people):
    decisions = Decisions(anybodys, "test")
    old = decisions.add_action(site_id="a", what="Old")
    _protected(decisions.path.parent)
    (person,) = people(1, anybodys)
    assert _reads(person, old.action_id)["gave"]["what"] == "Old"
    for save in (
        {"do": "add_action", "with": {"site_id": "a", "what": "New"}},
        {"do": "set_grouping", "with": {"grouping": "x", "groups": {"a": "high", "b": "low"}}},
    ):
        answer = person.does(**save, drop=True)
        assert answer["status"] == 1, answer
        assert f"{decisions.path} can't be written" in answer["said"]
    assert _beside(decisions) == ["decisions.lock", "decisions.sqlite"]


@POSIX
def test_where_only_reading_is_allowed_what_stands_in_the_log_alone_is_read_too(anybodys, people):
    decisions = Decisions(anybodys / "live", "test")
    decisions.add_action(site_id="a", what="Old")
    copy = anybodys / "copy" / "test"
    with contextlib.closing(connect(decisions.path)) as con:
        # While somebody has the file open, what is new stands only in the log beside.
        con.execute("SELECT count(*) FROM actions").fetchone()
        newer = decisions.add_action(site_id="a", what="Newer")
        shutil.copytree(decisions.path.parent, copy)
    (copy / "decisions.sqlite-shm").unlink()
    assert (copy / "decisions.sqlite-wal").stat().st_size > 0
    _protected(copy)
    (person,) = people(1, anybodys / "copy")
    assert _reads(person, newer.action_id)["gave"]["what"] == "Newer"


@POSIX
def test_a_damaged_file_that_may_not_be_set_aside_is_said_and_stays(anybodys, people):
    decisions = Decisions(anybodys, "test")
    old = decisions.add_action(site_id="a", what="Old")
    _cut(decisions.path)
    _protected(decisions.path.parent)
    (person,) = people(1, anybodys)
    answer = _reads(person, old.action_id)
    assert answer["status"] == 1
    assert f"{decisions.path} is damaged" in answer["said"]
    assert _beside(decisions) == ["decisions.lock", "decisions.sqlite"]
