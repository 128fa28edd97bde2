"""Qualtrics, SurveyMonkey, SPSS and plain tables, in the tools' own shapes, counted by hand."""

from __future__ import annotations

import json

import pytest

from bridgeboard.collected import DroppedFile, Survey
from bridgeboard.collected.recognition import collect, recognised
from tests.collected import table_files as files
from tests.collected.table_files import csv_bytes, xlsx_bytes


def read(data: bytes, name: str = "export.csv", *beside: DroppedFile, **how: object) -> Survey:
    found = collect([DroppedFile(name, data, **how), *beside])[0]
    assert isinstance(found, Survey)
    return found


def kind_of(data: bytes, name: str = "export.csv") -> str | None:
    kind = recognised([DroppedFile(name, data)])[0].kind
    return kind.name if kind else None


@pytest.mark.parametrize("old_marks", [False, True])
def test_qualtrics_with_its_survey_file(old_marks):
    data = csv_bytes(files.qualtrics_rows(old_marks))
    survey = read(data, "export.csv", DroppedFile("survey.qsf", files.qsf()))
    assert survey.kind == "qualtrics"
    table = survey.tables[0]
    # Two of four rows are tests, and go.
    assert table.frame["ResponseId"].to_list() == ["R_1aaaaaaaaaaaaaa", "R_2aaaaaaaaaaaaaa"]
    assert table.rows.to_list() == [4, 5]
    left = "Left out by their status: 1 previews of the survey and 1 tests that Qualtrics made up."
    assert left in survey.said
    assert "Not finished, and kept: 1 of 2." in survey.said
    assert survey.problems == ()
    assert [one.what for one in survey.left_out] == [
        *("IPAddress", "RecipientEmail", "LocationLatitude")
    ]
    assert table.holds == "codes"
    assert dict(table.field("Q1").choices) == {"2": "Clinic & home", "1": "Ward"}
    assert table.field("Q1").labels == {"de": "Wo arbeiten Sie?"}
    grid = table.field("Q2_1")
    assert list(grid.choices.items()) == [
        *(("13", "Very"), ("12", "Yes"), ("11", "So so"), ("10", "No"))
    ]
    assert (grid.of, grid.group, grid.missing) == ("Q2", "About peers", {"-99"})
    assert grid.label == "How far do you agree? - Peers help"
    tick = table.field("Q3_2")
    assert (tick.takes, tick.of, tick.code) == ("tick", "Q3", "2")
    assert table.frame["Q3_1"].to_list() == ["1", "0"]
    assert table.field("Q3_3_TEXT").takes == "text"
    assert {f.role for f in table.fields} == {
        *("system", "complete", "submitted", "record", "question")
    }


def test_qualtrics_without_its_survey_file_tells_ticks_by_their_words():
    rows = files.qualtrics_rows()
    ticked = [[*row[:12], "A room" if row[12] else "", *row[13:]] for row in rows[3:]]
    survey = read(csv_bytes([*rows[:3], *ticked]))
    assert survey.tables[0].field("Q3_1").takes == "tick"
    assert survey.tables[0].field("Q2_1").takes == "unknown"
    assert survey.tables[0].frame["Q3_1"].to_list() == ["1", "0"]


def test_qualtrics_words_of_choices():
    rows = files.qualtrics_rows()
    rows = [*rows[:3], *[[*row[:3], "True", *row[4:]] for row in rows[3:]]]
    assert read(csv_bytes(rows)).tables[0].holds == "labels"


def test_qualtrics_old_export():
    survey = read(csv_bytes(files.qualtrics_legacy_rows(), mark=True))
    assert [one.what for one in survey.left_out] == ["V3", "V5", "V6"]
    assert survey.tables[0].field("V1").role == "record"
    assert survey.tables[0].frame.columns == ["V1", "V2", "V4", "V7", "V8", "V9", "V10", "Q1"]


def test_qualtrics_of_tests_only_stays_and_says_so():
    rows = files.qualtrics_rows()
    survey = read(csv_bytes([*rows[:3], rows[5], rows[6]]))
    assert len(survey.tables[0].frame) == 2
    assert [p.rule for p in survey.problems] == ["answers of people"]


def test_qualtrics_headings_that_repeat():
    rows = [[*row, row[-1]] for row in files.qualtrics_rows()]
    columns = read(csv_bytes(rows)).tables[0].frame.columns
    assert columns[-2:] == ["Q4", "Q4 (2)"]


def test_a_survey_file_that_says_nothing_is_doubtful_and_keeps_nothing_back():
    for data in (b"{}", b'{"SurveyEntry": 1, "SurveyElements": [[]]}', files.qsf()[:300]):
        beside = DroppedFile("survey.qsf", data)
        found = collect(
            [DroppedFile("export.csv", csv_bytes(files.qualtrics_rows())), beside],
            {"survey.qsf": "qsf"},
        )[0]
        assert len(found.tables[0].frame) == 2
        assert [p.rule for p in found.problems] == ["survey file"]


def test_a_survey_file_of_strange_types_is_read_as_far_as_it_goes():
    question = {"QuestionID": "QID1", "QuestionType": "MC", "Choices": [7, {"Display": None}]}
    odd = {"Element": "SQ", "Payload": question}
    data = json.dumps({"SurveyEntry": 0, "SurveyElements": [odd, 3, None]}).encode()
    survey = read(csv_bytes(files.qualtrics_rows()), "x.csv", DroppedFile("survey.qsf", data))
    assert len(survey.tables[0].frame) == 2


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_surveymonkey(ending):
    rows = files.SURVEYMONKEY
    data = csv_bytes(rows) if ending == "csv" else xlsx_bytes({"Sheet": rows})
    survey = read(data, f"export.{ending}")
    assert survey.kind == "surveymonkey"
    table = survey.tables[0]
    assert [one.what for one in survey.left_out] == ["IP Address", "Email Address", "First Name"]
    assert table.frame["Which of these are there?: A budget"].to_list() == ["0", "1", None]
    budget = table.field("Which of these are there?: A budget")
    assert (budget.takes, budget.of, budget.code) == ("tick", budget.group, "A budget")
    assert table.field("Which of these are there?: Other (please specify)").takes == "unknown"
    grid = table.field("How far do you agree?: Peers belong")
    assert (grid.takes, grid.of, grid.heading) == (
        "unknown",
        "How far do you agree?",
        "Peers belong",
    )
    assert table.frame["Age"].to_list() == ["44", "31", None]
    assert table.rows.to_list() == [3, 4, 5]
    assert table.holds == "labels"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_surveymonkey_in_another_encoding(encoding):
    rows = [*files.SURVEYMONKEY[:4], [*files.SURVEYMONKEY[4][:11], "Café", ""]]
    data = csv_bytes(rows).decode().encode(encoding)
    refused = read(data)
    assert refused.tables == ()
    assert refused.problems[0].mend.startswith("Choose its encoding: probably")
    table = read(data, encoding=encoding).tables[0]
    assert table.frame["Where do you work?"].to_list()[-1] == "Café"


@pytest.mark.parametrize("packed", [False, True])
def test_spss(packed):
    survey = read(files.sav(packed), "export.zsav" if packed else "export.sav")
    table = survey.tables[0]
    assert table.frame["q1"].to_list() == ["1", "5", "9", "99", None]
    assert table.frame["weight"].to_list() == ["61.5", "70", "80.25", None, "55"]
    assert table.frame["place"].to_list() == ["ward", "clinic", None, "ward", "home"]
    field = table.field("q1")
    assert (field.label, field.takes) == ("Peers help", "one")
    assert list(field.choices) == ["1", "5", "9", "99"]
    # 99 is declared; 9 only looks so, and that is said. A value between labelled ends is fine.
    assert field.missing == {"9", "99"}
    assert [(p.column, p.rule, p.row, p.severity) for p in survey.problems] == [
        ("q1", "codes for missing", None, "doubtful"),
        ("q2", "labelled values", 3, "doubtful"),
    ]


def test_plain_tables_take_any_delimiter():
    for delimiter in (",", ";", "\t"):
        table = read(csv_bytes(files.PLAIN, delimiter)).tables[0]
        assert table.frame.to_dicts()[0] == {"code": "p1", "site": "pune", "q1": "4", "q2": "5"}
        assert table.rows.to_list() == [2, 3]


def test_two_rows_of_headings():
    for data, name in (
        (csv_bytes(files.TWO_ROWS), "x.csv"),
        (xlsx_bytes({"Sheet": files.TWO_ROWS}), "x.xlsx"),
    ):
        table = read(data, name).tables[0]
        assert table.frame.columns == [
            *("code", "site", "Attitudes: q1", "Attitudes: q2", "Roles: q1")
        ]
        assert table.field("Roles: q1").group == "Roles"


def test_a_name_does_not_make_a_kind():
    assert kind_of(xlsx_bytes({"A": files.PLAIN}), "export.csv") == "excel"
    assert kind_of(csv_bytes(files.PLAIN), "export.sav") == "csv"
    assert kind_of(files.sav(), "export.csv") == "spss"
    one = recognised([DroppedFile("export.csv", files.sav())])[0]
    assert [(p.rule, p.severity) for p in one.problems] == [("ending of the name", "doubtful")]


def test_ours_are_known_and_need_no_map():
    ours = [
        DroppedFile("sites.csv", b"site_id,site_name,country_iso3\na,A,DEU\n"),
        DroppedFile("programme.toml", b'id = "x"\nname = "X"\n'),
        DroppedFile("all.xlsx", xlsx_bytes({"waves": [["wave_id", "label"], ["pre", "Before"]]})),
    ]
    kinds = [one.kind.name for one in recognised(ours) if one.kind]
    assert kinds == ["bridgeboard-table", "bridgeboard-settings", "bridgeboard-table"]
    assert collect(ours) == []
    # Named so, and headed otherwise: somebody's own table.
    assert kind_of(b"country,themes\nDEU,4\n", "sites.csv") == "csv"


def test_a_person_may_choose_the_kind():
    file = DroppedFile("export.csv", csv_bytes(files.qualtrics_rows()))
    assert collect([file], {"export.csv": "csv"})[0].kind == "csv"
    one = recognised([file], {"export.csv": "excel"})[0]
    assert one.why == "you chose it"
    refused = collect([file], {"export.csv": "excel"})[0]
    assert [p.severity for p in refused.problems] == ["refused"]
    unknown = recognised([file], {"export.csv": "xyz"})[0]
    assert unknown.kind is None


def test_a_survey_file_alone_says_what_it_needs():
    found = collect([DroppedFile("survey.qsf", files.qsf())])[0]
    assert found.tables == ()
    assert "Qualtrics export" in found.problems[0].mend


def test_two_survey_files_for_one_export():
    export = DroppedFile("export.csv", csv_bytes(files.qualtrics_rows()))
    right = DroppedFile("right.qsf", files.qsf())
    other = DroppedFile("other.qsf", files.qsf().replace(b"Q2", b"Z2").replace(b"QID", b"XID"))
    same = DroppedFile("again.qsf", files.qsf(SurveyOptions=1))
    found = collect([export, right, other])
    assert found[0].tables[0].field("Q1").choices
    assert [p.rule for p in found[0].problems] == []
    assert found[1].problems[0].found.endswith("fits none of the files of data")
    assert [p.rule for p in collect([export, right, same])[0].problems] == ["one dictionary"]
    # The same file twice is one.
    assert collect([export, right, DroppedFile("copy.qsf", right.data)])[0].problems == ()


@pytest.mark.parametrize(
    ("name", "headings", "kind"),
    [
        ("Answers PSA12.csv", "Respondent ID;B1;b2", "bridgeboard-table"),
        ("answers_psa12.csv", "respondent_id,remark", "bridgeboard-table"),
        # A form of ours makes respondents; another tool's file may be named so too.
        ("answers_psa12.csv", "respondent_id,site_id,b1,b2", "csv"),
        ("answers_2024.csv", "respondent_id,q1,q2", "csv"),
    ],
)
def test_answers_with_a_row_a_respondent_are_ours(name, headings, kind):
    (found,) = recognised([DroppedFile(name, f"{headings}\n".encode())])
    assert found.kind.name == kind
    assert "bridgeboard-table" in [found.kind.name, *(one.name for one in found.others)] or (
        "site_id" in headings
    )
