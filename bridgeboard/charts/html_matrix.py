"""A matrix as an HTML table: light, readable by a screen reader, folding up where it is narrow.

A table needs no JavaScript, keeps text as text (names of any length, in any script), and is
announced row by row. Where its container is too narrow for its columns, each cell becomes a small
card that carries its column's name, so nothing scrolls sideways and nothing is cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from bridgeboard.charts import sheet, style
from bridgeboard.charts.prose import prose

#: Narrower than this a cell with two symbols and numbers breaks badly.
_CELL_PIXELS = 72
#: And one with words.
_WORDS_PIXELS = 150
_LABEL_PIXELS = 190
#: With more columns than this a row's label stands above its cells, which then may be narrower.
_DENSE, _DENSE_PIXELS = 9, 50
#: Narrower than this, sentences side by side have too few words a line.
_READING_PIXELS = 620
#: The width of a card on a small laptop, beside the sidebar.
_ROOM = 800
_PARTS = 4
#: A day that breaks after its year is hard to read.
_DAY = re.compile(r"\b\d{4}-\d\d(-\d\d)?\b")
_UNBROKEN = r'<span style="white-space:nowrap">\g<0></span>'


@dataclass(frozen=True, slots=True)
class Mark:
    """A short text in a cell: a shape and what it stands for, in a colour."""

    text: str
    colour: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows.

    spoken: the cell in words, for a screen reader.
    tint: 0 to 1, how strongly the cell is filled. parts: (length, colour) of a stacked bar, lengths
        as shares of the cell's width. absent: there is nothing; where cells are cards, all such
        cells of a row become one line. lines: sentences to read, the first in full size.
    """

    marks: tuple[Mark, ...] = ()
    spoken: str = ""
    big: str = ""
    tint: float = 0.0
    parts: tuple[tuple[float, str], ...] = ()
    link: str = ""
    absent: bool = False
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its label and cells; depth 1 and more opens and closes under the last row of 0."""

    label: str
    cells: tuple[Cell, ...]
    depth: int = 0
    under: str = ""
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix as it is drawn: corner names the rows, legend says each shape in words.

    widths: shares of the width, label first, where cells hold sentences rather than marks.
    cell_pixels: what a cell needs, if not what two marks need; then labels stand above their row
        where they leave too little. slots: in how many columns a cell's marks stand. brief: where
        cells are cards, a row opens to show them; until then "missing" shows what is absent, and
        "closed" nothing. said: sentences that must stand on the drawing itself.
    """

    name: str
    corner: str
    columns: Sequence[str]
    rows: Sequence[Row]
    legend: Sequence[tuple[str, str, str]] = field(default=())
    opener: str = ""
    stamp: str = ""
    widths: Sequence[int] = ()
    cell_pixels: int = 0
    slots: int = 0
    brief: Literal["", "missing", "closed"] = ""
    said: Sequence[str] = ()


def drawn(matrix: Matrix, colours: style.Palette) -> str:
    """The matrix as one <figure>; every text in it is escaped."""
    plan = _plan(matrix)
    shape = f"bbm{plan.fold}-{plan.name}{'d' if colours is style.DARK else 'l'}"
    head = "".join(
        f'<th scope="col" role="columnheader"><bdi>{escape(name)}</bdi></th>'
        for name in matrix.columns
    )
    return (
        f'<figure class="bbm {shape}" role="figure" aria-label="{escape(matrix.name)}">'
        f"{_stamp(matrix.stamp)}{said(matrix.said)}{_legend(matrix.legend)}"
        f'<table role="table" aria-label="{escape(matrix.name)}"><thead role="rowgroup">'
        f'<tr role="row"><th scope="col" role="columnheader">{escape(matrix.corner)}</th>{head}'
        f"</tr></thead>{_groups(matrix, colours)}</table>"
        f"<style>{sheet.css(shape, plan, colours)}</style></figure>"
    )


def unbroken(text: str) -> str:
    """The text as HTML in which no day breaks over two lines."""
    return _DAY.sub(_UNBROKEN, escape(text))


def _plan(matrix: Matrix) -> sheet.Plan:
    """How the matrix is laid out, and below which width its cells become cards."""
    n = len(matrix.columns)
    has_words = any(cell.lines for row in matrix.rows for cell in row.cells)
    cell = matrix.cell_pixels or (_WORDS_PIXELS if has_words else _CELL_PIXELS)
    upright = n > _DENSE
    above = upright or (matrix.cell_pixels > _CELL_PIXELS and n * cell + _LABEL_PIXELS > _ROOM)
    fold = (n * (_DENSE_PIXELS if upright else cell)) + (0 if above else _LABEL_PIXELS)
    return sheet.Plan(
        n=n,
        fold=_READING_PIXELS if matrix.widths else fold,
        widths=tuple(matrix.widths),
        above=above,
        upright=upright,
        slots=matrix.slots,
        card=max(98, matrix.cell_pixels),
        brief=matrix.brief,
    )


def _stamp(words: str) -> str:
    return f'<p class="stamp"><strong>{escape(words)}</strong></p>' if words else ""


def said(sentences: Sequence[str]) -> str:
    """Sentences that stand on a drawing, above its legend, as HTML."""
    return "".join(f'<p class="said">{prose(one)}</p>' for one in sentences)


def _legend(legend: Sequence[tuple[str, str, str]]) -> str:
    if not legend:
        return ""
    entries = "".join(
        f'<li><span style="color:{colour}" aria-hidden="true">{escape(shape)}</span> '
        f"{escape(words)}</li>"
        for shape, colour, words in legend
    )
    return f'<ul class="legend">{entries}</ul>'


def _groups(matrix: Matrix, colours: style.Palette) -> str:
    groups: list[list[Row]] = []
    for row in matrix.rows:
        if row.depth == 0 or not groups:
            groups.append([row])
        else:
            groups[-1].append(row)
    return "".join(_group(group, matrix, colours) for group in groups)


def _group(rows: list[Row], matrix: Matrix, colours: style.Palette) -> str:
    inside = "".join(_row(row, matrix, len(rows) > 1, colours) for row in rows)
    return f'<tbody role="rowgroup">{inside}</tbody>'


def _row(row: Row, matrix: Matrix, has_more: bool, colours: style.Palette) -> str:
    under = f"<small>{escape(row.under)}</small>" if row.under else ""
    label = f"<bdi>{escape(row.label)}</bdi>{under}"
    if row.depth == 0 and (has_more or matrix.brief):
        spoken = escape(f"{matrix.opener}: {row.label}")
        checked = " checked" if row.opened else ""
        opener = f'<input type="checkbox" aria-label="{spoken}"{checked}>'
        only = ' class="brief"' if not has_more else ""
        label = f"<label{only}>{opener}<span>{label}</span></label>"
    cells = "".join(
        _cell(cell, name, colours) for cell, name in zip(row.cells, matrix.columns, strict=True)
    )
    kind = f' class="sub d{min(row.depth, 3)}"' if row.depth else ""
    head = f'<th scope="row" role="rowheader">{label}</th>'
    return f'<tr role="row"{kind}>{head}{cells}{_rest(row, matrix)}</tr>'


def _rest(row: Row, matrix: Matrix) -> str:
    """The one line for all absent cells, seen only where cells are cards."""
    absent: dict[str, list[str]] = {}
    for cell, column in zip(row.cells, matrix.columns, strict=True):
        if cell.absent and cell.spoken:
            absent.setdefault(cell.spoken, []).append(column)
    lines = "; ".join(f"{spoken}: {', '.join(names)}" for spoken, names in absent.items())
    return (
        f'<td role="cell" class="rest">{escape(style.ABSENT)} {escape(lines)}</td>' if lines else ""
    )


def _cell(cell: Cell, column: str, colours: style.Palette) -> str:
    marks = "".join(
        f'<span style="color:{mark.colour}">'
        f"{'<b>' if mark.strong else ''}{escape(mark.text)}{'</b>' if mark.strong else ''}</span> "
        for mark in cell.marks
    ).rstrip()
    big = f"<b>{escape(cell.big)}</b>" if cell.big else ""
    apart = f"<i>{marks}</i>" if marks and not cell.lines else ""
    inner = f"{big}{_bar(cell.parts)}{apart}{_lines(cell, marks)}"
    said = f' aria-label="{escape(f"{column}: {cell.spoken}")}"' if cell.spoken else ""
    if cell.link:
        inner = f'<a href="{escape(cell.link)}" target="_self"{said}>{inner}</a>'
        said = ""
    fill = ""
    if cell.tint > 0:
        fill = f' style="background:{style.mixed(colours.tint, colours.page, cell.tint)}"'
    absent = ' class="absent"' if cell.absent else ""
    return f'<td role="cell" data-c="{escape(column)}"{absent}{fill}{said}>{inner}</td>'


def _lines(cell: Cell, marks: str) -> str:
    """The cell's sentences; its marks stand before the first."""
    return "".join(
        f'<span class="l{min(i, 1)}" dir="auto">{"" if i or not marks else marks + " "}'
        f"{unbroken(line)}</span>"
        for i, line in enumerate(cell.lines)
        if line
    )


def _bar(parts: Sequence[tuple[float, str]]) -> str:
    """A stacked bar of up to four parts, as one element with a stepped gradient."""
    parts = [part for part in parts if part[0] > 0][:_PARTS]
    if not parts:
        return ""
    stops, at = [], 0.0
    for length, colour in parts:
        stops.append(f"{colour} {at * 100:.0f}% {(at + length) * 100:.0f}%")
        at += length
    stops.append(f"transparent {at * 100:.0f}%")
    return f'<span class="b" style="background:linear-gradient(90deg,{",".join(stops)})"></span>'
