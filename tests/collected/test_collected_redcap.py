"""REDCap: what each column of an export is, however it was exported, and what never came in."""

from __future__ import annotations

import polars as pl
import pytest

from bridgeboard.collected import DroppedFile, Survey, SurveyTable, redcap
from bridgeboard.collected import redcap_dictionary as dictionaries
from bridgeboard.collected import redcap_events as lists
from bridgeboard.collected.markup import letters_restored, plain_words
from bridgeboard.collected.recognition import collect
from tests.collected.survey_files import (
    HEADINGS,
    ITEMS,
    SECRETS,
    csv_bytes,
    redcap_data,
    redcap_dictionary,
    redcap_forms,
    redcap_labelled,
    redcap_rows,
    xlsx_bytes,
)


def read(data: DroppedFile, *beside: DroppedFile) -> Survey:
    """The export, with each file beside it as the kind that it looks like."""
    kinds = {"redcap-dictionary": dictionaries, "redcap-events": lists}
    return redcap.read(
        data,
        [(kind, file) for file in beside for kind, module in kinds.items() if module.seen(file)],
    )


def only(survey: Survey) -> SurveyTable:
    assert not [one.sentence() for one in survey.problems if one.severity == "refused"]
    (table,) = survey.tables
    assert table.frame.columns == [field.column for field in table.fields]
    assert all(dtype == pl.String for dtype in table.frame.dtypes)
    assert len(table.rows) == len(table.frame)
    return table


@pytest.mark.parametrize("api", [False, True])
def test_a_raw_export_with_its_dictionary(api: bool) -> None:
    survey = read(redcap_data(), redcap_dictionary(api=api), redcap_forms())
    table = only(survey)
    assert survey.problems == ()
    roles = {field.column: field.role for field in table.fields if field.role != "question"}
    assert roles == {
        "code": "record",
        "redcap_event_name": "event",
        "redcap_repeat_instrument": "repeat_form",
        "redcap_repeat_instance": "repeat",
        "redcap_data_access_group": "data_group",
        "about_you_timestamp": "submitted",
        "about_you_complete": "complete",
        "psa12_complete": "complete",
        "psw_contact_complete": "complete",
    }
    assert [gone.what for gone in survey.left_out] == [
        "redcap_survey_identifier",
        "full_name",
        "contact",
    ]
    b1 = table.field("b1")
    assert (b1.takes, b1.group, b1.label) == ("one", "psa12", "Item b1")
    assert list(b1.choices) == ["1", "2", "3", "4", "5", "-9"]
    assert b1.choices["-9"] == "Don't know, or no answer"
    tick = table.field("tasks____1")
    assert (tick.takes, tick.of, tick.code) == ("tick", "tasks", "-1")
    assert table.field("tasks___a").code == "A"
    assert table.field("met").choices == {"1": "Yes", "0": "No"}
    assert table.field("met").label == "Met a PSW before?"
    assert table.field("filled_on").takes == "date"
    assert table.field("mood").takes == "number"
    assert table.holds == "codes"
    assert table.frame["filled_on"].to_list() == ["2024-03-02", None, None, "2024-03-05"]
    assert table.frame["years"].to_list() == ["2.5", None, None, "10"]
    assert table.frame["about_you_timestamp"].to_list()[:2] == ["2024-03-02 10:00:00", None]
    assert table.frame["why"][0] == "Since\nthey\nhelp"
    assert table.frame["proof"].to_list() == [None, None, "[document]", None]
    assert table.rows.to_list() == [2, 3, 4, 5]


def test_nothing_of_people_is_anywhere_in_what_was_read() -> None:
    survey = read(redcap_data(), redcap_dictionary())
    everything = repr((survey, [table.frame.rows() for table in survey.tables]))
    for secret in SECRETS:
        assert secret not in everything


def test_what_an_event_never_asked_is_told_from_what_is_missing() -> None:
    table = only(read(redcap_data(), redcap_dictionary(), redcap_forms()))
    assert table.asked == {
        "pre_arm_1": frozenset({"about_you", "psa12"}),
        "post_arm_1": frozenset({"psa12", "psw_contact"}),
    }
    # Without the list: forms in which anything is filled in.
    assert only(read(redcap_data(), redcap_dictionary())).asked == table.asked
    # REDCap's 0 for options never shown is nothing; for one who saw them it is "not ticked".
    assert table.frame["tasks___a"].to_list() == ["1", None, None, "0"]
    assert table.frame["kinds___2"].to_list() == [None, None, "0", None]


def test_what_was_recognised_is_said() -> None:
    said = " ".join(read(redcap_data(), redcap_dictionary(), redcap_forms()).said)
    assert "2 records (code) in 4 rows." in said
    assert "Longitudinal: 2 events, pre_arm_1 (2 rows) and post_arm_1 (2 rows)." in said
    assert "as the list of events and forms says" in said
    assert "Repeating forms stand among the other rows" in said
    assert "Data access groups: 2." in said
    assert "decimal comma" in said


def test_without_a_dictionary_it_is_said_what_is_guessed() -> None:
    survey = read(redcap_data())
    table = only(survey)
    assert "No data dictionary was given" in " ".join(survey.said)
    assert table.field("tasks___a").of == "tasks"
    assert table.field("b1").group == "psa12"
    assert table.field("code").role == "record"
    assert "redcap_survey_identifier" not in table.frame.columns


def test_a_labelled_export_is_matched_by_position() -> None:
    survey = read(redcap_labelled(), redcap_dictionary())
    raw = only(read(redcap_data(), redcap_dictionary()))
    table = only(survey)
    assert survey.problems == ()
    assert set(table.frame.columns) == set(raw.frame.columns)
    assert table.holds == "labels"
    assert table.frame["b1"].to_list() == ["Agree", "Strongly agree", None, "Disagree"]
    assert table.frame["tasks___a"].to_list() == ["1", None, None, "0"]
    assert table.field("why").group == "psa12"
    assert table.field("note").group == "psw_contact"
    assert table.field("about_you_timestamp").role == "submitted"
    assert [gone.what for gone in survey.left_out] == ["Survey Identifier", "Your name", "E-mail"]


def test_a_labelled_export_of_some_fields_is_matched_where_that_is_certain() -> None:
    some = read(redcap_labelled(leave_out=("b2", "mood", "years")), redcap_dictionary())
    assert only(some).field("b3").heading == "Item b3"
    # "Please say why" stands twice in the dictionary, and once here, between the same neighbours.
    left_out = ("why", "psa12_complete", "worked_with", "kinds___1", "kinds___2")
    unsure = read(redcap_labelled(leave_out=left_out), redcap_dictionary())
    assert unsure.tables == ()
    assert "Please say why" in unsure.problems[0].found
    assert "raw data" in unsure.problems[0].mend


def test_a_labelled_export_without_dictionary_is_refused() -> None:
    survey = read(redcap_labelled())
    assert survey.tables == ()
    (problem,) = survey.problems
    assert problem.severity == "refused"
    assert "dictionary" in problem.mend
    assert "raw data" in problem.mend


def test_questions_alone_are_told_by_their_spaces_and_the_name_of_the_file() -> None:
    added = [name for name in HEADINGS if name.startswith("redcap_") or name.endswith("_complete")]
    ticks = [name for name in HEADINGS if "___" in name]
    bare = redcap_labelled(leave_out=(*added, *ticks, "about_you_timestamp", "why"))
    assert redcap.seen(bare) is not None
    assert redcap.seen(DroppedFile("other.csv", bare.data)) is None
    # Its neighbours tell which of the two questions with the same words is left.
    table = only(read(bare, redcap_dictionary()))
    assert "why" not in table.frame.columns
    assert table.field("note").heading == "Please say why"
    both = redcap_labelled(leave_out=(*added, *ticks, "about_you_timestamp"))
    table = only(read(both, redcap_dictionary()))
    assert table.field("note").heading == table.field("why").heading == "Please say why"


def test_labels_under_names_and_codes_that_R_wrote_as_TRUE() -> None:
    rows = [["code", "met", "kinds___1", "kinds___2", "b1"]]
    rows += [["1", "TRUE", "Groups", "", "Agree"], ["2", "FALSE", "", "", "Disagree"]]
    rows += [["3", "", "", "", "Neither"]]
    table = only(read(DroppedFile("x.csv", csv_bytes(rows)), redcap_dictionary()))
    assert table.holds == "labels"
    assert table.frame["met"].to_list() == ["1", "0", None]
    assert table.frame["kinds___1"].to_list() == ["1", None, None]
    assert table.frame["kinds___2"].to_list() == ["0", None, None]


def test_a_column_of_row_numbers_and_one_that_the_dictionary_lacks() -> None:
    rows = [["", "code", "b1", "b2", "extra"], ["1", "7", "4", "4", "z"]]
    survey = read(DroppedFile("x.csv", csv_bytes(rows)), redcap_dictionary())
    table = only(survey)
    assert table.field("code").role == "record"
    assert table.frame.columns == ["code", "b1", "b2", "extra"]
    assert [problem.rule for problem in survey.problems] == ["columns of the dictionary", "heading"]
    assert survey.problems[0].column == "extra"


def test_a_record_id_that_names_people_is_refused() -> None:
    dictionary = redcap_dictionary()
    marked = dictionary.data.replace(
        b"code,about_you,,text,Study code,,,,,,,", b"code,about_you,,text,Study code,,,,,,y,"
    )
    survey = read(redcap_data(), DroppedFile(dictionary.name, marked))
    assert survey.tables == ()
    assert survey.problems[0].rule == "record id"
    assert "331-1" not in repr(survey)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "not empty"),
        (b"\n,,\n", "not empty"),
        (b"a,a,record_id\n1,2,3\n", "one column per heading"),
        (b'record_id,b1\n1,"4\n', "quotation marks"),
        (b"record_id,b1\n1\n2,3\n", "cells in a row"),
        (b"record_id,b1\n1,2,3\n", "cells in a row"),
        (b"record_id,b1\n1,\xff\n", "encoding"),
        (b"PK\x03\x04nothing", "workbook"),
    ],
)
def test_a_broken_file_is_a_problem(data: bytes, rule: str) -> None:
    survey = redcap.read(DroppedFile("x.csv", data), [])
    assert rule in [problem.rule for problem in survey.problems]


def test_headings_only_are_a_table_without_rows() -> None:
    table = only(read(DroppedFile("x.csv", csv_bytes([HEADINGS])), redcap_dictionary()))
    assert table.frame.shape == (0, len(HEADINGS) - 3)


def test_a_cut_file_loses_its_last_row_only_and_says_which() -> None:
    whole = csv_bytes([HEADINGS, *redcap_rows()])
    survey = read(DroppedFile("x.csv", whole[:-20]), redcap_dictionary())
    assert len(survey.tables[0].frame) == 3
    (problem,) = survey.problems
    # A spreadsheet counts the note with line breaks as one row.
    assert (problem.rule, problem.row) == ("cells in a row", 5)


@pytest.mark.parametrize("column", [0, 1, 3])
def test_a_dictionary_without_a_column_it_needs_is_refused(column: int) -> None:
    rows = [row.split(b",") for row in redcap_dictionary(mark=False).data.splitlines()[:1]]
    heading = b",".join(cell for place, cell in enumerate(rows[0]) if place != column)
    found = dictionaries.dictionary_in(DroppedFile("d.csv", heading + b"\nx,y\n"))
    assert found.fields == ()
    assert found.problems[0].rule == "columns of a dictionary"


def test_a_dictionary_that_cannot_be_read_lets_nothing_in_that_it_may_mark() -> None:
    whole = redcap_dictionary(mark=False).data
    lines = whole.splitlines(keepends=True)
    cut = [line.replace(b",,", b",", 5) if b"full_name" in line else line for line in lines]
    survey = read(redcap_data(), DroppedFile("d.csv", b"".join(cut)))
    assert "full_name" in [gone.what for gone in survey.left_out]
    assert [one.rule for one in survey.problems if one.severity == "refused"] == ["cells in a row"]
    assert "full_name" not in survey.tables[0].frame.columns
    unread = DroppedFile("d.csv", whole.replace(b"Field Type", b"Type"))
    refused = redcap.read(redcap_data(), [("redcap-dictionary", unread)])
    assert refused.tables == ()
    assert refused.problems[0].file == "d.csv"


def test_a_dictionary_of_another_project_is_not_used() -> None:
    rows = [["field_name", "form_name", "field_type"], ["other", "form", "text"]]
    survey = read(redcap_data(), DroppedFile("d.csv", csv_bytes(rows)))
    assert "dictionary of the project" in [problem.rule for problem in survey.problems]
    assert only(survey).field("b1").group == "psa12"


def test_saved_as_a_workbook_it_reads_the_same() -> None:
    book = DroppedFile("Study.xlsx", xlsx_bytes({"Study": [HEADINGS, *redcap_rows()]}))
    assert redcap.seen(book) == redcap.seen(redcap_data())
    raw, saved = read(redcap_data(), redcap_dictionary()), read(book, redcap_dictionary())
    assert only(saved).frame.equals(only(raw).frame)


def test_choices_are_apart_at_bars_then_at_the_first_comma() -> None:
    assert dictionaries.choices_of("1, Yes, often|b,No | -1, <i>Don't</i> know|7") == {
        "1": "Yes, often",
        "b": "No",
        "-1": "Don't know",
        "7": "7",
    }
    assert [dictionaries.ending_of(code) for code in ("1", "A", "-1")] == ["1", "a", "_1"]


def test_labels_lose_their_markup_and_keep_their_words() -> None:
    html = '<div class="x"><p>If a < 5 &amp; b > 3</p><style>p {}</style>\n<img src="y">go</div>'
    assert plain_words(html) == "If a < 5 & b > 3 go"
    assert letters_restored("d<U+043E>g <U+D800> <U+0000>") == "dоg <U+D800> <U+0000>"


def test_lists_say_labels_of_events_groups_and_forms() -> None:
    files = [
        [
            ["event_name", "arm_num", "unique_event_name"],
            ["Before", "1", "pre_arm_1"],
            ["After", "2", "post_arm_2"],
        ],
        [["arm_num", "name"], ["1", "Now"], ["2", "Later"]],
        [["data_access_group_name", "unique_group_name"], ["North", "north"]],
        [["instrument_name", "instrument_label"], ["psa12", "Attitudes"]],
    ]
    dropped = [DroppedFile(f"{n}.csv", csv_bytes(rows)) for n, rows in enumerate(files)]
    found = lists.events_in(dropped)
    assert found.events == {
        "pre_arm_1": "Before (Arm 1: Now)",
        "post_arm_2": "After (Arm 2: Later)",
    }
    assert found.groups == {"north": "North"}
    assert found.instruments == {"psa12": "Attitudes"}
    assert all(lists.seen(file) for file in dropped)
    assert len(ITEMS) == 12


def test_all_lists_that_are_dropped_are_used_but_one_dictionary_only() -> None:
    events = [
        ["event_name", "arm_num", "unique_event_name"],
        ["Before", "1", "pre_arm_1"],
        ["After", "1", "post_arm_1"],
    ]
    groups = [["data_access_group_name", "unique_group_name"], ["North house", "north"]]
    files = [
        redcap_data(),
        redcap_dictionary(),
        redcap_forms(),
        DroppedFile("events.csv", csv_bytes(events)),
        DroppedFile("groups.csv", csv_bytes(groups)),
    ]
    (survey,) = collect(files)
    assert isinstance(survey, Survey)
    table = only(survey)
    assert survey.problems == ()
    assert table.asked["pre_arm_1"] == {"about_you", "psa12"}
    assert table.field("redcap_event_name").choices == {
        "pre_arm_1": "Before",
        "post_arm_1": "After",
    }
    assert table.field("redcap_data_access_group").choices == {"north": "North house"}
    other = DroppedFile("other.csv", redcap_dictionary().data + b"\n")
    (doubted,) = collect([*files, other])
    assert [one.rule for one in doubted.problems if one.severity == "refused"] == ["one dictionary"]
