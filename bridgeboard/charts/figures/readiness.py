"""The map of readiness: sites by influences, each state as a word and a shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Matrix, Row
from bridgeboard.charts.readings import readiness as reading
from bridgeboard.measures.readiness_rule import MEANING, STATES

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: Gives the address that opens the reasons of a site's influence, or nothing.
Link = Callable[[dict[str, Any]], str]

_WORDS = {
    "title": "{wave}: which sites are ready, and for what?",
    "corner": "Site",
    "opener": "Show the states of",
    "spoken": "{state}, {rest}",
    "targets": "{reached} of {n} targets reached",
    "n": "{sites}, {influences}",
    "unit": "state of each influence at each site; never added up",
    "seen": "Seen from {wave}, read on {day}.",
}
#: Eight columns and the sites' names fit beside the sidebar of a small laptop.
_CELL = 72
_LONG = {
    "Organisational": "Organi\N{SOFT HYPHEN}sational",
    "arrangements": "arrange\N{SOFT HYPHEN}ments",
}


def readiness(
    shown: Shown,
    wave_id: str,
    *,
    states: Sequence[str] = (),
    link: Link | None = None,
    dark: bool = False,
) -> Chart:
    """Every site with its eight influences, as seen from one wave; sites in their own order.

    In:      the measure `readiness`; states: only sites that have one of these.
    Missing: "not enough data" and hidden states are states of their own, with words.
    """
    colours = style.palette(dark)
    rows = shown.frame.filter(pl.col("wave_id") == wave_id)
    sites: dict[str, list[dict[str, Any]]] = {}
    for row in rows.sort("influence_order", maintain_order=True).to_dicts():
        sites.setdefault(row["site_id"], []).append(row)
    if states:
        sites = {
            site: of_site
            for site, of_site in sites.items()
            if any(row["state"] in states for row in of_site)
        }
    listed = list(sites.values())
    columns = [_breakable(row["influence_label"]) for row in listed[0]] if listed else []
    drawn = Matrix(
        name=reading.headline(shown, wave_id),
        corner=_WORDS["corner"],
        columns=columns,
        rows=[
            Row(
                of_site[0]["site_name"],
                tuple(_cell(row, link(row) if link else "") for row in of_site),
            )
            for of_site in listed
        ],
        legend=[
            (reading.SHAPES[state], colours.ink, f"{state}: {MEANING[state]}") for state in STATES
        ],
        opener=_WORDS["opener"],
        stamp=provenance.mark(shown),
        cell_pixels=_CELL,
    )
    wave = rows["wave_label"][0] if rows.height else ""
    seen = _WORDS["seen"].format(wave=words.isolated(wave), day=shown.answer.day)
    return Chart(
        title=_WORDS["title"].format(wave=wave),
        figure=html_matrix.drawn(drawn, colours) if listed else None,
        alt=reading.headline(shown, wave_id),
        n_text=_WORDS["n"].format(
            sites=words.count(len(listed), "site"),
            influences=words.count(len(columns), "influence"),
        ),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=table(rows),
        notes=(seen, *shown.notes),
    )


def _breakable(label: str) -> str:
    """The name of a column, with a soft hyphen where a word is wider than its column."""
    for word, parts in _LONG.items():
        label = label.replace(word, parts)
    return label


def table(rows: pl.DataFrame) -> pl.DataFrame:
    """Every reason of these rows of `readiness` in a row of its own, with the state it bears on."""
    lists = ("sentences", "outcomes", "sources_of", "mends")
    found = rows.select(
        "site_name", "wave_label", "influence_label", "state", "hidden", *lists
    ).explode(*lists)
    return found.select(
        Site="site_name",
        **{"Seen from": "wave_label"},
        Influence="influence_label",
        State=pl.coalesce("state", "hidden"),
        Outcome="outcomes",
        Reason="sentences",
        Source="sources_of",
        **{"What to collect": pl.col("mends").replace("", None)},
    )


def _cell(row: dict[str, Any], link: str) -> Cell:
    state = row["state"]
    if state is None:
        return Cell(
            big=f"{reading.HIDDEN_SHAPE} {reading.HIDDEN}",
            spoken=row["hidden"] or reading.HIDDEN,
            link=link,
        )
    reached = _WORDS["targets"].format(reached=row["n_reached"], n=row["n_targets"])
    return Cell(
        big=f"{reading.SHAPES[state]} {state}",
        spoken=_WORDS["spoken"].format(state=state, rest=reached),
        tint=style.TINT_MOST if state == "act" else 0.0,
        link=link,
    )


def state_colour(state: str | None, colours: style.Palette) -> str:
    """The colour of a state's shape; its word stands beside."""
    return {
        "act": colours.directions["hinders"],
        "watch": colours.directions["mixed"],
        "ready": colours.directions["supports"],
    }.get(state or "", colours.muted)
