"""A CSV says what it is, reads back unchanged, and runs nothing."""

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgeboard.formula_cells import harmless
from bridgeboard.ui.csv_file import csv_bytes, file_name


def _rows(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "|calc", "%0A=1", "＝1+1"],
)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str):
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Ulm", "a=b", "3-4", "'=1", "… said", "בית"])
def test_other_text_stays(text: str):
    assert harmless(text) == text


@given(st.text())
def test_no_cell_begins_as_a_formula(text: str):
    assert not harmless(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_numbers_stay_numbers_and_nothing_stays_empty():
    frame = pl.DataFrame({"n": [-3, None], "share": [0.5, None], "name": ["-x", None]})
    assert _rows(csv_bytes(frame)) == [["n", "share", "name"], ["-3", "0.5", "'-x"], ["", "", ""]]


def test_notes_stand_above_the_table_as_comments_that_readers_of_data_skip():
    frame = pl.DataFrame({"site": ["Ulm"], "n": [3]})
    written = csv_bytes(frame, ["Source: a, b", "=evil"])
    assert _rows(written)[:2] == [["#", "Source: a, b"], ["#", "'=evil"]]
    assert pl.read_csv(written, comment_prefix="#").rows() == [("Ulm", 3)]


def test_the_file_begins_with_a_byte_order_mark_for_excel_and_keeps_hebrew():
    written = csv_bytes(pl.DataFrame({"site": ["בית ההחלמה"]}))
    assert written.startswith(b"\xef\xbb\xbf")
    assert _rows(written)[1] == ["בית ההחלמה"]


def test_a_heading_of_a_column_runs_nothing_either():
    assert _rows(csv_bytes(pl.DataFrame({"=1": [1]})))[0] == ["'=1"]


def test_a_list_is_one_cell():
    frame = pl.DataFrame({"points": [[1.0, 2.5], []], "names": [["a", None], ["=b"]]})
    assert _rows(csv_bytes(frame))[1:] == [["1.0; 2.5", "a; "], ["", "'=b"]]


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("upsides", "Who said what?", "team"), "upsides_who-said-what_team.csv"),
        (("x", "../../etc/passwd"), "x_etc-passwd.csv"),
        (("x", "C:\\a\nb\x00c"), "x_c-a-b-c.csv"),
        (("x", "בית ההחלמה"), "x_בית-ההחלמה.csv"),
        (("x", "..."), "x.csv"),
    ],
)
def test_a_file_name_is_made_of_words(parts, name):
    assert file_name(*parts) == name


def test_a_file_name_is_never_long():
    assert len(file_name("x" * 50, "y" * 500, "team")) <= 104


def test_a_long_title_leaves_room_for_who_may_see_the_file():
    name = file_name("upsides", "so long a question " * 20, "shareable", ending=".svg")
    assert name.startswith("upsides_so-long-a-question")
    assert name.endswith("_shareable.svg")
