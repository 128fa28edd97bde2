"""Readiness by income level: states counted in each level, and site by site; never scored."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.by_income import AtSite, Levels, Order, grouped, ordered, said_of
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.figures.readiness import state_colour
from bridgeboard.charts.html_matrix import Cell, Mark, Matrix, Row
from bridgeboard.charts.readings.readiness import HIDDEN, HIDDEN_SHAPE, SHAPES
from bridgeboard.charts.readings.sites_compared import cannot, income_source
from bridgeboard.measures.readiness_rule import MEANING, STATES

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "counted": "{wave}: how many sites of each income level are ready, and for what?",
    "sites": "{wave}: which sites are ready, by income level?",
    "influence": "Influence",
    "site": "Site",
    "opener": "Show the states of",
    "n": "{sites}, {influences}",
    "unit_counted": "sites in each state; never added up over influences",
    "unit_sites": "state of each influence at each site; never added up",
    "seen": "Seen from {wave}, read on {day}.",
    "can": "{wave}: of {n} states ({influences} at {sites}) {states}",
    "nothing": "No site has a state here.",
    "state": "{n} {state}",
}
_CELL, _COUNT = 72, 130


def counted(shown: Shown, wave_id: str, levels: Levels, *, dark: bool = False) -> Chart:
    """Influence x income level: how many sites are in each state.

    In:      the measure `readiness`. In the shareable view levels of one site each are one column.
    Missing: "not enough data" and hidden states are counted as that.
    """
    rows, sites, influences = _read(shown, wave_id)
    merged = shown.view == "shareable"
    groups = grouped(sites, levels, "income", merged=merged)
    states = {(row["site_id"], row["influence_id"]): row["state"] for row in rows}
    counts = {
        (influence, i): Counter(states.get((site.site_id, influence)) for site in group.sites)
        for influence in influences
        for i, group in enumerate(groups)
    }
    colours = style.palette(dark)
    matrix = Matrix(
        name=headline(shown, wave_id, levels),
        corner=_WORDS["influence"],
        columns=[group.label for group in groups],
        rows=[
            Row(label, tuple(_counts(counts[one, i], colours) for i in range(len(groups))))
            for one, label in influences.items()
        ],
        legend=_legend(colours),
        stamp=provenance.mark(shown),
        cell_pixels=_COUNT,
        said=said_of([site.site_id for site in sites], levels),
    )
    table = pl.DataFrame(
        [
            {
                "Influence": label,
                "Income level": group.label,
                "State": state or HIDDEN,
                "Sites": counts[one, i][state],
            }
            for one, label in influences.items()
            for i, group in enumerate(groups)
            for state in (*STATES, None)
            if state or counts[one, i][state]
        ],
        schema={
            "Influence": pl.String,
            "Income level": pl.String,
            "State": pl.String,
            "Sites": pl.Int64,
        },
    )
    return _chart(shown, "counted", rows, sites, influences, matrix, table, levels, colours)


def by_site(
    shown: Shown, wave_id: str, levels: Levels, order: Order, *, dark: bool = False
) -> Chart:
    """Site x influence: each state as a word, with the site's income level under its name."""
    rows, sites, influences = _read(shown, wave_id)
    states = {(row["site_id"], row["influence_id"]): row for row in rows}
    colours = style.palette(dark)
    listed = ordered(sites, levels, order)
    matrix = Matrix(
        name=headline(shown, wave_id, levels),
        corner=_WORDS["site"],
        columns=list(influences.values()),
        rows=[
            Row(
                site.name,
                tuple(_state(states[site.site_id, one], colours) for one in influences),
                under=f"{levels.shape(site.site_id)} {levels.label(site.site_id)}",
            )
            for site in listed
        ],
        legend=_legend(colours),
        opener=_WORDS["opener"],
        stamp=provenance.mark(shown),
        cell_pixels=_CELL,
        said=said_of([site.site_id for site in sites], levels),
    )
    table = pl.DataFrame(
        [
            {
                "Site": site.name,
                "Income level": levels.label(site.site_id),
                **{
                    label: states[site.site_id, one]["state"] or states[site.site_id, one]["hidden"]
                    for one, label in influences.items()
                },
            }
            for site in listed
        ],
        schema=dict.fromkeys(("Site", "Income level", *influences.values()), pl.String),
    )
    return _chart(shown, "sites", rows, sites, influences, matrix, table, levels, colours)


def headline(shown: Shown, wave_id: str, levels: Levels) -> str:
    """How many states are which, and what can't be told of income levels."""
    rows, sites, influences = _read(shown, wave_id)
    if not rows:
        return _WORDS["nothing"]
    found = Counter(row["state"] for row in rows)
    said = _WORDS["can"].format(
        wave=words.isolated(rows[0]["wave_label"]),
        n=words.number(len(rows), 0),
        influences=words.count(len(influences), "influence"),
        sites=words.count(len(sites), "site"),
        states=words.listed(
            [
                _WORDS["state"].format(n=found[state], state=state or HIDDEN)
                for state in (*STATES, None)
                if found[state]
            ]
        ),
    )
    return said + cannot([site.site_id for site in sites], levels)


def _read(shown: Shown, wave_id: str) -> tuple[list[dict[str, Any]], list[AtSite], dict[str, str]]:
    rows = shown.frame.filter(pl.col("wave_id") == wave_id).to_dicts()
    sites = {row["site_id"]: row["site_name"] for row in rows}
    influences = {
        row["influence_id"]: row["influence_label"]
        for row in sorted(rows, key=lambda row: row["influence_order"])
    }
    return rows, [AtSite(*site) for site in sites.items()], influences


def _counts(counts: Counter[str | None], colours: style.Palette) -> Cell:
    marks = [
        Mark(f"{SHAPES[state]} {counts[state]} {state}", state_colour(state, colours))
        for state in STATES
        if counts[state]
    ]
    if counts[None]:
        marks.append(Mark(f"{HIDDEN_SHAPE} {counts[None]} {HIDDEN}", colours.muted))
    return Cell(marks=tuple(marks), spoken=", ".join(mark.text[2:] for mark in marks))


def _state(row: dict[str, Any], colours: style.Palette) -> Cell:
    state = row["state"]
    if state is None:
        return Cell(big=f"{HIDDEN_SHAPE} {HIDDEN}", spoken=row["hidden"] or HIDDEN)
    tint = style.TINT_MOST if state == "act" else 0.0
    return Cell(big=f"{SHAPES[state]} {state}", spoken=state, tint=tint)


def _legend(colours: style.Palette) -> list[tuple[str, str, str]]:
    return [
        (SHAPES[state], state_colour(state, colours), f"{state}: {MEANING[state]}")
        for state in STATES
    ]


def _chart(
    shown: Shown,
    form: str,
    rows: list[dict[str, Any]],
    sites: list[AtSite],
    influences: dict[str, str],
    matrix: Matrix,
    table: pl.DataFrame,
    levels: Levels,
    colours: style.Palette,
) -> Chart:
    wave = words.isolated(rows[0]["wave_label"]) if rows else ""
    return Chart(
        title=_WORDS[form].format(wave=wave),
        figure=html_matrix.drawn(matrix, colours) if rows else None,
        alt=matrix.name,
        n_text=_WORDS["n"].format(
            sites=words.count(len(sites), "site"),
            influences=words.count(len(influences), "influence"),
        ),
        unit=_WORDS[f"unit_{form}"],
        source_text=provenance.source(shown, income_source(levels)),
        provenance_mark=provenance.mark(shown),
        table=table,
        notes=(_WORDS["seen"].format(wave=wave, day=shown.answer.day), *shown.notes),
        said=tuple(matrix.said),
    )
