"""A workbook reads back as it was: numbers as numbers, days as days, text as text."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from bridgeboard.ui.xlsx_file import xlsx_bytes


def _rows(written: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(written)).get_sheet_by_index(0).to_python()


def _sheet(written: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        return parts.read("xl/worksheets/sheet1.xml").decode()


def test_numbers_days_and_text_keep_their_kind_and_nothing_stays_empty():
    frame = pl.DataFrame(
        {
            "site": ["Ulm", None],
            "n": [-3, None],
            "share": [0.25, float("nan")],
            "exact": [Decimal("1.50"), None],
            "done": [date(2024, 2, 29), None],
            "at": [datetime(2024, 2, 29, 13, 5, tzinfo=UTC), None],
            "shown": [True, None],
            "points": [[1.0, 2.5], []],
        }
    )
    rows = _rows(xlsx_bytes(frame))
    assert rows[0] == frame.columns
    assert rows[1] == [
        "Ulm",
        -3.0,
        0.25,
        1.5,
        date(2024, 2, 29),
        datetime(2024, 2, 29, 13, 5),
        True,
        "1.0; 2.5",
    ]
    # A last row of empty cells is no row.
    assert len(rows) == 2


def test_what_it_is_and_where_from_stands_above_the_table():
    notes = ("Who said what?", "Simulated data", "Source: a, b")
    rows = _rows(xlsx_bytes(pl.DataFrame({"site": ["Ulm"], "n": [3]}), notes))
    assert [row[0] for row in rows] == [*notes, "", "site", "Ulm"]
    assert rows[-1] == ["Ulm", 3.0]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "http://a.example"]
)
def test_no_text_becomes_a_formula_or_a_link(text):
    written = xlsx_bytes(pl.DataFrame({text: [text]}), (text,))
    assert "<f>" not in _sheet(written)
    assert "hyperlink" not in _sheet(written)
    assert {row[0] for row in _rows(written)} == {text, ""}


def test_a_text_that_looks_like_a_formula_stays_text_when_it_is_edited():
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(pl.DataFrame({"a": ["=1", "b"]})))) as parts:
        styles = parts.read("xl/styles.xml").decode()
    assert 'quotePrefix="1"' in styles


def test_a_number_that_a_spreadsheet_would_round_stays_as_text():
    assert _rows(xlsx_bytes(pl.DataFrame({"a": [2**53 + 1, 2]})))[1:] == [[str(2**53 + 1)], [2.0]]


def test_hebrew_and_very_long_text_and_a_table_without_rows():
    rows = _rows(xlsx_bytes(pl.DataFrame({"בית": ["ציטוט", "x" * 40_000]})))
    assert rows[:2] == [["בית"], ["ציטוט"]]
    assert len(rows[2][0]) == 32_767
    assert _rows(xlsx_bytes(pl.DataFrame({"a": []}, schema={"a": pl.String}))) == [["a"]]


@settings(max_examples=50)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1))
def test_whatever_text_there_is_reads_back(texts):
    rows = _rows(xlsx_bytes(pl.DataFrame({"a": texts})))
    assert [row[0] for row in rows[1:]] == texts
