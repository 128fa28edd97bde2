"""Every real export is taken for what it is; those of tables load into a stated shape."""

from __future__ import annotations

import pytest

from bridgeboard.collected import DroppedFile, Survey
from bridgeboard.collected.recognition import collect, recognised
from tests.collected.survey_files import SAMPLES

IS = {
    "excel/purpose.xlsx": "excel",
    "excel/worked-examples.xlsx": "excel",
    "kobo/kobodocs_repeat_group_dataset.xlsx": "kobo",
    "kobo/kobodocs_repeat_group_form.xlsx": "xlsform",
    "kobo/pyxform_bug_duplicate_columns.xlsx": "xlsform",
    "kobo/pyxform_choice_filter_test.xlsx": "xlsform",
    "kobo/unhcr_multilang_xlsform.xlsx": "xlsform",
    "qda/atlasti_mac_8.4_standard.qdpx": "refi-qda",
    "qda/atlasti_win_23.4_codebook.qdc": "refi-qda-codebook",
    "qda/qualcoder_mannheimer_data.qda": "qualcoder",
    "qda/taguette_1.5.2_codebook.csv": "taguette-codebook",
    "qda/taguette_1.5.2_codebook.qdc": "refi-qda-codebook",
    "qda/taguette_1.5.2_codebook.xlsx": "taguette-codebook",
    "qda/taguette_1.5.2_highlights.csv": "taguette-highlights",
    "qda/taguette_1.5.2_highlights.xlsx": "taguette-highlights",
    "qualtrics/qtools_matrix.qsf": "qsf",
    "qualtrics/qtools_matrix_insights.csv": "qualtrics",
    "qualtrics/qualtrics_sample.csv": "qualtrics",
    "qualtrics/qualtrics_sample_legacy.csv": "qualtrics",
    "qualtrics/surveymonkey_StarWars.csv": "surveymonkey",
    "redcap/COVICAN_instruments.csv": "redcap-events",
    "redcap/Example1_DATA.csv": "redcap",
    "redcap/Example1_DataDictionary.csv": "redcap-dictionary",
    "redcap/derived_redcapr_simple_label-header.csv": "redcap",
    "redcap/derived_redcapr_simple_label.csv": "redcap",
    "redcap/redcapr_checkboxes-1_data.csv": "redcap",
    "redcap/redcapr_checkboxes-1_dictionary.csv": "redcap-dictionary",
    "redcap/redcapr_decimal-comma-and-dot_data.csv": "redcap",
    "redcap/redcapr_decimal-comma-and-dot_dictionary.csv": "redcap-dictionary",
    "redcap/redcapr_decimal-comma-and-dot_metadata.csv": "redcap-dictionary",
    "redcap/redcapr_longitudinal_arm.csv": "redcap-events",
    "redcap/redcapr_longitudinal_data.csv": "redcap",
    "redcap/redcapr_longitudinal_dictionary.csv": "redcap-dictionary",
    "redcap/redcapr_longitudinal_event.csv": "redcap-events",
    "redcap/redcapr_simple_data.csv": "redcap",
    "redcap/redcapr_simple_dictionary.csv": "redcap-dictionary",
    "redcap/redcapr_simple_metadata.csv": "redcap-dictionary",
    "redcap/redcapr_survey_data.csv": "redcap",
    "redcap/redcapr_survey_dictionary.csv": "redcap-dictionary",
    "sav/hebrews.sav": "spss",
    "sav/labelled-num-na.sav": "spss",
    "sav/labelled-str.sav": "spss",
    "sav/sample.sav": "spss",
    "sav/sample.zsav": "spss",
    "sav/sample_missing.sav": "spss",
    "sav/simple_alltypes.sav": "spss",
    "sav/tegulu.sav": "spss",
    "sav/umlauts.sav": "spss",
}
#: Rows and columns, after people are left out, of exports with one table.
SHAPES = {
    "qualtrics/qtools_matrix_insights.csv": (5, 23),
    "qualtrics/qualtrics_sample.csv": (1, 14),
    "qualtrics/qualtrics_sample_legacy.csv": (1, 9),
    "sav/hebrews.sav": (99, 1),
    "sav/labelled-num-na.sav": (2, 1),
    "sav/labelled-str.sav": (2, 1),
    "sav/sample.sav": (5, 7),
    "sav/sample.zsav": (5, 7),
    "sav/sample_missing.sav": (7, 7),
    "sav/simple_alltypes.sav": (6, 12),
    "sav/tegulu.sav": (1, 2),
    "sav/umlauts.sav": (4, 1),
}


def dropped(name: str, encoding: str | None = None) -> DroppedFile:
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    return DroppedFile(path.name, path.read_bytes(), encoding)


def read(*files: DroppedFile) -> Survey:
    found = collect(files)[0]
    assert isinstance(found, Survey)
    return found


@pytest.mark.parametrize("name", IS)
def test_each_sample_is_taken_for_what_it_is(name):
    one = recognised([dropped(name)])[0]
    assert one.kind is not None
    assert one.kind.name == IS[name]
    assert one.why


@pytest.mark.parametrize("name", SHAPES)
def test_each_table_has_its_shape(name):
    survey = read(dropped(name))
    assert survey.tables[0].frame.shape == SHAPES[name]
    assert not [p for p in survey.problems if p.severity == "refused"]


def test_no_sample_is_forgotten():
    if not SAMPLES.is_dir():
        pytest.skip(f"{SAMPLES} is not here")
    there = {str(path.relative_to(SAMPLES)) for path in SAMPLES.glob("*/*") if path.suffix != ".md"}
    assert there == set(IS)


def test_the_survey_file_gives_choices_in_order_and_recodes():
    export = dropped("qualtrics/qtools_matrix_insights.csv")
    survey = read(export, dropped("qualtrics/qtools_matrix.qsf"))
    field = survey.tables[0].field("Q4_1")
    assert list(field.choices) == ["10", "11", "12", "13"]
    assert survey.tables[0].frame["Q4_1"].to_list() == ["12", "12", "12", "10", "11"]


def test_an_export_that_is_not_utf8_asks_for_its_encoding():
    name = "qualtrics/surveymonkey_StarWars.csv"
    survey = read(dropped(name))
    assert not survey.tables
    assert "Windows-1252" in survey.problems[0].mend
    assert "Mac Roman" in survey.problems[0].mend
    survey = read(dropped(name, "mac_roman"))
    table = survey.tables[0]
    assert table.frame.shape == (1186, 38)
    ticked = [field for field in table.fields if field.takes == "tick"]
    assert len(ticked) == 6
    assert {field.of for field in ticked} == {
        "Which of the following Star Wars films have you seen? Please select all that apply."
    }
    assert table.frame[ticked[0].column].value_counts().sort("count")["count"].sum() == 1186


def test_missing_values_of_spss():
    fields = {f.column: f for f in read(dropped("sav/sample_missing.sav")).tables[0].fields}
    assert fields["mylabl"].missing == {"-1"}
    assert fields["myord"].missing == {"-1", "-2", "-3"}
    assert fields["myord"].choices["2"] == "medium"


def test_layouts_of_one_table_in_excel():
    survey = read(dropped("excel/purpose.xlsx"))
    names = [table.name for table in survey.tables]
    assert names == [
        *("NZ.Stat export", "Tidy", "Pivot", "up-left left-up", "up-right left-down"),
        *("up-ish left-ish", "up-ish left-ish border"),
    ]
    by_name = {table.name: table for table in survey.tables}
    assert by_name["Tidy"].frame.shape == (79, 6)
    assert [field.group for field in by_name["up-left left-up"].fields][2:] == [
        *("Female", "Female", "Male", "Male")
    ]
    # Centred and right-aligned upper headings can't be told from those that hold for what follows.
    doubted = {p.file for p in survey.problems if p.rule == "row of headings"}
    assert {file.split("sheet ")[1] for file in doubted} >= {
        *("up-right left-down", "up-ish left-ish", "up-ish left-ish border")
    }
    said = " ".join(survey.said)
    assert 'Sheet "right-down down-right" was not read: no row of headings.' in said
    assert 'Sheet "Small multiples" was not read: several tables beside each other.' in said


def test_titles_notes_and_repeated_headings_in_excel():
    survey = read(dropped("excel/worked-examples.xlsx"))
    by_name = {table.name: table for table in survey.tables}
    assert by_name["male"].frame.to_dicts() == [
        {"Subject": "Classics", "Nicholas": "3", "Paul": "0"},
        {"Subject": "History", "Nicholas": "5", "Paul": "1"},
    ]
    assert by_name["male"].rows.to_list() == [5, 6]
    assert "Sheet notes: Row 7 below the table is a note, and is left out." in survey.said
    repeated = [p for p in survey.problems if p.rule == "headings once"]
    assert [(p.file.split("sheet ")[1], p.row, p.also) for p in repeated] == [
        ("pivot-repeated-headers", 7, 2),
        ("pivot-header-within-data", 9, 2),
    ]
    # Columns of names are held back.
    assert "Name" not in by_name["clean"].frame.columns
