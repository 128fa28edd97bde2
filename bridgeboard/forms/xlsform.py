"""A form as an XLSForm: the workbook that KoboToolbox and ODK take."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence

from bridgeboard.forms import words
from bridgeboard.forms.form import Choice, Form, Question, Section
from bridgeboard.formula_cells import harmless
from schemas.identifier import IDENTIFIER

SURVEY = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "default",
    "constraint",
    "constraint_message",
)
CHOICES = ("list_name", "name", "label")
SETTINGS = ("form_title", "form_id", "version")
_TYPES = {"code": "text", "text": "text", "number": "decimal", "date": "date"}

Row = dict[str, str]


def xlsform(form: Form) -> bytes:
    """The workbook with the sheets survey, choices and settings.

    Out: labels stand in plain `label` columns; a translation is a column `label::Deutsch (de)`
        beside them. Text is text whatever it begins with.
    """
    import xlsxwriter

    survey, choices = _survey(form), _choices(form)
    settings = [
        {"form_title": _text(form.title), "form_id": form.name, "version": _version(form)},
    ]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": form.title, "author": "Bridgeboard"})
        head = book.add_format({"bold": True, "bottom": 1})
        plain = book.add_format({"valign": "top", "text_wrap": True, "num_format": "@"})
        quoted = book.add_format(
            {"valign": "top", "text_wrap": True, "num_format": "@", "quote_prefix": True}
        )
        for name, columns, rows in (
            ("survey", SURVEY, survey),
            ("choices", CHOICES, choices),
            ("settings", SETTINGS, settings),
        ):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(columns):
                sheet.write_string(0, place, column, head)
                sheet.set_column(place, place, 60 if column in ("label", "hint") else 22)
            for number, row in enumerate(rows, 1):
                for place, column in enumerate(columns):
                    cell = row.get(column, "")
                    if cell:
                        runs = harmless(cell) != cell
                        sheet.write_string(number, place, cell, quoted if runs else plain)
    return out.getvalue()


def _survey(form: Form) -> list[Row]:
    # Without groups: ODK Central and KoboToolbox would put their names before each question's, and
    # without the form beside it an export would no longer be known by its names.
    rows: list[Row] = []
    for section in form.sections:
        if section.notes:
            said = " ".join((f"{section.title}.", *section.notes))
            rows.append({"type": "note", "name": section.name, "label": _text(said)})
        rows += [_row(section, question) for question in section.questions]
    return rows


def _row(section: Section, question: Question) -> Row:
    row = {"name": question.name, "label": _text(question.label)}
    row["type"] = (
        f"select_one {_list_name(section, question)}"
        if question.takes == "one"
        else _TYPES[question.takes]
    )
    if question.note:
        row["hint"] = _text(question.note)
    if question.required:
        row["required"] = "yes"
    if question.takes == "date":
        row["default"] = "today()"
    elif question.takes == "code":
        row["constraint"] = f"regex(., '{IDENTIFIER}')"
        row["constraint_message"] = words.CODE_FORM
    elif question.takes == "number":
        row["constraint"] = f". >= {question.minimum:g} and . <= {question.maximum:g}"
        row["constraint_message"] = question.note or ""
    return row


def _choices(form: Form) -> list[Row]:
    lists: dict[str, Sequence[Choice]] = {
        _list_name(section, question): question.choices
        for section in form.sections
        for question in section.questions
        if question.takes == "one"
    }
    return [
        {"list_name": name, "name": choice.code, "label": _text(choice.label)}
        for name, choices in lists.items()
        for choice in choices
    ]


def _list_name(section: Section, question: Question) -> str:
    return f"{section.name}_answers" if section.is_grid else f"{question.name}_choices"


def _text(text: str) -> str:
    """Text without what an XLSForm takes for a reference to another question."""
    return text.replace("${", "$ {")


def _version(form: Form) -> str:
    """The same for the same form: ODK Central takes a form again only with another version."""
    return hashlib.sha256(repr(form).encode()).hexdigest()[:10]
