"""The workbook, read back: numbers are numbers, text is text, and nothing hidden is in it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from bridgeboard.reports import asked_of, contents
from bridgeboard.reports.xlsx_file import workbook
from tests.reports.conftest import (
    ARABIC,
    DAY,
    FORMULA,
    GUJARATI,
    HEBREW,
    SCRIPT,
    SMALL_PAY,
    SWAHILI,
    TYPST,
    UNRELEASED,
)


def sheets(data):
    """Every sheet by name, as rows of values."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def rows(sheet):
    """The rows of a measure's sheet as dicts by heading."""
    head = next(number for number, row in enumerate(sheet) if row[0] == "site_id")
    return [dict(zip(sheet[head], row, strict=True)) for row in sheet[head + 1 :]]


def texts(data):
    return {str(value) for sheet in sheets(data).values() for row in sheet for value in row}


def test_there_is_a_sheet_of_what_it_is_one_per_measure_and_one_of_methods_and_sources(
    held, report
):
    whole = report("team", "comparison")
    found = sheets(held("team", "comparison", "xlsx"))
    kinds = ["scores", "shifts", "items", "themes", "context", "CFIR", "readiness", "pay", "steps"]
    assert list(found) == [
        "About",
        *(f"Compared, {kind}" for kind in kinds),
        "Income levels",
        "Scale scores",
        "Shift",
        "Shift over all sites",
        "Answers",
        "Themes",
        "Context",
        "CFIR ratings",
        "Readiness",
        "Payment of PSWs",
        "Waves",
        "Stages",
        "Sites",
        "Methods and sources",
    ]
    scores = found["Compared, scores"]
    assert any("With so few sites a level is its sites" in str(row[0]) for row in scores)
    head = next(row for row in scores if row[0] == "Site")
    assert head[:6] == ["Site", "Income level", "n", "Value", "Lower", "Upper"]
    about = {row[0]: row[1] for row in found["About"] if row[0] and row[1]}
    for term, said in whole.about:
        assert about[term] == said
    for name, sheet in found.items():
        assert sheet[1][0] == whole.banner, name


def test_numbers_are_numbers_with_all_their_digits_and_have_their_unit_in_the_heading(held):
    scores = rows(sheets(held("team", "comparison", "xlsx"))["Scale scores"])
    small = [row for row in scores if row["site_id"] == "b" and row["scale_id"] == "total"]
    assert [row["value (scale points)"] for row in small] == [
        pytest.approx(109 / 48, abs=1e-12)
    ] * 2
    assert [row["n (people)"] for row in small] == [4, 4]
    assert {type(row["n (people)"]) for row in scores} == {float}


def test_days_are_days(held):
    steps = rows(sheets(held("team", "programme", "xlsx"))["Milestones"])
    assert {row["planned_on"] for row in steps} - {""} == {date(2025, 1, 10)}


def test_text_in_any_script_comes_out_and_nothing_is_a_formula_or_a_link(held):
    data = held("team", "programme", "xlsx")
    found = texts(data)
    assert {HEBREW, GUJARATI, FORMULA, SCRIPT, ARABIC, SWAHILI, TYPST} <= found
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in book.namelist():
            inside = book.read(name).decode("utf-8", "replace")
            if name.startswith("xl/worksheets/"):
                assert "<f>" not in inside
                assert "<hyperlink" not in inside
        styles = book.read("xl/styles.xml").decode()
    assert re.search(r'quotePrefix="1"', styles)


def test_nothing_hidden_is_in_the_shareable_workbook_and_all_of_it_is_in_the_teams(held):
    everything = {
        view: set().union(*(texts(held(view, about, "xlsx")) for about in abouts))
        for view, abouts in (
            ("team", ("a", "comparison")),
            ("shareable", ("a", "b", "programme", "comparison")),
        )
    }
    for secret in (f"{SMALL_PAY}.0", str(109 / 48)[:12], UNRELEASED):
        assert any(secret in text for text in everything["team"]), secret
        assert not any(secret in text for text in everything["shareable"]), secret
    assert any(text.startswith("hidden: fewer than 10") for text in everything["shareable"])


def test_every_sheet_of_simulated_rows_says_so(demonstration, tmp_path):
    asked = asked_of(demonstration, tmp_path, view="shareable", day=DAY)
    report = contents.comparison(asked)
    for name, sheet in sheets(workbook(report)).items():
        assert sheet[1][0] == "Simulated data. Shareable view: numbers under k = 10 hidden.", name
