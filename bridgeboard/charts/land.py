"""The outline of the land, cut to what a map shows."""

from __future__ import annotations

import re
from functools import cache

from bridgeboard.settings import REFERENCE

#: One number of a path; the file writes degrees east and, since an SVG counts down, south.
_NUMBER = re.compile(r"-?\d*\.?\d+")
_Box = tuple[float, float, float, float]


@cache
def outline() -> tuple[tuple[_Box, str], ...]:
    """Each piece of land: its box (west, north, east, south; south counts positive), its path.

    Source: data/reference/land.svgpath (Natural Earth 1:110m, public domain).
    """
    path = (REFERENCE / "land.svgpath").read_text(encoding="utf-8")
    pieces = (f"M{piece.strip()}" for piece in path.split("M") if piece.strip())
    return tuple((_box(piece), piece) for piece in pieces)


def within(west: float, north: float, east: float, south: float) -> str:
    """The path of all land that touches a box."""
    return "".join(
        piece
        for (w, n, e, s), piece in outline()
        if w <= east and e >= west and n <= south and s >= north
    )


def _box(piece: str) -> _Box:
    """The box of one piece: M and the first pair are absolute, l and the others relative."""
    values = [float(value) for value in _NUMBER.findall(piece)]
    x, y = values[0], values[1]
    xs, ys = [x], [y]
    for dx, dy in zip(values[2::2], values[3::2], strict=True):
        x, y = x + dx, y + dy
        xs.append(x)
        ys.append(y)
    return min(xs), min(ys), max(xs), max(ys)
