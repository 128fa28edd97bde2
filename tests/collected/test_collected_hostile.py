"""Hostile and hopeless files: each is refused in words that fit it, and nothing is laid out first.

Several of the workbooks here ended the whole process before they were looked into: that this
module comes to its end is what it tests.
"""

from __future__ import annotations

import io
import random
import tempfile
import zipfile

import pytest

from bridgeboard.collected import DroppedFile
from bridgeboard.collected.dropped_file import LARGEST_EXPORT
from bridgeboard.collected.recognition import collect, recognised
from tests.collected import table_files as files
from tests.collected.table_files import csv_bytes, xlsx_bytes

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(*members: tuple[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members:
            archive.writestr(name, text)
    return held.getvalue()


def workbook(rows: str, before: str = "", *more: tuple[str, str]) -> bytes:
    """A workbook of one sheet, its rows as raw XML."""
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packed = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped(
        (
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{office}.sheet.main+xml"/>'
            "</Types>",
        ),
        (
            "_rels/.rels",
            f'<?xml version="1.0"?><Relationships xmlns="{packed}"><Relationship Id="rId1" '
            f'Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        ),
        (
            "xl/workbook.xml",
            f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{links}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            f'<?xml version="1.0"?><Relationships xmlns="{packed}"><Relationship Id="rId1" '
            f'Type="{links}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        ),
        (
            "xl/worksheets/sheet1.xml",
            f'<?xml version="1.0"?>{before}<worksheet xmlns="{_MAIN}"><sheetData>{rows}'
            "</sheetData></worksheet>",
        ),
        *more,
    )


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


GOOD = f'<row r="1">{cell("A1", "code")}{cell("B1", "q1")}</row>'
GOOD += f'<row r="2">{cell("A2", "p1")}<c r="B2"><v>4</v></c></row>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc">]>'
BARE = "<c><v>1</v></c>" * 16_000
FAR = "cells as far away as row"
#: Rows of a sheet, and what is said of them.
SHEETS = {
    "far corners": (GOOD + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', FAR),
    "small letters": (GOOD + '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>', FAR),
    "spaces": (GOOD + '<row r="1048576"><c r = "XFD1048576"><v>1</v></c></row>', FAR),
    "a tab": (GOOD + '<row r="1048576"><c\tr="XFD1048576"><v>1</v></c></row>', FAR),
    "no references": (GOOD + f'<row r="1048576">{BARE}</row>', FAR),
    "a wide row, and one far down": (
        f'<row r="1">{BARE}</row><row r="1048576"><c><v>1</v></c></row>',
        FAR,
    ),
    "references and none": (
        f'<row r="1"><c r="Z1"><v>1</v></c>{BARE}</row>'
        '<row r="999999"><c r="A999999"><v>1</v></c></row>',
        FAR,
    ),
    "a tag without an end": (GOOD + "<row><c" + ' r="AA1"' * 200_000 + "/></row>", "damaged"),
}


def refused(data: bytes, name: str, **how: str) -> str:
    """What is said to be wrong: the only problem, or the first of those that refuse."""
    one = recognised([DroppedFile(name, data, **how)])[0]
    found = collect([one.file])
    problems = [*one.problems, *(p for read in found for p in read.problems)]
    assert not any(len(table.frame) for read in found for table in read.tables)
    first = next(problem for problem in problems if problem.severity == "refused")
    assert first.file.startswith(name)
    return f"{first.found}: {first.mend}"


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_that_would_fill_the_memory(name):
    rows, said = SHEETS[name]
    assert said in refused(workbook(rows), "x.xlsx")


def test_a_long_text_that_many_cells_point_to():
    text = ("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}"><si><t>{"x" * 500_000}</t></si></sst>')
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}" t="s"><v>0</v></c></row>'
        for n in range(1, 2000)
    )
    assert "texts that fill more than" in refused(workbook(rows, "", text), "x.xlsx")
    # The same text once is an answer.
    few = f'<row r="1">{cell("A1", "code")}{cell("B1", "said")}</row>'
    few += f'<row r="2">{cell("A2", "p1")}<c r="B2" t="s"><v>0</v></c></row>'
    table = collect([DroppedFile("x.xlsx", workbook(few, "", text))])[0].tables[0]
    assert table.frame["said"].str.len_chars().to_list() == [500_000]


def test_many_texts_of_which_one_is_long_are_fine():
    long = "<si><t>" + "x" * 30_000 + "</t></si>"
    text = f'<sst xmlns="{_MAIN}">{long}<si><t>code</t></si><si/><si><t>short</t></si></sst>'
    rows = '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>3</v></c></row>'
    rows += "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>3</v></c><c r="B{n}" t="s"><v>3</v></c></row>'
        for n in range(2, 20_000)
    )
    data = workbook(rows, "", ("xl/sharedStrings.xml", text))
    assert len(collect([DroppedFile("x.xlsx", data)])[0].tables[0].frame) == 19_998


def test_cells_without_references_are_read_where_they_stand():
    rows = "<row><c t='inlineStr'><is><t>code</t></is></c><c t='inlineStr'><is><t>q1</t></is></c>"
    rows += "</row><row><c><v>1</v></c><c><v>4</v></c></row>"
    table = collect([DroppedFile("x.xlsx", workbook(rows))])[0].tables[0]
    assert table.frame.to_dicts() == [{"code": "1", "q1": "4"}]


def test_entities_are_not_followed():
    rows = GOOD + f'<row r="3">{cell("A3", "&b;")}{cell("B3", "&f;")}</row>'
    assert "damaged" in refused(workbook(rows, LAUGHS), "x.xlsx")


def test_formulas_are_their_values():
    rows = f'<row r="1">{cell("A1", "person")}{cell("B1", "q1")}</row>'
    rows += f'<row r="2">{cell("A2", "=cmd|x")}<c r="B2"><f>1+3</f><v>4</v></c></row>'
    table = collect([DroppedFile("x.xlsx", workbook(rows))])[0].tables[0]
    assert table.frame.to_dicts() == [{"person": "=cmd|x", "q1": "4"}]


def test_a_bomb_is_found_early():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(110):
                part.write(b" " * 1_000_000)
    assert "once unpacked" in refused(held.getvalue(), "x.xlsx")


@pytest.mark.parametrize("name", ["x.ods", "x.xlsx"])
def test_other_spreadsheets_are_named(name):
    repeated = f'<t:table xmlns:t="{_ODF}:table:1.0" t:number-rows-repeated="1000000"/>'
    data = zipped(("mimetype", "application/x"), ("content.xml", repeated))
    assert "OpenDocument" in refused(data, name)


def test_a_zip_file_is_not_unpacked(tmp_path):
    members = (("../../x.csv", csv_bytes(files.PLAIN)), ("/y.csv", csv_bytes(files.PLAIN)))
    assert "Unpack it first" in refused(zipped(*members), "exports.zip")


NOTHING_TO_READ = {
    "nothing": (b"", ": Export it once more"),
    "spaces": (b"\xef\xbb\xbf  \r\n \n", ": Export it once more"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a picture"),
    "a PDF": (b"%PDF-1.7 ...", "a PDF"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(500), "old Excel workbook (.xls)"),
    "R's data": (b"\x1f\x8b\x08" + bytes(50), "gzip"),
    "a Stata file": (b"<stata_dta><header>", "a Stata file"),
    "a web page": (b"<!DOCTYPE html><table><tr><td>1</table>", "a web page"),
    "JSON": (b'{"answers": [1, 2]}', "JSON"),
    "a letter": (b"Dear all,\nplease find the table attached.\nYours, A\n", "no table"),
    "a NUL byte": (b"code,q1\np1,\0\n", "a NUL byte"),
    "a row without end": (b"a" + b"," * 3_000_000, "a first row of more than a million"),
    "a cut workbook": (xlsx_bytes({"A": files.PLAIN})[:900], "damaged or cut off workbook"),
    "a cut SPSS file": (files.sav()[:700], "a damaged or cut off SPSS file"),
    "a header only": (b"code,q1,q2\n", "headings and nothing below them"),
    "a header of Qualtrics only": (
        csv_bytes(files.qualtrics_rows()[:3]),
        "headings and nothing below them",
    ),
    "a header of SurveyMonkey only": (
        csv_bytes(files.SURVEYMONKEY[:2]),
        "headings and nothing below them",
    ),
    "a quote without end": (b'code,q1\np1,"4\np2,5\n', "never closed"),
}


@pytest.mark.parametrize("name", NOTHING_TO_READ)
def test_files_with_nothing_to_read_say_why(name):
    data, said = NOTHING_TO_READ[name]
    assert said in refused(data, "export.csv")


def test_files_above_the_limit_are_not_looked_at():
    assert "a file of 100\u202f000\u202f001 bytes" in refused(bytes(LARGEST_EXPORT + 1), "x.csv")


def test_a_row_of_too_many_cells_below_the_headings():
    data = b"person,q1\np1,4\n" + b"," * 10_000_001
    assert "more than 10\u202f000\u202f000 cells" in refused(data, "x.csv")


def test_a_row_with_too_many_cells_is_left_out_and_said():
    good = b"".join(b"p%d,5\n" % n for n in range(3, 20))
    found = collect([DroppedFile("x.csv", b"id,q1\np1,4,7,8\np2\n" + good)])[0]
    assert found.tables[0].rows.to_list() == list(range(4, 21))
    assert [(p.row, p.found) for p in found.problems] == [(2, "4 cells"), (3, "1 cell")]


def test_headings_that_repeat_are_told_apart():
    found = collect([DroppedFile("x.csv", b"q,q,q,\n1,2,3,4\n")])[0]
    assert found.tables[0].frame.columns == ["q", "q (2)", "q (3)", "column D"]
    assert {p.rule for p in found.problems} == {"heading", "one column per heading"}


def test_noise_after_an_spss_header_ends_no_process_and_leaves_nothing_behind(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    noise = random.Random(7)
    head = files.sav()[:176]
    for _ in range(5):
        data = head + noise.randbytes(3000)
        assert "damaged" in refused(data, "x.sav")
    assert not list(tmp_path.iterdir())


def test_an_encoding_that_no_bytes_are_in():
    data = csv_bytes(files.PLAIN) + "é".encode("cp1252")
    assert "byte 0xE9" in refused(data, "x.csv")
    assert "no text in no such" in refused(data, "x.csv", encoding="no such")
    assert "Choose another encoding" in refused(b"code,q1\np1,4\n12", "x.csv", encoding="utf-16")
