"""A table as a CSV file that says what it is and can't run a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import polars as pl

#: A spreadsheet program takes a text that begins so for a formula (the last four are full-width).
_FORMULA = (*"=+-@|%", *"\uff1d\uff0b\uff0d\uff20")
_CONTROL = ("\t", "\r", "\n")
#: A file is some ten kilobytes; an entry also keeps the table that it was written from.
_WRITTEN = 512


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


class _Same:
    """A frame told by identity: those that pages draw are shared and never changed."""

    __slots__ = ("frame",)

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __hash__(self) -> int:
        return id(self.frame)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.frame is other.frame


def kept_csv(frame: pl.DataFrame, notes: tuple[str, ...]) -> bytes:
    """The same, written once for one frame and its notes.

    Streamlit could write it on a click instead, but forgets what it wrote so as soon as two other
    runs of the app end: on a slow line, among others, nothing would be left to fetch.
    """
    return _written(_Same(frame), notes)


@lru_cache(maxsize=_WRITTEN)
def _written(same: _Same, notes: tuple[str, ...]) -> bytes:
    return csv_bytes(same.frame, notes)


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet program would run as a formula."""
    runs = text.lstrip().startswith(_FORMULA) or text.startswith(_CONTROL)
    return "'" + text if runs else text


def file_name(*parts: str) -> str:
    """A file name that says what is inside: the parts as words, at most 100 letters, .csv."""
    words = (
        re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", part)).strip("-") for part in parts
    )
    return "_".join(word for word in words if word).lower()[:100].rstrip("-_") + ".csv"


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, Iterable):
        return harmless("; ".join("" if one is None else str(one) for one in value))
    return value
