"""Programs for qualitative analysis: what is read of their files, and what is not."""

from __future__ import annotations

import pytest

from bridgeboard.collected import Coding, DroppedFile
from bridgeboard.collected.code_matrix import seen_matrix
from tests.collected.coded_files import (
    CODEBOOK,
    CODED,
    HIGHLIGHTS,
    PROJECT,
    SAMPLES,
    csv_of,
    qdpx,
    qualcoder_project,
    xlsx_of,
    zipped,
)


def read(name: str, data: bytes, kind: str, with_quotes: bool = False) -> Coding:
    """The file as its kind reads it, which must also be the kind that it looks like."""
    dropped = DroppedFile(name, data)
    seen = {one.name: found.sure for one in CODED if (found := one.seen(dropped))}
    assert max(seen, key=lambda name: seen[name]) == kind
    one = next(one for one in CODED if one.name == kind)
    coding = (one.quotes if with_quotes else one.read)(dropped, ())
    assert isinstance(coding, Coding)
    return coding


def rows(coding: Coding) -> list[tuple]:
    return coding.segments.select("document", "code", "segment", "coder", "n").rows()


def all_text(coding: Coding) -> str:
    return repr((coding, coding.segments.rows()))


NESTED = [
    ("FG1.docx", "Inner setting > Culture", 1, 1, 1),
    ("FG1.docx", "Inner setting > Culture", 1, 2, 1),
    ("FG1.docx", "Inner setting > Culture", 2, 1, 1),
    ("FG2.docx", "Barriers > Time", 1, 1, 1),
]


@pytest.mark.parametrize("name", ["project.qde", "Project.QDE", "My study.qde"])
def test_a_project_gives_paths_passages_and_coders_by_number(name: str) -> None:
    coding = read("study.qdpx", qdpx(name=name), "refi-qda")
    assert rows(coding) == NESTED
    assert [code.code for code in coding.codes] == [
        "Inner setting", "Inner setting > Culture", "Barriers", "Barriers > Time",
    ]  # fmt: skip
    assert coding.codes[1].description == "Shared values"
    assert [one.document for one in coding.documents] == ["FG1.docx", "FG2.docx"]
    assert coding.documents[1].variables == {"Wave": "post"}
    assert not coding.problems


def test_no_name_of_a_person_path_or_word_of_a_transcript_is_kept() -> None:
    for with_quotes in (False, True):
        text = all_text(read("study.qdpx", qdpx(), "refi-qda", with_quotes))
        for secret in ("Jane", "John", "Mary", "jane.roe", "Every word", "cut off"):
            assert secret not in text
    assert "made welcome" not in all_text(read("study.qdpx", qdpx(), "refi-qda"))


def test_words_that_a_program_wrote_whole_come_only_if_asked_for() -> None:
    coding = read("study.qdpx", qdpx(), "refi-qda", with_quotes=True)
    assert coding.segments["quote"].to_list() == ["We were made welcome"] * 2 + [None] * 2


def test_a_project_file_alone_is_read_too() -> None:
    assert rows(read("project.qde", PROJECT.encode(), "refi-qda")) == NESTED


def test_a_project_without_a_codebook_or_codings_is_no_error() -> None:
    empty = '<Project xmlns="urn:QDA-XML:project:1.0" name="x" origin="ATLAS.ti 8"/>'
    coding = read("empty.qdpx", qdpx(empty), "refi-qda")
    assert not coding.problems
    assert not coding.codes
    assert "It has no codebook." in coding.said
    start, end = PROJECT.index("<Sources>"), PROJECT.index("</Sources>")
    coding = read("codes.qdpx", qdpx(PROJECT[:start] + "<Sources>" + PROJECT[end:]), "refi-qda")
    assert not coding.problems
    assert len(coding.codes) == 4
    assert len(coding.segments) == 0


def test_a_passage_of_a_pdf_counts_once_though_it_is_written_as_area_and_as_text() -> None:
    source = """<PDFSource guid="B" name="a.pdf">
      <PDFSelection page="0" firstX="1" firstY="1" secondX="2" secondY="2" name="granola">
       <Coding><CodeRef targetGUID="C"/></Coding></PDFSelection>
      <PDFSelection page="1" firstX="1" firstY="1" secondX="2" secondY="2" name="granola">
       <Coding><CodeRef targetGUID="C"/></Coding></PDFSelection>
      <PDFSelection page="3" firstX="1" firstY="1" secondX="2" secondY="2" name="Quotation 1">
       <Coding><CodeRef targetGUID="C"/></Coding></PDFSelection>
      <Representation name="r"><PlainTextSelection startPosition="1" endPosition="8"
       name="granola"><Coding><CodeRef targetGUID="C"/></Coding></PlainTextSelection>
      </Representation></PDFSource>"""
    project = (
        '<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes><Code guid="c" name="milk"/>'
        f"</Codes></CodeBook><Sources>{source}</Sources></Project>"
    )
    assert rows(read("a.qdpx", qdpx(project), "refi-qda")) == [
        ("a.pdf", "milk", 2, None, 1),
        ("a.pdf", "milk", 1, None, 1),
    ]


@pytest.mark.parametrize(
    "namespace",
    ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:codebook:0:4", "odd"],
)
def test_a_codebook_is_read_in_every_namespace(namespace: str) -> None:
    data = CODEBOOK.format(namespace=namespace).encode()
    coding = read("codes.qdc", data, "refi-qda-codebook")
    assert [(one.code, one.parent, one.description) for one in coding.codes] == [
        ("Inner setting", None, "Where it happens"),
        ("Inner setting > Culture", "Inner setting", None),
    ]


@pytest.mark.parametrize("shape", [csv_of, xlsx_of])
def test_taguette_highlights_are_a_row_for_each_tag(shape) -> None:
    coding = read("highlights", shape(HIGHLIGHTS), "taguette-highlights")
    assert rows(coding) == [
        ("FG1", "Inner setting > Culture", 1, None, 1),
        ("FG1", "benefits", 1, None, 1),
        ("FG2", "Barriers > Time", 1, None, 1),
    ]
    assert coding.segments["row"].to_list() == [2, 3, 4]
    assert "welcome" not in all_text(coding)
    words = read("highlights", shape(HIGHLIGHTS), "taguette-highlights", with_quotes=True)
    assert words.segments["quote"][2] == "No time at all."


def test_a_highlight_without_a_tag_is_left_out_and_said() -> None:
    coding = read("h.csv", csv_of([*HIGHLIGHTS, ["3", "FG2", "", "x"]]), "taguette-highlights")
    assert len(coding.segments) == 3
    assert [(one.row, one.column, one.severity) for one in coding.problems] == [
        (5, "tag", "doubtful")
    ]


@pytest.mark.parametrize("with_last_column", [True, False])
def test_taguette_codebooks_are_read_with_and_without_their_last_column(
    with_last_column: bool,
) -> None:
    table = [
        ["tag", "description", "number of highlights", "number of documents"],
        ["Inner setting.Culture", "peers welcome", "1", "1"],
        ["CFIR 2.0 domain", "", "0", "0"],
    ]
    if not with_last_column:
        table = [row[:3] for row in table]
    coding = read("codebook.csv", csv_of(table), "taguette-codebook")
    assert [(one.code, one.description) for one in coding.codes] == [
        ("Inner setting", None),
        ("Inner setting > Culture", "peers welcome"),
        ("CFIR 2.0 domain", None),
    ]


def test_a_qualcoder_project_gives_categories_codes_and_coders_by_number() -> None:
    coding = read("data.qda", qualcoder_project(), "qualcoder")
    assert rows(coding) == [
        ("FG1", "Inner setting > Culture", 1, 1, 1),
        ("FG1", "Inner setting > Culture", 1, 2, 1),
        ("FG1", "Inner setting > Culture", 2, 1, 1),
        ("FG2", "Time", 1, 1, 1),
    ]
    for secret in ("Jane", "John", "Every word", "welcome"):
        assert secret not in all_text(coding)
    quotes = read("data.qda", qualcoder_project(), "qualcoder", with_quotes=True).segments["quote"]
    assert quotes.to_list() == ["made welcome", "made welcome", "cut off", None]


def test_a_qualcoder_project_with_an_open_log_is_read_as_it_was_closed() -> None:
    data = qualcoder_project()
    assert len(rows(read("data.qda", data[:18] + b"\x02\x02" + data[20:], "qualcoder"))) == 4


MAXQDA = [
    ["Color", "Document group", "Document name", "Code", "Beginning", "End", "Segment",
     "Created by", "Comment"],
    ["●", "Lakeside", "FG1", "Inner setting\\Culture", "3", "3", "We were made welcome", "JR", "!"],
    ["●", "Lakeside", "FG1", "Inner setting\\Culture", "3", "3", "We were made welcome", "JD", ""],
    ["●", "Lakeside", "FG1", "Inner setting\\Culture", "3", "3", "Another one", "JR", ""],
]  # fmt: skip
NVIVO = [
    ["Hierarchical Name", "File Name", "Coded Text", "Reference", "Coded By Initials"],
    ["Codes\\\\Inner setting\\\\Culture", "Files\\\\FG1", "We were made welcome", "1", "JR"],
    ["Codes\\\\Inner setting\\\\Culture", "Files\\\\FG1", "We were made welcome", "1", "JD"],
    ["Codes\\\\Inner setting\\\\Culture", "Files\\\\FG1", "Another one", "2", "JR"],
]
ATLAS_TI = [
    ["ID", "Document", "Quotation Content", "Codes", "Created by", "Comment"],
    ["1:1", "FG1", "We were made welcome", "Inner setting::Culture\nBarriers", "Jane", ""],
]
DEDOOSE = [
    ["Excerpt Creator", "Media Title", "Excerpt Copy", "Codes Applied Combined",
     "Code: Culture, shared Applied", "Code: Time Applied"],
    ["jroe", "FG1", "We were made welcome", "Culture, shared", "True", "False"],
    ["jroe", "FG2", "No time", "Culture, shared, Time", "True", "True"],
]  # fmt: skip
CULTURE = "Inner setting > Culture"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (MAXQDA, [("FG1", CULTURE, 1, 1, 1), ("FG1", CULTURE, 1, 2, 1), ("FG1", CULTURE, 2, 1, 1)]),
        (NVIVO, [("FG1", CULTURE, 1, 1, 1), ("FG1", CULTURE, 1, 2, 1), ("FG1", CULTURE, 2, 1, 1)]),
        (ATLAS_TI, [("FG1", CULTURE, 1, 1, 1), ("FG1", "Barriers", 1, 1, 1)]),
        (DEDOOSE, [("FG1", "Culture, shared", 1, 1, 1), ("FG2", "Culture, shared", 1, 1, 1),
                   ("FG2", "Time", 1, 1, 1)]),
    ],
    ids=["MAXQDA", "NVivo", "ATLAS.ti", "Dedoose"],
)  # fmt: skip
@pytest.mark.parametrize("shape", [csv_of, xlsx_of])
def test_tables_of_segments_are_read_in_the_spelling_of_each_program(
    shape, table, expected
) -> None:
    coding = read("segments", shape(table), "coded-segments")
    assert sorted(rows(coding)) == sorted(expected)
    for secret in ("JR", "Jane", "jroe", "welcome"):
        assert secret not in all_text(coding)
    words = read("segments", shape(table), "coded-segments", with_quotes=True)
    assert "We were made welcome" in words.segments["quote"].to_list()


def test_document_groups_are_variables() -> None:
    coding = read("segments", csv_of(MAXQDA), "coded-segments")
    assert coding.documents[0].variables == {"Document group": "Lakeside"}


MATRIX = [
    ["", "FG1.docx", "FG2.docx", "SUM"],
    ["Inner setting\\Culture", "2", "", "2"],
    ["Barriers", "1", "3", "4"],
    ["SUM", "3", "3", "6"],
]
COUNTS = [
    ("FG1.docx", "Barriers", None, None, 1),
    ("FG1.docx", "Inner setting > Culture", None, None, 2),
    ("FG2.docx", "Barriers", None, None, 3),
]


@pytest.mark.parametrize("shape", [csv_of, xlsx_of])
@pytest.mark.parametrize("turned", [False, True])
def test_a_matrix_is_read_either_way_round_without_its_totals(shape, turned: bool) -> None:
    table = [list(row) for row in zip(*MATRIX, strict=True)] if turned else MATRIX
    coding = read("matrix", shape(table), "code-matrix")
    assert sorted(rows(coding)) == COUNTS
    assert len(coding.documents) == 2
    assert [one.name for one in coding.codes] == ["Inner setting", "Culture", "Barriers"]
    assert 'The row "SUM" was left out: the counts themselves are taken.' in coding.said
    assert not coding.problems


def test_totals_that_do_not_add_up_are_said() -> None:
    table = [*MATRIX[:2], ["Barriers", "1", "3", "9"], MATRIX[3]]
    coding = read("matrix.csv", csv_of(table), "code-matrix")
    assert [(one.row, one.found) for one in coding.problems] == [(3, "a total of 9")]


def test_the_first_cell_tells_what_stands_below_it() -> None:
    table = [["Code", "A", "B"], ["x", "1", "2"], ["Total", "1", "2"]]
    assert sorted(rows(read("m.csv", csv_of(table), "code-matrix"))) == [
        ("A", "x", None, None, 1),
        ("B", "x", None, None, 2),
    ]
    table = [["", "A", "B"], ["x", "1", "2"], ["Total", "1", "2"]]
    coding = read("m.csv", csv_of(table), "code-matrix")
    assert sorted(rows(coding)) == [("x", "A", None, None, 1), ("x", "B", None, None, 2)]
    assert [one.rule for one in coding.problems] == ["documents and codes"]


@pytest.mark.parametrize(
    ("name", "kind", "codes", "documents", "passages", "quotes"),
    [
        ("atlasti_mac_8.4_standard.qdpx", "refi-qda", 14, 12, 13, 3),
        ("atlasti_win_23.4_codebook.qdc", "refi-qda-codebook", 1, 0, 0, None),
        ("qualcoder_mannheimer_data.qda", "qualcoder", 285, 30, 753, 753),
        ("taguette_1.5.2_codebook.csv", "taguette-codebook", 5, 0, 0, None),
        ("taguette_1.5.2_codebook.xlsx", "taguette-codebook", 5, 0, 0, None),
        ("taguette_1.5.2_codebook.qdc", "refi-qda-codebook", 5, 0, 0, None),
        ("taguette_1.5.2_highlights.csv", "taguette-highlights", 2, 1, 1, 1),
        ("taguette_1.5.2_highlights.xlsx", "taguette-highlights", 2, 1, 1, 1),
    ],
)
def test_real_exports_load_in_their_stated_shape(
    name: str, kind: str, codes: int, documents: int, passages: int, quotes: int | None
) -> None:
    path = SAMPLES / name
    if not path.exists():
        pytest.skip("the real exports are not beside this checkout")
    coding = read(name, path.read_bytes(), kind)
    assert not coding.problems
    assert (len(coding.codes), len(coding.documents)) == (codes, documents)
    assert coding.segments["n"].sum() == passages
    assert coding.segments["quote"].null_count() == len(coding.segments)
    if quotes is not None:
        words = read(name, path.read_bytes(), kind, with_quotes=True)
        assert words.segments["quote"].count() == quotes


def test_a_table_of_answers_is_no_matrix_of_codes() -> None:
    survey = csv_of([["respondent", "item 1", "item 2"], ["r1", "1", "4"], ["r2", "2", "5"]])
    dropped = DroppedFile("answers.csv", survey)
    assert [one.name for one in CODED if one.seen(dropped)] == []


def test_nothing_of_other_files_is_taken_for_a_project() -> None:
    for name, data in (("a.xlsx", xlsx_of([["a"], ["b"]])), ("a.zip", zipped(("a.txt", "x")))):
        dropped = DroppedFile(name, data)
        assert [one.name for one in CODED if one.seen(dropped)] == []


def test_no_real_export_of_another_kind_is_taken_for_coded_documents() -> None:
    others = [path for path in SAMPLES.parent.rglob("*.*") if path.parent != SAMPLES]
    if not others:
        pytest.skip("the real exports are not beside this checkout")
    for path in others:
        dropped = DroppedFile(path.name, path.read_bytes())
        assert [one.name for one in CODED if one.seen(dropped)] == []


@pytest.mark.parametrize("heading", ["code", ""])
def test_people_under_the_heading_code_are_no_codes(heading: str) -> None:
    text = f"{heading},b1,b2\nP01,5,4\nP02,3,2\n17,1,1\n"
    assert seen_matrix(DroppedFile("answers.csv", text.encode())) is None
    names = f"{heading},Ulm,Pune\nRole clarity,5,4\nPay,3,2\n"
    assert seen_matrix(DroppedFile("counts.csv", names.encode())) is not None
