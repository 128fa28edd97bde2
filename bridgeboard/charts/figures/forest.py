"""Did it move, and how sure is that? Each site's shift with its interval, then all together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.comparison import Comparison, Design, Estimate, Metric, compared
from bridgeboard.charts.marks import forest as marks
from bridgeboard.charts.marks.estimates import Span, arrows, diamond, prediction_bar
from bridgeboard.charts.readings import together
from bridgeboard.charts.rows import GAP, LINE, ROW, Columns, safe

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_LEFT, _RIGHT, _ROW = 206, 290, 30
_BOTTOM = 46
#: Under so many sites an estimate over them comes with its caveat.
_FEW = 5
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
    "together_legend": "◆ as wide as its 95 % interval; thin bar: a new site, probably.",
    "site": "Site",
    "n": "people then, now",
    "n_paired": "people",
    "shift": "Shift (95 % interval)",
    "fell": "← fell",
    "rose": "rose →",
    "few": ", few sites",
    "new": "A new site",
    "prediction": "probably between {lower} and {upper}",
    "of": "n = {n}",
    "of_two": "n = {n_from} and {n_to}",
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
    named = {"scale": first["scale_label"] if first else "", **found.waves}
    return Chart(
        title=_WORDS["title"].format(**named),
        figure=_figure(found, colours, narrow, mark) if first else None,
        alt=together.sentence(found, named),
        n_text=_WORDS["n_text"].format(design=words.DESIGNS[design]),
        unit=_unit(found),
        source_text=provenance.source(shift),
        provenance_mark=mark,
        table=_table(found),
        notes=together.notes(found, shift, pooled),
    )


def _figure(found: Comparison, colours: style.Palette, narrow: bool, mark: str) -> dict[str, Any]:
    column = Columns(colours, narrow, _LEFT, _RIGHT, at=LINE + 6.0 if mark else 0.0)
    column.line(_WORDS["legend"])
    n = _WORDS["n" if found.design == "unpaired" else "n_paired"]
    column.head(_WORDS["site"], n, _WORDS["shift"])
    column.at += LINE
    top = column.at
    reach = marks.reach_of(found)
    squares = _site_rows(found, column)
    pooled = _pooled_rows(found, column)
    drawn = [(at, estimate) for at, estimate, *_ in (*squares, *pooled)]
    span = Span(-reach, reach)
    return {
        "data": [
            *(marks.squares(squares, reach, found, colours)),
            *(
                prediction_bar(at, estimate, span, said, colours)
                if prediction
                else diamond(at, estimate, span, said, colours)
                for at, estimate, said, prediction in pooled
            ),
            *arrows(drawn, span, colours),
        ],
        "layout": _layout(found, column, reach, top, colours, mark),
    }


def _site_rows(
    found: Comparison, column: Columns
) -> list[tuple[float, Estimate, dict[str, Any], float]]:
    """Rows of sites; what is drawn of them: place, shift, row, size of its square."""
    sure = marks.sizes(found)
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
        drawn.append((at, estimate, row, sure.get(i, marks.SMALLEST)))
    return drawn


def _pooled_rows(found: Comparison, column: Columns) -> list[tuple[float, Estimate, str, bool]]:
    """Rows of sites taken together; what is drawn: place, shift, words, a prediction?"""
    groups = [found.total] if found.total else []
    groups += [row for row in found.levels if row["status"] == "ok"]
    if not groups or (found.total and found.total["status"] == "no sites"):
        return []
    column.heading(_WORDS["together"])
    column.line(_WORDS["together_legend"])
    drawn = []
    for row in groups:
        name, estimate = together.group_name(row), found.estimate(row)
        if estimate is None:
            column.words(name, found.why(row))
            continue
        # Few sites can agree by luck: what they say together is said quietly.
        few = (row["n_sites"] or 0) < _FEW
        at = column.row(
            name,
            found.numbers(row),
            before=_people(found, row, column.narrow),
            last=estimate.reading + (_WORDS["few"] if few else ""),
            strong=not few and estimate.reading in (words.ROSE, words.FELL),
            height=ROW if column.narrow else _ROW,
        )
        drawn.append((at, estimate, f"{name}: {found.numbers(row)}", False))
        if row["is_total"] and row["prediction_lower"] is not None:
            ends = (row["prediction_lower"], row["prediction_upper"])
            lower, upper = (words.signed(end, found.places) for end in ends)
            said = _WORDS["prediction"].format(lower=lower, upper=upper)
            at = column.row(_WORDS["new"], said, height=ROW if column.narrow else _ROW)
            drawn.append((at, Estimate(row["value"], *ends), f"{_WORDS['new']} {said}", True))
    return drawn


def _people(found: Comparison, row: dict[str, Any], narrow: bool) -> str:
    if row["n_from"] is None or row["n_to"] is None:
        return ""
    n_from, n_to = words.number(row["n_from"], 0), words.number(row["n_to"], 0)
    if found.design == "paired":
        return _WORDS["of"].format(n=n_to) if narrow else n_to
    return _WORDS["of_two"].format(n_from=n_from, n_to=n_to) if narrow else f"{n_from}, {n_to}"


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


def _table(found: Comparison) -> pl.DataFrame:
    rows = []
    groups = [found.total] if found.total else []
    for row in [*found.sites, *groups, *found.levels]:
        estimate = found.estimate(row)
        is_site = "is_total" not in row
        rows.append(
            {
                "Site": row["site_name"] if is_site else together.group_name(row),
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
