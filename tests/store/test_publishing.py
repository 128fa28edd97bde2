"""Publishing, and everything that can stop it on the way."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import filelock
import pytest

from bridgeboard import settings
from bridgeboard.access import WHOLE
from bridgeboard.intake import Accepted, accept
from bridgeboard.problems import Refusal
from bridgeboard.store import Store, shelf

KILLED = -signal.SIGKILL if os.name != "nt" else None
FILE_CHANGES = 15


def served_by(store: Store) -> str:
    with store.open("test", WHOLE) as snapshot:
        assert snapshot.query("SELECT sum(n) AS n FROM mart_distribution").item() == 6 * 12
        return snapshot.by


def test_what_is_published_is_served(store: Store, accepted: Accepted) -> None:
    record = store.publish(accepted, by="Ana")
    assert record.is_current
    assert record.replaces is None
    assert record.n_rows["answers"] == 6
    with store.open("test", WHOLE) as snapshot:
        assert snapshot.snapshot_id == record.snapshot_id
        assert snapshot.by == "Ana"
        assert {file.name for file in snapshot.files} >= {"answers.csv", "programme.toml"}
        assert snapshot.warning is None


def test_progress_runs_from_nothing_to_all_and_says_what_it_does(
    store: Store, accepted: Accepted
) -> None:
    said: list[tuple[float, str]] = []
    store.publish(accepted, by="Ana", progress=lambda share, words: said.append((share, words)))
    shares = [share for share, _ in said]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert all(words for _, words in said)


def test_a_refused_row_stops_the_publish(
    store: Store, programme_folder: Callable[..., Path]
) -> None:
    folder = programme_folder(
        {"answers": [{"item_id": "b1", "value": 99}, {"item_id": "b2", "value": 3}]}
    )
    accepted = accept(folder)
    with pytest.raises(Refusal, match="1 row is refused, so nothing was published"):
        store.publish(accepted, by="Ana")
    assert store.programmes() == []
    record = store.publish(accepted, by="Ana", accept_good=True)
    assert (record.n_rows["answers"], record.n_refused) == (1, 1)


def test_too_little_to_publish_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refusal, match="too little to publish"):
        store.publish(accept(tmp_path / "empty"), by="Ana", accept_good=True)
    assert not store.root.exists()


@pytest.mark.parametrize("by", ["", "  \n ", "x" * 81])
def test_who_publishes_must_be_said(store: Store, accepted: Accepted, by: str) -> None:
    with pytest.raises(Refusal, match="Say who publishes"):
        store.publish(accepted, by=by)


def test_a_line_break_in_a_name_stays_out_of_the_history(store: Store, accepted: Accepted) -> None:
    assert store.publish(accepted, by="Ana\nBeta").by == "Ana Beta"


def test_the_ten_newest_are_kept_and_who_reads_an_older_one_goes_on(
    store: Store, accepted: Accepted
) -> None:
    published = [store.publish(accepted, by="0").snapshot_id]
    question = "SELECT * FROM mart_distribution ORDER BY ALL"
    with store.open("test", WHOLE) as reader:
        asked = reader.query(question)
        for n in range(1, 11):
            published.append(store.publish(accepted, by=f"{n}").snapshot_id)
            assert reader.query(question).equals(asked)
        assert (reader.by, reader.path.exists()) == ("0", False)
    kept = store.snapshots("test")
    assert [record.snapshot_id for record in kept] == published[:0:-1]
    assert (
        sorted(path.stem for path in (store.root / "test/snapshots").glob("*.duckdb"))
        == published[1:]
    )
    assert len(store.history("test")) == 12

    store.roll_back("test", published[1], by="Ana")
    assert (served_by(store), len(store.snapshots("test"))) == ("1", 10)
    store.publish(accepted, by="last")
    assert served_by(store) == "last"
    assert len(store.snapshots("test")) == 10
    assert store.snapshots("test")[0].replaces == published[1]


def test_the_first_publish_killed_before_any_change_of_a_file_shows_nothing_half(
    store: Store, accepted: Accepted, small: Path, order: Any, stray: Any
) -> None:
    """Later publishes are killed in test_kills.py, at every change of a file, too."""
    shown = []
    for at in range(FILE_CHANGES + 5):
        done = order(store=store.root, folder=small, by="killed", die=["file", at])
        if done["status"] == 0:
            break
        assert done["status"] == KILLED
        if store.programmes() == []:
            with pytest.raises(Refusal, match="no programme yet"):
                store.open("test", WHOLE)
        else:
            shown.append(served_by(store))
    assert done["status"] == 0
    assert at >= 8
    assert set(shown) == {"killed"}, "some kills come after the step that shows the snapshot"
    history = [line["snapshot_id"] for line in store.history("test") if "snapshot_id" in line]
    assert history == sorted(history)
    assert len(history) == len(set(history))
    assert {record.snapshot_id for record in store.snapshots("test")} <= set(history)
    store.publish(accepted, by="after")
    assert (served_by(store), stray()) == ("after", [])


def test_two_publishers_at_once_both_end_whole(
    store: Store, one_more: tuple[Path, Path], stray: Any
) -> None:
    """One publishes 23 people and one 24, of whom others see 23, whoever comes first."""
    code = """
import sys
from pathlib import Path
from bridgeboard.disclosure.editions import must_wait
from bridgeboard.intake import accept
from bridgeboard.store import Store
accepted = accept(Path(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(3):
    Store(Path(sys.argv[1])).publish(accepted, by=sys.argv[3], must_wait=must_wait)
"""
    store.publish(accept(one_more[0]), by="before")
    publishers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(store.root), str(folder), by],
            cwd=settings.PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for by, folder in zip(("one", "two"), one_more, strict=True)
    ]
    for publisher in publishers:
        assert publisher.stdout.readline() == "ready\n"
    for publisher in publishers:
        publisher.stdin.write("go\n")
        publisher.stdin.flush()
    for publisher in publishers:
        publisher.communicate(timeout=60)
        assert publisher.returncode == 0
    records = store.snapshots("test")
    assert sorted(record.by for record in records) == ["before"] + ["one"] * 3 + ["two"] * 3
    assert [record.is_current for record in records] == [True] + [False] * 6
    assert not any(record.is_damaged for record in records)
    history = [line for line in store.history("test") if line["what"] == "published"]
    assert [line["snapshot_id"] for line in history] == [r.snapshot_id for r in reversed(records)]
    for newer, older in itertools.pairwise(records):
        assert newer.replaces == older.snapshot_id
    for record in records:
        if not record.is_current:
            store.roll_back("test", record.snapshot_id, by="Ana")
        for shareable in (False, True):
            with store.open("test", WHOLE, shareable) as snapshot:
                n = 24 if record.by == "two" and not shareable else 23
                assert snapshot.query("SELECT count(*) AS n FROM respondents").item() == n
    assert stray() == []


def test_readers_see_only_whole_snapshots_while_others_publish(
    store: Store, programme_folder: Callable[..., Path]
) -> None:
    """Version v has v sites, v waves and v answers; a mixture of two versions would show."""

    def version(v: int) -> Accepted:
        return accept(
            programme_folder(
                {
                    "sites": [{"site_id": f"s{n}"} for n in range(v)],
                    "waves": [{"wave_id": f"w{n}"} for n in range(v)],
                    "respondents": [
                        {"respondent_id": f"r{n}", "site_id": "s0", "wave_id": "w0"}
                        for n in range(v)
                    ],
                    "answers": [
                        {"respondent_id": f"r{n}", "item_id": "b1", "value": 3} for n in range(v)
                    ],
                }
            )
        )

    versions = [version(v) for v in range(1, 7)]
    store.publish(versions[0], by="v1")
    question = """
        SELECT (SELECT count(*) FROM sites) AS sites, (SELECT count(*) FROM waves) AS waves,
               (SELECT sum(n) FROM mart_distribution WHERE state = 'answered') AS answers,
               (SELECT count(*) FROM site_income) AS income
    """
    stop, seen, wrong = threading.Event(), set(), []

    def whole(row: tuple[int, ...]) -> int:
        sites, waves, answers, income = row
        assert sites == waves == answers
        assert income == 3 * sites * waves
        return sites

    def keeps_asking() -> None:
        try:
            last = 0
            while not stop.is_set():
                with store.open("test", WHOLE) as snapshot:
                    v = whole(snapshot.query(question).row(0))
                    assert snapshot.warning is None
                    assert snapshot.by == f"v{v}"
                assert v >= last
                last = v
                seen.add(v)
        except BaseException as error:
            wrong.append(error)

    def stays_with_the_first() -> None:
        try:
            with store.open("test", WHOLE) as snapshot:
                started.set()
                while not stop.is_set():
                    assert whole(snapshot.query(question).row(0)) == 1
        except BaseException as error:
            wrong.append(error)

    started = threading.Event()
    readers = [threading.Thread(target=keeps_asking) for _ in range(3)]
    readers.append(threading.Thread(target=stays_with_the_first))
    for reader in readers:
        reader.start()
    assert started.wait(30)
    for v, accepted in enumerate(versions[1:], start=2):
        store.publish(accepted, by=f"v{v}")
    stop.set()
    for reader in readers:
        reader.join(30)
    assert wrong == []
    assert len(seen) > 1
    with store.open("test", WHOLE) as snapshot:
        assert whole(snapshot.query(question).row(0)) == 6


@pytest.mark.parametrize("limit", [0, 200, 400_000])
def test_a_file_that_may_not_grow_is_said_in_a_sentence(
    store: Store, accepted: Accepted, small: Path, order: Any, stray: Any, limit: int
) -> None:
    before = store.publish(accepted, by="before")
    assert (store.root / f"test/snapshots/{before.snapshot_id}.duckdb").stat().st_size > 400_000
    done = order(store=store.root, folder=small, by="full", limit=limit)
    assert done["status"] == 1
    assert "is full" in done["said"]
    assert "“test” was not published; what was served before still is" in done["said"]
    assert served_by(store) == "before"
    store.publish(accepted, by="after")
    assert served_by(store) == "after"
    assert stray() == []


def test_what_cannot_be_removed_now_is_removed_later(
    store: Store, accepted: Accepted, small_disk: Path, stray: Any
) -> None:
    """As on Windows, where a reader keeps its file: here a disk that is mounted in the way."""
    store.publish(accepted, by="before")
    held = store.root / "test" / "snapshots" / ".building-held"
    held.mkdir()
    subprocess.run(["mount", "--bind", str(small_disk), str(held)], check=True)
    try:
        store.publish(accepted, by="meanwhile")
        assert served_by(store) == "meanwhile"
        assert stray() == [".building-held"]
    finally:
        subprocess.run(["umount", str(held)], check=True)
    store.publish(accepted, by="after")
    assert stray() == []


def test_a_publisher_that_hangs_does_not_hang_the_next_one_for_ever(
    store: Store, accepted: Accepted, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.publish(accepted, by="before")
    monkeypatch.setattr(shelf, "LOCK_TIMEOUT_S", 0.1)
    with (
        filelock.FileLock(store.root / "test" / "lock"),
        pytest.raises(Refusal, match="Somebody else has been publishing “test” for ten minutes"),
    ):
        store.publish(accepted, by="next")
    assert served_by(store) == "before"


def test_a_store_where_a_file_stands_in_the_way_is_said_in_a_sentence(
    store: Store, accepted: Accepted
) -> None:
    store.root.write_text("not a folder", encoding="utf-8")
    with pytest.raises(Refusal, match="can't be written"):
        store.publish(accepted, by="Ana")
