"""A list of sentences as a drawing: things to attend to, gaps to close, reasons of a state.

All of them are a figure with its words for those who can't see it, the provenance mark, and a sheet
whose first lines are the same.
"""

from __future__ import annotations

from html import escape
from string import Template

from bridgeboard.charts import style

_SHEET = """
.$me{margin:0;color:$ink;font-size:.9375rem;line-height:1.45}
.$me .stamp{margin:0 0 .4rem;text-align:end;font-size:.875rem}
.$me .stamp strong{border:1px solid $ink;border-radius:.25rem;padding:.05rem .4rem}
.$me .s,.$me p.s{color:$muted;font-size:.8125rem}
"""


def drawn(name: str, inside: str, css: str, alt: str, mark: str, colours: style.Palette) -> str:
    """The list as one <figure>.

    In: name: a class of its own; inside: its HTML, escaped; css: its own lines, in which $me is the
        class, and $ink, $muted, $grid and $hinders are colours.
    """
    me = f"{name}{'d' if colours is style.DARK else 'l'}"
    stamp = f'<p class="stamp"><strong>{escape(mark)}</strong></p>' if mark else ""
    sheet = Template(_SHEET + css).substitute(
        me=me,
        ink=colours.ink,
        muted=colours.muted,
        grid=colours.grid,
        hinders=colours.directions["hinders"],
    )
    return (
        f'<figure class="{me}" role="figure" aria-label="{escape(alt)}">{stamp}{inside}'
        f"<style>{sheet.replace(chr(10), '')}</style></figure>"
    )
