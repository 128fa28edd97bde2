"""KoboToolbox and ODK: headings in any language, options, repeats, and what never came in."""

from __future__ import annotations

import io
import zipfile

import polars as pl
import pytest

from bridgeboard.collected import DroppedFile, Survey, SurveyTable, odk, xlsform
from tests.collected.survey_files import (
    ENGLISH,
    SWAHILI,
    csv_bytes,
    kobo_export,
    kobo_form,
    kobo_sheets,
    xlsx_bytes,
)


def read(data: DroppedFile, form: DroppedFile | None = None) -> Survey:
    return odk.read(data, [] if form is None else [("xlsform", form)])


def tables(survey: Survey) -> list[SurveyTable]:
    assert [problem.sentence() for problem in survey.problems] == []
    for table in survey.tables:
        assert table.frame.columns == [field.column for field in table.fields]
        assert all(dtype == pl.String for dtype in table.frame.dtypes)
    return list(survey.tables)


def test_a_form_in_two_languages() -> None:
    assert xlsform.seen(kobo_form()) is not None
    form = xlsform.form_in(kobo_form())
    assert form.problems == ()
    assert form.languages == (ENGLISH, SWAHILI)
    names = ["start", "deviceid", "site", "place", "tasks", "b1", "b2", "why1", "why2", "hours"]
    assert [question.name for question in form.questions] == names
    b1 = form.questions[5]
    assert (b1.takes, b1.path, b1.labels[SWAHILI]) == ("select_one", ("psa",), "Wanasaidia")
    # In the authors' own order, which is not that of the rows.
    assert list(b1.choices[SWAHILI].items()) == [
        ("1", "Sikubali"),
        ("2", "Sina hakika"),
        ("3", "Nakubali"),
    ]
    assert form.questions[-1].repeat == "visit"


@pytest.mark.parametrize("how", ["names", "english", "swahili"])
def test_names_and_labels_of_any_language_come_to_the_same_columns(how: str) -> None:
    survey = read(kobo_export(how), kobo_form())
    main, visits = tables(survey)
    assert main.frame.columns == [
        *("start", "site", "tasks", "tasks/ward", "tasks/home", "b1", "b2", "why1", "why2"),
        *("_id", "_uuid", "_submission_time", "__version__", "_index"),
    ]
    cells = main.frame["b1"].to_list()
    words = {"english": ["Agree", "Neither"], "swahili": ["Nakubali", "Sina hakika"]}
    assert cells == words.get(how, ["3", "2"])
    assert main.holds == ("codes" if how == "names" else "labels")
    choices = main.field("b1").choices
    assert list(choices) == ["1", "2", "3"]
    assert how == "names" or set(cells) <= set(choices.values())
    assert main.field("b1").labels == {ENGLISH: "They help", SWAHILI: "Wanasaidia"}
    # Two questions with the same words are told apart by their order.
    assert main.frame["why1"].to_list() == ["as a friend", None]
    assert main.frame["why2"].to_list() == ["no", None]
    assert visits.frame["hours"].to_list() == ["2", "3"]


def test_what_each_column_is_for() -> None:
    main, visits = tables(read(kobo_export(), kobo_form()))
    roles = {field.role: field.column for field in main.fields if field.role != "question"}
    assert roles == {
        "record": "_uuid",
        "submitted": "_submission_time",
        "row_key": "_index",
        "system": "__version__",
    }
    tick = main.field("tasks/home")
    assert (tick.takes, tick.of, tick.code) == ("tick", "tasks", "home")
    assert main.field("tasks").takes == "several"
    assert main.field("b1").group == "psa"
    assert visits.parent == "Attitudes"
    assert [f.column for f in visits.fields if f.role == "parent_key"] == ["_parent_index"]
    assert [f.column for f in visits.fields if f.role == "record"] == ["_submission__uuid"]


@pytest.mark.parametrize("how", ["names", "english", "swahili"])
def test_nothing_of_who_and_where_is_anywhere_in_what_was_read(how: str) -> None:
    with_form = read(kobo_export(how), kobo_form())
    left_out = {gone.what.rsplit("/", 1)[-1] for gone in with_form.left_out}
    assert {"deviceid", "_submitted_by", "_submission__submitted_by"} < left_out
    assert len(left_out) == 6
    without = read(kobo_export(how))
    for survey in (with_form, without):
        everything = repr((survey, [table.frame.rows() for table in survey.tables]))
        assert "someone_known" not in everything
        assert "ee.example" not in everything
        if survey is with_form or how == "names":
            assert "39.2" not in everything


def test_semicolons_quotes_and_a_row_of_tags() -> None:
    rows = kobo_sheets()["Attitudes"]
    tags = ["#date" if place % 2 else "" for place in range(len(rows[0]))]
    data = csv_bytes([rows[0], tags, *rows[1:]], delimiter=";", mark=True)
    (table,) = tables(read(DroppedFile("Attitudes.csv", data), kobo_form()))
    assert odk.seen(DroppedFile("Attitudes.csv", data)) is not None
    assert table.rows.to_list() == [3, 4]
    assert table.frame["b1"].to_list() == ["3", "2"]


def test_odk_central_with_a_file_for_the_repeat() -> None:
    main = [
        [
            *("SubmissionDate", "about-site", "about-tasks", "about-tasks/ward"),
            *("about-place-Latitude", "psa-b1", "meta-instanceID", "KEY"),
            *("SubmitterID", "SubmitterName", "DeviceID"),
        ],
        ["2024-03-02", "n", "ward", "1", "39.2", "3", "uuid:1", "uuid:1", "7", "someone", "ee"],
    ]
    visits = [["hours", "PARENT_KEY", "KEY"], ["2", "uuid:1", "uuid:1/visit[1]"]]
    whole, repeat = (DroppedFile("f.csv", csv_bytes(rows)) for rows in (main, visits))
    assert odk.seen(whole) is not None
    assert odk.seen(repeat) is not None
    survey = read(whole, kobo_form())
    (table,) = tables(survey)
    assert {field.role: field.column for field in table.fields if field.role != "question"} == {
        "submitted": "SubmissionDate",
        "record": "meta-instanceID",
        "row_key": "KEY",
    }
    assert table.field("tasks/ward").of == "tasks"
    assert {gone.what for gone in survey.left_out} == {
        *("about-place-Latitude", "SubmitterID", "SubmitterName", "DeviceID")
    }
    (child,) = tables(read(repeat, kobo_form()))
    assert child.parent == ""
    assert child.field("hours").takes == "number"


def test_without_a_form_options_are_told_by_their_cells() -> None:
    survey = read(kobo_export())
    main = survey.tables[0]
    assert main.field("about/tasks/home").of == "about/tasks"
    assert main.field("about/tasks").takes == "several"
    assert main.field("psa/b1").takes == "unknown"
    assert "No form" in " ".join(survey.said)
    assert "a column each" in " ".join(survey.said)


def test_the_form_of_another_study_is_not_used() -> None:
    other = kobo_form(survey=[["type", "name", "label"], ["text", "q", "Q"]])
    survey = read(kobo_export(), other)
    assert [problem.rule for problem in survey.problems] == ["form of the export"]
    assert len(survey.tables) == 2


@pytest.mark.parametrize(
    ("survey", "rule"),
    [
        ([["type", "label"], ["text", "Q"]], "columns of a form"),
        ([["name", "label"], ["q", "Q"]], "columns of a form"),
        ([["type", "name", "label", "label"], ["text", "q", "Q", "R"]], "one column per heading"),
        ([], "not empty"),
    ],
)
def test_a_broken_form_is_a_problem_and_the_export_is_read(
    survey: list[list[str]], rule: str
) -> None:
    found = read(kobo_export(), kobo_form(survey=survey))
    assert rule in [problem.rule for problem in found.problems]
    assert len(found.tables) == 2


def test_a_form_without_choices_still_names_its_questions() -> None:
    survey, _ = read(kobo_export(), kobo_form(choices=[["list_name"]])).tables
    assert survey.field("b1").choices == {}
    assert survey.field("b1").label == "They help"


def test_a_heading_twice_gets_a_name_of_its_own() -> None:
    rows = [["_index", "_id", "Why?", "Why?", ""], ["1", "7", "a", "b", ""]]
    table = read(DroppedFile("x.xlsx", xlsx_bytes({"x": rows}))).tables[0]
    assert table.frame.columns == ["_index", "_id", "Why?", "Why? (2)"]
    assert table.field("_id").role == "record"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "not empty"),
        (b'"_id";"_index"\n"1";"2', "quotation marks"),
        (b'"_id";"_index"\n"1"\n', "cells in a row"),
        (b"PK\x03\x04", "workbook"),
    ],
)
def test_a_broken_export_is_a_problem(data: bytes, rule: str) -> None:
    assert rule in [problem.rule for problem in read(DroppedFile("x", data)).problems]


def test_a_sheet_without_rows_and_one_without_anything() -> None:
    sheets = {"main": kobo_sheets()["Attitudes"][:1], "empty": []}
    survey = read(DroppedFile("x.xlsx", xlsx_bytes(sheets)), kobo_form())
    assert [len(table.frame) for table in survey.tables] == [0]


def test_a_workbook_that_was_damaged_is_refused() -> None:
    whole = kobo_export().data
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    damaged = whole[: at + 60] + b"\0" * 60 + whole[at + 120 :]
    (problem,) = read(DroppedFile("x.xlsx", damaged)).problems
    assert problem.severity == "refused"
