"""A form as REDCap's data dictionary, or as an instrument to add to a project."""

from __future__ import annotations

import csv
import io
import zipfile

from bridgeboard.forms import words
from bridgeboard.forms.form import Form, Question, Section
from bridgeboard.formula_cells import harmless

#: The 18 columns, named as the page "Data Dictionary" of a project writes and takes them.
COLUMNS = (
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
)
_VALIDATED = {"number": "number", "date": "date_ymd"}
_LONGEST_NAME = 64
_LONGEST_MATRIX = 60
#: A zip keeps a time for each file; the same form shall be the same file.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)

Row = dict[str, str]


def redcap(form: Form) -> bytes:
    """The data dictionary of a new project: CSV, with record_id first.

    Out: no field is marked as an identifier: a person code is none, and what is so marked would be
        left out when an export is loaded.
    """
    record = {
        "Variable / Field Name": "record_id",
        "Field Type": "text",
        "Field Label": words.RECORD,
        "Field Note": words.NEVER_A_NAME,
    }
    # With a byte-order mark, or Excel, where the questions' words are put in, garbles ‹ and ü.
    return _csv([record, *_rows(form)], form).encode("utf-8-sig")


def redcap_instrument(form: Form) -> bytes:
    """The same as an instrument's zip, for a project that has a record_id already."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("instrument.csv", _LONG_AGO)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, _csv(_rows(form), form).encode())
    return out.getvalue()


def _csv(rows: list[Row], form: Form) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        row["Form Name"] = form.name[:_LONGEST_NAME].rstrip("_")
        writer.writerow([row.get(column, "") for column in COLUMNS])
    return out.getvalue()


def _rows(form: Form) -> list[Row]:
    rows = []
    for section in form.sections:
        heading = " ".join((section.title + ".", *section.notes)) if section.notes else ""
        for place, question in enumerate(section.questions):
            row = _row(section, question)
            if place == 0:
                row["Section Header"] = harmless(heading or section.title)
            rows.append(row)
    return rows


def _row(section: Section, question: Question) -> Row:
    row = {
        "Variable / Field Name": question.name,
        "Field Type": "text",
        "Field Label": harmless(question.label),
        "Field Note": harmless(question.note or ""),
        "Text Validation Type OR Show Slider Number": _VALIDATED.get(question.takes, ""),
        "Required Field?": "y" if question.required else "",
    }
    if question.takes == "one":
        row["Field Type"] = "radio"
        row["Choices, Calculations, OR Slider Labels"] = _choices(question)
        if section.is_grid:
            row["Matrix Group Name"] = section.name[:_LONGEST_MATRIX].rstrip("_")
    elif question.takes == "number":
        row["Text Validation Min"] = f"{question.minimum:g}"
        row["Text Validation Max"] = f"{question.maximum:g}"
    elif question.takes == "date":
        # Words first: a cell that begins with @ would be a formula in a spreadsheet program.
        row["Field Annotation"] = "Default: @TODAY"
    return row


def _choices(question: Question) -> str:
    """Choices as REDCap writes them: code, label | code, label.

    A first code below 0 gets no apostrophe, which REDCap would take for part of the code; a number,
    a comma and words are no formula in any spreadsheet program.
    """
    return " | ".join(
        f"{choice.code}, {choice.label.replace('|', '/')}" for choice in question.choices
    )
