"""python -m bridgeboard form: a form for a programme, or one sentence on why not."""

from __future__ import annotations

import csv

import pytest

from bridgeboard.cli import form, main
from bridgeboard.forms import FORM_KINDS
from bridgeboard.settings import DATA
from tests.conftest import folder_of

DEMONSTRATION = str(DATA / "demonstration")


def test_the_help_page_offers_the_kinds_there_are():
    assert tuple(FORM_KINDS) == form.KINDS


@pytest.mark.parametrize("kind", form.KINDS)
def test_a_form_is_written_and_says_what_is_in_it(tmp_path, capsys, kind):
    file = tmp_path / f"form{FORM_KINDS[kind].ending}"
    asked = ["form", "psa12", "--as", kind, "--to", str(file), "--programme", DEMONSTRATION]
    assert main(asked) == 0
    assert file.stat().st_size > 200
    said = capsys.readouterr().out
    assert "PSA-12: Demonstration (simulated), 20 questions." in said
    assert ("1 = strongly disagree" in said) == (kind == "csv")


def test_several_instruments_in_one_form_and_what_is_missing_of_them(tmp_path, capsys):
    file = tmp_path / "form.csv"
    asked = ["form", "psa12", "--with", "pcat", "oric", "--as", "csv", "--to", str(file)]
    assert main(asked) == 0
    (headings,) = csv.reader(file.read_text(encoding="utf-8-sig").splitlines())
    assert len(headings) == 1 + 8 + 12 + 14 + 12
    said = capsys.readouterr().out
    assert "not the questions of pCAT" in said
    assert "not the questions of ORIC" in said
    assert "PSA-12's" not in said


def test_a_published_programme_gives_sites_and_waves(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(tmp_path / "store"))
    assert main(["publish", str(folder_of(tmp_path / "north"))]) == 0
    file = tmp_path / "form.csv"
    asked = ["form", "psa12", "--as", "redcap", "--to", str(file), "--programme", "test"]
    assert main([*asked, "--events"]) == 0
    text = file.read_text(encoding="utf-8-sig")
    assert "site_id,psa12,About you,radio," in text
    assert "wave_id" not in text


def test_a_programmes_own_instrument(tmp_path):
    folder = folder_of(tmp_path / "north")
    (folder / "instruments").mkdir()
    own = (DATA.parent / "schemas/instruments/psa12.toml").read_text(encoding="utf-8")
    (folder / "instruments/own-12.toml").write_text(
        own.replace('instrument_id = "psa12"', 'instrument_id = "own-12"'), encoding="utf-8"
    )
    file = tmp_path / "form.csv"
    asked = ["form", "own-12", "--as", "csv", "--to", str(file), "--programme", str(folder)]
    assert main(asked) == 0
    assert "own_12_b1" in file.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["psa", "--as", "csv", "--to", "x.csv"], "There is no instrument 'psa': choose among aim"),
        (["psa12", "--as", "xlsform", "--to", "x.csv"], "ends in .xlsx"),
        (["psa12", "--as", "csv", "--to", "no/such/x.csv"], "can't be written"),
        (["psa12", "--as", "csv", "--to", "x.csv", "--events"], "Only REDCap has events"),
        (
            ["psa12", "--as", "csv", "--to", "x.csv", "--programme", "nowhere"],
            "neither a folder nor a published programme (published: none)",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path, monkeypatch, capsys, more, said):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(tmp_path / "store"))
    assert main(["form", *more]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert not (tmp_path / "x.csv").exists()
