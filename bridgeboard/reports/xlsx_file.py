"""A report as a workbook: real numbers, a sheet per measure, what it is first, methods last."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from bridgeboard.reports import words

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from bridgeboard.disclosure import Shown
    from bridgeboard.reports.report import Report, Section

#: What a cell of a spreadsheet holds at most.
_LONGEST = 32_767
#: Beyond this a spreadsheet program rounds.
_EXACT = 2**53
_WIDEST, _NARROWEST = 50, 9
_SHEET_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def workbook(report: Report) -> bytes:
    """The report as XLSX.

    Out:     the sheet About, what is compared as its charts show it, one sheet per measure with
             every column of its answer, the sheet Methods. Numbers are numbers with all their
             digits, days are days; text is text whatever it begins with, and stays so when
             somebody edits it.
    Missing: null is an empty cell; the column “hidden” says why a number may not be shown.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": report.plain_title, "subject": report.banner, "comments": ""})
        looks = _looks(book)
        _about(book, report, looks)
        for section in report.sections:
            if section.sheet and section.charts:
                _drawn(book, section, report, looks)
        for shown in _by_measure(report.answers):
            _measure(book, shown, report, looks)
        _methods(book, report, looks)
    return out.getvalue()


def _looks(book: Workbook) -> dict[str, Any]:
    """Formats by name; quote_prefix keeps a text a text when its cell is edited."""
    text = {"valign": "top", "text_wrap": True, "quote_prefix": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 14, "quote_prefix": True}),
        "banner": book.add_format({"bold": True, "quote_prefix": True}),
        "plain": book.add_format({"quote_prefix": True}),
        "term": book.add_format({**text, "bold": True}),
        "text": book.add_format(text),
        "head": book.add_format({**text, "bold": True, "bottom": 1}),
        "number": book.add_format({"valign": "top"}),
        "day": book.add_format({"valign": "top", "align": "left", "num_format": "yyyy-mm-dd"}),
        "time": book.add_format(
            {"valign": "top", "align": "left", "num_format": "yyyy-mm-dd hh:mm"}
        ),
    }


def _about(book: Workbook, report: Report, looks: dict[str, Any]) -> None:
    sheet = _sheet(book, words.SHEET_ABOUT, report, looks)
    row = _terms(sheet, 3, report.about, looks)
    for section in report.sections:
        if not section.sentences:
            continue
        row += 1
        _text(sheet, row, 0, section.title, looks["term"])
        for said in section.sentences:
            _text(sheet, row, 1, said, looks["text"])
            row += 1


def _methods(book: Workbook, report: Report, looks: dict[str, Any]) -> None:
    sheet = _sheet(book, words.SHEET_METHODS, report, looks)
    row = _terms(sheet, 3, report.methods, looks) + 1
    for source in report.sources:
        _text(sheet, row, 0, words.SOURCES, looks["term"])
        _text(sheet, row, 1, source, looks["text"])
        row += 1


def _sheet(book: Workbook, name: str, report: Report, looks: dict[str, Any]) -> Worksheet:
    """A sheet to read: a term and what is said of it."""
    sheet = book.add_worksheet(_name(book, name))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    _text(sheet, 0, 0, report.title, looks["title"])
    _text(sheet, 1, 0, report.banner, looks["banner"])
    sheet.freeze_panes(2, 0)
    _for_paper(sheet, report, landscape=False)
    return sheet


def _terms(
    sheet: Worksheet, row: int, terms: Iterable[tuple[str, str]], looks: dict[str, Any]
) -> int:
    for term, said in terms:
        _text(sheet, row, 0, term, looks["term"])
        _text(sheet, row, 1, said, looks["text"])
        row += 1
    return row


def _by_measure(answers: Sequence[Shown]) -> list[Shown]:
    """Each measure once, and none that has no row."""
    first = {shown.answer.measure.name: shown for shown in reversed(answers)}
    order = dict.fromkeys(shown.answer.measure.name for shown in answers)
    return [first[name] for name in order if not first[name].frame.is_empty()]


def _measure(book: Workbook, shown: Shown, report: Report, looks: dict[str, Any]) -> None:
    measure, frame = shown.answer.measure, shown.frame
    units = {column.name: column.unit for column in measure.columns}
    sheet = book.add_worksheet(_name(book, measure.title))
    said = (f"{measure.title}: {measure.question}", report.banner, " ".join(shown.notes))
    for row, text in enumerate(said):
        _text(sheet, row, 0, text, looks["banner" if row == 1 else "plain"])
    top = len(said)
    for place, column in enumerate(frame.iter_columns()):
        unit = units.get(column.name)
        heading = words.COLUMN.format(name=column.name, unit=unit) if unit else column.name
        _text(sheet, top, place, heading, looks["head"])
        longest = max((len(_written(one)) for one in column.head(500)), default=0)
        width = max(longest, min(len(heading), 24)) + 2
        sheet.set_column(place, place, max(_NARROWEST, min(_WIDEST, width)))
    for row, values in enumerate(frame.iter_rows(), top + 1):
        for place, value in enumerate(values):
            _cell(sheet, row, place, value, looks)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + frame.height, frame.width - 1)
    sheet.repeat_rows(top)
    _for_paper(sheet, report, landscape=True)


def _drawn(book: Workbook, section: Section, report: Report, looks: dict[str, Any]) -> None:
    """A sheet with what the section's charts show, one under another, each with its cautions."""
    sheet = book.add_worksheet(_name(book, section.sheet))
    _text(sheet, 0, 0, section.title, looks["title"])
    _text(sheet, 1, 0, report.banner, looks["banner"])
    row, widths = 2, {}
    for said in section.sentences:
        _text(sheet, row, 0, said, looks["plain"])
        row += 1
    for chart in section.charts:
        row += 1
        unit = chart.unit and words.CHART["unit"].format(unit=chart.unit)
        lines = (chart.provenance_mark, chart.n_text, unit, chart.source_text)
        _text(sheet, row, 0, chart.title, looks["banner"])
        for said in (*chart.said, " · ".join(one for one in lines if one), *chart.notes):
            row += 1
            _text(sheet, row, 0, said, looks["plain"])
        row += 1
        for place, column in enumerate(chart.table.iter_columns()):
            _text(sheet, row, place, column.name, looks["head"])
            longest = max((len(_written(one)) for one in column), default=0)
            widths[place] = max(widths.get(place, 0), longest, len(column.name))
        for values in chart.table.iter_rows():
            row += 1
            for place, value in enumerate(values):
                _cell(sheet, row, place, value, looks)
        row += 1
    for place, width in widths.items():
        sheet.set_column(place, place, max(_NARROWEST, min(_WIDEST, width + 2)))
    sheet.freeze_panes(2, 0)
    _for_paper(sheet, report, landscape=True)


def _for_paper(sheet: Worksheet, report: Report, *, landscape: bool) -> None:
    """Every printed page says what it is; in a header “&” would begin a code."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{report.banner.replace('&', '&&')}"[:255])
    sheet.set_footer("&R&P / &N")


def _cell(sheet: Worksheet, row: int, place: int, value: Any, looks: dict[str, Any]) -> None:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value, looks["number"])
    elif isinstance(value, datetime):
        plain = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        sheet.write_datetime(row, place, plain, looks["time"])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, looks["day"])
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) <= _EXACT):
        sheet.write_number(row, place, value, looks["number"])
    else:
        _text(sheet, row, place, _written(value), looks["text"])


def _text(sheet: Worksheet, row: int, place: int, text: str, look: Any) -> None:
    if text:
        sheet.write_string(row, place, text[:_LONGEST], look)


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value)
    return "; ".join("" if one is None else str(one) for one in value)


def _name(book: Workbook, title: str) -> str:
    """A sheet's name: at most 31 letters, none forbidden, none twice."""
    plain = _FORBIDDEN.sub(" ", title).strip("' ")[:_SHEET_NAME]
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: _SHEET_NAME - len(str(number)) - 1]} {number}"
    return name
