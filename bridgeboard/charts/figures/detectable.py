"""Which shift would show: against people at each wave, and at each site as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.comparison import Design
from bridgeboard.charts.planning import Plan, plan
from bridgeboard.charts.readings.plan import needed_sentence, people_sentence
from bridgeboard.charts.rows import GAP, LINE, Columns, safe

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_HEIGHT, _BOTTOM = 320, 46
#: A curve that begins with very few people goes so high that the rest of it lies flat.
_CALM = 4
_LEFT, _RIGHT = 206, 276
_WORDS = {
    "title": "{scale}: which shift would so many people show?",
    "present": "{scale}: which shift can the present numbers show at each site?",
    "one": "at one site",
    "all": "all {sites} together",
    "here": "◇ sites as they are now",
    "wanted": "{shift} points: {n} needed",
    "wanted_none": "{shift} points",
    "x": "People at each wave of a site",
    "y": "Smallest shift that shows, in points",
    "would": "shifts of {value} or more",
    "n": "people now",
    "shows": "As many again would show",
    "axis": "Shift in points, up or down",
    "legend": "Bar: shifts that would mostly go unseen.",
    "legend_wanted": " Dotted line: the shift to show.",
    "n_text": "n = people with a score at the site's latest wave; as many are taken to answer at a "
    "next wave",
    "n_plan": "spread between people from {n} scores; {power} power, 95 % interval",
    "alt_present": "Smallest shift that would show: {sites}.",
    "alt_none": "At no site can it be said which shift would show.",
    "unit": "points on a scale from {low} to {high}",
    "hover": "{name}: {n} people, {value} points",
    "design": {
        "unpaired": "Other people answer at each wave.",
        "paired": "The same people answer at both waves.",
    },
}


def detectable(
    shown: Shown,
    instrument_id: str,
    scale_id: str,
    *,
    design: Design = "unpaired",
    shift: float | None = None,
    people: int | None = None,
    dark: bool = False,
    narrow: bool = False,
) -> Chart:
    """The smallest shift that shows at one site, and over all, against people at each wave.

    In:      the measure `detectable`; shift: a size to mark, with the people it needs; people: the
             number that the sentence speaks of.
    Unit:    scale points. Missing: nothing is drawn where the spread between people isn't known.
    """
    found = plan(shown, instrument_id, scale_id, design)
    first = found.first
    mark = provenance.mark(shown)
    rows = found.shown
    if shift is not None:
        alt = needed_sentence(shown, instrument_id, scale_id, shift, design=design)
    else:
        alt = people_sentence(shown, instrument_id, scale_id, people or 12, design=design)
    n_text = ""
    if rows:
        n_text = _WORDS["n_plan"].format(
            n=words.number(rows[0]["n"], 0), power=words.percent(rows[0]["power"])
        )
    return Chart(
        title=_WORDS["title"].format(scale=first["scale_label"] if first else ""),
        figure=_curve(found, shift, style.palette(dark), narrow, mark) if rows else None,
        alt=alt,
        n_text=n_text,
        unit=_unit(first),
        source_text=provenance.source(shown),
        provenance_mark=mark,
        table=_planned_table(found),
        notes=(_WORDS["design"][design], *shown.notes),
    )


def present(
    shown: Shown,
    instrument_id: str,
    scale_id: str,
    *,
    design: Design = "unpaired",
    shift: float | None = None,
    dark: bool = False,
    narrow: bool = False,
) -> Chart:
    """Site by site: the smallest shift that as many people as answered last would show.

    In:      the measure `detectable`; shift: a size to mark.
    Unit:    scale points. Missing: a site where too few answered is a row of words.
    """
    found = plan(shown, instrument_id, scale_id, design)
    first = found.first
    mark = provenance.mark(shown)
    known = [row for row in found.present if not row["hidden"] and row["value"] is not None]
    told = [
        f"{row['site_name']} {words.number(row['value'], found.places)} (n = {row['n_planned']})"
        for row in known
    ]
    return Chart(
        title=_WORDS["present"].format(scale=first["scale_label"] if first else ""),
        figure=_bars(found, shift, style.palette(dark), narrow, mark) if found.present else None,
        alt=_WORDS["alt_present"].format(sites=words.listed(told, most=14))
        if told
        else _WORDS["alt_none"],
        n_text=_WORDS["n_text"],
        unit=_unit(first),
        source_text=provenance.source(shown),
        provenance_mark=mark,
        table=_present_table(found),
        notes=(_WORDS["design"][design], *shown.notes),
    )


def _unit(first: dict[str, Any] | None) -> str:
    if first is None:
        return ""
    return _WORDS["unit"].format(low=words.end(first["minimum"]), high=words.end(first["maximum"]))


def _curve(
    found: Plan, shift: float | None, colours: style.Palette, narrow: bool, mark: str
) -> dict[str, Any]:
    rows, places = found.shown, found.places
    n_wanted = found.needed(shift) if shift else None
    now = [row for row in found.present if not row["hidden"] and row["value"] is not None]
    most = max([20, *(row["n_planned"] for row in now), n_wanted or 0])
    last = next((row["n_planned"] for row in rows if row["n_planned"] >= most * 1.15), None)
    last = last or rows[-1]["n_planned"]
    rows = [row for row in rows if row["n_planned"] <= last]
    calm = next((row["value"] for row in rows if row["n_planned"] >= _CALM), rows[0]["value"])
    high = max(calm, (shift or 0) * 1.1) * 1.05
    above = [_WORDS["y"], *([_WORDS["here"]] if now else [])]
    top = LINE * (len(above) + (1.5 if mark else 0)) + 4
    named = {"one": _WORDS["one"], "all": ""}
    data = [_line(rows, "value", named["one"], "solid", places, colours)]
    if any(row["pooled_value"] is not None for row in rows):
        sites = words.count(rows[0]["n_sites"], "site")
        named["all"] = _WORDS["all"].format(sites=sites)
        data.append(_line(rows, "pooled_value", named["all"], "dash", places, colours))
    if now:
        data.append(_now(now, high, places, colours))
    texts = _curve_words(rows, named, above, high, colours)
    shapes = []
    if shift:
        shapes, said = _wanted(shift, n_wanted, last, places, colours)
        texts += said
    x_step = style.tick_step(last, 5 if narrow else 10)
    y_step = style.tick_step(high, 5)
    grey = {"size": 12, "color": colours.muted}
    stamp = [{**one, "y": 1, "yshift": top} for one in style.stamp(colours, mark)]
    return {
        "data": data,
        "layout": {
            **style.layout(colours, _HEIGHT, [*texts, *stamp]),
            "margin": {"l": 36, "r": 14, "t": round(top), "b": _BOTTOM, "pad": 0},
            "shapes": shapes,
            "xaxis": style.axis(
                colours,
                0,
                last * 1.02,
                showticklabels=True,
                dtick=max(x_step, 1),
                title={"text": _WORDS["x"], "font": grey, "standoff": 6},
            ),
            "yaxis": style.axis(
                colours,
                0,
                high,
                showgrid=True,
                showticklabels=True,
                dtick=y_step,
            ),
        },
    }


def _line(
    rows: list[dict[str, Any]],
    column: str,
    name: str,
    dash: str,
    places: int,
    colours: style.Palette,
) -> dict[str, Any]:
    known = [row for row in rows if row[column] is not None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [row["n_planned"] for row in known],
        "y": [row[column] for row in known],
        "line": {"color": colours.ink, "width": 2.5 if dash == "solid" else 2, "dash": dash},
        "text": [
            _WORDS["hover"].format(
                name=name, n=row["n_planned"], value=words.number(row[column], places)
            )
            for row in known
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _now(
    now: list[dict[str, Any]], high: float, places: int, colours: style.Palette
) -> dict[str, Any]:
    """The sites as they are: hollow diamonds on the line, at their numbers of people."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row["n_planned"] for row in now],
        "y": [min(row["value"], high) for row in now],
        "marker": {
            "symbol": "diamond",
            "size": 11,
            "color": colours.page,
            "opacity": 1,
            "line": {"width": 2, "color": colours.ink},
        },
        "text": [
            _WORDS["hover"].format(
                name=safe(row["site_name"]),
                n=row["n_planned"],
                value=words.number(row["value"], places),
            )
            for row in now
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _curve_words(
    rows: list[dict[str, Any]],
    named: dict[str, str],
    above: list[str],
    high: float,
    colours: style.Palette,
) -> list[dict[str, Any]]:
    """What the axis and the diamonds are, above the drawing; each line named on itself."""
    texts = [
        style.text(
            colours,
            0,
            1,
            line,
            xref="paper",
            yref="paper",
            xshift=-30,
            yshift=LINE * (len(above) - i - 0.4),
            font={"size": 12, "color": colours.muted},
        )
        for i, line in enumerate(above)
    ]
    # One name stands over its line and the other under: the two can come close.
    for name, column, at, anchor, away in (
        ("one", "value", len(rows) // 4, "bottom", 8),
        ("all", "pooled_value", 2, "top", -12),
    ):
        row = rows[min(at, len(rows) - 1)]
        if named[name] and row[column] is not None:
            texts.append(
                style.text(
                    colours,
                    row["n_planned"],
                    min(row[column], high),
                    named[name],
                    xref="x",
                    yref="y",
                    yanchor=anchor,
                    yshift=away,
                    xshift=6,
                )
            )
    return texts


def _wanted(
    shift: float, n: int | None, last: int, places: int, colours: style.Palette
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The shift that somebody wants to show, and the people it needs."""
    line = {"color": colours.edge, "width": 1.5, "dash": "dot"}
    end = last if n is None else min(n, last)
    shapes = [
        {"type": "line", "xref": "x", "yref": "y", "x0": 0, "x1": end, "y0": shift, "y1": shift}
        | {"line": line}
    ]
    wanted = words.number(shift, places)
    said = _WORDS["wanted_none"].format(shift=wanted)
    if n is not None:
        people = words.count(n, "person", "people")
        said = _WORDS["wanted"].format(shift=wanted, n=people)
        if n <= last:
            shapes.append(
                {"type": "line", "xref": "x", "yref": "y", "x0": n, "x1": n, "y0": 0, "y1": shift}
                | {"line": line}
            )
    text = style.text(
        colours,
        end,
        0,
        f"<b>{said}</b>",
        xref="x",
        yref="y",
        xanchor="right" if end > last / 2 else "left",
        xshift=-6 if end > last / 2 else 6,
        yanchor="bottom",
        yshift=4,
        bgcolor=colours.page,
    )
    return shapes, [text]


def _bars(
    found: Plan, shift: float | None, colours: style.Palette, narrow: bool, mark: str
) -> dict[str, Any]:
    column = Columns(colours, narrow, _LEFT, _RIGHT, at=LINE + 6.0 if mark else 0.0)
    column.line(_WORDS["legend"] + (_WORDS["legend_wanted"] if shift else ""))
    column.head(words.SITE, _WORDS["n"], _WORDS["shows"])
    top = column.at
    drawn: list[tuple[float, float, dict[str, Any]]] = []
    for row in found.present:
        name = words.isolated(row["site_name"])
        if row["hidden"] or row["value"] is None:
            column.words(name, row["hidden"] or _why(row))
            continue
        n = words.number(row["n_planned"], 0)
        value = words.number(row["value"], found.places)
        at = column.row(
            name, _WORDS["would"].format(value=value), before=f"n = {n}" if narrow else n
        )
        drawn.append((at, row["value"], row))
    # The few largest may go on: a bar that leaves the drawing says "more than this".
    reach = max([value for _, value, _ in drawn] + [(shift or 0) * 1.2], default=1.0) * 1.04
    step = style.tick_step(reach, 4)
    ticks = [step * i for i in range(int(reach / step) + 1)]
    bottom = column.at + GAP
    shapes = [style.rule(colours, tick, top, bottom) for tick in ticks]
    if shift:
        marked = style.rule(colours, shift, top, bottom, strong=True)
        shapes.append(marked | {"line": {"color": colours.ink, "width": 1.5, "dash": "dot"}})
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [value for _, value, _ in drawn],
                "y": [at for at, _, _ in drawn],
                "width": 10,
                "marker": {"color": colours.point},
                "text": [
                    _WORDS["hover"].format(
                        name=safe(row["site_name"]),
                        n=row["n_planned"],
                        value=words.number(value, found.places),
                    )
                    for _, value, row in drawn
                ],
                "textposition": "none",
                "hovertemplate": "%{text}<extra></extra>",
            }
        ],
        "layout": {
            **style.layout(colours, round(bottom + _BOTTOM), [*column.texts, *column.stamp(mark)]),
            "margin": {**column.margin, "b": _BOTTOM},
            "shapes": shapes,
            "xaxis": style.axis(
                colours,
                0,
                reach,
                showticklabels=True,
                tickvals=ticks,
                ticktext=[words.number(tick, style.decimals(step)) for tick in ticks],
                title={
                    "text": _WORDS["axis"],
                    "font": {"size": 12, "color": colours.muted},
                    "standoff": 6,
                },
            ),
            "yaxis": style.axis(colours, bottom, 0.0),
        },
    }


def _why(row: dict[str, Any]) -> str:
    return f"{words.STATUSES.get(row['status'], row['status'])} (n = {row['n_planned'] or 0})"


def _planned_table(found: Plan) -> pl.DataFrame:
    rows = [
        {
            "People at each wave": row["n_planned"],
            "Smallest shift at one site": row["value"],
            "Half width of the interval": row["half_width"],
            "Smallest mean shift, all sites": row["pooled_value"],
            "Sites": row["n_sites"],
            "SD": row["sd"],
            "Correlation": row["correlation"],
            "Status": row["hidden"] or row["status"],
        }
        for row in found.planned
    ]
    whole = ("People at each wave", "Sites")
    names = (*whole, "Smallest shift at one site", "Half width of the interval")
    names += ("Smallest mean shift, all sites", "SD", "Correlation", "Status")
    schema = {
        name: pl.Int64 if name in whole else pl.String if name == "Status" else pl.Float64
        for name in names
    }
    order = ["People at each wave", *names[2:5], "Sites", *names[5:]]
    return pl.DataFrame(rows, schema=schema).select(order)


def _present_table(found: Plan) -> pl.DataFrame:
    rows = [
        (
            row["site_name"],
            row["n_planned"],
            row["value"],
            row["half_width"],
            row["hidden"] or row["status"],
        )
        for row in found.present
    ]
    schema = {
        "Site": pl.String,
        "People now": pl.Int64,
        "Smallest shift that shows": pl.Float64,
        "Half width of the interval": pl.Float64,
        "Status": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
