"""Small exports of Qualtrics, SurveyMonkey and SPSS, and plain tables, in the tools' own shapes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from tests.collected.survey_files import SAMPLES, csv_bytes, xlsx_bytes

__all__ = ["SAMPLES", "csv_bytes", "xlsx_bytes"]

IDS = [
    *("StartDate", "Status", "IPAddress", "Finished", "RecordedDate", "ResponseId"),
    *("RecipientEmail", "LocationLatitude", "UserLanguage"),
    *("Q1", "Q2_1", "Q2_2", "Q3_1", "Q3_2", "Q3_3_TEXT", "Q4"),
]
WORDS = [
    *("Anfangsdatum", "Antworttyp", "IP-Adresse", "Beendet", "Erfassungsdatum", "Antwort-ID"),
    *("E-Mail des Empfängers", "Breitengrad", "Benutzersprache"),
    "Where do you\nwork?",
    "How far do you agree? - Peers help",
    "How far do you agree? - Peers <b>belong</b>",
    "What is there? - A room",
    "What is there? - A budget",
    "What is there? - Other - Text",
    "Anything else?",
]
IMPORTS = [
    *("startDate", "status", "ipAddress", "finished", "recordedDate", "_recordId"),
    *("recipientEmail", "locationLatitude", "userLanguage"),
    *("QID1", "QID2_1", "QID2_2", "QID3_1", "QID3_2", "QID3_3_TEXT", "QID4_TEXT"),
]
ANSWERS = [
    ["2024-03-01 08:00:00", "0", "192.0.2.7", "1", "2024-03-01 08:05:00", "R_1aaaaaaaaaaaaaa",
     "ann@example.org", "47.1", "DE", "2", "11", "13", "1", "", "", "Nothing"],
    ["2024-03-01 09:00:00", "0", "192.0.2.8", "0", "2024-03-01 09:05:00", "R_2aaaaaaaaaaaaaa",
     "", "47.2", "EN", "1", "12", "-99", "", "1", "a garden", ""],
    ["2024-03-01 07:00:00", "1", "192.0.2.9", "1", "2024-03-01 07:05:00", "R_3aaaaaaaaaaaaaa",
     "", "47.3", "EN", "1", "10", "10", "1", "1", "", "a test"],
    ["2024-03-01 07:00:00", "2", "", "1", "2024-03-01 07:05:00", "R_4aaaaaaaaaaaaaa",
     "", "", "EN", "1", "10", "10", "1", "1", "", "made up"],
]  # fmt: skip


def qualtrics_rows(old_marks: bool = False) -> list[list[str]]:
    """Three rows of headings and four of answers, of which two are tests."""
    if old_marks:
        imports = [f"{{'ImportId': '{one.replace('_', '-')}'}}" for one in IMPORTS]
    else:
        imports = [json.dumps({"ImportId": one}) for one in IMPORTS]
    return [IDS, WORDS, imports, *ANSWERS]


def qualtrics_legacy_rows() -> list[list[str]]:
    """The old export: V1 to V10, two rows of headings, an empty column at the end."""
    own = ["ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress"]
    own += ["IPAddress", "Status", "StartDate", "EndDate", "Finished"]
    row = ["R_1aaaaaaaaaaaaaa", "Default", "Ann Example", "P7", "ann@example.org", "192.0.2.7"]
    row += ["0", "2017-07-18 08:28:09", "2017-07-18 08:28:48", "1", "2", ""]
    return [[f"V{n}" for n in range(1, 11)] + ["Q1", ""], [*own, "Do you agree?", ""], row]


def qsf(**changed: object) -> bytes:
    """The survey's file: one choice, a grid with recodes, several choices, a text."""
    likert = {str(n): {"Display": word} for n, word in enumerate(("No", "So so", "Yes", "Very"), 1)}
    questions = [
        {"QuestionID": "QID1", "DataExportTag": "Q1", "QuestionType": "MC", "Selector": "SAVR",
         "QuestionText": "Where do you<br>work?", "Choices": {"1": {"Display": "Ward"},
         "2": {"Display": "Clinic &amp; home"}}, "ChoiceOrder": ["2", "1"],
         "Language": {"DE": {"QuestionText": "Wo arbeiten Sie?"}}},
        {"QuestionID": "QID2", "DataExportTag": "Q2", "QuestionType": "Matrix",
         "Selector": "Likert", "SubSelector": "SingleAnswer", "QuestionText": "How far?",
         "Choices": {"1": {"Display": "Peers help"}, "2": {"Display": "Peers belong"}},
         "Answers": likert, "AnswerOrder": [4, 3, 2, 1],
         "RecodeValues": {"1": "10", "2": 11, "3": "12", "4": "13"}},
        {"QuestionID": "QID3", "DataExportTag": "Q3", "QuestionType": "MC", "Selector": "MAVR",
         "QuestionText": "What is there?", "Choices": {"1": {"Display": "A room"},
         "2": {"Display": "A budget"}, "3": {"Display": "Other", "TextEntry": "true"}}},
        {"QuestionID": "QID4", "DataExportTag": "Q4", "QuestionType": "TE", "Selector": "SL",
         "QuestionText": "Anything else?"},
    ]  # fmt: skip
    block = {"Description": "About peers", "BlockElements": [{"QuestionID": "QID2"}]}
    elements = [{"Element": "BL", "Payload": [block]}]
    elements += [{"Element": "SQ", "Payload": question} for question in questions]
    whole = {"SurveyEntry": {"SurveyName": "Peers"}, "SurveyElements": elements} | changed
    return json.dumps(whole).encode()


SURVEYMONKEY = [
    ["Respondent ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name",
     "Which of these are there?", "", "", "How far do you agree?", "", "Where do you work?", "Age"],
    ["", "", "", "", "", "", "A room", "A budget", "Other (please specify)", "Peers help",
     "Peers belong", "Response", "Open-Ended Response"],
    ["101", "2024-03-01 08:00", "2024-03-01 08:05", "192.0.2.7", "ann@example.org", "Ann",
     "A room", "", "", "Agree", "Disagree", "Ward", "44"],
    ["102", "2024-03-01 09:00", "2024-03-01 09:05", "192.0.2.8", "", "", "A room", "A budget",
     "a garden", "Agree", "Agree", "Clinic", "31"],
    ["103", "2024-03-01 10:00", "2024-03-01 10:05", "192.0.2.9", "", "", "", "", "", "", "",
     "Clinic", ""],
]  # fmt: skip

PLAIN = [["code", "site", "q1", "q2"], ["p1", "pune", "4", "5"], ["p2", "pune", "3", "1"]]
TWO_ROWS = [
    ["", "", "Attitudes", "", "Roles"],
    ["code", "site", "q1", "q2", "q1"],
    ["p1", "pune", "4", "5", "2"],
    ["p2", "ulm", "3", "1", "2"],
]


@cache
def sav(packed: bool = False) -> bytes:
    """An SPSS file: value labels, user-missing, a day, words, and a label that means missing."""
    import tempfile

    import polars as pl
    import pyreadstat

    frame = pl.DataFrame(
        {
            "q1": [1.0, 5.0, 9.0, 99.0, None],
            "q2": [1.0, 2.0, 7.0, 2.0, 1.0],
            "place": ["ward", "clinic ", "", "ward", "home"],
            "weight": [61.5, 70.0, 80.25, None, 55.0],
            "b1": [1.0, 0.0, 1.0, 0.0, 1.0],
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("x.zsav" if packed else "x.sav")
        pyreadstat.write_sav(
            frame,
            path,
            column_labels=["Peers  help", "Peers belong", "Where", "Kilograms", "A room"],
            variable_value_labels={
                "q1": {1: "Disagree", 5: "Agree", 9: "Not answered", 99: "Don't know"},
                "q2": {1: "No", 2: "Yes"},
            },
            missing_ranges={"q1": [99]},
            compress=packed,
            row_compress=not packed,
        )
        return path.read_bytes()
