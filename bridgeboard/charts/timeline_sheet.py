"""The style sheet of one timeline."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from string import Template
from typing import TYPE_CHECKING

from bridgeboard.charts import style

if TYPE_CHECKING:
    from bridgeboard.charts.style import Palette

#: Narrower than this, a step's name, line and sentence stand under one another.
_WIDE = 720

_ALWAYS = """
.$me{margin:0;container-type:inline-size;color:$ink;font-size:.875rem;line-height:1.35}
.$me .stamp{margin:0 0 .4rem;text-align:end}
.$me .stamp strong{border:1px solid $ink;border-radius:.25rem;padding:.05rem .4rem}
.$me ol,.$me ul{list-style:none;margin:0;padding:0}
.$me li{margin:0}
.$me .legend{display:flex;flex-wrap:wrap;gap:.1rem 1rem;margin:0 0 .5rem}
.$me .legend li{font-size:.875rem}
.$me .h{margin:.6rem 0 .1rem;font-size:.875rem}
.$me small{color:$muted;font-size:.8125rem}
.$me .n small{display:block}
.$me .g ul li,.$me .x{display:grid;grid-template-columns:minmax(0,1fr);gap:.1rem .75rem}
.$me .g ul li{padding:.3rem 0;border-bottom:1px solid $grid}
.$me .n,.$me .s{overflow-wrap:break-word}
.$me .n{font-size:.9375rem}
.$me .s{font-size:.8125rem}
.$me i{font-style:normal}
.$me .t,.$me .x span{position:relative;display:block}
.$me .t{height:1.25rem;align-self:center$ground}
.$me .x span{height:2.3rem}
.$me .m,.$me .k,.$me .d{position:absolute;white-space:nowrap}
.$me .m{top:50%;transform:translate(-50%,-50%);line-height:1;font-size:.9375rem}
.$me .b{position:absolute;top:calc(50% - 2px);border-top:4px solid}
.$me .k{bottom:0;transform:translateX(-50%);color:$muted;font-size:.75rem}
.$me .d{top:0;bottom:auto;transform:none;color:$ink;font-size:.75rem;font-weight:600}
.$me .d.r{padding-inline-end:.1rem}
"""

_DAY = """
.$me .t::before{content:"";position:absolute;left:calc($today% - 1px);top:-.35rem;bottom:-.35rem;
border-left:2px solid $ink}
"""

_SIDE_BY_SIDE = """
@container (min-width:${wide}px){
.$me .g ul li,.$me .x{grid-template-columns:30fr 38fr 32fr}
.$me .x span{grid-column:2}
.$me .t{grid-column:2}
.$me .s{grid-column:3}
}
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one timeline's lines have in common: ticks as (position, label), and the day's place."""

    ticks: tuple[tuple[float, str], ...]
    today: float | None

    def name(self, colours: Palette) -> str:
        """The class that tells this sheet from that of another timeline on the page."""
        drawn = zlib.crc32(repr((self.ticks, self.today)).encode())
        return f"bbt{drawn:08x}{'d' if colours is style.DARK else 'l'}"

    def css(self, me: str, colours: Palette) -> str:
        """The style of the timeline with class `me`."""
        rules = ",".join(
            f"linear-gradient({colours.grid},{colours.grid}) {at:.2f}% 0/1px 100% no-repeat"
            for at, _ in self.ticks
        )
        sheet = _ALWAYS + (_DAY if self.today is not None else "") + _SIDE_BY_SIDE
        return (
            Template(sheet)
            .substitute(
                me=me,
                wide=_WIDE,
                today=f"{self.today or 0:.2f}",
                ground=f";background:{rules}" if rules else "",
                ink=colours.ink,
                muted=colours.muted,
                grid=colours.grid,
            )
            .replace("\n", "")
        )
