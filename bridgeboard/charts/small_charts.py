"""Small charts side by side, as many as there is room for: one for each site, or for each question.

Each is HTML of its own; this lays them out under headings, with what must stand on the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from string import Template

from bridgeboard.charts import html_matrix, style
from bridgeboard.charts.by_income import AtSite, Group, Levels, Order, grouped, ordered

_SHEET = """
.$me{margin:0;color:$ink;font-size:.875rem;line-height:1.35}
.$me .stamp{margin:0 0 .4rem;text-align:end}
.$me .stamp strong{border:1px solid $ink;border-radius:.25rem;padding:.05rem .4rem}
.$me .said{margin:0 0 .3rem;font-size:.8125rem;max-width:48rem}
.$me .level{margin:.75rem 0 .25rem;font-weight:650}
.$me ul{list-style:none;display:grid;gap:.75rem 1rem;margin:0;padding:0;
grid-template-columns:repeat(auto-fill,minmax(13.5rem,1fr))}
.$me li{margin:0;min-width:0}
.$me li p{margin:0;overflow-wrap:anywhere}
.$me li p b{font-weight:600}
.$me li p small{color:$muted;font-size:.8125rem}
.$me li ul{display:block}
.$me li li{font-size:.8125rem;margin:0 0 .1rem;overflow-wrap:anywhere}
.$me .legend{display:flex;flex-wrap:wrap;gap:.25rem .9rem;margin:0 0 .4rem;font-size:.8125rem}
.$me .bar{height:.6rem}
.$me li p.for{display:grid;grid-template-columns:2.3rem 1fr 2.3rem;align-items:center;
margin:0 0 .15rem;font-size:.8125rem}
.$me .for span:last-child{text-align:end}
.$me img{display:block;width:100%;max-width:22rem;height:auto}
"""


def drawn(
    groups: Iterable[tuple[str, Sequence[str]]],
    lines: Sequence[str],
    alt: str,
    mark: str,
    colours: style.Palette,
    legend: Sequence[tuple[str, str, str]] = (),
) -> str:
    """The small charts as one <figure>.

    In: groups: a heading, or none, and the charts under it, each the HTML inside of a list item;
        lines: what must stand on the drawing; legend: shape, colour and word.
    """
    me = f"bbs{'d' if colours is style.DARK else 'l'}"
    inside = "".join(
        (f'<p class="level">{escape(heading)}</p>' if heading else "")
        + f"<ul>{''.join(f'<li>{chart}</li>' for chart in charts)}</ul>"
        for heading, charts in groups
    )
    stamp = f'<p class="stamp"><strong>{escape(mark)}</strong></p>' if mark else ""
    entries = "".join(
        f'<li><span style="color:{colour}" aria-hidden="true">{escape(shape)}</span> '
        f"{escape(word)}</li>"
        for shape, colour, word in legend
    )
    key = f'<ul class="legend">{entries}</ul>' if entries else ""
    css = Template(_SHEET).substitute(me=me, ink=colours.ink, muted=colours.muted)
    return (
        f'<figure class="{me}" role="figure" aria-label="{escape(alt)}">{stamp}'
        f"{html_matrix.said(lines)}{key}{inside}<style>{css.replace(chr(10), '')}</style></figure>"
    )


def by_level(sites: Iterable[AtSite], levels: Levels, order: Order, *, merged: bool) -> list[Group]:
    """Sites under their income levels if so ordered, else all of them under no heading."""
    if order == "income":
        return grouped(sites, levels, order, merged=merged)
    return [Group(None, "", ordered(sites, levels, order))]


def site_heading(site: AtSite, levels: Levels, colours: style.Palette) -> str:
    """The site's name with the shape and the words of its income level."""
    colour = colours.incomes.get(levels.of.get(site.site_id, ""), colours.muted)
    shape, label = levels.shape(site.site_id), levels.label(site.site_id)
    return (
        f'<p><span style="color:{colour}" aria-hidden="true">{shape}</span> '
        f"<b><bdi>{escape(site.name)}</bdi></b> <small>{escape(label)}</small></p>"
    )
