"""The same small chart for every site, side by side: its values over all waves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote

import polars as pl

from bridgeboard.charts import provenance, small_charts, style, words
from bridgeboard.charts.by_income import AtSite, Levels, Order, on_chart, ordered
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.marks.site_marks import Axis, axis_of
from bridgeboard.charts.prose import prose
from bridgeboard.charts.readings import sites_compared as reading

if TYPE_CHECKING:
    from bridgeboard.charts.site_values import Series, SiteValues

#: The drawing of one site, in its own units; it is as wide as its place.
_WIDE, _HIGH, _LEFT, _RIGHT, _TOP = 240, 96, 40, 12, 8
_LETTER = 11
_WORDS = {
    "title_waves": "{what}: how did each site stand over the waves?",
    "title_stages": "{what}: how far is each site, stage by stage?",
    "waves": "Each drawing: waves from left to right ({waves}), on one scale.",
    "stages": "Each drawing: stages from left to right ({waves}), on one scale; stages are no line "
    "of time, so no line joins them.",
    "interval": " Upright line: 95 % interval, cut where the drawing ends.",
    "gap": " –: nothing that can be shown.",
    "at": "{wave}: {numbers}",
    "spoken": "{site}, {level}: {values}",
    "n": ", n = {people}",
    "done": "{n} of {stages} complete",
    "mostly": "Waves are mostly different people: a line is not change within persons.",
}


def small_multiples(series: Series, levels: Levels, order: Order, *, dark: bool = False) -> Chart:
    """One small chart a site on one scale; under its income level if so ordered.

    Missing: a wave without a value that may be shown leaves a gap: no line crosses it.
    """
    colours = style.palette(dark)
    first, waves = series.values[0], series.names
    names = {site.site_id: site.name for values in series.values for site in values.sites}
    at_site = [
        {one: AtSite(one, name, why=words.NO_ANSWERS) for one, name in names.items()}
        | {site.site_id: site for site in values.sites}
        for values in series.values
    ]
    # Sites are ordered, and counted, by what is known of them at any wave.
    known = {
        site: next(
            (one[site] for one in reversed(at_site) if one[site].value is not None),
            at_site[0][site],
        )
        for site in names
    }
    axis = axis_of(_for_axis(series.values), 2)
    mark = provenance.mark(first.shown)
    alt = _alt(series.what, at_site, waves, levels, list(known.values()))
    groups = small_charts.by_level(
        known.values(), levels, order, merged=first.shown.view == "shareable"
    )
    said = on_chart(list(known.values()), levels)
    form = _WORDS[series.along] + (_WORDS["interval"] if first.samples else "") + _WORDS["gap"]
    panels = [
        (
            group.label,
            [
                _panel(site, [one[site.site_id] for one in at_site], series, levels, axis, colours)
                for site in group.sites
            ],
        )
        for group in groups
    ]
    return Chart(
        title=_WORDS[f"title_{series.along}"].format(what=series.what),
        figure=small_charts.drawn(
            panels, (*said, form.format(waves=_told(series.names))), alt, mark, colours
        )
        if names
        else None,
        alt=alt,
        n_text=first.n_text,
        unit=first.unit,
        source_text=provenance.source(first.shown, reading.income_source(levels)),
        provenance_mark=mark,
        table=_table(at_site, waves, ordered(known.values(), levels, order), levels),
        notes=(_WORDS["mostly"], *first.shown.notes) if first.samples else first.notes,
        said=said,
    )


def _for_axis(series: Sequence[SiteValues]) -> SiteValues:
    """All waves' values as those of one, for the scale that all drawings share.

    An interval over half of the scale is not asked: it would press all drawings flat only to say
    that it is wide.
    """
    first = series[0]
    half = ((first.high or 0.0) - (first.low or 0.0)) / 2
    every = tuple(
        site
        if site.lower is None or site.upper is None or site.upper - site.lower < half
        else replace(site, lower=None, upper=None)
        for values in series
        for site in values.known
    )
    return replace(first, sites=every, together=())


def _told(waves: Sequence[str]) -> str:
    return ", ".join(map(words.isolated, waves))


def _alt(
    what: str,
    at_site: Sequence[dict[str, AtSite]],
    waves: Sequence[str],
    levels: Levels,
    sites: Sequence[AtSite],
) -> str:
    n = sum(site.value is not None for site in sites)
    caution = on_chart(sites, levels)[-1]
    return f"{what}, {_told(waves)}: {n} of {words.count(len(sites), 'site')}. {caution}"


def _panel(
    site: AtSite,
    values: Sequence[AtSite],
    series: Series,
    levels: Levels,
    axis: Axis,
    colours: style.Palette,
) -> str:
    told = [_at(wave, one) for wave, one in zip(series.names, values, strict=True)]
    label = levels.label(site.site_id)
    spoken = _WORDS["spoken"].format(site=site.name, level=label, values="; ".join(told))
    known = [i for i, one in enumerate(values) if one.value is not None]
    said = told[known[-1] if known else -1]
    if series.along == "stages" and known:
        # The last stage alone would say little of all of them.
        done = sum(values[i].value == 1 for i in known)
        said = _WORDS["done"].format(n=done, stages=words.count(len(known), "stage"))
    last = prose(said)
    colour = colours.incomes.get(levels.of.get(site.site_id, ""), colours.muted)
    joined = series.along == "waves"
    return (
        f"{small_charts.site_heading(site, levels, colours)}"
        f"{_drawing(values, axis, colour, spoken, colours, joined=joined)}"
        f"<p><small>{last}</small></p>"
    )


def _at(wave: str, one: AtSite) -> str:
    people = _WORDS["n"].format(people=one.people) if one.people else ""
    said = one.numbers + people if one.value is not None else one.why
    return _WORDS["at"].format(wave=words.isolated(wave), numbers=said)


def _drawing(
    values: Sequence[AtSite],
    axis: Axis,
    colour: str,
    spoken: str,
    colours: style.Palette,
    *,
    joined: bool,
) -> str:
    span, n = axis.span, len(values)

    def x(i: int) -> float:
        share = 0.5 if n == 1 else i / (n - 1)
        return round(_LEFT + 10 + share * (_WIDE - _LEFT - _RIGHT - 20), 1)

    def y(value: float) -> float:
        share = (span.within(value) - span.low) / ((span.high - span.low) or 1.0)
        return round(_TOP + (1 - share) * (_HIGH - 2 * _TOP), 1)

    ticks = "".join(
        f'<line x1="{_LEFT}" x2="{_WIDE - _RIGHT}" y1="{y(tick)}" y2="{y(tick)}" '
        f'stroke="{colours.grid}"/>'
        f'<text x="{_LEFT - 6}" y="{y(tick) + 4}" text-anchor="end" font-size="{_LETTER}" '
        f'fill="{colours.muted}">{escape(label)}</text>'
        for tick, label in zip(axis.ticks, axis.labels, strict=True)
    )
    placed = list(enumerate(values))
    lines = "".join(
        f'<line x1="{x(i)}" y1="{y(one.value)}" x2="{x(j)}" y2="{y(other.value)}" '
        f'stroke="{colour}" stroke-width="2"/>'
        for (i, one), (j, other) in pairwise(placed)
        if joined and one.value is not None and other.value is not None
    )
    marks = "".join(
        (
            f'<line x1="{x(i)}" x2="{x(i)}" y1="{y(one.lower)}" y2="{y(one.upper)}" '
            f'stroke="{colour}" stroke-width="1.5"/>'
            if one.lower is not None and one.upper is not None
            else ""
        )
        + f'<circle cx="{x(i)}" cy="{y(one.value)}" r="4" fill="{colour}"/>'
        if one.value is not None
        else f'<text x="{x(i)}" y="{_HIGH - _TOP - 2}" text-anchor="middle" '
        f'font-size="{_LETTER}" fill="{colours.muted}">–</text>'
        for i, one in placed
    )
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" '
        f'height="{_HIGH}" font-family="system-ui, sans-serif">{ticks}{lines}{marks}</svg>'
    )
    # As an image: Streamlit takes drawings out of HTML, but not images.
    address = f"data:image/svg+xml,{quote(drawing)}"
    return f'<img src="{address}" alt="{escape(spoken)}" width="{_WIDE}" height="{_HIGH}">'


def _table(
    at_site: Sequence[dict[str, AtSite]],
    waves: Sequence[str],
    sites: Sequence[AtSite],
    levels: Levels,
) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "Site": site.name,
                "Income level": levels.label(site.site_id),
                "Wave": wave,
                "n": one[site.site_id].people or None,
                "Value": one[site.site_id].value,
                "Lower": one[site.site_id].lower,
                "Upper": one[site.site_id].upper,
                "Status": one[site.site_id].why or None,
            }
            for site in sites
            for wave, one in zip(waves, at_site, strict=True)
        ],
        schema={
            "Site": pl.String,
            "Income level": pl.String,
            "Wave": pl.String,
            "n": pl.String,
            "Value": pl.Float64,
            "Lower": pl.Float64,
            "Upper": pl.Float64,
            "Status": pl.String,
        },
    )
