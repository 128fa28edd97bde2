"""Which shift would show: against people at each wave, and at each site as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bridgeboard.charts import provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.comparison import Design
from bridgeboard.charts.marks import curve as marks
from bridgeboard.charts.planning import Plan, plan, planned_table, present_table
from bridgeboard.charts.readings.plan import needed_sentence, people_sentence
from bridgeboard.charts.rows import GAP, LINE, Columns, safe

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_HEIGHT, _BOTTOM = 320, 46
#: A curve that begins with very few people goes so high that the rest of it lies flat.
_CALM = 4
_LEFT, _RIGHT = 206, 276
_WORDS = {
    "title": "{scale}: how many people does it take to show a shift?",
    "present": "{scale}: which shift can the present numbers show at each site?",
    "one": "at one site",
    "all": "all {sites} together",
    "here": "◇ sites as they are now",
    "x": "People at each wave of a site",
    "y": "Smallest shift that shows, in points",
    "would": "shifts of {value} or more",
    "n": "people now",
    "shows": "As many people next time would show",
    "axis": "Shift in points, up or down",
    "legend": "Bar: shifts that would mostly go unseen.",
    "legend_wanted": " Dotted line: the shift to show.",
    "n_text": "n = people with a score at the site's latest wave; as many are taken to answer at a "
    "next wave",
    "n_hidden": "{power} power, 95 % interval; the number of scores is hidden",
    "n_plan": "spread between people from {n} scores; {power} power, 95 % interval",
    "alt_present": "Smallest shift that would show: {sites}.",
    "site": "{site} {value} (n = {n})",
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
        # How many scores there are may be hidden where the spread between them is not.
        n = rows[0]["n"]
        form = "n_plan" if n is not None else "n_hidden"
        n_text = _WORDS[form].format(
            n="" if n is None else words.number(n, 0), power=words.percent(rows[0]["power"])
        )
    return Chart(
        title=_WORDS["title"].format(scale=first["scale_label"] if first else ""),
        figure=_curve(found, shift, style.palette(dark), narrow, mark) if rows else None,
        alt=alt,
        n_text=n_text,
        unit=_unit(first),
        source_text=provenance.source(shown),
        provenance_mark=mark,
        table=planned_table(found),
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
        _WORDS["site"].format(
            site=words.isolated(row["site_name"]),
            value=words.number(row["value"], found.places),
            n=row["n_planned"],
        )
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
        table=present_table(found),
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
    high = max([calm, (shift or 0) * 1.1, *(row["value"] for row in now)]) * 1.05
    above = [_WORDS["y"], *([_WORDS["here"]] if now else [])]
    if shift:
        above.append(marks.wanted_words(shift, n_wanted, places))
    # A diamond on the upper edge reaches over it.
    top = LINE * (len(above) + (1.5 if mark else 0)) + 14
    named = {"one": _WORDS["one"], "all": ""}
    data = [marks.line(rows, "value", named["one"], "solid", places, colours)]
    if any(row["pooled_value"] is not None for row in rows):
        sites = words.count(rows[0]["n_sites"], "site")
        named["all"] = _WORDS["all"].format(sites=sites)
        data.append(marks.line(rows, "pooled_value", named["all"], "dash", places, colours))
    if now:
        data.append(marks.now(now, places, colours))
    texts = marks.curve_words(rows, named, above, high, colours)
    shapes = []
    if shift:
        shapes = marks.wanted(shift, n_wanted, last, colours)
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
