"""How do sites and income levels stand beside each other? Strips by level, or one forest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import provenance, style, words
from bridgeboard.charts.by_income import (
    AtSite,
    Levels,
    Order,
    grouped,
    level_name,
    on_chart,
    ordered,
)
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.comparison import Estimate
from bridgeboard.charts.marks import estimates
from bridgeboard.charts.marks import site_marks as marks
from bridgeboard.charts.readings import sites_compared as reading
from bridgeboard.charts.rows import GAP, LINE, ROW, Columns, safe

if TYPE_CHECKING:
    from bridgeboard.charts.pooled_sites import Together
    from bridgeboard.charts.site_values import SiteValues

_LEFT, _RIGHT, _ROW, _BOTTOM = 206, 230, 30, 46
_WORDS = {
    "title": "{what}: how do sites and income levels compare?",
    "title_forest": "{what}: how does each site stand, and all together?",
    "legend": "● low, ◆ lower-middle, ■ upper-middle, ▲ high income{other}. {line}",
    "other": ", ✕ none of these",
    "line": "Line: 95 % interval.",
    "strip": "Hollow marks: the level's sites on one line.",
    "record": "No intervals: these are records.",
    "together": "Sites taken together",
    "diamond": "◆ as wide as its 95 % interval.",
    "bar": "◆ as wide as its 95 % interval; thin bar: a new site, probably.",
    "level": "Mean of {n}: {numbers}",
    "new": "A new site",
    "probably": "probably {lower} to {upper}",
    "all": "All {n} together",
    "sites": "sites",
    "n": "n",
    "site": "Site",
    "value": "Value (95 % interval)",
    "value_only": "Value",
    "heterogeneity": "How far sites differ: tau {tau}{i2}.",
    "i2": ", I² {i2} %",
}


def strips(
    values: SiteValues, levels: Levels, order: Order, *, dark: bool = False, narrow: bool = False
) -> Chart:
    """Under each income level a strip of all its sites, then each site with interval and name.

    Levels stand low first. In the shareable view levels of one site each stand together, since
    nothing may be said about such a level.
    Missing: a site without a value, or whose value is hidden, is a row of words.
    """
    colours = style.palette(dark)
    mark = provenance.mark(values.shown)
    column = _begun(values, levels, colours, narrow, mark, strip=values.samples)
    top, axis = column.at, marks.axis_of(values, 3 if narrow else 4)
    of_level = {one.level: one for one in values.together if one.level is not None}
    small: list[tuple[float, AtSite]] = []
    large: list[tuple[float, AtSite]] = []
    drawn: list[dict[str, Any]] = []
    for group in grouped(values.sites, levels, order, merged=values.shown.view == "shareable"):
        column.heading(group.label)
        known = [site for site in group.sites if site.value is not None]
        if len(known) > 1:
            said = _of_level(of_level.get(group.level or ""))
            at = column.row("", said, height=ROW)
            small += [(at, site) for site in known]
        large += _rows(column, group.sites, levels)
    drawn = [
        *marks.points(small, levels, axis.span, colours, small=True),
        *marks.points(large, levels, axis.span, colours),
        *estimates.arrows(large, axis.span, colours),
    ]
    return _chart(values, levels, _WORDS["title"], column, top, axis, drawn, mark, order)


def forest(
    values: SiteValues, levels: Levels, order: Order, *, dark: bool = False, narrow: bool = False
) -> Chart:
    """Every site with its interval, then all of them together, and where a new one would lie."""
    colours = style.palette(dark)
    mark = provenance.mark(values.shown)
    column = _begun(values, levels, colours, narrow, mark, strip=False)
    top, axis = column.at, marks.axis_of(values, 3 if narrow else 4)
    large = _rows(column, ordered(values.sites, levels, order), levels)
    drawn = [
        *marks.points(large, levels, axis.span, colours),
        *estimates.arrows(large, axis.span, colours),
    ]
    if values.together:
        column.heading(_WORDS["together"])
        has_bar = any(one.prediction_lower is not None for one in values.together)
        column.line(_WORDS["bar" if has_bar else "diamond"])
        drawn += _together(values, levels, column, axis.span)
    return _chart(values, levels, _WORDS["title_forest"], column, top, axis, drawn, mark, order)


def group_name(one: Together, levels: Levels) -> str:
    """All 9 sites together; Low income, 3 sites; All people together."""
    if one.name:
        return one.name
    n = words.count(one.n_sites, "site") if one.n_sites is not None else _WORDS["sites"]
    if one.level is None:
        return _WORDS["all"].format(n=n)
    return f"{level_name(one.level, levels.basis)}, {n}"


def _begun(
    values: SiteValues,
    levels: Levels,
    colours: style.Palette,
    narrow: bool,
    mark: str,
    *,
    strip: bool,
) -> Columns:
    """The lines that stand above all rows: basis, sites per level, the caution, the legend."""
    column = Columns(colours, narrow, _LEFT, _RIGHT, at=LINE + 6.0 if mark else 0.0)
    for line in on_chart(values.sites, levels):
        column.line(line)
    other = any(levels.shape(site.site_id) == "✕" for site in values.sites)
    lines = [_WORDS["line"], _WORDS["strip"]] if strip else [_WORDS["line"]]
    if not values.samples:
        lines = [_WORDS["record"]]
    column.line(
        _WORDS["legend"].format(other=_WORDS["other"] if other else "", line=" ".join(lines))
    )
    column.head(
        _WORDS["site"],
        _WORDS["n"] if values.samples else "",
        _WORDS["value" if values.samples else "value_only"],
    )
    return column


def _rows(column: Columns, sites: Sequence[AtSite], levels: Levels) -> list[tuple[float, AtSite]]:
    placed = []
    for site in sites:
        name = f"{levels.shape(site.site_id)} {words.isolated(site.name)}"
        if site.value is None:
            column.words(name, site.why)
            continue
        people = f"n = {site.people}" if column.narrow and site.people else site.people
        height = ROW if column.narrow else _ROW
        placed.append((column.row(name, site.numbers, before=people, height=height), site))
    return placed


def _of_level(one: Together | None) -> str:
    if one is None:
        return ""
    n = words.count(one.n_sites, "site") if one.n_sites is not None else _WORDS["sites"]
    return _WORDS["level"].format(n=n, numbers=one.numbers)


def _together(
    values: SiteValues,
    levels: Levels,
    column: Columns,
    span: estimates.Span,
) -> list[dict[str, Any]]:
    drawn, colours = [], column.colours
    placed = []
    for one in values.together:
        name = group_name(one, levels)
        at = column.row(name, one.numbers, before="" if column.narrow else one.people, height=_ROW)
        placed.append((at, one))
        drawn.append(estimates.diamond(at, one, span, f"{name}: {one.numbers}", colours))
        if one.level is None and one.prediction_lower is not None:
            new = Estimate(one.value, one.prediction_lower, one.prediction_upper)
            lower, upper = (values.written(end or 0.0) for end in (new.lower, new.upper))
            said = _WORDS["probably"].format(lower=lower, upper=upper)
            at = column.row(_WORDS["new"], said, height=_ROW)
            told = f"{_WORDS['new']} {said}"
            drawn.append(estimates.prediction_bar(at, new, span, told, colours))
    return [*drawn, *estimates.arrows(placed, span, colours)]


def heterogeneity(values: SiteValues) -> str:
    """How far sites differ beyond chance; "" where it isn't known."""
    whole = next((one for one in values.together if one.level is None), None)
    if whole is None or whole.tau is None:
        return ""
    i2 = "" if whole.i2 is None else _WORDS["i2"].format(i2=words.number(whole.i2, 0))
    return _WORDS["heterogeneity"].format(tau=words.number(whole.tau, values.places), i2=i2)


def _chart(
    values: SiteValues,
    levels: Levels,
    title: str,
    column: Columns,
    top: float,
    axis: marks.Axis,
    drawn: list[dict[str, Any]],
    mark: str,
    order: Order,
) -> Chart:
    colours = column.colours
    bottom = column.at + GAP
    figure = {
        "data": drawn,
        "layout": {
            **style.layout(colours, round(bottom + _BOTTOM), [*column.texts, *column.stamp(mark)]),
            "margin": {**column.margin, "b": _BOTTOM},
            "shapes": [
                style.rule(colours, tick, top, bottom, values.low is None and tick == 0)
                for tick in axis.ticks
            ],
            "xaxis": style.axis(
                colours,
                axis.span.low,
                axis.span.high,
                showticklabels=True,
                tickvals=list(axis.ticks),
                ticktext=list(axis.labels),
                title={
                    "text": "" if column.narrow else safe(values.unit),
                    "font": {"size": 12, "color": colours.muted},
                    "standoff": 6,
                },
            ),
            "yaxis": style.axis(colours, bottom, 0.0),
        },
    }
    return Chart(
        title=title.format(what=values.what),
        figure=figure if values.sites else None,
        alt=reading.alt(values, levels),
        n_text=values.n_text,
        unit=values.unit,
        source_text=provenance.source(values.shown, reading.income_source(levels)),
        provenance_mark=mark,
        table=table(values, levels, order),
        notes=reading.notes(values, levels, order, heterogeneity(values)),
        said=on_chart(values.sites, levels),
    )


def table(values: SiteValues, levels: Levels, order: Order) -> pl.DataFrame:
    """The same as a table: one row a site in the same order, then estimates over sites."""
    rows = [
        {
            "Site": site.name,
            "Income level": levels.label(site.site_id),
            "n": site.people or None,
            "Value": site.value,
            "Lower": site.lower,
            "Upper": site.upper,
            "Status": None if site.value is not None else site.why,
        }
        for site in ordered(values.sites, levels, order)
    ]
    rows += [
        {
            "Site": group_name(one, levels),
            "Income level": level_name(one.level, levels.basis) if one.level else None,
            "n": one.people or None,
            "Value": one.value,
            "Lower": one.lower,
            "Upper": one.upper,
            "New site, lower": one.prediction_lower,
            "New site, upper": one.prediction_upper,
            "Status": one.caveat or None,
        }
        for one in values.together
    ]
    numbers = ("Value", "Lower", "Upper", "New site, lower", "New site, upper")
    names = ("Site", "Income level", "n", *numbers, "Status")
    types = {name: pl.Float64 if name in numbers else pl.String for name in names}
    return pl.DataFrame(rows, schema=types)
