"""programmes, snapshots and rollback on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bridgeboard.cli import main
from bridgeboard.store import Store


@pytest.fixture(autouse=True)
def store(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store that the command line uses."""
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_folder))
    return Store(store_folder)


@pytest.fixture
def two(store: Store, programme_folder: Callable[..., Path]) -> list[str]:
    """Ids of two snapshots of a programme, the older one first."""
    folder = programme_folder({}, {"name": "Brücke גשר"})
    for by in ("Ana", "Ben"):
        assert main(["publish", str(folder), "--by", by]) == 0
    return [record.snapshot_id for record in reversed(store.snapshots("test"))]


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[list[str]]:
    """The table's rows without its headings, split where two spaces are."""
    capsys.readouterr()
    assert main(list(arguments)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert set(lines[1]) <= {"-", " "}
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines[2:]]


def test_programmes_are_listed_with_what_is_served(
    two: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (row,) = shown(capsys, "programmes")
    assert row[:2] == ["test", "Brücke גשר"]
    assert row[3:] == ["Ben", two[1], "2"]


def test_an_empty_store_says_how_to_fill_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["programmes"]) == 0
    assert "publish FOLDER makes one" in capsys.readouterr().out


def test_snapshots_are_listed_newest_first(
    two: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    newer, older = shown(capsys, "snapshots", "test")
    assert (newer[0], newer[2], newer[-1]) == (two[1], "Ben", "served")
    assert (older[0], older[2], older[-1]) == (two[0], "Ana", "0")


def test_a_damaged_snapshot_is_listed_as_such(
    two: list[str], store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    (store.root / "test" / "snapshots" / f"{two[1]}.duckdb").unlink()
    (store.root / "test" / "snapshots" / f"{two[0]}.json").unlink()
    newer, older = shown(capsys, "snapshots", "test")
    assert newer[-1] == "damaged: its file is missing"
    assert older[-1] == "damaged: its manifest is missing or damaged"


def test_rolling_back_serves_the_older_one(
    two: list[str], store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rollback", "test", two[0], "--by", "Cem"]) == 0
    assert (
        capsys.readouterr()
        .out.splitlines()[-1]
        .startswith(f"test: serving {two[0]} again, which Ana published on 20")
    )
    assert [row[-1] for row in shown(capsys, "snapshots", "test")] == ["0", "served"]
    assert store.history("test")[-1]["by"] == "Cem"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["snapshots", "tset"], "has no programme “tset”; it has: test."),
        (["snapshots", "../test"], "has no programme “../test”; it has: test."),
        (["rollback", "tset", "x"], "has no programme “tset”; it has: test."),
        (["rollback", "test", "x"], "“test” has no snapshot “x”; it has: 20"),
        (["rollback", "test", "../current"], "“test” has no snapshot “../current”; it has: 20"),
    ],
)
def test_what_is_not_there_names_what_is(
    two: list[str], arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1
