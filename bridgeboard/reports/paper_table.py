"""A table on paper: which way up, how wide each column, and what all rows have in common."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from bridgeboard.reports import cells, words

#: Unit: letters of the size in which they are set. What fits beside one another.
_BESIDE_TEXT, _UPRIGHT, _ON_ITS_SIDE = 108, 130, 205
#: More rows than this stand at the end.
_ROWS = 20
#: Space between two columns, in letters; bold letters are wider.
_GAP, _BOLD = 1.6, 1.12


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table as it is set.

    place:  "text": under its chart; "upright" or "side": at the end, on a page that way up.
    widths: shares of the width, by column. common: what stands in every row, said once.
    """

    frame: pl.DataFrame
    place: str
    widths: tuple[float, ...]
    common: str


def laid_out(frame: pl.DataFrame) -> PaperTable:
    """The table without columns that are empty, or say the same in every row."""
    frame, common = _without_common(cells.filled(frame))
    columns = {column.name: [cells.text(value) for value in column] for column in frame}
    needed = {name: _longest_word(name, texts) + _GAP for name, texts in columns.items()}
    wanted = {
        name: max(needed[name], math.sqrt(_mean(texts)) * 4) for name, texts in columns.items()
    }
    if frame.height <= _ROWS and sum(needed.values()) <= _BESIDE_TEXT:
        place, room = "text", _BESIDE_TEXT
    elif sum(wanted.values()) <= _UPRIGHT:
        place, room = "upright", _UPRIGHT
    else:
        place, room = "side", _ON_ITS_SIDE
    left = max(0.0, room - sum(needed.values()))
    more = sum(wanted[name] - needed[name] for name in columns) or 1.0
    widths = tuple(
        round(needed[name] + left * (wanted[name] - needed[name]) / more, 1) for name in columns
    )
    return PaperTable(frame, place, widths, common)


def _without_common(frame: pl.DataFrame) -> tuple[pl.DataFrame, str]:
    if frame.height < 2:
        return frame, ""
    same = [
        column.name
        for column in frame
        if column.dtype == pl.String and column.null_count() == 0 and column.n_unique() == 1
    ]
    said = [words.COMMON.format(name=name, value=cells.text(frame[name][0])) for name in same]
    return frame.drop(same), " · ".join(said)


def _longest_word(name: str, texts: list[str]) -> float:
    head = max(len(word) for word in name.split()) * _BOLD
    return max(head, max((len(word) for text in texts for word in text.split()), default=0))


def _mean(texts: list[str]) -> float:
    return sum(map(len, texts)) / max(1, len(texts))
