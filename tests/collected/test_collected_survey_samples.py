"""Real exports of REDCap and KoboToolbox: each loads into a stated shape, or is refused rightly."""

from __future__ import annotations

from collections import Counter

import pytest

from bridgeboard.collected import DroppedFile, Survey, odk, redcap, redcap_dictionary, xlsform
from bridgeboard.collected import redcap_events as lists
from bridgeboard.collected.kind import Kind
from tests.collected.survey_files import SAMPLES

KINDS: tuple[Kind, ...] = (
    *redcap_dictionary.KINDS,
    *lists.KINDS,
    *redcap.KINDS,
    *xlsform.KINDS,
    *odk.KINDS,
)
#: Which kind each sample is; no other may be claimed by one of ours.
IS = {
    "COVICAN_instruments.csv": "redcap-events",
    "Example1_DATA.csv": "redcap",
    "Example1_DataDictionary.csv": "redcap-dictionary",
    "derived_redcapr_simple_label-header.csv": "redcap",
    "derived_redcapr_simple_label.csv": "redcap",
    "redcapr_checkboxes-1_data.csv": "redcap",
    "redcapr_checkboxes-1_dictionary.csv": "redcap-dictionary",
    "redcapr_decimal-comma-and-dot_data.csv": "redcap",
    "redcapr_decimal-comma-and-dot_dictionary.csv": "redcap-dictionary",
    "redcapr_decimal-comma-and-dot_metadata.csv": "redcap-dictionary",
    "redcapr_longitudinal_arm.csv": "redcap-events",
    "redcapr_longitudinal_data.csv": "redcap",
    "redcapr_longitudinal_dictionary.csv": "redcap-dictionary",
    "redcapr_longitudinal_event.csv": "redcap-events",
    "redcapr_simple_data.csv": "redcap",
    "redcapr_simple_dictionary.csv": "redcap-dictionary",
    "redcapr_simple_metadata.csv": "redcap-dictionary",
    "redcapr_survey_data.csv": "redcap",
    "redcapr_survey_dictionary.csv": "redcap-dictionary",
    "kobodocs_repeat_group_dataset.xlsx": "kobo",
    "kobodocs_repeat_group_form.xlsx": "xlsform",
    "pyxform_bug_duplicate_columns.xlsx": "xlsform",
    "pyxform_choice_filter_test.xlsx": "xlsform",
    "unhcr_multilang_xlsform.xlsx": "xlsform",
}
NAMES = ["name_first", "name_last", "address", "telephone", "email", "dob"]

#: data, beside it, rows, columns, record, roles, what the cells hold, left out, doubtful columns.
REDCAP = [
    (
        "redcapr_simple_data.csv",
        ["redcapr_simple_dictionary.csv"],
        (5, 18),
        ("record_id", {"record": 1, "question": 14, "complete": 3}, "codes"),
        (NAMES, []),
    ),
    (
        "derived_redcapr_simple_label.csv",
        ["redcapr_simple_metadata.csv"],
        (5, 19),
        ("record_id", {"record": 1, "question": 15, "complete": 3}, "labels"),
        (NAMES, ["interpreter_needed"]),
    ),
    (
        "derived_redcapr_simple_label-header.csv",
        ["redcapr_simple_metadata.csv"],
        (5, 19),
        ("record_id", {"record": 1, "question": 15, "complete": 3}, "codes"),
        (
            [
                *("First Name", "Last Name", "Street, City, State, ZIP"),
                *("Phone number", "E-mail", "Date of birth"),
            ],
            ["Are interpreter services requested?"],
        ),
    ),
    (
        "redcapr_checkboxes-1_data.csv",
        ["redcapr_checkboxes-1_dictionary.csv"],
        (4, 13),
        ("record_id", {"record": 1, "question": 10, "complete": 2}, "codes"),
        ([], []),
    ),
    (
        "redcapr_decimal-comma-and-dot_data.csv",
        ["redcapr_decimal-comma-and-dot_metadata.csv"],
        (4, 8),
        ("record_id", {"record": 1, "question": 6, "complete": 1}, "codes"),
        (["name"], []),
    ),
    (
        "redcapr_survey_data.csv",
        ["redcapr_survey_dictionary.csv"],
        (2, 27),
        ("participant_id", {"record": 1, "submitted": 3, "question": 19, "complete": 4}, "codes"),
        (
            [
                *("redcap_survey_identifier", "email", "first_name"),
                *("last_name", "address", "telephone_1"),
            ],
            [],
        ),
    ),
    (
        "redcapr_longitudinal_data.csv",
        [
            *("redcapr_longitudinal_dictionary.csv", "redcapr_longitudinal_event.csv"),
            "redcapr_longitudinal_arm.csv",
        ],
        (18, 118),
        ("study_id", {"record": 1, "event": 1, "question": 107, "complete": 9}, "codes"),
        (
            [
                *("first_name", "last_name", "telephone_1", "email", "dob", "ec_phone"),
                "next_of_kin_contact_phone",
            ],
            [],
        ),
    ),
    (
        "Example1_DATA.csv",
        ["Example1_DataDictionary.csv", "COVICAN_instruments.csv"],
        (34, 1845),
        (
            "record_id",
            {
                **{"record": 1, "event": 1, "repeat_form": 1, "repeat": 1, "data_group": 1},
                **{"question": 1828, "complete": 9, "submitted": 3},
            },
            "codes",
        ),
        (["redcap_survey_identifier"], []),
    ),
]


def sample(name: str) -> DroppedFile:
    path = SAMPLES / ("kobo" if name.endswith("xlsx") else "redcap") / name
    if not path.exists():
        pytest.skip("the real exports are not on this machine")
    return DroppedFile(name, path.read_bytes())


def beside(*names: str) -> list[tuple[str, DroppedFile]]:
    return [(IS[name], sample(name)) for name in names]


def test_every_sample_is_told_and_nothing_else_is_claimed() -> None:
    paths = [path for path in sorted(SAMPLES.rglob("*")) if path.is_file()]
    if not paths:
        pytest.skip("the real exports are not on this machine")
    for path in paths:
        file = DroppedFile(path.name, path.read_bytes())
        found = {kind.name: likeness.sure for kind in KINDS if (likeness := kind.seen(file))}
        assert max(found, key=lambda name: found[name], default=None) == IS.get(path.name)


@pytest.mark.parametrize(("name", "others", "shape", "what", "gone"), REDCAP)
def test_a_real_export_of_redcap(
    name: str,
    others: list[str],
    shape: tuple[int, int],
    what: tuple[str, dict[str, int], str],
    gone: tuple[list[str], list[str]],
) -> None:
    survey = redcap.read(sample(name), beside(*others))
    (table,) = survey.tables
    record, roles, holds = what
    assert table.frame.shape == shape
    assert table.fields[0].column == record
    assert Counter(field.role for field in table.fields) == roles
    assert table.holds == holds
    assert [one.what for one in survey.left_out] == gone[0]
    assert [problem.column for problem in survey.problems] == gone[1]


def test_choices_and_cells_of_real_exports() -> None:
    survey = redcap.read(sample("redcapr_simple_data.csv"), beside("redcapr_simple_dictionary.csv"))
    (table,) = survey.tables
    assert table.field("sex").choices == {"0": "Female", "1": "Male"}
    # R had made FALSE and TRUE of them.
    assert table.frame["sex"].to_list() == ["0", "1", "1", "0", "1"]
    assert table.field("race___2").choices == {"2": "Asian"}
    commas = redcap.read(
        sample("redcapr_decimal-comma-and-dot_data.csv"),
        beside("redcapr_decimal-comma-and-dot_dictionary.csv"),
    ).tables[0]
    assert commas.frame["height_comma"].to_list() == ["1.54", "1.84", "1.95", "1.61"]
    assert commas.frame["height_comma"].equals(commas.frame["height_dot"].alias("height_comma"))
    boxes = redcap.read(
        sample("redcapr_checkboxes-1_data.csv"), beside("redcapr_checkboxes-1_dictionary.csv")
    ).tables[0]
    # The fourth person filled in nothing of the form; the second ticked none of these.
    assert boxes.frame["check_one___1"].to_list() == ["1", "0", "1", None]


def test_events_of_a_real_longitudinal_export() -> None:
    survey = redcap.read(
        sample("redcapr_longitudinal_data.csv"),
        beside(
            "redcapr_longitudinal_dictionary.csv",
            "redcapr_longitudinal_event.csv",
            "redcapr_longitudinal_arm.csv",
        ),
    )
    (table,) = survey.tables
    events = table.field("redcap_event_name").choices
    assert len(events) == 12
    assert events["enrollment_arm_2"] == "Enrollment (Arm 2: Drug B)"
    assert table.asked["dose_1_arm_1"] == {"patient_morale_questionnaire"}


def test_questions_as_headings_without_the_dictionary_are_refused() -> None:
    survey = redcap.read(sample("derived_redcapr_simple_label-header.csv"), [])
    assert survey.tables == ()
    (problem,) = survey.problems
    assert (problem.severity, problem.rule) == ("refused", "headings of a labelled export")


def test_both_forms_of_a_real_dictionary_say_the_same() -> None:
    page, api = (
        redcap_dictionary.dictionary_in(sample(f"redcapr_decimal-comma-and-dot_{name}.csv"))
        for name in ("dictionary", "metadata")
    )
    assert page.fields == api.fields
    assert len(page.fields) == 8
    large = redcap_dictionary.dictionary_in(sample("Example1_DataDictionary.csv"))
    assert (len(large.fields), large.problems) == (2480, ())
    assert not any("<div" in one.label for one in large.fields)


def kobo(*forms: str) -> Survey:
    return odk.read(sample("kobodocs_repeat_group_dataset.xlsx"), beside(*forms))


def test_a_real_export_of_kobo_with_its_form() -> None:
    survey = kobo("kobodocs_repeat_group_form.xlsx")
    main, children = survey.tables
    assert (main.frame.columns, len(main.frame)) == (["M1", "M2", "M3", "M4", "_index"], 7)
    assert main.field("M2").choices == {"1": "Male", "2": "Female"}
    assert main.holds == children.holds == "labels"
    columns = ["R1", "R2", "R3", "_index", "_parent_index", "M1", "M2", "M3", "M4"]
    assert (children.frame.columns, len(children.frame)) == (columns, 12)
    assert children.parent == "Repeat Group (Merge)"
    assert [field.role for field in children.fields][3:5] == ["row_key", "parent_key"]
    assert survey.problems == ()


def test_a_real_export_of_kobo_without_its_form() -> None:
    main, children = kobo().tables
    assert main.frame.shape == (7, 5)
    assert children.frame.shape == (12, 9)
    # What was asked once stands in each row of the repeat.
    asked = dict(main.frame.select("_index", main.frame.columns[0]).iter_rows())
    for parent, once in children.frame.select("_parent_index", main.frame.columns[0]).iter_rows():
        assert once == asked[parent]
    assert main.fields[0].heading == "Name of the household head"
    assert [problem.rule for problem in kobo("unhcr_multilang_xlsform.xlsx").problems] == [
        "form of the export"
    ]


def test_real_forms() -> None:
    form = xlsform.form_in(sample("unhcr_multilang_xlsform.xlsx"))
    assert (len(form.questions), form.repeats) == (69, ("hh_rpt",))
    assert form.languages == ("English", "Tigirigna", "Amharic", "Oromiffa")
    school = next(one for one in form.questions if one.name == "school_level_001")
    assert school.choices["Amharic"]["-88"] == "አላውቅም"
    filtered = xlsform.form_in(sample("pyxform_choice_filter_test.xlsx"))
    assert [one.name for one in filtered.questions] == ["state", "county", "city"]
    assert filtered.problems == ()
    broken = xlsform.form_in(sample("pyxform_bug_duplicate_columns.xlsx"))
    assert [problem.rule for problem in broken.problems] == ["one column per heading"]
    assert broken.questions == ()
