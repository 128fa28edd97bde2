"""Empty tables to fill in: a CSV file each, or one workbook with drop-downs and notes."""

from __future__ import annotations

import csv
import inspect
import io
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bridgeboard.intake.examples import example
from bridgeboard.intake.rules import Rule, rules_of
from schemas import defaults
from schemas._table import Table
from schemas.programme import Programme
from schemas.tables import PROGRAMME_TABLES

#: Rows that drop-downs and formats reach.
PREPARED_ROWS = 5_000

#: What a new programme is called until it says its name.
_EXAMPLES = {"id": '"north"', "name": '"Peer support North"', "provenance": '"collected"'}


def csv_template(name: str) -> bytes:
    """The headings of one table as a CSV file, marked as UTF-8 so that Excel keeps it so."""
    return ("\ufeff" + ",".join(rules_of(PROGRAMME_TABLES[name])) + "\r\n").encode()


#: The sheet, and the file, that tell of each column what belongs into it.
COLUMNS = "columns"
_HEADINGS = ("table", "column", "must be filled in", "meaning", "unit", "takes", "example")


def csv_columns() -> bytes:
    """What belongs into each column of each table, with an example row, as a CSV file to read."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_HEADINGS, *_column_rows()])
    return out.getvalue().encode("utf-8-sig")


def _column_rows() -> list[tuple[str, ...]]:
    return [
        (
            table,
            rule.name,
            "may be empty" if rule.nullable else "yes",
            rule.description,
            rule.unit or "",
            _takes(rule),
            example(table)[rule.name],
        )
        for table, model in PROGRAMME_TABLES.items()
        for rule in rules_of(model).values()
    ]


def _takes(rule: Rule) -> str:
    if rule.refers_to:
        return f"one of {rule.refers_to.removeprefix('reference:')}"
    return rule.expected


def _defaults() -> list[str]:
    """Targets and stages as remarks: what holds unless the programme says otherwise."""
    lines = defaults.FILE.read_text(encoding="utf-8").splitlines()
    return [line if line.startswith("#") else f"# {line}".rstrip() for line in lines]


def programme_template() -> str:
    """A programme.toml with the settings that must be given; the others as remarks."""
    lines = ["# Settings of the programme. Remove the # to change a setting from its default."]
    for name, field in Programme.model_fields.items():
        if isinstance(field.default, dict) or name in ("rating_matrices", "stages"):
            continue
        lines.append(f"# {field.description}")
        if field.is_required():
            lines.append(f"{name} = {_EXAMPLES[name]}")
        elif isinstance(field.default, str | int):
            default = f'"{field.default}"' if isinstance(field.default, str) else field.default
            lines.append(f"# {name} = {default}")
        elif isinstance(field.default, list):
            lines.append(f"# {name} = []")
    lines += [
        "",
        "# Where rows come from; column source names one of these.",
        "# [sources.report-2025]",
        '# label = "Report 2025"',
        '# citation = "Who, when, what it is called and where it can be found"',
        "",
        f"# {Programme.model_fields['rating_matrices'].description}: constructs down, sites "
        "across, one such section each.",
        "# [[rating_matrices]]",
        '# file = "ratings matrix.csv"',
        '# wave = "pre"',
        '# rater = "consensus"',
        "",
        *_defaults(),
    ]
    return "\n".join(lines) + "\n"


def workbook_template() -> bytes:
    """One workbook with a sheet per table: drop-downs, and a note on each heading."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": "Bridgeboard: tables of a programme"})
        formats = {
            "must": book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1}),
            "may": book.add_format({"bg_color": "#F2F2F2", "bottom": 1}),
            # Text stays as typed: without this Excel makes a date of 2019-11 and a 3 of 03.
            "text": book.add_format({"num_format": "@"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "wrapped": book.add_format(
                {"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True}
            ),
            "head": book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1}),
        }
        _write_first_sheet(book.add_worksheet("read me"), formats)
        _write_columns(book.add_worksheet(COLUMNS), formats)
        for name, model in PROGRAMME_TABLES.items():
            _write_sheet(book.add_worksheet(name), model, formats)
    return file.getvalue()


#: The first sheet, above the list of tables.
_READ_ME = (
    "The tables of a programme, one on each sheet. Fill in what you have; only the sheets sites "
    "and waves must have rows. Leave the headings as they are.",
    "Point at a heading to read what belongs below it. Below a bold heading each row must be "
    "filled in. Cells with a closed set of words offer them in a list.",
    f"The sheet {COLUMNS} says the same of every column, with an example row of each table. What "
    "stands there is not loaded.",
    "Answers with a row a respondent may stand on sheets of their own in place of answers: "
    "answers_psa12 for PSA-12, with the headings respondent_id and the items' ids.",
    "Nothing here may name a person: respondents and the people behind a code are known to your "
    "team only.",
    "Save this as .xlsx beside programme.toml, and publish the folder.",
)


def _write_first_sheet(sheet: Worksheet, formats: dict[str, Format]) -> None:
    sheet.set_column(0, 0, 22, formats["wrapped"])
    sheet.set_column(1, 1, 100, formats["wrapped"])
    for place, text in enumerate(_READ_ME):
        sheet.merge_range(place, 0, place, 1, text, formats["wrapped"])
        sheet.set_row(place, 32)
    top = len(_READ_ME) + 1
    sheet.write_row(top, 0, ["sheet", "one row is"], formats["head"])
    for place, (name, model) in enumerate(PROGRAMME_TABLES.items(), start=top + 1):
        sheet.write_url(place, 0, f"internal:'{name}'!A1", string=name)
        sheet.write_string(place, 1, _first_paragraph(model), formats["wrapped"])


def _write_columns(sheet: Worksheet, formats: dict[str, Format]) -> None:
    rows = _column_rows()
    sheet.freeze_panes(1, 2)
    for place, width in enumerate((20, 24, 16, 60, 14, 50, 36)):
        sheet.set_column(place, place, width, formats["wrapped"])
    sheet.write_row(0, 0, _HEADINGS, formats["head"])
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            sheet.write_string(number, place, text, formats["wrapped"])
    sheet.autofilter(0, 0, len(rows), len(_HEADINGS) - 1)


def _write_sheet(sheet: Worksheet, model: type[Table], formats: dict[str, Format]) -> None:
    sheet.freeze_panes(1, 1)
    for place, rule in enumerate(rules_of(model).values()):
        sheet.write(0, place, rule.name, formats["may" if rule.nullable else "must"])
        sheet.write_comment(0, place, _note(rule), {"x_scale": 2, "y_scale": 1.5})
        number = rule.kind in ("number", "whole number", "true or false")
        cells = formats["date"] if rule.kind == "date" else None if number else formats["text"]
        sheet.set_column(place, place, max(12, len(rule.name) + 3), cells)
        choice = _choice(rule)
        if choice:
            choice |= {"error_title": rule.name, "error_message": _shortened(rule.expected, 250)}
            sheet.data_validation(1, place, PREPARED_ROWS, place, choice)


def _choice(rule: Rule) -> dict[str, Any] | None:
    """What the spreadsheet itself can hold people to while they type."""
    if rule.allowed:
        return {"validate": "list", "source": list(rule.allowed)}
    if rule.kind == "true or false":
        return {"validate": "list", "source": ["true", "false"]}
    table, _, column = (rule.refers_to or "").partition(".")
    if table in PROGRAMME_TABLES and column == next(iter(rules_of(PROGRAMME_TABLES[table]))):
        # A warning only: the row that it names may still be to come.
        source = f"={table}!$A$2:$A${PREPARED_ROWS}"
        return {"validate": "list", "source": source, "error_type": "warning"}
    if rule.kind in ("number", "whole number") and None not in (rule.minimum, rule.maximum):
        return {
            "validate": "integer" if rule.kind == "whole number" else "decimal",
            "criteria": "between",
            "minimum": rule.minimum,
            "maximum": rule.maximum,
        }
    return None


def _note(rule: Rule) -> str:
    lines = [rule.description + (f" (unit: {rule.unit})" if rule.unit else "")]
    if rule.kind != "text" or rule.expected != "text":
        lines.append(f"Must be {rule.expected}.")
    if rule.refers_to:
        lines.append(f"One of {rule.refers_to.removeprefix('reference:')}.")
    lines.append("May be empty." if rule.nullable else "Must be filled in.")
    return "\n".join(lines)


def _first_paragraph(model: type[Table]) -> str:
    return " ".join((inspect.getdoc(model) or "").split("\n\n")[0].split())


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
