"""A restore gives all of it back, or says in a sentence why not and leaves nothing."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bridgeboard import LAYOUT, durable, settings
from bridgeboard.backup import back_up, check, restore
from bridgeboard.cli import main
from bridgeboard.problems import Refusal
from bridgeboard.store import Store
from bridgeboard.store.shelf import Shelf
from tests.backup.dumped import dumped

HERE = Path(__file__).parent
ALONE = os.environ | {"PYTHONPATH": str(settings.PROJECT)}
CONTENT = b"eighteen of twenty"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """Where a restore goes that must be refused: nothing may be there or beside it afterwards."""
    folder = tmp_path / "place"
    folder.mkdir()
    yield folder / "store"
    assert list(folder.iterdir()) == []


def test_a_new_process_on_an_empty_machine_gets_every_answer_history_decision_and_edition(
    full_store: Store, backup_file: Path, tmp_path: Path
) -> None:
    restored = tmp_path / "machine" / "store"
    restored.parent.mkdir()
    command = [sys.executable, "-m", "bridgeboard", "restore", backup_file]
    environment = ALONE | {"BRIDGEBOARD_STORE": str(restored)}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    said = subprocess.check_output([sys.executable, HERE / "dumped.py", restored], env=ALONE)
    before, after = json.loads(json.dumps(dumped(full_store.root))), json.loads(said)
    # The restored store goes on in its log; the other one went on after it was backed up.
    old, new = before.pop("audit"), after.pop("audit")
    assert [event["event"] for event in new] == ["signed in", "restored"], new
    assert new[0] == old[0]
    assert before == after
    # What waits is seen by the team alone, there as here: the edition came along.
    assert before["test team score"] != before["test shareable score"]
    assert "rolled back" in before["test history"]
    assert "Find a room" in before["test decisions: history"]
    ended = "access/ended.json"
    assert (restored / ended).read_bytes() == (full_store.root / ended).read_bytes()
    assert [path.name for path in restored.parent.iterdir()] == ["store"]


def test_rights_of_files_are_kept_and_an_empty_folder_keeps_its_own(
    small_store: Store, tmp_path: Path
) -> None:
    secret = small_store.root / "test" / "decisions.sqlite"
    secret.chmod(0o600)
    made = back_up(small_store.root, tmp_path / "made.zip", "Ana")
    new = tmp_path / "new"
    new.mkdir(mode=0o700)
    restore(made.path, new, "Ana")
    assert stat.S_IMODE((new / "test" / "decisions.sqlite").stat().st_mode) == 0o600
    assert stat.S_IMODE(new.stat().st_mode) == 0o700


def test_nothing_is_ever_overwritten(
    full_store: Store, backup_file: Path, small_store: Store, tmp_path: Path
) -> None:
    before = {p: p.read_bytes() for p in small_store.root.rglob("*") if p.is_file()}
    with pytest.raises(Refusal, match=r"has programmes already \(test\), and a restore overwrites"):
        restore(backup_file, small_store.root, "Ana")
    assert {p: p.read_bytes() for p in small_store.root.rglob("*") if p.is_file()} == before
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").touch()
    with pytest.raises(Refusal, match="is not empty"):
        restore(backup_file, tmp_path / "other", "Ana")
    with pytest.raises(Refusal, match="is not empty"):
        restore(backup_file, tmp_path / "other" / "letter.txt", "Ana")
    with pytest.raises(Refusal, match="There is no folder"):
        restore(backup_file, tmp_path / "nowhere" / "store", "Ana")


def test_a_backup_of_another_layout_is_restored_and_says_what_to_publish_again(
    small_store: Store,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shelf = Shelf(small_store.root, "test")
    manifest = shelf.manifest_file(shelf.pointer().current)
    durable.write_sealed(manifest, durable.read_sealed(manifest) | {"layout": LAYOUT - 1})
    made = back_up(small_store.root, tmp_path / "made.zip", "Ana")
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(tmp_path / "new"))
    assert main(["restore", str(made.path)]) == 0
    said = capsys.readouterr().out
    assert "Another version of Bridgeboard published test: publish its folder again" in said


def test_wherever_a_byte_is_flipped_it_is_refused_or_makes_no_difference(
    small_store: Store, place: Path, tmp_path: Path
) -> None:
    made = back_up(small_store.root, tmp_path / "made.zip", "Ana")
    whole = made.path.read_bytes()
    refused = 0
    # The first kilobyte and the last ones hold the zip's own words: every byte of them.
    spots = {*range(200), *range(len(whole) - 400, len(whole)), *range(0, len(whole), 997)}
    for spot in sorted(spots):
        made.path.write_bytes(whole[:spot] + bytes([whole[spot] ^ 0x41]) + whole[spot + 1 :])
        said = None
        try:
            assert check(made.path) == made.listing
        except Refusal as refusal:
            said, refused = str(refusal), refused + 1
        assert said is None or "is not a whole backup of Bridgeboard" in said
    assert refused > len(spots) / 2


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.9, 0.999])
def test_a_backup_cut_short_is_refused(
    share: float, backup_file: Path, place: Path, tmp_path: Path
) -> None:
    cut = tmp_path / "cut.zip"
    whole = backup_file.read_bytes()
    cut.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(Refusal, match=r"not a whole backup of Bridgeboard .*so nothing was rest"):
        restore(cut, place, "Ana")


def test_a_wrong_file_is_refused(place: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "letters.zip", "w") as packed:
        packed.writestr("letter.txt", "Dear Ana")
    with pytest.raises(Refusal, match=r"\(it has no backup.json\)"):
        restore(tmp_path / "letters.zip", place, "Ana")
    (tmp_path / "table.csv").write_text("a,b\n1,2\n" * 100)
    with pytest.raises(Refusal, match=r"\(its end is missing\)"):
        restore(tmp_path / "table.csv", place, "Ana")
    with pytest.raises(Refusal, match=r"can't be read \(No such file or directory\), so nothing"):
        restore(tmp_path / "none.zip", place, "Ana")
    with pytest.raises(Refusal, match=r"can't be read \(Is a directory\), so nothing"):
        restore(tmp_path, place, "Ana")


Change = Callable[[dict[str, Any], list[zipfile.ZipInfo]], None]


def _made_by_hand(
    path: Path,
    files: dict[str, bytes],
    change: Change = lambda content, infos: None,
    packing: int = zipfile.ZIP_DEFLATED,
) -> Path:
    """A backup with these files, sealed as ours are, after a change of its list and directory."""
    content = {
        "format": 1,
        "made_at": "2026-03-01T12:00:00+00:00",
        "bridgeboard": "0.1.0",
        "layout": LAYOUT,
        "files": [
            {
                "name": name,
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "mode": 0o600,
            }
            for name, data in files.items()
        ],
    }
    infos = [zipfile.ZipInfo(f"store/{name}") for name in files]
    change(content, infos)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for info, data in zip(infos, files.values(), strict=True):
            lie = info.file_size
            packed.writestr(info, data, zipfile.ZIP_DEFLATED)
            info.file_size = lie or len(data)
        packed.writestr("backup.json", json.dumps(durable.sealed(content)), packing)
    return path


def test_one_made_by_hand_without_a_change_is_restored(tmp_path: Path) -> None:
    made = _made_by_hand(tmp_path / "made.zip", {"test/letter.txt": CONTENT})
    assert (restore(made, tmp_path / "new", "Ana").root / "test/letter.txt").read_bytes() == CONTENT


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "test/../../outside",
        "/outside",
        "//outside",
        "./inside",
        "test//inside",
        "test/",
        "",
        "..",
        "C:/outside",
        "C:outside",
        "test\\..\\..\\outside",
        "test/con",
        "test/NUL.txt",
        "test/ending.",
        "test/ending ",
        "test/line\nbreak",
        "test/nothing\0",
        "a/" * 20 + "deep",
        "x" * 300,
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str, place: Path, tmp_path: Path) -> None:
    made = _made_by_hand(tmp_path / "made.zip", {name: CONTENT})
    with pytest.raises(Refusal, match="nothing was restored"):
        restore(made, place, "Ana")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made.zip", "place"]


def _is_a_link(content: dict[str, Any], infos: list[zipfile.ZipInfo]) -> None:
    infos[0].external_attr = (stat.S_IFLNK | 0o777) << 16


def _lists_less(content: dict[str, Any], infos: list[zipfile.ZipInfo]) -> None:
    content["files"].pop()


def _lists_more(content: dict[str, Any], infos: list[zipfile.ZipInfo]) -> None:
    content["files"].append(content["files"][0] | {"name": "more"})


def _lists_twice(content: dict[str, Any], infos: list[zipfile.ZipInfo]) -> None:
    content["files"].append(content["files"][0])


def _of_another_hash(content: dict[str, Any], infos: list[zipfile.ZipInfo]) -> None:
    content["files"][0]["sha256"] = "0" * 64


def _may_run(content: dict[str, Any], infos: list[zipfile.ZipInfo]) -> None:
    content["files"][0]["mode"] = 0o4755


def _bytes_in_words(content: dict[str, Any], infos: list[zipfile.ZipInfo]) -> None:
    content["files"][0]["bytes"] = "many"


def _says_less_than_it_unpacks_to(content: dict[str, Any], infos: list[zipfile.ZipInfo]) -> None:
    content["files"][0]["bytes"] = infos[0].file_size = 10


def _nests(content: dict[str, Any], infos: list[zipfile.ZipInfo]) -> None:
    content["files"] = "x"


@pytest.mark.parametrize(
    "change",
    [
        _is_a_link,
        _lists_less,
        _lists_more,
        _lists_twice,
        _of_another_hash,
        _may_run,
        _bytes_in_words,
        _says_less_than_it_unpacks_to,
        _nests,
    ],
)
def test_a_backup_that_lies_is_refused(change: Change, place: Path, tmp_path: Path) -> None:
    made = _made_by_hand(tmp_path / "made.zip", {"a/b": CONTENT, "a/c": bytes(10_000)}, change)
    with pytest.raises(Refusal, match=r"is not a whole backup of Bridgeboard.*nothing was rest"):
        restore(made, place, "Ana")


@pytest.mark.parametrize("two", [("a/b", "A/B"), ("a", "a/b"), ("ä", "a\u0308")])
def test_two_names_for_one_file_are_refused(
    two: tuple[str, str], place: Path, tmp_path: Path
) -> None:
    made = _made_by_hand(tmp_path / "made.zip", dict.fromkeys(two, CONTENT))
    with pytest.raises(Refusal, match="not a whole backup"):
        restore(made, place, "Ana")


def test_a_file_twice_in_the_zip_and_once_in_the_list_is_refused(
    place: Path, tmp_path: Path
) -> None:
    made = _made_by_hand(tmp_path / "made.zip", {"a/b": CONTENT, "a/c": CONTENT}, _lists_less)
    made.write_bytes(made.read_bytes().replace(b"store/a/c", b"store/a/b"))
    with pytest.raises(Refusal, match="it holds other files than it lists"):
        restore(made, place, "Ana")


def test_a_packing_that_is_not_ours_is_refused(place: Path, tmp_path: Path) -> None:
    made = _made_by_hand(tmp_path / "made.zip", {"a/b": CONTENT}, packing=zipfile.ZIP_LZMA)
    with pytest.raises(Refusal, match="packed in a way that Bridgeboard doesn't use"):
        restore(made, place, "Ana")


def test_more_than_the_disk_holds_is_refused_before_anything_is_written(
    place: Path, tmp_path: Path
) -> None:
    def huge(content: dict[str, Any], infos: list[zipfile.ZipInfo]) -> None:
        content["files"][0]["bytes"] = infos[0].file_size = 10**15

    made = _made_by_hand(tmp_path / "made.zip", {"a/b": CONTENT}, huge)
    with pytest.raises(Refusal, match=r"unpacks to 1,000,000,000\.0 MB and the disk .* has"):
        restore(made, place, "Ana")


def test_a_directory_of_the_zip_too_large_to_read_is_refused_unread(
    backup_file: Path, place: Path, tmp_path: Path
) -> None:
    whole = bytearray(backup_file.read_bytes())
    whole[-10:-6] = (4_000_000_000).to_bytes(4, "little")
    (tmp_path / "made.zip").write_bytes(whole)
    with pytest.raises(Refusal, match="it names far too many files"):
        restore(tmp_path / "made.zip", place, "Ana")


def test_a_newer_backup_and_a_list_that_nests_without_end_are_refused(
    place: Path, tmp_path: Path
) -> None:
    def newer(content: dict[str, Any], infos: list[zipfile.ZipInfo]) -> None:
        content["format"] = 2

    made = _made_by_hand(tmp_path / "made.zip", {"a/b": CONTENT}, newer)
    with pytest.raises(Refusal, match="A newer Bridgeboard made this backup"):
        restore(made, place, "Ana")
    with zipfile.ZipFile(tmp_path / "nested.zip", "w") as packed:
        packed.writestr("backup.json", "[" * 200_000)
    with pytest.raises(Refusal, match="not a whole backup"):
        restore(tmp_path / "nested.zip", place, "Ana")
