"""How scores went on over all waves: one small panel a site, months apart as they were."""

from __future__ import annotations

import itertools
import math
import textwrap
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.marks import panels as marks
from bridgeboard.charts.marks.panels import Axis, Panel
from bridgeboard.charts.rows import LINE, safe

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: With more waves than this a panel has room for signs only, not for words, under a gap.
_WORDY = 4
_WORDS = {
    "title": "{scale}: where did each site stand at every wave?",
    "legend": "◆ mean, line up and down: 95 % interval (where it meets the edge it goes on). "
    "Dotted: no mean at a wave between.",
    "sign": "✕ no mean: nobody, too few, or hidden.",
    "months": "Below: months since peer support began{waves}.",
    "equal": "Below: the waves in order{waves}; their months are not all known.",
    "in_brackets": " ({waves})",
    "wave": "{at}: {label}",
    "scores": "Scores from {low} to {high} are drawn, of a scale from {minimum} to {maximum}; "
    "{higher}.",
    "n": "n = {n}",
    "unknown": "–",
    "none": "nobody",
    "few": "too few",
    "hidden": "hidden",
    "sign_only": "✕",
    "absent": "No answers at any wave: {names}.",
    "alt": "{scale} over {waves}: {sites}.",
    "site": "{site} {means}",
    "gap": "no mean",
    "nothing": "no site and wave has a mean that can be shown",
    "n_text": "n = people with a score at each wave, in order; mostly different people",
    "unit": "points on a scale from {low} to {high}",
}


def over_time(
    shown: Shown,
    waves: Shown,
    instrument_id: str,
    scale_id: str,
    *,
    dark: bool = False,
    narrow: bool = False,
) -> Chart:
    """Each site's mean at every wave with its 95 % interval, over months since the start.

    In:      the measures `score` and `waves` (for months). Panels share both axes and stand in the
             order of sites.csv.
    Unit:    scale points; months.
    Missing: a wave without a mean is a gap, with a word at its foot that says why; no solid line
             passes over it. Where the months of a wave aren't known, waves stand equally far apart
             and the figure says so. A site that never answered is named in the notes.
    """
    frame = shown.frame.filter(
        (pl.col("instrument_id") == instrument_id) & (pl.col("scale_id") == scale_id)
    )
    rows = frame.to_dicts()
    sites: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        sites.setdefault(row["site_id"], []).append(row)
    present = [
        found
        for found in sites.values()
        if any(row["hidden"] or row["n_respondents"] for row in found)
    ]
    absent = [
        words.isolated(found[0]["site_name"]) for found in sites.values() if found not in present
    ]
    first = rows[0] if rows else {"scale_label": "", "minimum": 0.0, "maximum": 1.0}
    axis = marks.axis_of(rows, waves) if rows else None
    mark = provenance.mark(shown)
    notes = [_WORDS["absent"].format(names=words.listed(absent, most=12))] if absent else []
    return Chart(
        title=_WORDS["title"].format(scale=first["scale_label"]),
        figure=_figure(present, axis, style.palette(dark), narrow, mark)
        if present and axis
        else None,
        alt=_reading(first, present, axis),
        n_text=_WORDS["n_text"],
        unit=_WORDS["unit"].format(
            low=words.number(first["minimum"], 0), high=words.number(first["maximum"], 0)
        ),
        source_text=provenance.source(shown),
        provenance_mark=mark,
        table=_table(frame, waves),
        notes=(*notes, *shown.notes),
    )


def _figure(
    sites: list[list[dict[str, Any]]],
    axis: Axis,
    colours: style.Palette,
    narrow: bool,
    mark: str,
) -> dict[str, Any]:
    top, texts = _legend(sites[0][0], axis, colours, narrow, LINE + 6.0 if mark else 0.0)
    panels = marks.laid_out(sites, top, narrow)
    bottom = max(panel.top + panel.height for panel in panels) + marks.UNDER - 8
    shapes: list[dict[str, Any]] = []
    for panel in panels:
        lines, said = _frame(panel, axis, colours)
        shapes += lines
        texts += said
    stamped = [{**one, "xshift": 4} for one in style.stamp(colours, mark)]
    return {
        "data": [
            *marks.lines(panels, axis, colours),
            marks.means(panels, axis, colours, alone=len(panels) == 1),
        ],
        "layout": {
            **style.layout(colours, round(bottom), [*texts, *stamped]),
            "margin": {"l": 30, "r": 8, "t": 0, "b": 0, "pad": 0},
            "shapes": shapes,
            "xaxis": style.axis(colours, 0.0, 1.0),
            "yaxis": style.axis(colours, bottom, 0.0),
        },
    }


def _legend(
    row: dict[str, Any], axis: Axis, colours: style.Palette, narrow: bool, at: float
) -> tuple[float, list[dict[str, Any]]]:
    """What the drawing means, above it; and the pixel under it."""
    # A wave that is named after its month needs no explanation.
    named = ", ".join(
        _WORDS["wave"].format(at=axis.ticks[wave], label=words.isolated(label))
        for wave, label in axis.labels.items()
        if axis.ticks[wave] not in label.split()
    )
    waves = _WORDS["in_brackets"].format(waves=named) if named else ""
    places = style.decimals(axis.step / 2)
    said = [
        _WORDS["legend"] + ("" if len(axis.at) <= _WORDY else " " + _WORDS["sign"]),
        _WORDS["months" if axis.dated else "equal"].format(waves=waves),
        _WORDS["scores"].format(
            low=words.number(axis.low, places),
            high=words.number(axis.high, places),
            minimum=words.number(row["minimum"], 0),
            maximum=words.number(row["maximum"], 0),
            higher=words.BETTER_OR_WORSE[row["higher_is"]],
        ),
    ]
    texts = []
    for line in [part for one in said for part in textwrap.wrap(one, 48 if narrow else 104)]:
        texts.append(_text(colours, 0.0, at + LINE / 2, safe(line), xshift=-28, quiet=True))
        at += LINE
    return at + 6, texts


def _frame(
    panel: Panel, axis: Axis, colours: style.Palette
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A panel's lines and words: its name and n, scores at the left, months below, gaps."""
    name = textwrap.shorten(panel.rows[0]["site_name"], panel.letters, placeholder="…") or "…"
    n = ", ".join(
        _WORDS["unknown"] if row["n"] is None else words.number(row["n"], 0) for row in panel.rows
    )
    left, bottom = panel.left, panel.top + panel.height
    texts = [
        _text(
            colours, left, panel.top - marks.NAME + 10, f"<b>{safe(name)}</b>", xshift=2, size=13
        ),
        _text(
            colours,
            left,
            panel.top - marks.NAME + 26,
            _WORDS["n"].format(n=n),
            xshift=2,
            quiet=True,
        ),
    ]
    shapes = []
    places = style.decimals(axis.step)
    start = float(panel.rows[0]["minimum"])
    first, last = (round((end - start) / axis.step, 6) for end in (axis.low, axis.high))
    for i in range(math.ceil(first), math.floor(last) + 1):
        score = start + axis.step * i
        y = axis.y(score, panel.top, panel.height)
        shapes.append(marks.level(panel, y, colours))
        if left == 0:
            said = words.number(score, places)
            texts.append(_text(colours, 0.0, y, said, xshift=-5, quiet=True, xanchor="right"))
    for row in panel.rows:
        x, month = panel.x(axis.at[row["wave_id"]]), axis.ticks[row["wave_id"]]
        texts.append(_text(colours, x, bottom + 9, month, quiet=True, xanchor="center"))
    return shapes, [*texts, *_gaps(panel, axis, colours)]


def _gaps(panel: Panel, axis: Axis, colours: style.Palette) -> list[dict[str, Any]]:
    """Why there is no mean, once for waves that follow each other."""
    texts = []
    wordy = len(axis.at) <= _WORDY
    key = _is_gap if wordy else _own_gap
    for is_gap, group in itertools.groupby(panel.rows, key):
        if not is_gap:
            continue
        rows = list(group)
        reasons = dict.fromkeys(map(_why, rows))
        why = next(iter(reasons)) if len(reasons) == 1 else _WORDS["gap"]
        places = [axis.at[row["wave_id"]] for row in rows]
        middle = sum(places) / len(places)
        # A word at the edge stays within its panel.
        anchor = "center" if 0.15 < middle < 0.85 else "left" if middle < 0.5 else "right"
        x = panel.x({"left": 0.0, "right": 1.0}.get(anchor, middle) if wordy else middle)
        texts.append(
            _text(
                colours,
                x,
                panel.top + panel.height - 9,
                why if wordy else _WORDS["sign_only"],
                quiet=True,
                xanchor=anchor if wordy else "center",
            )
        )
    return texts


def _is_gap(row: dict[str, Any]) -> bool:
    return row["value"] is None


def _own_gap(row: dict[str, Any]) -> str:
    """A gap that is not joined with the next one; nothing where there is a mean."""
    return row["wave_id"] if row["value"] is None else ""


def _why(row: dict[str, Any]) -> str:
    """Why a wave has no mean, in a word."""
    if row["hidden"]:
        return _WORDS["hidden"]
    return _WORDS["few"] if row["n_respondents"] else _WORDS["none"]


def _text(
    colours: style.Palette,
    x: float,
    y: float,
    told: str,
    *,
    quiet: bool = False,
    size: int = 12,
    **said: Any,
) -> dict[str, Any]:
    font = {"size": size, "color": colours.muted if quiet else colours.ink}
    return style.text(colours, x, y, told, xref="x", yref="y", font=font, **said)


def _reading(first: dict[str, Any], sites: list[list[dict[str, Any]]], axis: Axis | None) -> str:
    places = words.places(first["minimum"], first["maximum"])
    told = [
        _WORDS["site"].format(
            site=words.isolated(rows[0]["site_name"]),
            means=", ".join(
                _WORDS["gap"] if row["value"] is None else words.number(row["value"], places)
                for row in rows
            ),
        )
        for rows in sites
        if any(row["value"] is not None for row in rows)
    ]
    waves = (
        words.listed([words.isolated(label) for label in axis.labels.values()], most=12)
        if axis
        else words.WAVE
    )
    return _WORDS["alt"].format(
        scale=first["scale_label"], waves=waves, sites="; ".join(told) or _WORDS["nothing"]
    )


def _table(frame: pl.DataFrame, waves: Shown) -> pl.DataFrame:
    months = waves.frame.select("wave_id", Months="months_since_start")
    return frame.join(months, on="wave_id", how="left", maintain_order="left").select(
        Site=pl.col("site_name"),
        Wave=pl.col("wave_label"),
        Months=pl.col("Months"),
        Scale=pl.col("scale_label"),
        n=pl.col("n"),
        Mean=pl.col("value"),
        Lower=pl.col("lower"),
        Upper=pl.col("upper"),
        Status=pl.coalesce("hidden", "status"),
    )
