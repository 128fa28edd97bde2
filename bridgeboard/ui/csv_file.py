"""A table as a CSV file that says what it is and can't run a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from bridgeboard.formula_cells import harmless

_LONGEST_NAME = 100


def csv_bytes(frame: pl.DataFrame, notes: Sequence[str] = ()) -> bytes:
    """The frame as CSV in UTF-8 with a byte-order mark, which Excel needs to show Hebrew or ü.

    notes come first, one a line, as `#,"text"`: readers of data skip them as comments, and in a
    spreadsheet they stand above the table.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows(("#", harmless(note)) for note in notes)
    writer.writerow([harmless(name) for name in frame.columns])
    writer.writerows([_cell(value) for value in row] for row in frame.iter_rows())
    return out.getvalue().encode("utf-8-sig")


def file_name(*parts: str, ending: str = ".csv") -> str:
    """A file name that says what is inside: the parts as words, at most 100 letters, the ending.

    What is too long is cut off the longest part: who may see a file stands at the end of its name.
    """
    words = [
        re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", part)).strip("-") for part in parts
    ]
    words = [word for word in words if word]
    while len("_".join(words)) > _LONGEST_NAME:
        longest = max(range(len(words)), key=lambda place: len(words[place]))
        words[longest] = words[longest][:-1].rstrip("-_")
    return "_".join(words).lower() + ending


def as_text(value: Any) -> str:
    """A value as one cell of text; what is in a list stands side by side."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value)
    return "; ".join("" if one is None else str(one) for one in value)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str | Iterable):
        return harmless(as_text(value))
    return value
