"""Rows as a table on the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """The rows under their headings in columns as wide as their widest cell; numbers to the right.

    Missing: None is an empty cell.
    """
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    right = [
        bool(rows) and all(isinstance(row[i], int | float | None) for row in rows)
        for i in range(len(headings))
    ]
    widths = [max(_width(row[i]) for row in [list(headings), *cells]) for i in range(len(headings))]
    lines = [list(headings), ["-" * width for width in widths], *cells]
    return "\n".join(
        "  ".join(
            _padded(cell, width, on_right)
            for cell, width, on_right in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in lines
    )


def _padded(cell: str, width: int, on_right: bool) -> str:
    gap = " " * (width - _width(cell))
    return gap + cell if on_right else cell + gap


def _width(text: str) -> int:
    """Columns the text takes: marks none, wide letters and emoji two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
