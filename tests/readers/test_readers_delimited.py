"""CSV bytes to text, and what is said of bytes that are none."""

import csv
import io
import string

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bridgeboard.readers import delimited
from bridgeboard.readers.delimited import delimiter_of, read_delimited

#: Spreadsheets hold neither NUL nor lone surrogates.
CELLS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


def read(data):
    table, problems = read_delimited(data, "sites", "sites.csv")
    return table, [problem.sentence() for problem in problems]


def rows_of(data):
    table, problems = read_delimited(data, "sites", "sites.csv")
    assert problems == []
    return dict(zip(table.rows.to_list(), table.frame.rows(), strict=True))


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n1,2\n",
        b"a;b\n1;2\n",
        b"a\tb\n1\t2\n",
        b"a,b\r\n1,2\r\n",
        b"a,b\r1,2\r",
        b"a,b\n1,2",
        b"a,b\n1,2\n\n\n",
        b"\xef\xbb\xbfa,b\n1,2\n",
        b'"a","b"\n"1","2"\n',
        b"sep=;\na;b\n1;2\n",
        b"\xef\xbb\xbfsep=;\r\na;b\r\n1;2\r\n",
        b" A , B \n1,2\n",
        b"a,b,,\n1,2,,\n",
        b"a,b\n1,2,,,\n",
        b"a,b,\n1,2\n",
    ],
)
def test_one_row_in_every_dialect_that_spreadsheets_write(data):
    assert rows_of(data) == {2: ("1", "2")}


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"a,b\n1,2\n\n3,4\n", {2: ("1", "2"), 4: ("3", "4")}),
        (b"a,b\n1,2\n,\n  ,\n3,4\n", {2: ("1", "2"), 5: ("3", "4")}),
        (b'a,b\n1,"x\ny\nz"\n3,4\n', {2: ("1", "x\ny\nz"), 3: ("3", "4")}),
        (b'a,b\r\n1,"x\r\ny"\r\n3,4\r\n', {2: ("1", "x\r\ny"), 3: ("3", "4")}),
        (b'a,b\r1,"x"\r3,4\r', {2: ("1", "x"), 3: ("3", "4")}),
        (b"\n\na,b\n1,2\n", {4: ("1", "2")}),
        (b",\na,b\n1,2\n", {3: ("1", "2")}),
        (b'a\n"1, one"\n2\n', {2: ("1, one",), 3: ("2",)}),
        (b'a,b\n5" nail,2\n', {2: ('5" nail', "2")}),
        (b'a,b\n"say ""yes""",2\n', {2: ('say "yes"', "2")}),
        (b"a,b\n03, 3 \n", {2: ("03", " 3 ")}),
        (b"a,b\n1,\n", {2: ("1", None)}),
        (b'a,b\n1,""\n', {2: ("1", None)}),
        (b'"a;b",c\n1,2\n', {2: ("1", "2")}),
    ],
)
def test_rows_are_numbered_as_a_spreadsheet_shows_them(data, rows):
    assert rows_of(data) == rows


@pytest.mark.parametrize(
    ("headings", "names"),
    [
        ("Site ID,city", ["site_id", "city"]),
        ("SITE-ID,City ", ["site_id", "city"]),
        ("site_id,\u00a0CITY", ["site_id", "city"]),
        ("Site  Id,city", ["site_id", "city"]),
        ("site\u2011id,city", ["site_id", "city"]),
        ('"site\nid",city', ["site_id", "city"]),
    ],
)
def test_headings_are_ours_whatever_their_case_spaces_and_hyphens(headings, names):
    table, sentences = read(f"{headings}\n1,2\n".encode())
    assert (table.frame.columns, sentences) == (names, [])


SAVE = (
    "Open it in your spreadsheet and save it again as CSV UTF-8 (in Excel: File, Save As, "
    '"CSV UTF-8"; in LibreOffice: Save As, Text CSV, character set Unicode UTF-8).'
)
EMPTY = (
    "sites.csv: found nothing, but the first row must hold the headings. Fill in the table, or "
    "delete it if you have no such data."
)
UNCLOSED = (
    "but a cell that begins with a quotation mark must end with one, and inside it each must be "
    "doubled. Mend this row, or save the table again from your spreadsheet, which sets them; "
    "nothing of this file was loaded."
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", EMPTY),
        (b"\xef\xbb\xbf", EMPTY),
        (b"\n \n\r\n", EMPTY),
        (b",,,\n,,\n", EMPTY),
        (
            b"a,A\n1,2\n",
            "sites.csv, row 1: found the heading a over columns A and B (spelt \"a\" and \"A\"), "
            "but each heading may stand over one column only. Rename or delete all but one of "
            "them.",
        ),
        (
            b"a,b,a,c,a\n1,2,3,4,5\n",
            "sites.csv, row 1: found the heading a over columns A, C and E, but each heading may "
            "stand over one column only. Rename or delete all but one of them.",
        ),
        (
            b",".join(b"h%d" % n for n in range(20_000)),
            "sites.csv, row 1: found 20\u202f000 headings, but a spreadsheet has 16\u202f384 "
            "columns at most. Save the table again from where it came from; its line ends may be "
            "lost.",
        ),
        (
            b'a,b\n1,2\n"3,4\n5,6\n',
            f"sites.csv, row 3: found a cell whose quotation mark is never closed, {UNCLOSED}",
        ),
        (
            b'a,b\n1,"x\ny"\n"say "yes" twice",4\n',
            f"sites.csv, row 3: found a quotation mark inside a quoted cell, {UNCLOSED}",
        ),
        (
            b"a,b\n1,2\n3,x\0y\n",
            "sites.csv, row 3: found a NUL byte (character 12 of the file), but a text file holds "
            "none: it was damaged, or is no text file. Save the table again from where it came "
            "from, as CSV UTF-8.",
        ),
        (
            b"PK\x03\x04\x14\x00\x06\x00",
            "sites.csv: found an Excel workbook or another zip file under this name, but this must "
            "be a text file of cells. Save each sheet as CSV UTF-8, or give the workbook its own "
            "name ending, .xlsx.",
        ),
        (
            b"<html><body><table><tr><td>site_id</td></tr></table></body></html>",
            "sites.csv: found a web page or XML under this name, but this must be a text file of "
            "cells. Some systems export a web page under the name of a spreadsheet: open it in "
            "your spreadsheet and save it again as CSV UTF-8.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "sites.csv: found an old or password-protected Excel workbook under this name, but "
            "this must be a text file of cells. Open it in your spreadsheet, take the password "
            "off, and save each sheet as CSV UTF-8.",
        ),
        (
            "a,b\n1,ä\n".encode("utf-16"),
            "sites.csv, row 1: found text in UTF-16 (what Excel calls Unicode text), but files "
            f"must be in UTF-8. {SAVE}",
        ),
        (
            "a,b\n1,2\n".encode("utf-16-be"),
            "sites.csv, row 1: found text in UTF-16 (what Excel calls Unicode text), but files "
            f"must be in UTF-8. {SAVE}",
        ),
        (
            'a,b\n1,"two\nlines"\n3,Günzburg\n'.encode("latin-1"),
            "sites.csv, row 3: found byte 0xFC (byte 22 of the file), which is not UTF-8; the file "
            "is probably in Windows-1252 or Latin-1 (what Excel's plain CSV writes in western "
            f"Europe), but files must be in UTF-8. {SAVE}",
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_gives_one_sentence(data, sentence):
    table, sentences = read(data)
    assert table is None
    assert sentences == [sentence]


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("a,b\n1,Günzburg\n2,Größe, Übung\n", "cp1252", "Windows-1252 or Latin-1"),
        ("a,b\n1,“quoted” – text\n", "cp1252", "Windows-1252 or Latin-1"),
        ("a,b\n1,Günzburg\n2,Größe und Übung\n", "mac_roman", "Mac Roman"),
        ("a,b\n1,באר שבע והסביבה\n", "cp1255", "Windows-1255 (Hebrew)"),
        ("a,b\n1,مرحبا بالعالم\n", "cp1256", "Windows-1256 (Arabic)"),
        ("a,b\n1,Привет всем людям\n", "cp1251", "Windows-1251 (Cyrillic)"),
        ("a,b\n1,精神保健福祉センターのピアサポーター\n", "cp932", "Shift-JIS"),
        ("a,b\n1,同伴支持工作者的报酬和培训\n", "gb18030", "GB 18030"),
    ],
)
def test_the_likely_encoding_is_named(text, codec, name):
    _, sentences = read(text.encode(codec))
    assert len(sentences) == 1
    assert f"probably in {name}" in sentences[0]
    assert "row 2" in sentences[0]


def test_a_row_with_too_few_or_too_many_cells_is_refused_and_kept_for_what_refers_to_it():
    table, sentences = read(b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n")
    mend = (
        "A comma inside a cell needs quotation marks around the cell; save the table again from "
        "your spreadsheet, which sets them."
    )
    assert sentences == [
        "sites.csv, row 3: found 2 cells, but there are 3 headings. Fill in or delete this row. If "
        "it is the rest of a cell with a line break, that cell needs quotation marks; your "
        "spreadsheet sets them.",
        f"sites.csv, row 4: found 4 cells, but there are 3 headings. {mend}",
    ]
    assert table.refused == {3, 4}
    assert table.frame["a"].to_list() == ["1", "4", "6"]


def test_a_million_ragged_rows_are_twenty_problems_that_count_the_rest():
    table, problems = read_delimited(b"a,b\n" + b"1\n" * 1_000, "sites", "sites.csv")
    assert len(problems) == 20
    assert problems[-1].also == 980
    assert len(table.refused) == 1_000


def test_cells_under_no_heading_are_left_out_and_said():
    table, sentences = read(b"a,,b\n1,2,3\n")
    assert table.frame.rows() == [("1", "3")]
    assert sentences == [
        "sites.csv: found cells under no heading in column B, but a column without a heading is "
        "left out. Give it its heading in the first row, or delete it."
    ]


def test_the_delimiter_is_what_the_headings_are_apart_by():
    assert delimiter_of("a;b;c\n1,5;2,5;3,5\n") == ";"
    assert delimiter_of("a\tb\n1,2,3\t4;5;6\n") == "\t"
    assert delimiter_of('"a,b,c";d\n') == ";"
    assert delimiter_of("\n\na;b\n") == ";"
    assert delimiter_of("alone\n1,2\n") == ","


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6), st.sampled_from(",;\t"))
@example([("", "a")], ";")
@example([('"', "\n"), ("\r", "\r\n")], ",")
@settings(deadline=None)
def test_any_text_comes_back_from_any_dialect(rows, delimiter):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("a", "b"), *rows])
    read_back = rows_of(file.getvalue().encode())
    assert read_back == {
        number: tuple(cell or None for cell in row)
        for number, row in enumerate(rows, start=2)
        if any(cell.strip() for cell in row)
    }


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_give_a_table_or_problems(data):
    table, problems = read_delimited(data, "sites", "sites.csv")
    assert table is not None or problems
    for problem in problems:
        assert problem.sentence()


@given(st.text(st.sampled_from('ab,;\t\r\n" \x00é\ufeff'), max_size=60))
@settings(deadline=None, max_examples=300)
def test_any_jumble_of_delimiters_and_quotes_gives_a_table_or_problems(text):
    table, problems = read_delimited(text.encode(), "sites", "sites.csv")
    assert table is not None or problems
    if table is not None:
        assert len(table.rows) == len(table.frame)
        assert table.rows.is_sorted()


@given(
    st.lists(
        st.lists(st.text(string.ascii_letters + "é .'#", max_size=4), min_size=2, max_size=2),
        min_size=0,
        max_size=8,
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
@settings(deadline=None, max_examples=200)
def test_the_quick_way_and_the_exact_way_give_the_same(rows, end):
    text = end.join(",".join(row) for row in [["x", "y"], *rows])
    quick = delimited._plain(text.encode(), ",", "sites", "sites.csv")
    exact, problems = delimited._exact(text, ",", "sites", "sites.csv")
    assert quick is not None
    assert problems == []
    assert quick[0].frame.equals(exact.frame)
    assert quick[0].rows.equals(exact.rows)


@pytest.mark.parametrize("body", ["1\n", "1,2,3\n4\n", ",\n\n1,2\n", '1,"2"\n', "1,2\n3\n4,5,6\n"])
def test_the_quick_way_leaves_what_is_out_of_the_ordinary_to_the_exact_way(body):
    assert delimited._plain(b"a,b\n" + body.encode(), ",", "sites", "sites.csv") is None


def test_a_cell_of_a_megabyte_is_read():
    table, problems = read_delimited(b'a,b\n"' + b"x" * 1_000_000 + b'",2\n', "sites", "sites.csv")
    assert problems == []
    assert table.frame.select(pl.col("a").str.len_bytes()).item() == 1_000_000
