"""A study in REDCap and one in KoboToolbox, as those tools export them: small, and nobody's."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from bridgeboard.collected import DroppedFile

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"

ITEMS = ("b1", "b2", "b3", "b4", "c1", "c2", "c3", "r1", "r2", "r3", "k1", "k2")
AGREE = (
    "1, Strongly disagree | 2, Disagree | 3, Neither | 4, Agree | 5, Strongly agree | "
    "-9, Don't know, or no answer"
)
PAGE = [
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
]
API = [
    *("field_name", "form_name", "section_header", "field_type", "field_label"),
    *("select_choices_or_calculations", "field_note"),
    "text_validation_type_or_show_slider_number",
    *("text_validation_min", "text_validation_max", "identifier", "branching_logic"),
    *("required_field", "custom_alignment", "question_number", "matrix_group_name"),
    *("matrix_ranking", "field_annotation"),
]


def csv_bytes(rows: Sequence[Sequence[str]], delimiter: str = ",", mark: bool = False) -> bytes:
    """The rows as CSV; quoted throughout where the delimiter is Kobo's."""
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if delimiter == ";" else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows(rows)
    return (b"\xef\xbb\xbf" if mark else b"") + out.getvalue().encode()


def xlsx_bytes(sheets: dict[str, Sequence[Sequence[str | float]]]) -> bytes:
    """A workbook of these sheets."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def dictionary_rows() -> list[list[str]]:
    """name, form, type, label, choices, validation, identifier of each field, as 18 cells."""
    fields = [
        ("code", "about_you", "text", "Study code", "", "", ""),
        ("full_name", "about_you", "text", "Your name", "", "", "y"),
        ("contact", "about_you", "text", "E-mail", "", "email", ""),
        ("welcome", "about_you", "descriptive", "<h2>Thank you</h2>", "", "", ""),
        ("site", "about_you", "dropdown", "Site", "n, North | s, South", "", ""),
        ("filled_on", "about_you", "text", "Today", "", "date_dmy", ""),
        ("tasks", "about_you", "checkbox", "Tasks", "A, Wards | b, Home visits | -1, None", "", ""),
        ("years", "about_you", "text", "Years", "", "number_comma_decimal", ""),
        ("met", "about_you", "yesno", "Met a <b>PSW</b> before?", "", "", ""),
        *((item, "psa12", "radio", f"Item {item}", AGREE, "", "") for item in ITEMS),
        ("mood", "psa12", "slider", "Confidence", "low | mid | high", "number", ""),
        ("why", "psa12", "notes", "Please say why", "", "", ""),
        ("worked_with", "psw_contact", "truefalse", "Worked with a PSW", "", "", ""),
        ("kinds", "psw_contact", "checkbox", "Kinds", "1, Groups | 2, One to one", "", ""),
        ("note", "psw_contact", "notes", "Please say why", "", "", ""),
        ("proof", "psw_contact", "file", "Upload", "", "", ""),
    ]
    rows = []
    for name, form, takes, label, choices, validation, identifier in fields:
        row = [name, form, "", takes, label, choices, "", validation, "", "", identifier]
        rows.append(row + [""] * 7)
    return rows


HEADINGS = [
    *("code", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"),
    *("redcap_data_access_group", "redcap_survey_identifier", "about_you_timestamp"),
    *("full_name", "contact", "site", "filled_on", "tasks___a", "tasks___b", "tasks____1"),
    *("years", "met", "about_you_complete", *ITEMS, "mood", "why", "psa12_complete"),
    *("worked_with", "kinds___1", "kinds___2", "note", "proof", "psw_contact_complete"),
]
SECRETS = ("Ann Example", "ann@example.org", "Ann by mail", "letter_of_ann.pdf")


def redcap_rows() -> list[list[str]]:
    """Two people before and after; after that one repeated form of the first."""
    unasked = ["", "0", "0", "", "", ""]
    about = ["Ann Example", "ann@example.org", "n", "2024-03-02", "1", "0", "0", "2,5", "1", "2"]
    none = ["", "", "", "", "0", "0", "0", "", "", ""]
    agreed = ["4"] * 11 + ["-9"]
    system = ["north_site", "Ann by mail"]
    first, second = "331-1", "331-2"
    before = [first, "pre_arm_1", "", "", *system, "2024-03-02 10:00:00", *about, *agreed]
    after = [first, "post_arm_1", "", "", "north_site", "", "[not completed]", *none]
    repeat = [first, "post_arm_1", "psw_contact", "1", "north_site", "", "", *none, *([""] * 12)]
    other = [second, "pre_arm_1", "", "", "south_site", "", "", *about[:3], "2024-03-05"]
    return [
        [*before, "70", "Since\nthey\nhelp", "2", *unasked],
        [*after, *(["5"] * 12), "80", "", "2", *unasked],
        [*repeat, "", "", "", "1", "1", "0", "twice", "letter_of_ann.pdf", "2"],
        [*other, "0", "1", "0", "10", "0", "2", *(["2"] * 12), "", "", "2", *unasked],
    ]


def redcap_data() -> DroppedFile:
    """The raw export."""
    return DroppedFile("Study_DATA_2024-06-01_1200.csv", csv_bytes([HEADINGS, *redcap_rows()]))


def redcap_dictionary(api: bool = False, mark: bool = True) -> DroppedFile:
    """The dictionary as the project's page writes it, or as the API does."""
    rows = [API if api else PAGE, *dictionary_rows()]
    return DroppedFile("Study_DataDictionary_2024-06-01.csv", csv_bytes(rows, mark=mark))


def redcap_forms() -> DroppedFile:
    """Which forms each event has."""
    rows = [
        ["arm_num", "unique_event_name", "form"],
        ["1", "pre_arm_1", "about_you"],
        ["1", "pre_arm_1", "psa12"],
        ["1", "post_arm_1", "psa12"],
        ["1", "post_arm_1", "psw_contact"],
    ]
    return DroppedFile("Study_instrument_designations.csv", csv_bytes(rows))


def redcap_labelled(leave_out: Sequence[str] = ()) -> DroppedFile:
    """The labelled export: questions as headings, labels in the cells."""
    own = {"code": "Study code", "redcap_event_name": "Event Name"}
    own |= {"redcap_repeat_instrument": "Repeat Instrument"}
    own |= {"redcap_repeat_instance": "Repeat Instance"}
    own |= {"redcap_data_access_group": "Data Access Group"}
    own |= {"redcap_survey_identifier": "Survey Identifier"}
    labels = {row[0]: row[4] for row in dictionary_rows()} | {"met": "Met a PSW before?"}
    ticks = {"tasks___a": "Tasks (choice=Wards)", "tasks___b": "Tasks (choice=Home visits)"}
    ticks |= {"tasks____1": "Tasks (choice=None)", "kinds___1": "Kinds (choice=Groups)"}
    ticks |= {"kinds___2": "Kinds (choice=One to one)"}
    kept = [place for place, name in enumerate(HEADINGS) if name not in leave_out]
    headings, states = [], {"0": "Incomplete", "1": "Unverified", "2": "Complete"}
    for name in HEADINGS:
        ending = {"complete": "Complete?", "timestamp": "Survey Timestamp"}
        labelled = own.get(name) or ticks.get(name) or labels.get(name)
        headings.append(labelled or ending[name.rsplit("_", 1)[1]])
    words = {"1": "Strongly disagree", "2": "Disagree", "3": "Neither", "4": "Agree"}
    words |= {"5": "Strongly agree", "-9": "Don't know, or no answer"}
    rows = []
    for row in redcap_rows():
        cells = dict(zip(HEADINGS, row, strict=True))
        for name, cell in cells.items():
            if name in ITEMS:
                cells[name] = words.get(cell, "")
            elif name in ticks:
                cells[name] = {"1": "Checked", "0": "Unchecked"}.get(cell, "")
            elif name.endswith("_complete"):
                cells[name] = states.get(cell, "")
        rows.append(list(cells.values()))
    table = [[row[place] for place in kept] for row in [headings, *rows]]
    return DroppedFile("Study_DATA_LABELS_2024-06-01_1200.csv", csv_bytes(table))


ENGLISH, SWAHILI = "English (en)", "Kiswahili (sw)"
LEVELS = [
    ("1", "Disagree", "Sikubali"),
    ("2", "Neither", "Sina hakika"),
    ("3", "Agree", "Nakubali"),
]


def kobo_form(name: str = "form.xlsx", **changed: Sequence[Sequence[str]]) -> DroppedFile:
    """The form: a group, a repeat, an item asked twice in the same words, two languages."""
    survey = [
        ["Type", "name ", "Label::" + ENGLISH, "label:: " + SWAHILI, "remark"],
        ["start", "start", "", "", ""],
        ["deviceid", "deviceid", "", "", ""],
        ["begin_group", "about", "About you", "Kuhusu wewe", ""],
        ["select_one site", "site  ", "Site", "Kituo", "x"],
        ["geopoint", "place", "Where are you?", "Uko wapi?", ""],
        ["select_multiple task", "tasks", "Your tasks", "Kazi zako", ""],
        ["end_group", "", "", "", ""],
        ["begin group", "psa", "Attitudes", "Mitazamo", ""],
        ["select_one agree", "b1", "They help", "Wanasaidia", ""],
        ["select_one agree", "b2", "They belong here", "Ni wa hapa", ""],
        ["text", "why1", "Why?", "Kwa nini?", ""],
        ["text", "why2", "Why?", "Kwa nini?", ""],
        ["end group", "", "", "", ""],
        ["begin repeat", "visit", "Visits", "Ziara", ""],
        ["integer", "hours", "Hours", "Saa", ""],
        ["end repeat", "", "", "", ""],
    ]
    choices = [
        ["list name", "name", "label::" + ENGLISH, "label::" + SWAHILI, "order"],
        *(["agree", code, english, swahili, code] for code, english, swahili in reversed(LEVELS)),
        ["site", "n", "North", "Kaskazini", ""],
        ["site", "s", "South", "Kusini", ""],
        ["task", "ward", "Wards", "Wodi", ""],
        ["task", "home", "Home visits", "Nyumbani", ""],
    ]
    settings = [["form_title", "default_language"], ["Attitudes", ENGLISH]]
    sheets = {"survey": survey, "choices": choices, "settings": settings} | changed
    return DroppedFile(name, xlsx_bytes(sheets))


KOBO_SYSTEM = ["_id", "_uuid", "_submission_time", "_submitted_by", "__version__", "_index"]
_KOBO_END = [
    ["11", "u-11", "2024-03-02T10:00:00", "someone_known", "v1", "1"],
    ["12", "u-12", "2024-03-03T10:00:00", "someone_known", "v1", "2"],
]
_PLACES = ["about/place", "about/_place_latitude", "about/_place_longitude"]


def kobo_sheets(how: str = "names") -> dict[str, list[list[str]]]:
    """The export: headed by names with groups, or by labels in English or Swahili."""
    names = ["about/site", *_PLACES, "about/tasks", "about/tasks/ward", "about/tasks/home"]
    names += ["psa/b1", "psa/b2", "psa/why1", "psa/why2"]
    place = ["-6.1 39.2 0 0", "-6.1", "39.2"]
    answers = [
        ["n", *place, "ward home", "1", "1", "3", "1", "as a friend", "no"],
        ["s", *place, "home", "0", "1", "2", "3", "", ""],
    ]
    if how != "names":
        at = 1 if how == "english" else 2
        asked = {
            "english": ["Site", "Where are you?", "_Where are you?_latitude"],
            "swahili": ["Kituo", "Uko wapi?", "_Uko wapi?_latitude"],
        }[how]
        tasks = {"english": "Your tasks", "swahili": "Kazi zako"}[how]
        options = {"english": ("Wards", "Home visits"), "swahili": ("Wodi", "Nyumbani")}[how]
        items = {"english": ["They help", "They belong here", "Why?", "Why?"]}
        items |= {"swahili": ["Wanasaidia", "Ni wa hapa", "Kwa nini?", "Kwa nini?"]}
        names = [*asked, asked[2].replace("latitude", "longitude"), tasks]
        names += [f"{tasks}/{option}" for option in options] + items[how]
        word = {level[0]: level[at] for level in LEVELS}
        sites = {"n": ("North", "Kaskazini"), "s": ("South", "Kusini")}
        for row in answers:
            row[0], row[7], row[8] = sites[row[0]][at - 1], word[row[7]], word[row[8]]
    start = [["2024-03-02T09:50:00", "ee.example:1"], ["2024-03-03T09:50:00", "ee.example:2"]]
    main = [["start", "deviceid", *names, *KOBO_SYSTEM]]
    main += [[*a, *b, *c] for a, b, c in zip(start, answers, _KOBO_END, strict=True)]
    hours = {"names": "visit/hours", "english": "Hours", "swahili": "Saa"}[how]
    child = ["_index", "_parent_table_name", "_parent_index", "_submission__uuid"]
    visits = [
        [hours, *child, "_submission__submitted_by"],
        ["2", "1", "Attitudes", "1", "u-11", "someone_known"],
        ["3", "2", "Attitudes", "1", "u-11", "someone_known"],
    ]
    return {"Attitudes": main, "visit": visits}


def kobo_export(how: str = "names") -> DroppedFile:
    """The export as a workbook."""
    return DroppedFile("Attitudes.xlsx", xlsx_bytes(kobo_sheets(how)))
