"""publish --on: what doesn't fit is said before anything is read."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from bridgeboard.cli import main
from bridgeboard.cluster.short_tables import accept_short
from bridgeboard.problems import Refusal
from bridgeboard.store import Store


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["folder", "--data", "s3://bucket"], "name it with --on"),
        (["folder", "--scratch", "/tmp"], "name it with --on"),
        (["folder", "--on", "sc://a:1", "--accept-good"], "leave --accept-good out"),
        (["--shipped", "--on", "sc://a:1"], "Name the programme's folder"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    options: list[str],
    said: str,
    store_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_folder))
    assert main(["publish", *options]) == 1
    assert said in capsys.readouterr().err
    assert Store(store_folder).programmes() == []


@pytest.mark.skipif(importlib.util.find_spec("sqlglot") is not None, reason="they are installed")
def test_without_its_packages_it_says_where_they_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", str(tmp_path), "--on", "sc://127.0.0.1:1"]) == 1
    said = capsys.readouterr().err
    assert "packages that are not installed here" in said
    assert "docs/past_one_machine.md" in said


def test_answers_with_a_row_a_respondent_stay_on_this_machine(tmp_path: Path) -> None:
    (tmp_path / "Answers-PSA12.csv").write_text("respondent_id,b1\n")
    with pytest.raises(Refusal, match=r"holds Answers-PSA12\.csv, with a row a respondent"):
        accept_short(tmp_path)
