"""Spoilt exports of every kind: never an exception, and whatever is read keeps its shape.

HYPOTHESIS_PROFILE=explore BRIDGEBOARD_FUZZ=5000 looks for new ones.
"""

from __future__ import annotations

import os
from functools import cache

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.collected import Coding, DroppedFile, Survey
from bridgeboard.collected.kinds import KINDS
from bridgeboard.collected.recognition import collect, recognised
from tests.collected import coded_files, survey_files, table_files
from tests.collected.table_files import csv_bytes, xlsx_bytes

EXAMPLES = int(os.environ.get("BRIDGEBOARD_FUZZ", "300"))
#: What means something to one of the readers, put where it doesn't belong.
ODD = (
    *(b'"', b"\n", b"\r", b"\0", b",", b";", b"\t", b"|", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf"),
    *(b"<", b"&", b"]]>", b"<!DOCTYPE x>", b"{", b"[[", b"PK\x03\x04", b"\xff\xff\xff\xff", b"-1"),
    *(b"1e999", b"NaN", "\u202e\u05d0\u0430".encode(), b"ImportId", b"Response", b"___", b"/"),
)


@cache
def whole() -> dict[str, bytes]:
    """An export of each kind, by file name."""
    tables = table_files
    kobo = survey_files.kobo_sheets("swahili")["Attitudes"]
    return {
        "redcap.csv": survey_files.redcap_data().data,
        "labelled.csv": survey_files.redcap_labelled().data,
        "dictionary.csv": survey_files.redcap_dictionary().data,
        "events.csv": survey_files.redcap_forms().data,
        "kobo.csv": csv_bytes(kobo, delimiter=";", mark=True),
        "kobo.xlsx": survey_files.kobo_export().data,
        "form.xlsx": survey_files.kobo_form().data,
        "qualtrics.csv": csv_bytes(tables.qualtrics_rows()),
        "insights.csv": csv_bytes(tables.qualtrics_rows(old_marks=True)),
        "legacy.csv": csv_bytes(tables.qualtrics_legacy_rows(), mark=True),
        "survey.qsf": tables.qsf(),
        "monkey.csv": csv_bytes(tables.SURVEYMONKEY),
        "monkey.xlsx": xlsx_bytes({"Sheet": tables.SURVEYMONKEY}),
        "plain.csv": csv_bytes(tables.PLAIN),
        "two rows.csv": csv_bytes(tables.TWO_ROWS, delimiter=";"),
        "two rows.xlsx": xlsx_bytes({"One": tables.TWO_ROWS, "Two": tables.PLAIN}),
        "answers.csv": b"respondent_id,instrument_id,item_id,value,state\nr1,psa12,b1,5,answered\n",
        "programme.toml": b'id = "peers"\nname = "Peers"\nprovenance = "collected"\n',
        "project.qdpx": coded_files.qdpx(),
        "codebook.qdc": coded_files.CODEBOOK.encode(),
        "qualcoder.qda": coded_files.qualcoder_project(),
        "highlights.csv": csv_bytes(coded_files.HIGHLIGHTS),
        "highlights.xlsx": xlsx_bytes({"Sheet": coded_files.HIGHLIGHTS}),
    }


@cache
def sav() -> dict[str, bytes]:
    """SPSS files apart: each is read in a process of its own, which takes a third of a second."""
    return {"spss.sav": table_files.sav(), "spss.zsav": table_files.sav(packed=True)}


@st.composite
def spoilt(draw: st.DrawFn, files: dict[str, bytes]) -> DroppedFile:
    """One of the files, cut, flipped, spliced, with pieces doubled, or under another's name."""
    name = draw(st.sampled_from(sorted(files)))
    data = bytearray(files[name])
    for how in draw(
        st.lists(st.sampled_from(["cut", "flip", "put", "splice", "double"]), max_size=4)
    ):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        if how == "cut":
            data = data[:at] if draw(st.booleans()) else data[at:]
        elif how == "flip" and data:
            data[at] = draw(st.integers(0, 255))
        elif how == "put":
            data[at:at] = draw(st.sampled_from(ODD)) * draw(st.sampled_from([1, 2, 300]))
        elif how == "splice":
            other = files[draw(st.sampled_from(sorted(files)))]
            begin = draw(st.integers(0, len(other) - 1))
            data[at:] = other[begin:]
        elif how == "double":
            data[at:at] = data[at : at + draw(st.integers(0, 400))]
    name = draw(st.sampled_from([name, name, name, *sorted(files), "no ending", "../../x.csv"]))
    encoding = draw(st.sampled_from([None, None, None, "cp1252", "utf-16", "cp932", "no such"]))
    return DroppedFile(name, bytes(data), encoding)


def keeps_its_shape(read: Survey | Coding) -> None:
    for problem in read.problems:
        assert problem.expected
        assert problem.mend
        assert problem.sentence().isprintable() or "\n" not in problem.sentence()
    if isinstance(read, Coding):
        return
    for table in read.tables:
        columns = [field.column for field in table.fields]
        assert table.frame.columns == columns
        assert len(set(columns)) == len(columns)
        assert all(kind == pl.String for kind in table.frame.dtypes)
        assert not columns or len(table.rows) == len(table.frame)
    held = {(suspect.table, suspect.column) for suspect in read.suspects}
    assert not held & {
        (table.name, column) for table in read.tables for column in table.frame.columns
    }


@settings(max_examples=EXAMPLES)
@given(st.lists(spoilt(whole()), min_size=1, max_size=2), st.booleans(), st.data())
def test_spoilt_exports_are_read_or_refused(files, with_quotes, data):
    names = [kind.name for kind in KINDS if kind.name != "spss"]
    kind = data.draw(st.sampled_from([None, None, *names]))
    chosen = {files[0].name: kind} if kind else {}
    for one in recognised(files, chosen):
        assert one.kind is not None or one.problems
    for read in collect(files, chosen, with_quotes=with_quotes):
        keeps_its_shape(read)


@settings(max_examples=max(EXAMPLES // 20, 10))
@given(spoilt(sav()))
def test_spoilt_spss_files_are_read_or_refused(file):
    for read in collect([file]):
        keeps_its_shape(read)


@settings(max_examples=max(EXAMPLES // 3, 50))
@given(st.binary(max_size=400), st.sampled_from(["x.csv", "x.xlsx", "x.sav", "x.qdpx", "x"]))
def test_any_bytes_are_refused_or_read(data, name):
    for read in collect([DroppedFile(name, data)]):
        keeps_its_shape(read)
