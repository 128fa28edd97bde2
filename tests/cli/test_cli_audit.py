"""audit on the command line, and what other commands write into it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from bridgeboard import audit
from bridgeboard.cli import main
from bridgeboard.cli.publish import user
from tests.cli.test_cli_report import TABLES


@pytest.fixture
def root(store_folder, published, monkeypatch):
    """A store with one programme, which the command line uses."""
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_folder))
    published(TABLES).close()
    return store_folder


def said(root):
    """What was recorded last: event, programme, details."""
    last = audit.events(root)[-1]
    assert last["by"] == user()
    return last["event"], last["programme"], last["details"]


def snapshot(root):
    return json.loads((root / "test" / "current.json").read_text())["content"]["current"]


def test_who_did_what_is_printed_and_the_log_is_whole(root, capsys):
    audit.record(root, "downloaded", "=cmd()", "test", file="test_x_team.csv", bytes=5)
    assert main(["audit"]) == 0
    out, err = capsys.readouterr()
    heading, _, *rows = out.splitlines()
    assert heading.split() == ["at", "by", "event", "programme", "what"]
    assert [row.split()[2] for row in rows] == ["added", "published", "downloaded"]
    seal = audit.read(root).seals[-1]
    assert err.startswith("The audit is whole. Its lines: 1; none was changed or is missing.")
    assert f"seal is {seal}. Note it" in err
    assert main(["audit", "--format", "csv", "--programme", "test"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["event"] for row in rows] == ["added", "published", "downloaded"]
    assert rows[2]["by"] == "'=cmd()"
    assert main(["audit", "--format", "json", "--seal", seal]) == 0
    assert json.loads(capsys.readouterr().out)[2] | {"at": ""} == {
        "at": "",
        "by": "=cmd()",
        "event": "downloaded",
        "programme": "test",
        "what": "file: test_x_team.csv; bytes: 5",
    }


def test_a_log_that_is_not_whole_says_so_and_ends_with_1(root, capsys):
    audit.record(root, "downloaded", "ada", "test", file="test_x_team.csv", bytes=5)
    (path,) = (root / "audit").glob("2*.jsonl")
    path.write_bytes(path.read_bytes().replace(b"ada", b"eve"))
    assert main(["audit"]) == 1
    out, err = capsys.readouterr()
    assert "eve" in out
    assert err == "Line 1 of all is not the one that was written.\n"


def test_a_seal_that_is_no_longer_there_says_so(root, capsys):
    assert main(["audit", "--seal", "0" * 64]) == 1
    assert "the log was replaced" in capsys.readouterr().err


def test_an_empty_audit_says_so(root, capsys):
    assert main(["audit"]) == 0
    assert "has no line yet" in capsys.readouterr().err


def test_a_measure_as_a_file_is_recorded_and_on_the_screen_is_not(root, capsys):
    assert main(["measure", "sites", "--programme", "test"]) == 0
    assert audit.events(root) == []
    call = ["measure", "sites", "--programme", "test", "--format", "csv", "--view", "shareable"]
    assert main([*call, "--site", "a"]) == 0
    details = {"measure": "sites", "format": "csv", "view": "shareable", "sites": ["a"]}
    assert said(root) == ("exported", "test", details | {"snapshot_id": snapshot(root)})


def test_a_report_is_recorded(root, capsys, tmp_path):
    to = tmp_path / "r.xlsx"
    assert main(["report", "test", "--site", "a", "--to", str(to)]) == 0
    details = {"report": "site", "format": "xlsx", "view": "team", "sites": ["a"]}
    details |= {"bytes": to.stat().st_size, "snapshot_id": snapshot(root)}
    assert said(root) == ("exported", "test", details)


def test_ending_sign_ins_is_recorded(root, capsys):
    assert main(["signout", "one@example.org"]) == 0
    assert said(root) == ("signed out", "", {"person": "one@example.org"})
    assert main(["signout", "--all"]) == 0
    assert said(root) == ("signed out", "", {"person": "everybody"})


def test_what_cannot_be_recorded_is_said_and_done(root, capsys, tmp_path):
    (root / "audit").write_text("where the folder should be")
    assert main(["measure", "sites", "--programme", "test", "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    assert "Köln" in out
    assert err.startswith("Look at this: it stands in no audit, which can't be written (")
