"""A heat map as an HTML table: a word or number in every cell, readable without its colours.

Like html_matrix it needs no JavaScript and is announced row by row. Every cell is small, so where
the table is too narrow for its columns, each row's label moves above its cells, and words become
the short marks that the legend explains; the shape of the whole stays to be seen, on a phone too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from string import Template

from bridgeboard.charts import style
from bridgeboard.charts.html_matrix import said

#: What a cell with a word needs, the label column, and the least that a short mark needs.
_CELL_PIXELS, _LABEL_PIXELS, _MARK_PIXELS = 46, 176, 25
#: A text longer than a number is a word, and written smaller.
_NUMBER = 3
#: With more columns than this their names run upwards.
_UPRIGHT = 6
#: And where it is narrow, with more than this: longer words break in their middle.
_UPRIGHT_NARROW = 4
#: A phone's width: more columns than fit into it are scrolled sideways, inside the drawing.
_PHONE_PIXELS = 330

#: How a cell is filled, apart from its colour, so that no two kinds look alike in black and white.
PLAIN, STRIPED, DOTTED, EMPTY, FRAMED, DASHED = "", "st", "do", "em", "fr", "da"

_SHEET = """
.$me{margin:0;container-type:inline-size;color:$ink;font-size:.875rem;line-height:1.25}
.$me .stamp{margin:0 0 .4rem;text-align:end}
.$me .stamp strong{border:1px solid $ink;border-radius:.25rem;padding:.05rem .4rem}
.$me .said{margin:0 0 .3rem;font-size:.8125rem;max-width:48rem}
.$me .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem .9rem;margin:0 0 .6rem;
padding:0}
.$me .legend li{margin:0;font-size:.8125rem;display:flex;gap:.35rem;align-items:center}
.$me .c,.$me .legend span{border:2px solid transparent;border-radius:3px;text-align:center;
padding:0;font-variant-numeric:tabular-nums}
.$me .legend span{min-width:2.1rem;padding:.05rem .2rem}
.$me table{color:inherit;font-size:inherit;width:100%;margin:0;border-collapse:separate;
border-spacing:2px;table-layout:fixed}
.$me th,.$me td{border:0;padding:0;font-weight:400;text-align:start;vertical-align:middle;
overflow-wrap:anywhere;hyphens:auto}
.$me thead th{color:$muted;font-size:.75rem;vertical-align:bottom;padding-bottom:.2rem}
.$me thead th:first-child{width:${label}px}
.$me thead th.o{text-align:center;font-size:.6875rem;padding:0}
.$me thead th.o:first-child{text-align:start;font-size:.75rem}
.$me tbody th{font-size:.8125rem;padding:.1rem .3rem .1rem 0}
.$me tbody th small{display:block;color:$muted;font-size:.75rem}
.$me tbody th.g{font-size:.9375rem;font-weight:650;padding-top:.5rem}
.$me td.c{height:2rem;font-size:.8125rem}
.$me td.c b{font-weight:650;font-size:.875rem;display:block}
.$me td.c b.t{font-size:.71875rem;line-height:1.1;hyphens:none;overflow-wrap:normal}
.$me td.c small{font-size:.6875rem;display:block;white-space:nowrap}
.$me td.c a{color:inherit;text-decoration:none;display:block;padding:.3rem 0}
.$me a:focus-visible{outline:3px solid $ink;outline-offset:1px}
.$me td.c a:hover{outline:2px solid $ink}
.$me .k{display:none}
.$me .st{background:repeating-linear-gradient(45deg,$page 0 5px,$grid 5px 7px);
border-color:$edge!important}
.$me .do{border:2px dotted $edge!important}
.$me .em{border-color:transparent;color:$muted}
.$me .fr{border:3px double $ink!important}
.$me .da{border:2px dashed $ink!important}
"""

_UPWARDS = """
.$me thead th:not(:first-child):not(.o){writing-mode:vertical-rl;transform:rotate(180deg);
max-height:9rem;vertical-align:middle;text-align:start;padding:.2rem 0 0;line-height:1.1}
.$me thead th:not(:first-child):not(.o) bdi{display:block;margin:0 auto}
"""

_NARROW = """@container (max-width:${fold}px){
.$me .w{display:none}
.$me .k{display:inline}
.$me td.c b.t{font-size:.71875rem;line-height:1.1;hyphens:none;overflow-wrap:normal}
.$me td.c small{display:none}
.$me .scroll{overflow-x:auto}
.$me table,.$me thead,.$me tbody{display:block}
.$me table{min-width:${least}px}
.$me tr{display:grid;gap:2px;grid-template-columns:repeat($n,minmax(0,1fr));margin:0 0 .3rem}
.$me thead th:first-child{display:none}
.$me thead th{align-self:end;justify-self:center}
.$me thead th.o{writing-mode:vertical-rl;transform:rotate(180deg);line-height:1.1}
.$me tbody th{grid-column:1/-1}
.$me td.c{height:1.9rem;font-size:.75rem;line-height:1}
.$me td.c b,.$me td.c b.t{font-size:.8125rem}
.$me td.c a{padding:.45rem 0}
}
"""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """What a cell shows.

    text: a number or word; mark: the same where there is little room; small: a second, smaller
    line. fill: its colour, empty for the page's; look: PLAIN and its like. spoken: in words, for a
    screen reader. link: the address that a tap opens.
    """

    text: str
    spoken: str
    mark: str = ""
    small: str = ""
    fill: str = ""
    look: str = PLAIN
    link: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row: its label, a smaller line under it, its cells."""

    label: str
    cells: tuple[HeatCell, ...]
    under: str = ""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A heat map as it is drawn.

    columns: their names; beside: what stands under each, headed by beside_name. groups: heading
    and rows. legend: a cell and what it means. said: sentences that must stand on the drawing.
    """

    name: str
    corner: str
    columns: Sequence[str]
    groups: Sequence[tuple[str, Sequence[HeatRow]]]
    legend: Sequence[tuple[HeatCell, str]] = field(default=())
    beside_name: str = ""
    beside: Sequence[str] = ()
    stamp: str = ""
    said: Sequence[str] = ()


def drawn(heat_map: HeatMap, colours: style.Palette) -> str:
    """The heat map as one <figure>; every text in it is escaped."""
    n = max(1, len(heat_map.columns))
    me = f"bbh{n}{'d' if colours is style.DARK else 'l'}"
    name = escape(heat_map.name)
    stamp = f'<p class="stamp"><strong>{escape(heat_map.stamp)}</strong></p>'
    head = "".join(_head(column) for column in heat_map.columns)
    least = n * (_MARK_PIXELS + 2)
    scrolled = f' tabindex="0" role="region" aria-label="{name}"' if least > _PHONE_PIXELS else ""
    return (
        f'<figure class="bbh {me}" role="figure" aria-label="{name}">'
        f"{stamp if heat_map.stamp else ''}{said(heat_map.said)}{_legend(heat_map.legend)}"
        f'<div class="scroll"{scrolled}><table role="table" aria-label="{name}">'
        f'<thead role="rowgroup"><tr role="row">{_head(heat_map.corner)}{head}</tr>'
        f"{_beside(heat_map)}</thead>"
        f"{''.join(_group(heading, rows, heat_map) for heading, rows in heat_map.groups)}"
        f"</table></div><style>{_css(me, n, colours)}</style></figure>"
    )


def _css(me: str, n: int, colours: style.Palette) -> str:
    upwards = _UPWARDS if n > _UPRIGHT else ""
    if _UPRIGHT_NARROW < n <= _UPRIGHT:
        upwards = f"@container (max-width:${{fold}}px){{{_UPWARDS}}}"
    sheet = _SHEET + upwards + _NARROW
    least = n * (_MARK_PIXELS + 2)
    return (
        Template(sheet)
        .substitute(
            me=me,
            n=n,
            label=_LABEL_PIXELS,
            fold=_LABEL_PIXELS + n * _CELL_PIXELS,
            least=least if least > _PHONE_PIXELS else 0,
            ink=colours.ink,
            muted=colours.muted,
            edge=colours.edge,
            grid=colours.grid,
            page=colours.page,
        )
        .replace("\n", "")
    )


def _head(name: str) -> str:
    return f'<th scope="col" role="columnheader"><bdi>{escape(name)}</bdi></th>'


def _beside(heat_map: HeatMap) -> str:
    if not heat_map.beside:
        return ""
    cells = "".join(
        f'<th class="o" role="columnheader">{escape(words)}</th>'
        for words in (heat_map.beside_name, *heat_map.beside)
    )
    return f'<tr role="row" class="os">{cells}</tr>'


def _legend(legend: Sequence[tuple[HeatCell, str]]) -> str:
    entries = "".join(
        f'<li><span class="{cell.look}"{_fill(cell)} aria-hidden="true">{_text(cell)}</span>'
        f"{escape(words)}</li>"
        for cell, words in legend
    )
    return f'<ul class="legend">{entries}</ul>' if entries else ""


def _group(heading: str, rows: Sequence[HeatRow], heat_map: HeatMap) -> str:
    span = len(heat_map.columns) + 1
    top = (
        f'<tr role="row"><th class="g" role="rowheader" colspan="{span}" aria-colspan="{span}">'
        f"<bdi>{escape(heading)}</bdi></th></tr>"
        if heading
        else ""
    )
    inside = "".join(_row(row, heat_map.columns) for row in rows)
    return f'<tbody role="rowgroup">{top}{inside}</tbody>'


def _row(row: HeatRow, columns: Sequence[str]) -> str:
    under = f"<small><bdi>{escape(row.under)}</bdi></small>" if row.under else ""
    cells = "".join(_cell(cell, name) for cell, name in zip(row.cells, columns, strict=True))
    return (
        f'<tr role="row"><th scope="row" role="rowheader"><bdi>{escape(row.label)}</bdi>{under}'
        f"</th>{cells}</tr>"
    )


def _cell(cell: HeatCell, column: str) -> str:
    word = ' class="t"' if len(cell.text) > _NUMBER else ""
    inner = f"<b{word}>{_text(cell)}</b>" + (
        f"<small>{escape(cell.small)}</small>" if cell.small else ""
    )
    said = f' aria-label="{escape(f"{column}: {cell.spoken}")}"'
    if cell.link:
        # Tab passes them by: the pickers under the drawing open the same cells, without some
        # hundred stops on the way to them.
        inner = f'<a href="{escape(cell.link)}" target="_self" tabindex="-1"{said}>{inner}</a>'
        said = ""
    return f'<td role="cell" class="c {cell.look}"{_fill(cell)}{said}>{inner}</td>'


def _text(cell: HeatCell) -> str:
    if not cell.mark or cell.mark == cell.text:
        return escape(cell.text)
    return f'<span class="w">{escape(cell.text)}</span><span class="k">{escape(cell.mark)}</span>'


def _fill(cell: HeatCell) -> str:
    if not cell.fill:
        return ""
    return f' style="background:{cell.fill};color:{style.ink_on(cell.fill)}"'
