"""publish on the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bridgeboard import settings
from bridgeboard.access import WHOLE
from bridgeboard.cli import main
from bridgeboard.store import Store

ROWS = {"answers": [{"item_id": "b1", "value": 3}, {"item_id": "b2", "value": 4}]}


@pytest.fixture(autouse=True)
def store(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store that the command line uses."""
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_folder))
    return Store(store_folder)


@pytest.fixture
def broken(programme_folder: Callable[..., Path]) -> Path:
    """A folder with one broken cell."""
    return programme_folder(
        {"answers": [{"item_id": "b1", "value": 3}, {"item_id": "b2", "value": 77}]}
    )


def test_a_folder_is_published_and_said_in_one_line(
    store: Store, programme_folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", str(programme_folder(ROWS)), "--by", "Ana Ng"]) == 0
    with store.open("test", WHOLE) as snapshot:
        assert snapshot.by == "Ana Ng"
        assert snapshot.query("SELECT count(*) AS n FROM answers_psa12").item() == 1
        said = capsys.readouterr()
        assert said.out == f"test: published 5 rows as {snapshot.snapshot_id}.\n"
        assert said.err == ""


def test_who_publishes_is_the_user_of_the_system_unless_said(
    store: Store, programme_folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "rut")
    assert main(["publish", str(programme_folder())]) == 0
    assert store.snapshots("test")[0].by == "rut"


def test_one_broken_cell_is_said_in_a_sentence_and_nothing_changes(
    store: Store, broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", str(broken)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    first, last = said.err.splitlines()
    assert first.startswith("Refused: answers.csv, row 3, column value: found")
    assert "77" in first
    assert last.endswith(
        "1 row is refused, so nothing was published. "
        "Mend what is listed, or publish the good rows alone with --accept-good."
    )
    assert not store.root.exists()


def test_good_rows_are_published_where_asked(
    store: Store, broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", str(broken), "--accept-good"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("test: published 4 rows without 1 refused ones as ")
    assert said.err.startswith("Refused: answers.csv, row 3, column value")
    assert store.snapshots("test")[0].n_refused == 1


def test_many_equal_problems_are_summed_up(
    programme_folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = programme_folder(
        {"answers": [{"respondent_id": f"r{n}", "item_id": "b1", "value": 77} for n in range(90)]}
    )
    assert main(["publish", str(folder)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert lines[19].endswith("(70 more like this.)")
    assert "90 rows are refused" in lines[20]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["publish"], "Name the programme's folder"),
        (["publish", "no/such/folder"], "no/such/folder is not there"),
        (["publish", str(settings.DATA / "reference")], "there is too little to publish"),
        (["publish", str(settings.DATA / "upsides"), "--by", " "], "Say who publishes"),
    ],
)
def test_what_cannot_be_published_is_said_without_a_traceback(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert words in capsys.readouterr().err.splitlines()[-1]


def test_the_shipped_programmes_are_published_once(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", "--shipped", "--by", "make"]) == 0
    first = capsys.readouterr()
    assert [line.split(":")[0] for line in first.out.splitlines()] == ["upsides", "demonstration"]
    assert all(": published " in line for line in first.out.splitlines())
    assert first.err == ""
    assert store.programmes() == ["demonstration", "upsides"]

    assert main(["publish", "--shipped"]) == 0
    assert capsys.readouterr().out == (
        "upsides: is in the store already.\ndemonstration: is in the store already.\n"
    )
    assert len(store.snapshots("upsides")) == 1


def test_a_shipped_programme_that_is_damaged_is_published_again(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["publish", "--shipped"])
    for path in (store.root / "upsides" / "snapshots").glob("*.duckdb"):
        path.write_bytes(b"")
    capsys.readouterr()
    assert main(["publish", "--shipped"]) == 0
    assert capsys.readouterr().out.startswith("upsides: published ")
    with store.open("upsides", WHOLE) as snapshot:
        assert snapshot.warning is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_terminal_shows_a_progress_bar(
    store: Store, programme_folder: Callable[..., Path]
) -> None:
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    done = subprocess.run(
        [sys.executable, "-m", "bridgeboard", "publish", str(programme_folder(ROWS))],
        cwd=settings.PROJECT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        shown = terminal.read(65536).decode()
    assert "programme: Reading and checking" in shown
    assert " % |" in shown
    assert done.stdout.startswith(b"test: published 5 rows as ")
