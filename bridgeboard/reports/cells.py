"""Cells of a table as people read them on paper or in a browser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from bridgeboard.charts import words

#: More decimals than any chart shows, and few enough to read.
_PLACES = 3


def text(value: Any) -> str:
    """The value in words: numbers as charts write them, an empty cell for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return words.number(value, 0)
    if isinstance(value, float):
        written = words.number(value, _PLACES)
        return written.rstrip("0").rstrip(".")
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(text(one) for one in value)
    return str(value)


def are_numbers(column: pl.Series) -> bool:
    """Does the column hold numbers, so that its digits should stand under one another?"""
    return column.dtype.is_numeric()


def filled(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame without columns that are empty in every row, of which there is nothing to read."""
    return frame.select(
        column for column in frame if column.null_count() < frame.height or frame.is_empty()
    )
