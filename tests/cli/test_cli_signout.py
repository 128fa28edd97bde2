"""signout on the command line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bridgeboard.access import sign_ins
from bridgeboard.access.admission import ALL, key_of_email
from bridgeboard.cli import main


@pytest.fixture(autouse=True)
def root(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store that the command line uses."""
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_folder))
    return store_folder


@pytest.mark.parametrize(
    ("what", "key"),
    [("One@Example.org", key_of_email("one@example.org")), ("--all", ALL)],
)
def test_what_was_issued_until_now_has_ended(root, capsys, what, key):
    before = time.time()
    assert main(["signout", what]) == 0
    assert "signed out" in capsys.readouterr().out
    ended = sign_ins.ended(root)
    assert list(ended) == [key]
    assert before <= ended[key] <= time.time()


@pytest.mark.parametrize("given", [[], ["one@example.org", "--all"]])
def test_it_wants_one_person_or_all(given):
    with pytest.raises(SystemExit) as caught:
        main(["signout", *given])
    assert caught.value.code == 2


def test_where_nothing_can_be_written_it_says_so_and_fails(root, capsys):
    root.mkdir(parents=True)
    (root / "access").write_text("no folder", encoding="utf-8")
    assert main(["signout", "--all"]) == 1
    assert "Nobody was signed out" in capsys.readouterr().err
