"""The style sheet of one HTML matrix."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bridgeboard.charts.style import Palette

_ALWAYS = """
.$me{margin:0;container-type:inline-size;color:$ink;font-size:.875rem;line-height:1.35}
.$me .stamp{margin:0 0 .4rem;text-align:end}
.$me .stamp strong{border:1px solid $ink;border-radius:.25rem;padding:.05rem .4rem}
.$me .said{margin:0 0 .3rem;font-size:.8125rem;max-width:48rem}
.$me .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1rem;margin:0 0 .5rem;padding:0}
.$me .legend li{margin:0;font-size:.875rem}
.$me table{color:inherit;font-size:inherit;width:100%;margin:0;
border-collapse:separate;border-spacing:2px;table-layout:fixed}
.$me th,.$me td{border:0;border-bottom:1px solid $grid;padding:.3rem .35rem;vertical-align:top;
text-align:start;font-weight:400;overflow-wrap:break-word;hyphens:auto}
.$me thead th{color:$muted;vertical-align:bottom;font-size:.75rem}
.$me thead th:first-child{width:190px}
.$me tbody th{font-weight:600}
.$me tbody th small{display:block;font-weight:400;color:$muted;font-size:.8125rem}
.$me td{border-radius:2px}
.$me td b{font-weight:600}
.$me td i{font-style:normal;display:block;font-size:.8125rem}
.$me td i span{display:inline-block}
.$me td.rest{display:none}
.$me td.absent{color:$muted}
.$me td.absent i{font-size:1rem;line-height:1.2}
.$me td .l0,.$me td .l1{display:block}
.$me td .l1{color:$muted;font-size:.8125rem}
.$me td .b{display:block;height:.4rem;margin:.15rem 0;border-radius:1px}
.$me td a{color:inherit;text-decoration:none;display:block}
.$me td a b,.$me td.absent a .l0{text-decoration:underline}
.$me a:focus-visible,.$me input:focus-visible{outline:2px solid $ink;outline-offset:2px}
.$me label{cursor:pointer;display:flex;gap:.3rem;align-items:flex-start}
.$me input{appearance:none;flex:none;width:1.5rem;height:1.5rem;margin:-.15rem 0 0 -.3rem;
cursor:pointer;color:$ink;font:inherit;text-align:center}
.$me input::before{content:"▸"}
.$me input:checked::before{content:"▾"}
.$me tr.sub{display:none}
.$me tr.sub th{font-weight:400;padding-inline-start:1.6rem}
.$me tr.d2 th{padding-inline-start:2.6rem}
.$me tr.d3 th{padding-inline-start:3.6rem}
.$me tbody:has(input:checked) tr.sub{display:table-row}
"""

#: A row's label stands above its cells.
_ABOVE = """
.$me table,.$me thead,.$me tbody{display:block}
.$me tr,.$me tbody:has(input:checked) tr.sub{display:grid;gap:2px;
grid-template-columns:repeat($n,minmax(0,1fr))}
.$me tr.sub{display:none}
.$me tbody th{grid-column:1/-1;border:0;padding-bottom:.1rem}
.$me thead th:first-child{display:none}
.$me thead th{align-self:end}
"""

#: Names of columns run upwards.
_UPRIGHT = """
.$me thead th{writing-mode:vertical-rl;transform:rotate(180deg);max-height:11rem;border:0;
text-align:start;vertical-align:top;justify-self:center}
"""

#: Marks of all rows stand under one another.
_SLOTS = """
.$me td i{display:grid;grid-template-columns:repeat($slots,minmax(1.3rem,1fr));
font-variant-numeric:tabular-nums}
"""

#: Where cells are no cards, nothing needs to be opened.
_NO_OPENER = """
.$me label.brief{display:inline}
.$me label.brief input{display:none}
"""

#: Cells become cards that carry their column's name.
_FOLDED = """
.$me thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.$me table,.$me tbody{display:block}
.$me tr,.$me tbody:has(input:checked) tr.sub{display:grid;gap:2px;margin:0 0 .6rem;
grid-template-columns:repeat(auto-fill,minmax(${card}px,1fr))}
.$me tr.sub{display:none}
.$me tbody th{grid-column:1/-1;border:0;padding-bottom:.1rem}
.$me td::before{content:attr(data-c);display:block;color:$muted;font-size:.8125rem;
unicode-bidi:isolate}
.$me td.absent{display:none}
.$me td.rest{display:block;grid-column:1/-1;border:0;color:$muted;font-size:.8125rem}
.$me td.rest::before{content:none}
"""


#: Sentences need the whole width of a card.
_FOLDED_READING = """
.$me tr{grid-template-columns:1fr;gap:0}
.$me td{border:0;padding-block:.05rem}
.$me td::before{display:inline}
.$me td::before{content:attr(data-c) ": "}
.$me td .l0,.$me td i{display:inline}
.$me td a{display:inline-block;padding-block:.25rem}
.$me td a .l1{display:inline;margin-inline-start:.35rem}
.$me td b{margin-inline-end:.35rem}
.$me tbody:has(input:checked) tr.sub{grid-template-columns:1fr;gap:0}
.$me td:empty{display:none}
.$me tbody th{border-top:1px solid $grid}
"""

#: Rows are closed at first: what is missing stands there, the rest opens.
_FOLDED_BRIEF = """
.$me label.brief{display:flex}
.$me label.brief input{display:block}
.$me tr{margin:0}
.$me tbody:not(:has(input:checked)) td:not(.rest){display:none}
"""

_FOLDED_CLOSED = """
.$me tbody:not(:has(input:checked)) td{display:none!important}
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a matrix is laid out: see Matrix; fold is the width below which cells are cards."""

    n: int
    fold: int
    widths: tuple[int, ...]
    above: bool
    upright: bool
    slots: int
    card: int
    brief: str

    @property
    def name(self) -> str:
        """What tells the style sheet of one plan from that of another."""
        flags = "".join("ny"[flag] for flag in (self.above, self.upright)) + self.brief
        return "-".join(map(str, (self.n, *self.widths, self.slots, self.card, flags)))


def css(me: str, plan: Plan, colours: Palette) -> str:
    """The style of the matrix with class `me`."""
    shares = "".join(
        f".$me thead th:nth-child({place}){{width:{width}%}}"
        for place, width in enumerate(plan.widths, 1)
    )
    wide = [
        _ABOVE if plan.above else "",
        _UPRIGHT if plan.upright else "",
        _SLOTS if plan.slots else "",
        _NO_OPENER if plan.brief else "",
        shares,
    ]
    folded = [
        _FOLDED,
        _FOLDED_READING if plan.widths else "",
        _FOLDED_BRIEF if plan.brief else "",
        _FOLDED_CLOSED if plan.brief == "closed" else "",
    ]
    sheet = f"{_ALWAYS}{''.join(wide)}@container (max-width:{plan.fold}px){{{''.join(folded)}}}"
    named = {"me": me, "n": plan.n, "slots": plan.slots, "card": plan.card}
    tones = {"ink": colours.ink, "muted": colours.muted, "grid": colours.grid}
    return Template(sheet).substitute(named | tones).replace("\n", "")
