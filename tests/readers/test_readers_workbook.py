"""XLSX: what cells become, and what is said of workbooks that can't be read."""

import datetime
import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.readers import workbook_guard
from bridgeboard.readers.workbook import Workbook, opened, text_of

NAMES = ("sites", "waves")


def book(sheets):
    """A workbook's bytes: each sheet a name and what fills it, given the sheet and the workbook."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        for name, fill in sheets.items():
            fill(workbook.add_worksheet(name), workbook)
    return file.getvalue()


def rows(*cells):
    def fill(sheet, _):
        for number, row in enumerate(cells):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)

    return fill


def read(data, name="sites"):
    workbook = opened(data, "p.xlsx", NAMES)
    assert isinstance(workbook, Workbook), workbook
    table, problems = workbook.read(name)
    return table, [problem.sentence() for problem in problems]


def test_sheets_are_tables_whatever_their_case_and_spaces():
    workbook = opened(book({"Sites ": rows(["a"]), "budget": rows(["x"])}), "p.xlsx", NAMES)
    assert workbook.sheets == {"sites": ["Sites "]}
    assert workbook.others == ["budget"]


def test_each_kind_of_cell_becomes_the_text_that_stands_for_it():
    def fill(sheet, workbook):
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Text", "whole", "part", "day", "moment", "flag", "empty"])
        sheet.write_string(1, 0, "03")
        sheet.write_number(1, 1, 5.0)
        sheet.write_number(1, 2, 0.1)
        sheet.write_datetime(1, 3, datetime.datetime(2020, 1, 31), day)
        sheet.write_datetime(1, 4, datetime.datetime(2020, 1, 31, 10, 5), day)
        sheet.write_boolean(1, 5, True)

    table, sentences = read(book({"sites": fill}))
    assert sentences == []
    assert table.frame.columns == ["text", "whole", "part", "day", "moment", "flag", "empty"]
    assert table.frame.row(0) == (
        *("03", "5", "0.1"),
        *("2020-01-31", "2020-01-31T10:05:00", "true", None),
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-3.0, "-3"),
        (2.5, "2.5"),
        (1e20, "1e+20"),
        (False, "false"),
        (datetime.date(2020, 1, 31), "2020-01-31"),
        (datetime.datetime(2020, 1, 31), "2020-01-31"),
        (datetime.time(9, 30), "09:30:00"),
        (datetime.timedelta(hours=36), "36 h"),
        (" kept ", " kept "),
    ],
)
def test_values_as_text(value, text):
    assert text_of(value) == text


def test_rows_and_columns_keep_the_numbers_and_letters_that_the_user_sees():
    def fill(sheet, _):
        sheet.write_row(2, 1, ["site_id", "city", ""])
        sheet.write_row(3, 1, ["a", "Ulm"])
        sheet.write_row(6, 1, ["b", "Gulu", "under no heading"])

    table, sentences = read(book({"sites": fill}))
    assert table.rows.to_list() == [4, 7]
    assert table.frame.rows() == [("a", "Ulm"), ("b", "Gulu")]
    assert sentences == [
        "p.xlsx, sheet sites: found cells under no heading in column D, but a column without a "
        "heading is left out. Give it its heading in the first row, or delete it."
    ]


def test_a_formula_that_failed_keeps_its_error_instead_of_vanishing():
    def fill(sheet, _):
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 0, "=A1", None, "fine")
        sheet.write_formula(3, 1, "=NA()", None, "#N/A")

    table, _ = read(book({"sites & more": rows(["x"]), "sites": fill}))
    assert table.frame.rows() == [("#DIV/0!", None), ("fine", None), (None, "#N/A")]


def test_merged_cells_are_pointed_at():
    def fill(sheet, _):
        sheet.write_row(0, 0, ["a", "b"])
        sheet.merge_range(1, 0, 2, 0, "both")
        sheet.write_column(1, 1, ["x", "y"])

    table, sentences = read(book({"sites": fill}))
    assert table.frame.rows() == [("both", "x"), (None, "y")]
    assert sentences == [
        "p.xlsx, sheet sites, row 2: found merged cells, but only the first of them holds the "
        "value and the others are empty. Unmerge them and fill in each cell."
    ]


def test_a_blank_sheet_has_no_headings():
    table, sentences = read(book({"sites": rows()}))
    assert table is None
    assert sentences == [
        "p.xlsx, sheet sites: found nothing, but the first row must hold the headings. Fill in the "
        "table, or delete it if you have no such data."
    ]


def encrypted(data):
    """The same zip file with every entry marked as encrypted."""
    changed = bytearray(data)
    at = 0
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := changed.find(mark, at)) >= 0:
            changed[at + flags] |= 1
            at += 4
    return bytes(changed)


GOOD = book({"sites": rows(["a", "b"], ["1", "2"])})
MUST = "but this must be an Excel workbook (.xlsx)"
DAMAGED = (
    f"p.xlsx: found a damaged workbook, or another kind of file under this name, {MUST}. Open it "
    "in your spreadsheet and save it again as .xlsx, or copy it here once more."
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", f"p.xlsx: found nothing, {MUST}. The file is empty: copy it here once more."),
        (
            b"site_id,city\na,Ulm\n",
            f"p.xlsx: found a text file under this name, {MUST}. Give it the name of its table and "
            "the ending .csv.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "p.xlsx: found a password-protected workbook, or one of the old kind (.xls), "
            f"{MUST} that opens without a password. Take the password off, and save it again as "
            ".xlsx.",
        ),
        (
            encrypted(GOOD),
            "p.xlsx: found a password-protected workbook, but it must open without a password. "
            "Take the password off and save it again.",
        ),
        (GOOD[: len(GOOD) // 2], DAMAGED),
        (GOOD[:-30], DAMAGED),
        (b"PK\x03\x04 and so on", DAMAGED),
        (b"\x89PNG\r\n\x1a\n\0\0", DAMAGED),
    ],
)
def test_a_workbook_that_can_not_be_read_gives_one_sentence(data, sentence):
    problem = opened(data, "p.xlsx", NAMES)
    assert problem.sentence() == sentence


def test_a_zip_file_that_is_no_workbook_is_damaged():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert opened(file.getvalue(), "p.xlsx", NAMES).sentence() == DAMAGED


def zipped(part, pieces):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:  # noqa: SIM117
        with archive.open(part, "w", force_zip64=True) as entry:
            for piece in pieces:
                entry.write(piece)
    return file.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_laid_out(monkeypatch):
    monkeypatch.setattr(workbook_guard, "MOST_UNPACKED", 50_000_000)
    data = zipped("xl/sharedStrings.xml", [b"<si><t>aaaaaaaa</t></si>" * 40_000] * 100)
    assert len(data) < 500_000
    sentence = opened(data, "p.xlsx", NAMES).sentence()
    assert "more than 50\u202f000\u202f000 bytes once unpacked" in sentence


def test_the_size_in_the_zip_header_is_not_believed(monkeypatch):
    monkeypatch.setattr(workbook_guard, "MOST_UNPACKED", 50_000_000)
    data = bytearray(zipped("xl/sharedStrings.xml", [b"<si><t>aaaaaaaa</t></si>" * 40_000] * 100))
    central = data.rfind(b"PK\x01\x02")
    data[central + 24 : central + 28] = (1_000).to_bytes(4, "little")
    sentence = opened(bytes(data), "p.xlsx", NAMES).sentence()
    assert "more than 50\u202f000\u202f000 bytes once unpacked" in sentence


def test_two_cells_in_far_corners_are_not_laid_out():
    def fill(sheet, _):
        sheet.write(0, 0, "site_id")
        sheet.write(1_048_575, 16_383, "far")

    sentence = opened(book({"sites": fill}), "p.xlsx", NAMES).sentence()
    assert sentence == (
        "p.xlsx: found cells as far away as row 1\u202f048\u202f576 in column 16\u202f384, but a "
        "sheet may span 30\u202f000\u202f000 cells. Delete what stands far right or far below of "
        "the table, or save it as CSV UTF-8."
    )


def test_formats_without_content_in_far_corners_do_no_harm():
    def fill(sheet, workbook):
        sheet.write_row(0, 0, ["site_id", "city"])
        sheet.write_row(1, 0, ["a", "Ulm"])
        sheet.write_blank(1_048_575, 16_383, None, workbook.add_format({"bold": True}))

    table, sentences = read(book({"sites": fill}))
    assert (table.frame.rows(), sentences) == ([("a", "Ulm")], [])


@pytest.mark.parametrize(
    "junk", [b"<c " * 300_000, b'<c t="e" r="' * 100_000, b'r="ZZ9" ' * 100_000]
)
def test_a_part_that_is_no_xml_is_looked_through_at_once(junk):
    data = zipped("xl/worksheets/sheet1.xml", [junk])
    assert opened(data, "p.xlsx", NAMES).sentence() == DAMAGED


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=40))
@settings(deadline=None, max_examples=150)
def test_any_damage_to_a_workbook_gives_tables_or_one_problem(place, damage):
    data = GOOD[:place] + damage + GOOD[place + len(damage) :]
    workbook = opened(data, "p.xlsx", NAMES)
    if isinstance(workbook, Workbook):
        for name in workbook.sheets:
            table, problems = workbook.read(name)
            assert table is not None or problems
    else:
        assert workbook.sentence()


#: What XML 1.0 can hold; Excel's _x000D_ is how it writes the others.
CELLS = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc", "Cn"],
        exclude_characters="\ufffe\uffff",
        include_characters="\n\t",
    ),
    max_size=20,
)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
@settings(deadline=None, max_examples=60)
def test_any_text_comes_back_from_a_workbook(cells):
    table, sentences = read(book({"sites": rows(["a", "b"], *cells)}))
    assert sentences == []
    assert dict(zip(table.rows.to_list(), table.frame.rows(), strict=True)) == {
        number: tuple(cell or None for cell in row)
        for number, row in enumerate(cells, start=2)
        if any(cell.strip() for cell in row)
    }
