"""Did it move, and how sure is that? Each site's shift with its interval, then all together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.comparison import Comparison, Design, Estimate, Metric, compared
from bridgeboard.charts.rows import GAP, LINE, ROW, Columns, safe

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_LEFT, _RIGHT, _ROW = 206, 276, 30
_BOTTOM = 46
#: A square is the larger the surer its shift: pixels at the least and the most sure of the sites.
_SMALLEST, _LARGEST = 7.0, 13.0
_DIAMOND = 9.0
#: Standardised shifts beyond this are drawn as an arrow: two very small groups can give any number.
_FURTHEST = 4.0
_WORDS = {
    "title": "{scale}, {first} to {last}: did it move at each site, and how sure is that?",
    "points": "Shift in points ({last} minus {first})",
    "unpaired_g": "Shift in standard deviations (Hedges' g)",
    "paired_g": "Shift in standard deviations (SMCC)",
    "unit_points": "points on a scale from {low} to {high}",
    "unit_g": "standard deviations",
    "legend": "Line: 95 % interval. ■ it leaves out 0; □ it includes 0, so no clear change. "
    "Larger squares are surer.",
    "together": "Sites taken together",
    "together_legend": "◆ as wide as its 95 % interval; thin bar: where a new site would lie.",
    "site": "Site",
    "n": "people then, now",
    "n_paired": "people",
    "shift": "Shift (95 % interval)",
    "fell": "← fell",
    "rose": "rose →",
    "all": "All {n} together",
    "level": "{level}, {n}",
    "new": "A new site",
    "prediction": "would lie between {lower} and {upper}",
    "of": "n = {n}",
    "of_two": "n = {n_from} and {n_to}",
    "unknown": "It is not known whether {names} can be compared between the waves.",
    "left_out": "Not among the sites taken together: {names}.",
    "one_site": "{level}: one site only, so its own row says all there is.",
    "pooled_hidden": "All sites together: {why}.",
    "alt": "{scale}, {first} to {last}: {read}. {together}",
    "read": "{reading} at {names}",
    "nowhere": "no site has a shift that can be shown",
    "total": "{name}: {numbers}.",
    "n_text": "n = people with a score at each wave: {design}",
}


def forest(
    shift: Shown,
    pooled: Shown,
    instrument_id: str,
    scale_id: str,
    from_wave_id: str,
    to_wave_id: str,
    *,
    design: Design = "unpaired",
    metric: Metric = "points",
    income_basis: str | None = None,
    dark: bool = False,
    narrow: bool = False,
) -> Chart:
    """Each site's shift with its 95 % interval, then the sites taken together.

    In:      the measures `shift` and `pooled_shift`. Sites stand in the order of sites.csv, never
             by size: a ranking of five people a site is a ranking of noise.
    Unit:    points of the scale, or standard deviations (Hedges' g; SMCC where paired).
    Missing: a site without a shift is a quiet row that says why.
    """
    found = compared(
        shift,
        pooled,
        instrument_id,
        scale_id,
        from_wave_id,
        to_wave_id,
        design=design,
        metric=metric,
        income_basis=income_basis,
    )
    colours = style.palette(dark)
    first = found.first
    mark = provenance.mark(shift)
    named = {
        "scale": first["scale_label"] if first else "",
        "first": first["from_wave_label"] if first else from_wave_id,
        "last": first["to_wave_label"] if first else to_wave_id,
    }
    return Chart(
        title=_WORDS["title"].format(**named),
        figure=_figure(found, colours, narrow, mark) if first else None,
        alt=_reading(found, named),
        n_text=_WORDS["n_text"].format(design=words.DESIGNS[design]),
        unit=_unit(found),
        source_text=provenance.source(shift),
        provenance_mark=mark,
        table=_table(found),
        notes=_notes(found, shift, pooled),
    )


def _figure(found: Comparison, colours: style.Palette, narrow: bool, mark: str) -> dict[str, Any]:
    column = Columns(colours, narrow, _LEFT, _RIGHT, at=LINE + 6.0 if mark else 0.0)
    column.line(_WORDS["legend"])
    n = _WORDS["n" if found.design == "unpaired" else "n_paired"]
    column.head(_WORDS["site"], n, _WORDS["shift"])
    column.at += LINE
    top = column.at
    reach = _reach(found)
    squares = _site_rows(found, column)
    pooled = _pooled_rows(found, column)
    drawn = [(at, estimate) for at, estimate, *_ in (*squares, *pooled)]
    return {
        "data": [
            *(_square_traces(squares, reach, found, colours)),
            *(
                _bar(at, estimate, reach, found, colours)
                if prediction
                else _diamond(at, estimate, reach, row, found, colours)
                for at, estimate, row, prediction in pooled
            ),
            *_arrows(drawn, reach, colours),
        ],
        "layout": _layout(found, column, reach, top, colours, mark),
    }


def _site_rows(
    found: Comparison, column: Columns
) -> list[tuple[float, Estimate, dict[str, Any], float]]:
    """Rows of sites; what is drawn of them: place, shift, row, size of its square."""
    sure = _sureness(found)
    drawn = []
    for i, row in enumerate(found.sites):
        name = words.isolated(row["site_name"])
        estimate = found.estimate(row)
        if estimate is None:
            column.words(name, found.why(row))
            continue
        at = column.row(
            name,
            found.numbers(row),
            before=_people(found, row, column.narrow),
            last=estimate.reading,
            strong=estimate.reading in (words.ROSE, words.FELL),
            height=ROW if column.narrow else _ROW,
        )
        drawn.append((at, estimate, row, sure.get(i, _SMALLEST)))
    return drawn


def _pooled_rows(
    found: Comparison, column: Columns
) -> list[tuple[float, Estimate, dict[str, Any], bool]]:
    """Rows of sites taken together; what is drawn: place, shift, row, is it a prediction?"""
    groups = [found.total] if found.total else []
    groups += [row for row in found.levels if row["status"] == "ok"]
    if not groups or (found.total and found.total["status"] == "no sites"):
        return []
    column.heading(_WORDS["together"])
    column.line(_WORDS["together_legend"])
    drawn = []
    for row in groups:
        name, estimate = group_name(row), found.estimate(row)
        if estimate is None:
            column.words(name, found.why(row))
            continue
        at = column.row(
            name,
            found.numbers(row),
            before=_people(found, row, column.narrow),
            last=estimate.reading,
            strong=estimate.reading in (words.ROSE, words.FELL),
            height=ROW if column.narrow else _ROW,
        )
        drawn.append((at, estimate, row, False))
        if row["is_total"] and row["prediction_lower"] is not None:
            ends = (row["prediction_lower"], row["prediction_upper"])
            lower, upper = (words.signed(end, found.places) for end in ends)
            said = _WORDS["prediction"].format(lower=lower, upper=upper)
            at = column.row(_WORDS["new"], said, height=ROW if column.narrow else _ROW)
            drawn.append((at, Estimate(row["value"], *ends), row, True))
    return drawn


def group_name(row: dict[str, Any]) -> str:
    """All 9 sites together; Low income, 3 sites."""
    n = words.count(row["n_sites"], "site")
    if row["is_total"]:
        return _WORDS["all"].format(n=n)
    level = row["income_level"]
    return _WORDS["level"].format(level=words.INCOMES.get(level, level), n=n)


def _people(found: Comparison, row: dict[str, Any], narrow: bool) -> str:
    if row["n_from"] is None or row["n_to"] is None:
        return ""
    n_from, n_to = words.number(row["n_from"], 0), words.number(row["n_to"], 0)
    if found.design == "paired":
        return _WORDS["of"].format(n=n_to) if narrow else n_to
    return _WORDS["of_two"].format(n_from=n_from, n_to=n_to) if narrow else f"{n_from}, {n_to}"


def _sureness(found: Comparison) -> dict[int, float]:
    """The size of each site's square, by its place: area goes with 1 / width of the interval."""
    widths = {
        i: estimate.upper - estimate.lower
        for i, row in enumerate(found.sites)
        if (estimate := found.estimate(row)) is not None
        and estimate.lower is not None
        and estimate.upper is not None
        and estimate.upper > estimate.lower
    }
    if not widths:
        return {}
    least = min(widths.values())
    return {
        i: _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(least / width)
        for i, width in widths.items()
    }


def _reach(found: Comparison) -> float:
    """How far the axis goes to both sides of 0.

    Intervals are drawn whole, but for those of two sites, which may be wider than any scale: they
    must not press all others together.
    """
    most = _FURTHEST
    first = found.first
    if found.metric == "points" and first is not None:
        most = float(first["maximum"] - first["minimum"])
    ends = [0.0]
    for row in [*found.sites, *([found.total] if found.total else [])]:
        estimate = found.estimate(row)
        if estimate is not None:
            ends += [
                abs(end)
                for end in (estimate.value, estimate.lower, estimate.upper)
                if end is not None
            ]
        if estimate is not None and row.get("prediction_lower") is not None:
            ends += [abs(row["prediction_lower"]), abs(row["prediction_upper"])]
    return min(max(ends), most) * 1.06 or 1.0


def _square_traces(
    squares: list[tuple[float, Estimate, dict[str, Any], float]],
    reach: float,
    found: Comparison,
    colours: style.Palette,
) -> list[dict[str, Any]]:
    """Filled squares where the interval leaves out 0, hollow ones where it does not."""
    traces = []
    for clear in (False, True):
        rows = [s for s in squares if (s[1].reading in (words.ROSE, words.FELL)) == clear]
        colour = colours.ink if clear else colours.muted
        ends = [_ends(estimate, reach) for _, estimate, _, _ in rows]
        values = [max(-reach, min(reach, estimate.value)) for _, estimate, _, _ in rows]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": values,
                "y": [at for at, _, _, _ in rows],
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [high - x for x, (_, high) in zip(values, ends, strict=True)],
                    "arrayminus": [x - low for x, (low, _) in zip(values, ends, strict=True)],
                    "width": 0,
                    "thickness": 2.5 if clear else 1.5,
                    "color": colour,
                },
                "marker": {
                    "symbol": "square",
                    "size": [size for _, _, _, size in rows],
                    "color": colours.ink if clear else colours.page,
                    "opacity": 1,
                    "line": {"width": 1.5, "color": colour},
                },
                "text": [
                    f"{safe(row['site_name'])}: {found.numbers(row)}" for _, _, row, _ in rows
                ],
                "hovertemplate": "%{text}<extra></extra>",
                "cliponaxis": False,
            }
        )
    return traces


def _ends(estimate: Estimate, reach: float) -> tuple[float, float]:
    """Where the drawn line ends: the interval, cut where the axis ends."""
    low = estimate.value if estimate.lower is None else estimate.lower
    high = estimate.value if estimate.upper is None else estimate.upper
    return max(low, -reach), min(high, reach)


def _arrows(
    drawn: list[tuple[float, Estimate]], reach: float, colours: style.Palette
) -> list[dict[str, Any]]:
    """Arrow heads where an interval goes on beyond the axis."""
    cut = [
        (at, side)
        for at, estimate in drawn
        for side, end in ((-1, estimate.lower), (1, estimate.upper))
        if end is not None and end * side > reach
    ]
    if not cut:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [side * reach for _, side in cut],
            "y": [at for at, _ in cut],
            "marker": {
                "symbol": ["triangle-left" if side < 0 else "triangle-right" for _, side in cut],
                "size": 9,
                "color": colours.muted,
            },
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    ]


def _diamond(
    at: float,
    estimate: Estimate,
    reach: float,
    row: dict[str, Any],
    found: Comparison,
    colours: style.Palette,
) -> dict[str, Any]:
    low, high = _ends(estimate, reach)
    value = max(-reach, min(reach, estimate.value))
    # However sure: a diamond that can't be seen says nothing.
    low, high = min(low, value - reach / 80), max(high, value + reach / 80)
    said = found.numbers(row)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [low, value, high, value, low],
        "y": [at, at - _DIAMOND, at, at + _DIAMOND, at],
        "fill": "toself",
        "fillcolor": colours.ink,
        "line": {"color": colours.ink, "width": 1},
        "text": f"{safe(group_name(row))}: {said}",
        "hoverinfo": "text",
        "hoveron": "fills",
        "cliponaxis": False,
    }


def _bar(
    at: float,
    estimate: Estimate,
    reach: float,
    found: Comparison,
    colours: style.Palette,
) -> dict[str, Any]:
    low, high = _ends(estimate, reach)
    ends = (estimate.lower or 0.0, estimate.upper or 0.0)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [low, high],
        "y": [at, at],
        "line": {"color": colours.edge, "width": 4},
        "marker": {"symbol": "line-ns", "size": 12, "line": {"width": 2, "color": colours.edge}},
        "text": f"{_WORDS['new']}: {words.interval(*ends, found.places)}",
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _layout(
    found: Comparison,
    column: Columns,
    reach: float,
    top: float,
    colours: style.Palette,
    mark: str,
) -> dict[str, Any]:
    bold = {"size": 12, "color": colours.ink}
    direction = {"xref": "x", "yref": "y", "font": bold}
    texts = [
        *column.texts,
        style.text(
            colours, 0, top - LINE / 2, _WORDS["fell"], xanchor="right", xshift=-6, **direction
        ),
        style.text(colours, 0, top - LINE / 2, _WORDS["rose"], xshift=6, **direction),
        *column.stamp(mark),
    ]
    step = style.tick_step(reach, 3 if column.narrow else 4)
    half = int(reach / step)
    ticks = [step * i for i in range(-half, half + 1)]
    bottom = column.at + GAP
    return {
        **style.layout(colours, round(bottom + _BOTTOM), texts),
        "margin": {**column.margin, "b": _BOTTOM},
        "shapes": [style.rule(colours, tick, top - LINE, bottom, tick == 0) for tick in ticks],
        "xaxis": style.axis(
            colours,
            -reach,
            reach,
            showticklabels=True,
            tickvals=ticks,
            ticktext=[words.signed(tick, style.decimals(step)) if tick else "0" for tick in ticks],
            title={
                "text": _axis(found),
                "font": {"size": 12, "color": colours.muted},
                "standoff": 6,
            },
        ),
        "yaxis": style.axis(colours, bottom, 0.0),
    }


def _axis(found: Comparison) -> str:
    first = found.first or {}
    if found.metric == "standardised":
        said = _WORDS[f"{found.design}_g"]
    else:
        said = _WORDS["points"].format(
            first=safe(first["from_wave_label"]), last=safe(first["to_wave_label"])
        )
    return f"{said}; {words.BETTER_OR_WORSE[first['higher_is']]}"


def _unit(found: Comparison) -> str:
    first = found.first
    if found.metric == "standardised":
        return _WORDS["unit_g"]
    if first is None:
        return ""
    low, high = (words.number(first[end], 0) for end in ("minimum", "maximum"))
    return _WORDS["unit_points"].format(low=low, high=high)


def _reading(found: Comparison, named: dict[str, str]) -> str:
    read = [
        _WORDS["read"].format(reading=reading, names=words.listed(names, most=12))
        for reading in (words.ROSE, words.FELL, words.NO_CLEAR_CHANGE)
        if (names := found.read(reading))
    ]
    together = ""
    if found.total is not None and found.estimate(found.total) is not None:
        together = _WORDS["total"].format(
            name=group_name(found.total), numbers=found.numbers(found.total)
        )
    return (
        _WORDS["alt"]
        .format(read="; ".join(read) or _WORDS["nowhere"], together=together, **named)
        .strip()
    )


def _notes(found: Comparison, shift: Shown, pooled: Shown) -> tuple[str, ...]:
    """What must be said beside it, the caveat about few sites first."""
    total = found.total
    notes = []
    if total is not None and total["caveat"]:
        notes.append(total["caveat"])
    caveats: dict[str, list[str]] = {}
    for row in found.levels:
        if row["status"] == "ok" and row["caveat"] and not row["hidden"]:
            level = words.INCOMES.get(row["income_level"], row["income_level"])
            caveats.setdefault(row["caveat"], []).append(level)
    notes += [f"{words.listed(levels)}: {caveat}" for caveat, levels in caveats.items()]
    unknown = [row["site_name"] for row in found.sites if row["comparable"] == "unknown"]
    if unknown:
        notes.append(_WORDS["unknown"].format(names=words.listed(unknown)))
    if total is not None and total["left_out"]:
        notes.append(_WORDS["left_out"].format(names=total["left_out"].rstrip(".")))
    notes += [
        _WORDS["one_site"].format(level=words.INCOMES.get(row["income_level"], ""))
        for row in found.levels
        if row["status"] == "one site" and not row["hidden"]
    ]
    return tuple(dict.fromkeys([*notes, *shift.notes, *pooled.notes]))


def _table(found: Comparison) -> pl.DataFrame:
    rows = []
    groups = [found.total] if found.total else []
    for row in [*found.sites, *groups, *found.levels]:
        estimate = found.estimate(row)
        is_site = "is_total" not in row
        rows.append(
            {
                "Site": row["site_name"] if is_site else group_name(row),
                "From": row["from_wave_label"],
                "To": row["to_wave_label"],
                "n before": row["n_from"],
                "n after": row["n_to"],
                "Shift": estimate.value if estimate else None,
                "Lower": estimate.lower if estimate else None,
                "Upper": estimate.upper if estimate else None,
                "Reading": estimate.reading if estimate else found.why(row),
                "New site, lower": None if is_site else row["prediction_lower"],
                "New site, upper": None if is_site else row["prediction_upper"],
            }
        )
    floats = ("Shift", "Lower", "Upper", "New site, lower", "New site, upper")
    return pl.DataFrame(
        rows,
        schema={
            name: pl.Float64 if name in floats else pl.Int64 if name.startswith("n ") else pl.String
            for name in (
                "Site",
                "From",
                "To",
                "n before",
                "n after",
                "Shift",
                "Lower",
                "Upper",
                "Reading",
                "New site, lower",
                "New site, upper",
            )
        },
    )
