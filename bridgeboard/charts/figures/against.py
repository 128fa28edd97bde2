"""Sites as numbered points: one thing of each against another, without a line through them."""

from __future__ import annotations

import zlib
from html import escape
from string import Template

import polars as pl

from bridgeboard.charts import by_income, point_labels, provenance, style, words
from bridgeboard.charts.against import Axis, left_out, pairs
from bridgeboard.charts.by_income import AtSite, Levels
from bridgeboard.charts.chart import Chart

_MOST_TICKS = 5
_ROOM = 0.06
_WORDS = {
    "title": "{y}: does it go together with {x}?",
    "axis": "{what} ({unit})",
    "alt": "{n} as points. {x}: from {x_low} to {x_high}. {y}: from {y_low} to {y_high}. Nothing "
    "here shows a cause.",
    "one": "One site has both: {site}. One point shows nothing that goes together.",
    "none": "No site has both “{x}” and “{y}”.",
    "n": "{drawn} of {all} drawn",
    "unit": "across: {x}; upwards: {y}",
    "bar": "line: 95 % interval",
    "cause": "Income level, pay and attitude come together at few sites, with everything else that "
    "differs between them: nothing here shows a cause.",
    "line": "No line is drawn through the points: the sites are not a sample of anything that a "
    "line could speak for.",
    "missing": "Not drawn: {listed}.",
    "why": "{names} ({why})",
    "point": "{x}; {y}{people}",
    "people": ", n = {n}",
}

_SHEET = """
.$me{margin:0;container-type:inline-size;color:$ink;font-size:.875rem;line-height:1.35}
.$me .stamp{margin:0 0 .4rem;text-align:end}
.$me .stamp strong{border:1px solid $ink;border-radius:.25rem;padding:.05rem .4rem}
.$me ul,.$me ol{list-style:none;margin:0;padding:0}
.$me .legend{display:flex;flex-wrap:wrap;gap:.1rem 1rem;margin:0 0 .5rem}
.$me li{margin:0;font-size:.8125rem}
.$me .v,.$me .h{margin:0;color:$muted;font-size:.8125rem;overflow-wrap:break-word}
.$me .h{margin-inline-start:3.2rem;text-align:end}
.$me .a{position:relative;height:20rem;margin:.6rem .6rem 1.5rem 3.2rem;border-left:1px solid $edge;
border-bottom:1px solid $edge}
.$me i{position:absolute;font-style:normal}
.$me .gx{top:0;bottom:0;border-left:1px solid $grid}
.$me .gy{left:0;right:0;border-top:1px solid $grid}
.$me .z{border-color:$edge}
.$me .tx,.$me .ty{color:$muted;font-size:.75rem;line-height:1;white-space:nowrap}
.$me .tx{top:calc(100% + .35rem);transform:translateX(-50%)}
.$me .ty{right:calc(100% + .35rem);transform:translateY(50%)}
.$me .e{border-left:2px solid $point;transform:translateX(-50%)}
.$me .p{transform:translate(-50%,50%);font-size:1rem;line-height:1}
.$me .q{transform:translate(-50%,50%);font-size:.75rem;line-height:1;font-weight:600}
.$me .s{display:grid;gap:.2rem 1rem;grid-template-columns:1fr;align-content:start}
.$me .s li{display:flex;gap:.4rem}
.$me .s li>b{min-width:1.2rem;text-align:end}
.$me .s small{display:block;color:$muted;font-size:.8125rem}
@container (min-width:760px){
.$me .both{display:grid;grid-template-columns:3fr 2fr;gap:1.5rem}
.$me .a{height:24rem}
}
"""


def against(x: Axis, y: Axis, levels: Levels, *, dark: bool = False) -> Chart:
    """Sites by two things, as numbered points with a list beside them; intervals where there are.

    In:      axes made of shown frames; levels: the income level of each site, said by the shape.
    Missing: a site that lacks either, or whose value is hidden, has no point; a note counts it.
    """
    colours = style.palette(dark)
    drawn = pairs(x, y)
    alt = _reading(x, y, drawn)
    marks = dict.fromkeys(filter(None, (provenance.mark(x.shown), provenance.mark(y.shown))))
    mark = ", ".join(marks)
    missing = _missing(x, y)
    alone = (alt,) if len(drawn) == 1 else ()
    ids = [site.site_id for site, _ in drawn]
    said = (_WORDS["cause"], _WORDS["line"], *by_income.said_of(ids, levels)) if drawn else ()
    return Chart(
        title=_WORDS["title"].format(x=f"“{x.what}”", y=y.what),
        figure=_drawn(x, y, drawn, levels, alt, mark, colours) if drawn else None,
        alt=alt,
        n_text=_WORDS["n"].format(drawn=len(drawn), all=words.count(len(x.sites), "site")),
        unit=_WORDS["unit"].format(x=x.unit, y=y.unit),
        source_text=provenance.source(x.shown),
        provenance_mark=mark,
        table=_table(x, y, drawn, levels),
        notes=(*alone, *missing, *said, *dict.fromkeys((*x.notes, *y.notes))),
    )


def _missing(x: Axis, y: Axis) -> tuple[str, ...]:
    """One sentence that names the sites without a point, and why."""
    listed = "; ".join(
        _WORDS["why"].format(names=words.listed([words.isolated(n) for n in names], 20), why=why)
        for why, names in left_out(x, y).items()
    )
    return (_WORDS["missing"].format(listed=listed),) if listed else ()


def _reading(x: Axis, y: Axis, drawn: list[tuple[AtSite, AtSite]]) -> str:
    if not drawn:
        return _WORDS["none"].format(x=x.what, y=y.what)
    if len(drawn) == 1:
        return _WORDS["one"].format(site=drawn[0][0].name)
    ends = {}
    for name, axis, values in (
        ("x", x, [one.value or 0.0 for one, _ in drawn]),
        ("y", y, [other.value or 0.0 for _, other in drawn]),
    ):
        ends |= {name: axis.what, f"{name}_low": _end(axis, min(values))}
        ends[f"{name}_high"] = _end(axis, max(values))
    return _WORDS["alt"].format(n=words.count(len(drawn), "site"), **ends)


def _end(axis: Axis, value: float) -> str:
    return axis.categories[int(value)] if axis.categories else axis.written(value)


def _scale(axis: Axis, sites: list[AtSite]) -> tuple[float, float, list[float]]:
    """Where the axis begins and ends, and its ticks."""
    if axis.categories:
        n = len(axis.categories)
        return -0.5, n - 0.5, [float(place) for place in range(n)]
    ends = [
        end for site in sites for end in (site.value, site.lower, site.upper) if end is not None
    ]
    low, high = min(ends), max(ends)
    if axis.with_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    step = style.tick_step(high - low, _MOST_TICKS)
    if axis.whole:
        step = max(1.0, float(round(step)))
    first = int(low // step)
    ticks = [place * step for place in range(first, first + 3 * _MOST_TICKS)]
    room = (high - low) * _ROOM
    return low - room, high + room, [tick for tick in ticks if low - room <= tick <= high + room]


def _drawn(
    x: Axis,
    y: Axis,
    drawn: list[tuple[AtSite, AtSite]],
    levels: Levels,
    alt: str,
    mark: str,
    colours: style.Palette,
) -> str:
    x_low, x_high, x_ticks = _scale(x, [one for one, _ in drawn])
    y_low, y_high, y_ticks = _scale(y, [other for _, other in drawn])

    def across(value: float) -> float:
        return (value - x_low) / (x_high - x_low)

    def up(value: float) -> float:
        return (value - y_low) / (y_high - y_low)

    parts = []
    for ticks, axis, at, side, names in (
        (x_ticks, x, across, "left", "x"),
        (y_ticks, y, up, "bottom", "y"),
    ):
        for tick in ticks:
            zero = " z" if axis.signed and tick == 0 else ""
            place = f'style="{side}:{100 * at(tick):.2f}%"'
            parts.append(f'<i class="g{names}{zero}" {place}></i>')
            parts.append(f'<i class="t{names}" {place}>{escape(_end(axis, tick))}</i>')
    spots = [(across(one.value or 0.0), up(other.value or 0.0)) for one, other in drawn]
    for (_, other), (left, _) in zip(drawn, spots, strict=True):
        if other.lower is not None and other.upper is not None:
            low, high = up(other.lower), up(other.upper)
            parts.append(
                f'<i class="e" style="left:{100 * left:.2f}%;bottom:{100 * low:.2f}%;'
                f'height:{100 * (high - low):.2f}%"></i>'
            )
    moved = point_labels.side_by_side(spots)
    numbers = point_labels.placed(spots, moved)
    for number, ((one, _), (left, bottom), right, (dx, dy)) in enumerate(
        zip(drawn, spots, moved, numbers, strict=True), 1
    ):
        colour = _colour(one.site_id, levels, colours)
        parts.append(
            f'<i class="p" style="left:calc({100 * left:.2f}% + {right:.0f}px);'
            f'bottom:{100 * bottom:.2f}%;color:{colour}">{levels.shape(one.site_id)}</i>'
            f'<i class="q" style="left:calc({100 * left:.2f}% + {right + dx:.0f}px);'
            f'bottom:calc({100 * bottom:.2f}% - {dy:.0f}px)">{number}</i>'
        )
    sheet = Template(_SHEET)
    me = f"bba{zlib.crc32(colours.ink.encode()):08x}"
    css = sheet.substitute(
        me=me,
        ink=colours.ink,
        muted=colours.muted,
        grid=colours.grid,
        edge=colours.edge,
        point=colours.point,
    ).replace("\n", "")
    stamp = f'<p class="stamp"><strong>{escape(mark)}</strong></p>' if mark else ""
    return (
        f'<figure class="{me}" role="figure" aria-label="{escape(alt)}">{stamp}'
        f"{_legend(drawn, levels, colours)}"
        f'<div class="both"><div aria-hidden="true"><p class="v">↑ {escape(_name(y))}</p>'
        f'<div class="a" dir="ltr">{"".join(parts)}</div>'
        f'<p class="h">{escape(_name(x))}&nbsp;→</p></div>'
        f'<ol class="s">{_list(drawn, levels, colours)}</ol></div><style>{css}</style></figure>'
    )


def _name(axis: Axis) -> str:
    return _WORDS["axis"].format(what=axis.what, unit=axis.unit)


def _colour(site_id: str, levels: Levels, colours: style.Palette) -> str:
    return colours.incomes.get(levels.of.get(site_id, ""), colours.muted)


def _legend(drawn: list[tuple[AtSite, AtSite]], levels: Levels, colours: style.Palette) -> str:
    ids = sorted((one.site_id for one, _ in drawn), key=levels.place)
    entries = {
        levels.label(one): f'<span style="color:{_colour(one, levels, colours)}" '
        f'aria-hidden="true">{levels.shape(one)}</span> {escape(levels.label(one))}'
        for one in ids
    }
    if any(other.lower is not None for _, other in drawn):
        bar = f'<span style="color:{colours.point}" aria-hidden="true">│</span>'
        entries[""] = f"{bar} {escape(_WORDS['bar'])}"
    return f'<ul class="legend">{"".join(f"<li>{one}</li>" for one in entries.values())}</ul>'


def _list(drawn: list[tuple[AtSite, AtSite]], levels: Levels, colours: style.Palette) -> str:
    """The sites by their numbers, with both values in words."""
    rows = []
    for number, (one, other) in enumerate(drawn, 1):
        people = _WORDS["people"].format(n=other.people) if other.people else ""
        said = _WORDS["point"].format(x=one.numbers, y=other.numbers, people=people)
        rows.append(
            f"<li><b>{number}</b> <div><span style="
            f'"color:{_colour(one.site_id, levels, colours)}" aria-hidden="true">'
            f"{levels.shape(one.site_id)}</span> <bdi>{escape(one.name)}</bdi>"
            f"<small>{escape(said)}</small></div></li>"
        )
    return "".join(rows)


def _table(x: Axis, y: Axis, drawn: list[tuple[AtSite, AtSite]], levels: Levels) -> pl.DataFrame:
    """Every site, drawn or not, in the order of sites.csv."""
    numbers = {one.site_id: number for number, (one, _) in enumerate(drawn, 1)}
    others = {site.site_id: site for site in y.sites}
    rows = []
    for one in x.sites:
        other = others.get(one.site_id, AtSite(one.site_id, one.name, why=words.NOT_ENOUGH))
        rows.append(
            {
                "Point": numbers.get(one.site_id),
                words.SITE: one.name,
                "Income level": levels.label(one.site_id),
                x.what: _cell(x, one),
                y.what: _cell(y, other),
                "Lower": other.lower,
                "Upper": other.upper,
                "Why not drawn": "" if one.site_id in numbers else one.why or other.why,
            }
        )
    numeric = {axis.what: pl.String if axis.categories else pl.Float64 for axis in (x, y)}
    schema = {
        "Point": pl.Int64,
        words.SITE: pl.String,
        "Income level": pl.String,
        **numeric,
        "Lower": pl.Float64,
        "Upper": pl.Float64,
        "Why not drawn": pl.String,
    }
    return pl.DataFrame(rows, schema=schema)


def _cell(axis: Axis, site: AtSite) -> float | str | None:
    if site.value is None:
        return None
    return axis.categories[int(site.value)] if axis.categories else site.value
