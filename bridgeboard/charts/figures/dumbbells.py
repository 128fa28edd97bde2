"""Where each site stood before and after: two means with intervals, and every respondent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.comparison import Comparison, Design, compared
from bridgeboard.charts.marks import dumbbells as marks
from bridgeboard.charts.rows import GAP, LINE, Columns
from bridgeboard.measures.drawn_points import MOST

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_LEFT, _RIGHT, _BOTTOM = 206, 276, 46
#: Pixels of a row with respondents and of one without.
_TALL, _FLAT = 62, 38
_WORDS = {
    "title": "{scale}: where did each site stand, {first} and {last}?",
    "legend": "○ {first}   ◆ {last}   line: 95 % interval of the mean",
    "points": "   small dots: respondents, {first} above and {last} below",
    "many": " (of more than {most}, {most} that stand for all)",
    "pairs": "   thin lines: the same person",
    "site": "Site",
    "n": "people then, now",
    "n_paired": "people",
    "means": "Mean then → now (shift)",
    "numbers": "{mean_from} → {mean_to} ({value})",
    "of": "n = {n}",
    "of_two": "n = {n_from} and {n_to}",
    "axis": "Score, {low} to {high}; {higher}",
    "unit": "points on a scale from {low} to {high}",
    "alt": "{scale}, {first} to {last}: {sites}.",
    "one": "{site} {mean_from} to {mean_to}",
    "none": "no site has means that can be shown",
    "n_text": "n = people with a score at each wave: {design}",
    "close": "Whether a site moved is read from the interval of its shift, not from whether the "
    "intervals of its two means overlap.",
}


def dumbbells(
    shift: Shown,
    instrument_id: str,
    scale_id: str,
    from_wave_id: str,
    to_wave_id: str,
    *,
    design: Design = "unpaired",
    dark: bool = False,
    narrow: bool = False,
) -> Chart:
    """Each site's mean at two waves with 95 % intervals, joined; every respondent as a point.

    In:      the measure `shift`; where it has no points (shareable view) none are drawn. Paired:
             the two points of a person are joined.
    Unit:    scale points. Missing: a site without means is a quiet row that says why; the points
             of those who answered stay.
    """
    found = compared(shift, None, instrument_id, scale_id, from_wave_id, to_wave_id, design=design)
    colours = style.palette(dark)
    first = found.first or {}
    named = {"scale": first.get("scale_label", ""), **found.waves}
    mark = provenance.mark(shift)
    ends = {end: words.number(first[end], 0) for end in ("minimum", "maximum") if first}
    unit = _WORDS["unit"].format(low=ends["minimum"], high=ends["maximum"]) if first else ""
    return Chart(
        title=_WORDS["title"].format(**named),
        figure=_figure(found, named, colours, narrow, mark) if first else None,
        alt=_reading(found, named),
        n_text=_WORDS["n_text"].format(design=words.DESIGNS[design]),
        unit=unit,
        source_text=provenance.source(shift),
        provenance_mark=mark,
        table=_table(found),
        notes=(_WORDS["close"], *shift.notes),
    )


def _figure(
    found: Comparison, named: dict[str, str], colours: style.Palette, narrow: bool, mark: str
) -> dict[str, Any]:
    column = Columns(colours, narrow, _LEFT, _RIGHT, at=LINE + 6.0 if mark else 0.0)
    has_points = any(row["points_from"] or row["points_to"] for row in found.sites)
    legend = _WORDS["legend"] + (_WORDS["points"] if has_points else "")
    if any(_stand_for_more(row) for row in found.sites):
        legend += _WORDS["many"]
    if has_points and found.design == "paired":
        legend += _WORDS["pairs"]
    column.line(legend.format(most=MOST, **named))
    n = _WORDS["n" if found.design == "unpaired" else "n_paired"]
    column.head(_WORDS["site"], n, _WORDS["means"])
    column.at += LINE
    top = column.at
    rows = [(row, _placed(found, row, column)) for row in found.sites]
    drawn = [(row, at) for row, at in rows if at is not None]
    return {
        "data": [
            *marks.people(drawn, found.design, colours),
            *marks.joins(drawn, colours),
            *marks.means(drawn, found.places, named, colours),
        ],
        "layout": _layout(found, drawn, column, top, colours, mark),
    }


def _stand_for_more(row: dict[str, Any]) -> bool:
    drawn = ((row[f"n_{end}"], row[f"points_{end}"]) for end in ("from", "to"))
    return any(points and n > len(points) for n, points in drawn)


def _placed(found: Comparison, row: dict[str, Any], column: Columns) -> float | None:
    """The row's words; the place of its drawing, or None where there is nothing to draw."""
    name = words.isolated(row["site_name"])
    has_points = bool(row["points_from"] or row["points_to"])
    known = not row["hidden"] and row["mean_from"] is not None
    if not known and not has_points:
        column.words(name, found.why(row))
        return None
    if not known:
        column.words(name, found.why(row))
        above, below = (marks.BESIDE if row[end] else 0 for end in ("points_from", "points_to"))
        at = column.at + above
        column.at = at + below
        return at
    height = _TALL if has_points else _FLAT
    places = words.places(row["minimum"], row["maximum"])
    numbers = _WORDS["numbers"].format(
        mean_from=words.number(row["mean_from"], places),
        mean_to=words.number(row["mean_to"], places),
        value=words.signed(row["value"], places),
    )
    n_from, n_to = words.number(row["n_from"], 0), words.number(row["n_to"], 0)
    if found.design == "paired":
        before = _WORDS["of"].format(n=n_to) if column.narrow else n_to
    elif column.narrow:
        before = _WORDS["of_two"].format(n_from=n_from, n_to=n_to)
    else:
        before = f"{n_from}, {n_to}"
    return column.row(name, numbers, height=height, before=before)


def _layout(
    found: Comparison,
    drawn: list[tuple[dict[str, Any], float]],
    column: Columns,
    top: float,
    colours: style.Palette,
    mark: str,
) -> dict[str, Any]:
    first = found.first or {}
    low, high = float(first["minimum"]), float(first["maximum"])
    ends = [
        row[name]
        for row, _ in drawn
        for name in ("from_lower", "from_upper", "to_lower", "to_upper")
        if row[name] is not None
    ]
    # Intervals of few people are drawn whole, beyond the scale's ends too.
    margin = (high - low) * 0.03
    span = (min([low, *ends]) - margin, max([high, *ends]) + margin)
    step = style.tick_step(high - low, 5)
    ticks = [low + step * i for i in range(int((high - low) / step + 1e-9) + 1)]
    bottom = column.at + GAP
    said = {tick: words.number(tick, style.decimals(step)) for tick in ticks}
    grey = {"size": 12, "color": colours.muted}
    axis = _WORDS["axis"].format(
        low=said[ticks[0]],
        high=words.number(high, 0),
        higher=words.BETTER_OR_WORSE[first["higher_is"]],
    )
    texts = [
        *column.texts,
        *(
            style.text(
                colours,
                tick,
                top - LINE / 2,
                said[tick],
                xref="x",
                yref="y",
                xanchor="center",
                font=grey,
            )
            for tick in ticks
        ),
        *column.stamp(mark),
    ]
    return {
        **style.layout(colours, round(bottom + _BOTTOM), texts),
        "margin": {**column.margin, "b": _BOTTOM},
        "shapes": [style.rule(colours, tick, top, bottom) for tick in ticks],
        "xaxis": style.axis(
            colours,
            *span,
            showticklabels=True,
            tickvals=ticks,
            ticktext=list(said.values()),
            title={"text": axis, "font": grey, "standoff": 6},
        ),
        "yaxis": style.axis(colours, bottom, 0.0),
    }


def _reading(found: Comparison, named: dict[str, str]) -> str:
    known = [row for row in found.sites if not row["hidden"] and row["mean_from"] is not None]
    sites = [
        _WORDS["one"].format(
            site=words.isolated(row["site_name"]),
            mean_from=words.number(row["mean_from"], found.places),
            mean_to=words.number(row["mean_to"], found.places),
        )
        for row in known
    ]
    listed = words.listed(sites, most=14) if sites else _WORDS["none"]
    return _WORDS["alt"].format(sites=listed, **named)


def _table(found: Comparison) -> pl.DataFrame:
    columns = {
        "Site": ("site_name", pl.String),
        "From": ("from_wave_label", pl.String),
        "To": ("to_wave_label", pl.String),
        "n before": ("n_from", pl.Int64),
        "n after": ("n_to", pl.Int64),
        "Mean before": ("mean_from", pl.Float64),
        "Before, lower": ("from_lower", pl.Float64),
        "Before, upper": ("from_upper", pl.Float64),
        "Mean after": ("mean_to", pl.Float64),
        "After, lower": ("to_lower", pl.Float64),
        "After, upper": ("to_upper", pl.Float64),
        "Shift": ("value", pl.Float64),
    }
    rows = [
        {name: row[source] for name, (source, _) in columns.items()}
        | {"Status": row["hidden"] or row["reason"] or row["status"]}
        for row in found.sites
    ]
    schema = {name: dtype for name, (_, dtype) in columns.items()} | {"Status": pl.String}
    return pl.DataFrame(rows, schema=schema)
