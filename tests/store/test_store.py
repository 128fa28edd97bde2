"""Listing, rolling back, and serving the newest good snapshot whatever happened to the files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bridgeboard import durable
from bridgeboard.access import WHOLE
from bridgeboard.intake import Accepted
from bridgeboard.problems import Refusal
from bridgeboard.store import Store

BY = ("one", "two", "three")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, accepted: Accepted) -> tuple[Path, list[str]]:
    """A store with three snapshots, by "one", "two" and "three"; each test gets a copy."""
    store = Store(tmp_path_factory.mktemp("made") / "store")
    return store.root, [store.publish(accepted, by=by).snapshot_id for by in BY]


@pytest.fixture
def three(made: tuple[Path, list[str]], store: Store) -> list[str]:
    """Three snapshots in the store; the newest is served."""
    shutil.copytree(made[0], store.root)
    return made[1]


def served_by(store: Store) -> tuple[str, str | None]:
    with store.open("test", WHOLE) as snapshot:
        assert snapshot.query("SELECT count(*) AS n FROM sites").item() == 1
        assert snapshot.path == store.served("test").path
        return snapshot.by, snapshot.warning


def database(store: Store, snapshot_id: str) -> Path:
    return store.root / "test" / "snapshots" / f"{snapshot_id}.duckdb"


def manifest(store: Store, snapshot_id: str) -> Path:
    return store.root / "test" / "snapshots" / f"{snapshot_id}.json"


def pointer(store: Store) -> Path:
    return store.root / "test" / "current.json"


def flip(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)


DAMAGES: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "shorter": (lambda d, m: d.write_bytes(d.read_bytes()[:-1]), "bytes instead of"),
    "longer": (lambda d, m: d.write_bytes(d.read_bytes() + b"\0"), "bytes instead of"),
    "empty": (lambda d, m: d.write_bytes(b""), "0 bytes instead of"),
    "a byte flipped": (lambda d, m: flip(d), "changed after it was published"),
    "deleted": (lambda d, m: d.unlink(), "its file is missing"),
    "something else": (
        lambda d, m: d.write_bytes(b"not a database".ljust(d.stat().st_size)),
        "changed after it was published",
    ),
    "a folder": (lambda d, m: (d.unlink(), d.mkdir()), "its file"),
    "no manifest": (lambda d, m: m.unlink(), "manifest is missing or damaged"),
    "empty manifest": (lambda d, m: m.write_bytes(b""), "manifest is missing or damaged"),
    "manifest flipped": (lambda d, m: flip(m), "manifest is missing or damaged"),
    "manifest of an older layout": (
        lambda d, m: durable.write_sealed(m, durable.read_sealed(m) | {"layout": 0}),
        "another version of Bridgeboard made it",
    ),
    "manifest of another snapshot": (
        lambda d, m: shutil.copy(min(m.parent.glob("*.json")), m),
        "manifest is missing or damaged",
    ),
    "manifest with a part missing": (
        lambda d, m: durable.write_sealed(m, {"snapshot_id": m.stem}),
        "manifest is missing or damaged",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_snapshot_is_skipped_and_said(
    store: Store, three: list[str], damage: str
) -> None:
    do, reason = DAMAGES[damage]
    do(database(store, three[2]), manifest(store, three[2]))
    by, warning = served_by(store)
    assert by == "two"
    assert f"Snapshot {three[2]} is not served: " in warning
    assert reason in warning
    assert "Shown is what two published on 20" in warning
    listed = store.snapshots("test")
    assert [record.is_damaged for record in listed] == [True, False, False]
    assert reason in listed[0].damage
    with pytest.raises(Refusal, match="can't be served"):
        store.roll_back("test", three[2], by="Ana")


def test_a_snapshot_damaged_while_it_is_open_is_skipped_at_the_next_open(
    store: Store, three: list[str]
) -> None:
    with store.open("test", WHOLE) as snapshot:
        flip(database(store, three[2]))
        assert served_by(store)[0] == "two"
        assert snapshot.query("SELECT count(*) AS n FROM sites").item() == 1


def test_a_whole_file_that_duckdb_cannot_open_is_skipped_and_said(
    store: Store, three: list[str]
) -> None:
    """Such as one written by a newer DuckDB: its bytes are as published, yet nobody can read it."""
    path = database(store, three[2])
    path.write_bytes(b"from the future".ljust(4096))
    sealed = durable.read_sealed(manifest(store, three[2]))
    sealed |= {"bytes": 4096, "sha256": durable.sha256_of(path)}
    durable.write_sealed(manifest(store, three[2]), sealed)
    with store.open("test", WHOLE) as snapshot:
        assert snapshot.by == "two"
        assert "this version of DuckDB can't open it" in snapshot.warning


def test_two_damaged_snapshots_are_both_said(store: Store, three: list[str]) -> None:
    flip(database(store, three[2]))
    database(store, three[1]).unlink()
    by, warning = served_by(store)
    assert by == "one"
    assert three[2] in warning
    assert three[1] in warning


def test_when_none_is_good_a_sentence_says_what_to_do(store: Store, three: list[str]) -> None:
    for snapshot_id in three:
        flip(database(store, snapshot_id))
    with pytest.raises(
        Refusal, match=r"No snapshot of “test” can be read.*Publish its folder again"
    ):
        store.open("test", WHOLE)
    with pytest.raises(Refusal, match="No snapshot of “test” can be read"):
        store.served("test")


def test_publishing_again_mends_a_damaged_store(
    store: Store, three: list[str], accepted: Accepted
) -> None:
    for snapshot_id in three:
        flip(database(store, snapshot_id))
    pointer(store).write_text("{", encoding="utf-8")
    store.publish(accepted, by="four")
    assert served_by(store) == ("four", None)


POINTER_DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda p: p.unlink(), "is missing"),
    "empty": (lambda p: p.write_bytes(b""), "is damaged"),
    "flipped": (flip, "is damaged"),
    "of another shape": (lambda p: durable.write_sealed(p, {"current": 3}), "is damaged"),
    "leading outside": (
        lambda p: durable.write_sealed(
            p, durable.read_sealed(p) | {"current": "../../x", "kept": ["../../x"]}
        ),
        "is damaged",
    ),
}


@pytest.mark.parametrize("damage", POINTER_DAMAGES)
def test_a_lost_pointer_is_said_and_the_newest_snapshot_served(
    store: Store, three: list[str], accepted: Accepted, damage: str
) -> None:
    do, reason = POINTER_DAMAGES[damage]
    do(pointer(store))
    by, warning = served_by(store)
    assert by == "three"
    assert f"The file that says which snapshot is served {reason}." in warning
    assert store.programmes() == ["test"]
    assert [record.snapshot_id for record in store.snapshots("test")] == list(reversed(three))
    store.publish(accepted, by="four")
    assert served_by(store) == ("four", None)
    assert len(store.snapshots("test")) == 4


def test_a_lost_pointer_after_a_roll_back_serves_what_was_rolled_back_to(
    store: Store, three: list[str]
) -> None:
    store.roll_back("test", three[0], by="Ana")
    pointer(store).unlink()
    assert served_by(store)[0] == "one"


def test_a_lost_pointer_and_a_lost_history_still_serve_the_newest(
    store: Store, three: list[str]
) -> None:
    pointer(store).unlink()
    (store.root / "test/history.jsonl").unlink()
    assert served_by(store)[0] == "three"


@pytest.mark.parametrize("lost", [["current.json", "history.jsonl"], ["history.jsonl"]])
def test_a_lost_history_is_written_anew_from_the_manifests(
    store: Store, three: list[str], accepted: Accepted, lost: list[str]
) -> None:
    for name in lost:
        (store.root / "test" / name).unlink()
    four = store.publish(accepted, by="four").snapshot_id
    assert [record.snapshot_id for record in store.snapshots("test")] == [four, *reversed(three)]
    assert [(line["what"], line["by"]) for line in store.history("test")] == [
        ("published", by) for by in (*BY, "four")
    ]


def test_rolling_back_serves_the_chosen_snapshot_and_is_recorded(
    store: Store, three: list[str]
) -> None:
    record = store.roll_back("test", three[0], by="Ana")
    assert (record.snapshot_id, record.is_current) == (three[0], True)
    assert served_by(store) == ("one", None)
    assert [r.is_current for r in store.snapshots("test")] == [False, False, True]
    last = store.history("test")[-1]
    assert (last["what"], last["by"], last["snapshot_id"]) == ("rolled back", "Ana", three[0])
    store.roll_back("test", three[2], by="Ana")
    assert served_by(store) == ("three", None)


def test_a_damaged_snapshot_that_was_rolled_back_to_gives_way_to_an_older_one_first(
    store: Store, three: list[str]
) -> None:
    """Somebody had reason to leave the newest one."""
    store.roll_back("test", three[1], by="Ana")
    flip(database(store, three[1]))
    assert served_by(store)[0] == "one"
    flip(database(store, three[0]))
    assert served_by(store)[0] == "three"


def test_the_snapshot_before_one_is_found_by_time_whatever_is_served(
    store: Store, three: list[str]
) -> None:
    def before(snapshot_id: str) -> str | None:
        found = store.earlier("test", snapshot_id)
        assert found.unreadable == ()
        return found.served and found.served.record.snapshot_id

    assert [before(one) for one in three] == [None, three[0], three[1]]
    store.roll_back("test", three[1], by="Ana")
    assert before(store.served("test").record.snapshot_id) == three[0]
    # One that is no longer kept has those before it, too.
    assert before("99991231T235959000Z-00000000") == three[2]


def test_what_cannot_be_read_before_a_snapshot_is_named_and_passed_over(
    store: Store, three: list[str]
) -> None:
    other = durable.read_sealed(manifest(store, three[1])) | {"layout": 1}
    durable.write_sealed(manifest(store, three[1]), other)
    found = store.earlier("test", three[2])
    assert found.served.record.snapshot_id == three[0]
    assert [one.damage for one in found.unreadable] == ["another version of Bridgeboard made it"]
    flip(database(store, three[0]))
    found = store.earlier("test", three[2])
    assert found.served is None
    assert [one.snapshot_id for one in found.unreadable] == [three[1], three[0]]


def test_rolling_back_to_what_is_served_already_is_refused(store: Store, three: list[str]) -> None:
    with pytest.raises(Refusal, match="served already"):
        store.roll_back("test", three[2], by="Ana")


@pytest.mark.parametrize(
    "snapshot_id", ["", "nope", "../../etc/passwd", "20260301T140506789Z-12345678"]
)
def test_rolling_back_to_an_unknown_snapshot_names_those_there_are(
    store: Store, three: list[str], snapshot_id: str
) -> None:
    with pytest.raises(Refusal, match=rf"has no snapshot .*; it has: {three[2]}, {three[1]}"):
        store.roll_back("test", snapshot_id, by="Ana")


@pytest.mark.parametrize(
    "programme", ["", "..", "../test", "test/../test", "TEST", "a\0b", "tést", "/"]
)
def test_a_programme_that_is_not_there_names_those_that_are(
    store: Store, three: list[str], programme: str
) -> None:
    def opened(programme: str) -> None:
        store.open(programme, WHOLE)

    for ask in (opened, store.snapshots, store.history, store.served):
        with pytest.raises(Refusal, match=r"has no programme .*; it has: test"):
            ask(programme)


def test_an_empty_store_says_how_to_fill_it(store: Store) -> None:
    assert store.programmes() == []
    with pytest.raises(Refusal, match="python -m bridgeboard publish FOLDER"):
        store.open("test", WHOLE)
    assert not store.root.exists(), "asking makes no folders"


def test_folders_that_are_no_programmes_are_left_alone(
    store: Store, three: list[str], accepted: Accepted
) -> None:
    (store.root / "Not ours").mkdir()
    (store.root / "empty").mkdir()
    note = store.root / "test" / "snapshots" / "note.txt"
    note.write_text("mine", encoding="utf-8")
    assert store.programmes() == ["test"]
    store.publish(accepted, by="four")
    assert note.read_text(encoding="utf-8") == "mine"


def test_a_torn_line_in_the_history_is_left_out_and_the_next_one_is_whole(
    store: Store, three: list[str]
) -> None:
    with (store.root / "test/history.jsonl").open("ab") as file:
        file.write(b'{"at": "2026')
    store.roll_back("test", three[0], by="Ana")
    assert [line["what"] for line in store.history("test")] == [
        "added",
        "published",
        "published",
        "published",
        "rolled back",
    ]


def test_the_line_of_a_publish_that_was_stopped_just_before_it_is_written_later(
    store: Store, three: list[str]
) -> None:
    history = store.root / "test/history.jsonl"
    lines = history.read_text(encoding="utf-8").splitlines(keepends=True)
    history.write_text("".join(lines[:-1]), encoding="utf-8")
    store.roll_back("test", three[0], by="Ana")
    assert [
        json.loads(line)["what"] for line in history.read_text(encoding="utf-8").splitlines()
    ] == [
        "added",
        "published",
        "published",
        "published",
        "rolled back",
    ]


def test_asking_what_is_served_reads_a_file_once_and_not_at_every_rerun(
    store: Store, three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bridgeboard.store import integrity

    read: list[Path] = []
    real = integrity.sha256_of
    monkeypatch.setattr(integrity, "sha256_of", lambda path: (read.append(path), real(path))[1])
    integrity._checksums.clear()
    for _ in range(5):
        store.served("test")
        store.open("test", WHOLE).close()
    assert read == [database(store, three[2])]
