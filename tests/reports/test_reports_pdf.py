"""The PDF: tagged, in every script, with its tables, and without what is hidden."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from pypdf import PdfReader

from bridgeboard.reports import asked_of, contents
from bridgeboard.reports.paper_table import laid_out
from bridgeboard.reports.pdf_file import pdf
from bridgeboard.reports.pictures import for_paper
from tests.reports.conftest import (
    ARABIC,
    FORMULA,
    GERMAN,
    GUJARATI,
    HEBREW,
    SCRIPT,
    SMALL_MEAN,
    SMALL_PAY_WRITTEN,
    SWAHILI,
    TYPST,
    UNRELEASED,
)


@pytest.fixture(scope="module")
def programme(report):
    """The report on the whole programme, for the team, with pictures if there is a browser."""
    return PdfReader(io.BytesIO(pdf(report("team", "programme"))))


@pytest.fixture(scope="module")
def said(programme):
    """All the text of that report, read once."""
    return text(programme)


def text(reader):
    """All its text in one line: a name may stand in a narrow column."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def reader(report):
    return PdfReader(io.BytesIO(pdf(report)))


def test_it_is_tagged_and_says_its_language_and_title_as_pdf_ua_asks(programme):
    root = programme.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert programme.metadata.title == "Test: The whole programme"
    # Only what has a shape for each letter, and a text for each picture, may be marked so.
    assert b"pdfuaid" in programme.xmp_metadata.stream.get_data()
    assert len(programme.outline) > 10


def test_every_script_comes_out_with_its_font_inside(programme, said):
    for words in (SWAHILI, GERMAN):
        assert words in said
    for word in HEBREW.split():
        assert word in said
    # What is drawn by joined letters is read back letter by letter.
    for words in (ARABIC, GUJARATI):
        assert set(words) <= set(said)
    fonts = {
        font["/BaseFont"].partition("+")[2]
        for page in programme.pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
    }
    for script in ("Hebrew", "Arabic", "Gujarati"):
        assert any(name.startswith(f"NotoSans{script}") for name in fonts)


def test_nothing_in_a_file_is_markup(said):
    for words in (TYPST, FORMULA, SCRIPT):
        assert "".join(words.split()) in "".join(said.split())


def test_every_page_says_the_view_and_that_rows_are_simulated(programme):
    banner = "Team view: everything, for people who work in the programme. Not to be passed on."
    for page in programme.pages:
        assert page.extract_text().startswith(banner)


def test_pictures_have_a_text_and_tables_are_there_without_a_browser(held):
    said = text(PdfReader(io.BytesIO(held("team", "comparison", "pdf"))))
    assert "There is no picture of this chart here: no browser was found" in said
    assert SMALL_MEAN[0] in said


def test_nothing_hidden_is_in_the_shareable_pdf_and_all_of_it_is_in_the_teams(held):
    said = {
        view: " ".join(text(PdfReader(io.BytesIO(held(view, about, "pdf")))) for about in abouts)
        for view, abouts in (
            ("team", ("a", "b")),
            ("shareable", ("a", "programme", "comparison")),
        )
    }
    for secret in (SMALL_MEAN[0], " ".join(SMALL_PAY_WRITTEN.split()), UNRELEASED):
        assert secret in said["team"], secret
        assert secret not in said["shareable"], secret
    assert "Shareable view: numbers under k = 10 hidden." in said["shareable"]


def test_a_plot_too_tall_to_be_read_on_a_page_has_no_picture_and_its_table_says_all(report):
    found = report("team", "comparison")
    chart = next(one for one in found.charts if isinstance(one.figure, dict))
    layout = {**chart.figure["layout"], "height": 3000}
    tall = replace(chart, figure={**chart.figure, "layout": layout})
    svg = replace(chart, figure='<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert {place: one.kind for place, one in for_paper([tall, svg]).items()} == {1: "svg"}


def test_a_letter_that_no_font_has_doesnt_keep_the_report_from_being_written(published, tmp_path):
    snapshot = published({"sites": [{"site_id": "a", "site_name": "\U0001f9ed ᚠ"}]})
    asked = asked_of(snapshot, tmp_path, view="team", day=date(2026, 3, 31))
    made = reader(contents.site(asked, "a"))
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(made.pages) > 1


def test_a_table_that_is_the_same_in_a_column_says_so_once():
    frame = pl.DataFrame(
        {"Wave": ["Before"] * 2, "Site": ["A", "B"], "n": [3, 4], "Note": [None] * 2}
    )
    laid = laid_out(frame)
    assert laid.frame.columns == ["Site", "n"]
    assert laid.common == "Wave: Before"
    assert laid.place == "text"


def test_a_long_table_stands_at_the_end_and_a_wide_one_on_its_side():
    names = [f"column{n}" for n in range(30)]
    rows = [[f"words{n} of {row}" for n in range(30)] for row in range(30)]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    assert laid_out(frame).place == "side"
    assert laid_out(frame.select(names[:3])).place == "upright"
    assert laid_out(frame.select(names[:3]).head(5)).place == "text"
