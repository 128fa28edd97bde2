"""report on the command line: what it writes, and what it refuses in one sentence."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from bridgeboard.cli import main

TABLES = {
    "sites": [{"site_id": "a", "site_name": "Köln"}, {"site_id": "b", "site_name": "באר שבע"}],
    "waves": [
        {"wave_id": "pre", "order": 1, "label": "Before"},
        {"wave_id": "post", "order": 2, "label": "After"},
    ],
    "statements": [{"site_id": "a", "text": "-2"}],
    "milestones": [{"site_id": "a", "milestone": "A room", "planned_on": "2026-03-01"}],
}


@pytest.fixture
def store(store_folder, published, monkeypatch):
    """A store with one programme, which the command line uses."""
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_folder))
    published(TABLES).close()


def report(capsys, *arguments):
    """What the command prints when all is well."""
    assert main(["report", "test", *map(str, arguments)]) == 0
    out = capsys.readouterr()
    assert out.err == ""
    return out.out


def refusal(capsys, *arguments):
    assert main(["report", *map(str, arguments)]) == 1
    out = capsys.readouterr()
    assert out.out == ""
    assert "Traceback" not in out.err
    assert len(out.err.strip().splitlines()) == 1
    return out.err.strip()


def test_a_report_on_one_site_as_html_is_read_on_the_day_that_is_named(store, capsys, tmp_path):
    file = tmp_path / "köln.html"
    said = report(capsys, "--site", "a", "--to", file, "--day", "2026-03-11")
    assert said.startswith(f"{file}: Köln: One site, ")
    page = file.read_text(encoding="utf-8")
    assert "<h1" in page
    assert "10 days" in page  # from 1 to 11 March


def test_a_comparison_as_a_workbook_says_its_view_and_waves(store, capsys, tmp_path):
    file = tmp_path / "report.xlsx"
    report(capsys, "--comparison", "--to", file, "--view", "shareable", "--wave", "pre")
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.read_bytes()))
    about = {row[0]: row[1] for row in book.get_sheet_by_name("About").to_python()}
    assert about["Filters"] == "waves: Before"
    assert about["View"].startswith("Shareable view: numbers under k = 10 hidden.")


def test_a_light_report_has_no_script(store, capsys, tmp_path):
    file = tmp_path / "report.HTML"
    report(capsys, "--light", "--to", file)
    assert "<script" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody", "--to", "r.html"), "nobody"),
        (("test", "--to", "r.docx"), "ends in .html, .pdf or .xlsx: r.docx does not."),
        (("test", "--to", "r.xlsx", "--light"), "Only an HTML report has a light form"),
        (("test", "--to", "r.html", "--site", "x"), "has no site 'x': choose among a, b."),
        (("test", "--to", "r.html", "--wave", "x"), "has no wave 'x': choose among pre, post."),
        (("test", "--to", "/nowhere/r.xlsx"), "/nowhere/r.xlsx can't be written"),
        (("test", "--to", "r.xlsx", "--compare", "pay"), "say what is compared: add --comparison."),
        (("test", "--to", "r.xlsx", "--comparison", "--compare", "pay"), "nothing to compare here"),
    ],
)
def test_what_can_not_be_done_is_said_in_one_sentence(
    store, capsys, tmp_path, monkeypatch, arguments, said
):
    monkeypatch.chdir(tmp_path)
    assert said in refusal(capsys, *arguments)
    assert list(tmp_path.glob("r.*")) == []


def test_one_site_or_a_comparison_but_not_both(store, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["report", "test", "--to", "r.html", "--site", "a", "--comparison"])
    assert ended.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


def test_a_comparison_of_one_kind_on_another_basis(store, capsys, tmp_path):
    file = tmp_path / "report.xlsx"
    asked = ("--comparison", "--compare", "steps", "--basis", "at_baseline", "--order", "name")
    report(capsys, *asked, "--to", file, "--day", "2026-03-11")
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.read_bytes()))
    assert [name for name in book.sheet_names if name.startswith("Compared")] == ["Compared, steps"]
    about = {row[0]: row[1] for row in book.get_sheet_by_name("About").to_python()}
    assert "at the first wave" in about["Rules"]
