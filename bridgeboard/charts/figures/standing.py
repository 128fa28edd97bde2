"""Where one site stands: its eight influences, each with its state and what weighs most."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.figures.readiness import table
from bridgeboard.charts.html_matrix import Cell, Matrix, Row
from bridgeboard.charts.readings import readiness as reading

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: Gives the address that opens all reasons of an influence, or nothing.
Link = Callable[[dict[str, Any]], str]

_WORDS = {
    "title": "Where does {site} stand? ({wave})",
    "corner": "Influence",
    "columns": ("State", "What weighs most"),
    "opener": "Show",
    "n": "{influences}; {least}",
    "least": "at least {n} behind each answer that a target asks for",
    "nobody": "no answers of people are asked for, or none may be shown",
    "unit": "state of each influence",
    "hidden": "Nothing that may be shown.",
    "seen": "Read on {day}.",
}
_WIDTHS = (24, 16, 60)


def standing(
    shown: Shown, site_id: str, wave_id: str, *, link: Link | None = None, dark: bool = False
) -> Chart:
    """One row per influence, the most urgent first: its state, and the reason that weighs most.

    In: the measure `readiness`.
    """
    colours = style.palette(dark)
    rows = shown.frame.filter((pl.col("site_id") == site_id) & (pl.col("wave_id") == wave_id))
    rows = rows.sort("state_order", "influence_order", nulls_last=True, maintain_order=True)
    listed = rows.to_dicts()
    alt = reading.headline_of(shown, site_id, wave_id)
    least = rows["n"].min()
    drawn = Matrix(
        name=alt,
        corner=_WORDS["corner"],
        columns=_WORDS["columns"],
        rows=[_row(shown, row, link) for row in listed],
        opener=_WORDS["opener"],
        stamp=provenance.mark(shown),
        widths=_WIDTHS,
    )
    site, wave = (rows[name][0] if listed else "" for name in ("site_name", "wave_label"))
    people = _WORDS["nobody"]
    if least is not None:
        people = _WORDS["least"].format(n=words.count(least, "person", "people"))
    return Chart(
        title=_WORDS["title"].format(site=site, wave=wave),
        figure=html_matrix.drawn(drawn, colours) if listed else None,
        alt=alt,
        n_text=_WORDS["n"].format(influences=words.count(len(listed), "influence"), least=people),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=table(rows),
        notes=(_WORDS["seen"].format(day=shown.answer.day), *shown.notes),
    )


def _row(shown: Shown, row: dict[str, Any], link: Link | None) -> Row:
    shape, state = reading.state(shown, row["site_id"], row["wave_id"], row["influence_id"])
    if row["state"] is None:
        state = reading.HIDDEN
    reason = reading.barrier(shown, row["site_id"], row["wave_id"], row["influence_id"])
    address = link(row) if link else ""
    return Row(
        row["influence_label"],
        (
            Cell(big=f"{shape} {state}", spoken=state, link=address),
            Cell(lines=(reason or _WORDS["hidden"],)),
        ),
    )
