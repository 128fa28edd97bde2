"""Exports as tools write them of a form's answers, in their own shapes, with their own columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

import xlsxwriter

from bridgeboard.forms import FORM_KINDS, Form, Question
from tests.forms.people import Person

#: name -> bytes, as somebody would drop them together.
Files = dict[str, bytes]


def _text(rows: Sequence[Sequence[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def _label(question: Question, code: str) -> str:
    for choice in question.choices:
        if choice.code == code:
            return choice.label
    return code


def redcap_raw(form: Form, people: list[Person], *, events: bool = False) -> Files:
    """Raw CSV with all of REDCap's own columns, the data dictionary beside it."""
    head = ["record_id", *(["redcap_event_name"] if events else []), "redcap_survey_identifier"]
    head += ["redcap_data_access_group", f"{form.name}_timestamp"]
    head += [*(question.name for question in form.questions), f"{form.name}_complete"]
    rows = [head]
    for number, person in enumerate(people, 1):
        row = [person.record if events else str(number)]
        row += [f"{person.wave_id}_arm_1"] if events else []
        row += [
            "",
            person.said["site_id"].replace("-", ""),
            f"{person.said['answered_on']} 10:31:02",
        ]
        row += [person.said.get(question.name, "") for question in form.questions] + ["2"]
        rows.append(row)
    return {
        "Survey_DATA_2026-03-02_1129.csv": _text(rows),
        "Survey_DataDictionary_2026-03-02.csv": FORM_KINDS["redcap"].write(form),
    }


def redcap_labelled(form: Form, people: list[Person], *, events: bool = False) -> Files:
    """Labels in place of names and codes, and "Complete?", the data dictionary beside it."""
    files = redcap_raw(form, people, events=events)
    name, dictionary = list(files)
    rows = list(csv.reader(io.StringIO(files[name].decode(), newline="")))
    own = {
        "record_id": "Record number",
        "redcap_event_name": "Event Name",
        "redcap_survey_identifier": "Survey Identifier",
        "redcap_data_access_group": "Data Access Group",
        f"{form.name}_timestamp": "Survey Timestamp",
        f"{form.name}_complete": "Complete?",
    }
    questions = {question.name: question for question in form.questions}
    head, *cells = rows
    labels = {f"{person.wave_id}_arm_1": person.wave_id.title() for person in people}
    shown = [
        [
            _label(questions[column], cell)
            if column in questions
            else {"2": "Complete"}.get(cell, cell)
            if column.endswith("_complete")
            else labels.get(cell, cell)
            for column, cell in zip(head, row, strict=True)
        ]
        for row in cells
    ]
    titles = [own.get(column) or questions[column].label for column in head]
    return {
        "Survey_DATA_LABELS_2026-03-02_1129.csv": _text([titles, *shown]),
        dictionary: files[dictionary],
    }


def _kobo(form: Form, people: list[Person], as_label: bool) -> list[list[str]]:
    head = ["start", "end"]
    columns: list[tuple[str, Callable[[Person], str]]] = []
    for section in form.sections:
        if section.notes:
            named = " ".join((f"{section.title}.", *section.notes)) if as_label else section.name
            columns.append((named, lambda _: ""))
        for question in section.questions:

            def cell(person: Person, question: Question = question) -> str:
                code = person.said.get(question.name, "")
                return _label(question, code) if as_label else code

            columns.append((question.label if as_label else question.name, cell))
    head += [name for name, _ in columns]
    head += ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status"]
    head += ["_submitted_by", "__version__", "_tags", "_index"]
    rows = [head]
    for number, person in enumerate(people, 1):
        day = person.said["answered_on"]
        rows.append(
            [f"{day}T09:{number % 60:02}:00.000+03:00", f"{day}T09:59:00.000+03:00"]
            + [cell(person) for _, cell in columns]
            + [
                str(4000 + number),
                f"0b6f-{number:08d}",
                f"{day}T10:00:00",
                "",
                "",
                "submitted_via_web",
            ]
            + ["", "vB7kUzTxG", "", str(number)]
        )
    return rows


def kobo_xlsx(form: Form, people: list[Person], *, as_label: bool = False) -> Files:
    """KoboToolbox's workbook, the XLSForm beside it; numbers are numbers there."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": True}) as book:
        sheet = book.add_worksheet(form.title[:31].replace(":", ""))
        for place, row in enumerate(_kobo(form, people, as_label)):
            sheet.write_row(place, 0, row)
    return {"survey - latest.xlsx": out.getvalue(), "form.xlsx": FORM_KINDS["xlsform"].write(form)}


def kobo_csv(form: Form, people: list[Person]) -> Files:
    """KoboToolbox's CSV: semicolons, everything quoted; the XLSForm beside it."""
    rows = _kobo(form, people, as_label=False)
    data = _text(rows, ";", csv.QUOTE_ALL)
    return {"survey.csv": data, "form.xlsx": FORM_KINDS["xlsform"].write(form)}


def odk_central(form: Form, people: list[Person]) -> Files:
    """ODK Central's CSV, without any form beside it."""
    head = ["SubmissionDate", *(question.name for question in form.questions)]
    head += ["meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent"]
    head += ["AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion"]
    rows = [head]
    for number, person in enumerate(people, 1):
        key = f"uuid:7d1e-{number:08d}"
        rows.append(
            [f"{person.said['answered_on']}T08:00:00.000Z"]
            + [person.said.get(question.name, "") for question in form.questions]
            + [key, key, "31", "App user", "0", "0", "", "", "", "0", "1"]
        )
    return {"psa12.csv": _text(rows)}


def filled_csv(form: Form, people: list[Person]) -> Files:
    """The CSV form, filled in."""
    head = FORM_KINDS["csv"].write(form).decode("utf-8-sig").strip().split(",")
    rows = [head]
    for number, person in enumerate(people, 1):
        rows.append([str(number), *(person.said.get(name, "") for name in head[1:])])
    return {"psa12 filled in.csv": _text(rows)}
