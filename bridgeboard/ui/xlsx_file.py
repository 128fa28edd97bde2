"""A table as an XLSX file: real numbers and days, its source above it, and nothing that runs."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from bridgeboard.formula_cells import harmless
from bridgeboard.ui.csv_file import as_text

#: What a cell of a spreadsheet holds at most.
_LONGEST = 32_767
#: Beyond this a spreadsheet program rounds.
_EXACT = 2**53
_WIDEST, _NARROWEST = 60, 8


def xlsx_bytes(frame: pl.DataFrame, notes: Sequence[str] = ()) -> bytes:
    """The frame as a workbook of one sheet: the notes, an empty row, the headings, the rows.

    Out:     numbers are numbers, days are days; text is text whatever it begins with, also after
             it was edited in a spreadsheet program.
    Missing: null, and what is no finite number, is an empty cell.
    """
    # Only whoever asks for a workbook waits for this import.
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": notes[0] if notes else "", "author": "Bridgeboard"})
        sheet = book.add_worksheet("Table")
        formats = {
            "text": book.add_format({"valign": "top", "text_wrap": True}),
            "quoted": book.add_format({"valign": "top", "text_wrap": True, "quote_prefix": True}),
            "note": book.add_format({"quote_prefix": True}),
            "title": book.add_format({"bold": True, "quote_prefix": True}),
            "head": book.add_format(
                {
                    "bold": True,
                    "bottom": 1,
                    "valign": "top",
                    "text_wrap": True,
                    "quote_prefix": True,
                }
            ),
            "number": book.add_format({"valign": "top"}),
            "day": book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"}),
            "time": book.add_format(
                {"valign": "top", "num_format": "yyyy-mm-dd hh:mm", "align": "left"}
            ),
        }
        for i, note in enumerate(notes):
            sheet.write_string(i, 0, note[:_LONGEST], formats["note" if i else "title"])
        top = len(notes) + 1 if notes else 0
        for column, name in enumerate(frame.columns):
            sheet.write_string(top, column, name, formats["head"])
        for number, row in enumerate(frame.iter_rows(), top + 1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, formats)
        for column, series in enumerate(frame.iter_columns()):
            sheet.set_column(column, column, _width(series))
        sheet.freeze_panes(top + 1, 1 if frame.width > 1 else 0)
        if frame.width and frame.height:
            sheet.autofilter(top, 0, top + frame.height, frame.width - 1)
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, formats["number"])
    elif isinstance(value, datetime):
        plain = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        sheet.write_datetime(row, column, plain, formats["time"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, int | float | Decimal) and _is_number(value):
        sheet.write_number(row, column, value, formats["number"])
    elif not isinstance(value, float):
        text = as_text(value)[:_LONGEST]
        kind = "text" if harmless(text) == text else "quoted"
        if text:
            sheet.write_string(row, column, text, formats[kind])


def _is_number(value: float | Decimal) -> bool:
    return math.isfinite(value) and (isinstance(value, float) or abs(value) <= _EXACT)


def _width(series: pl.Series) -> int:
    values: Iterable[Any] = series.head(500)
    longest = max((len(as_text(value)) for value in values if value is not None), default=0)
    return max(_NARROWEST, min(_WIDEST, max(longest, len(series.name)) + 2))
