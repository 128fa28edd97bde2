"""The data behind a score: what is missing, how well its items hang together, each item's fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Matrix, Row
from bridgeboard.charts.readings.reliability import complete
from bridgeboard.charts.tables import data_cells, data_frames

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "missing": "{scale}: what is missing?",
    "reliability": "{scale}: how well do the items hang together?",
    "item_fit": "{scale}: does each item fit, and do people answer it?",
    "item": "Item",
    "scale": "Scale",
    "everybody": "Every item",
    "reversed": "reversed for scores",
    "alt_missing": "{scale}: {waves}.",
    "alt_reliability": "{scale}: {waves}.",
    "at": "{what} at {wave}",
    "alt_item_fit": "{scale}: {items}.",
    "odd": "{n} with a remark ({names})",
    "fine": "no item has a remark",
    "nothing": "nothing to show",
    "n_missing": "n = people who began the instrument, all sites together; “don't know” counts as "
    "left out",
    "n_complete": "n = people who answered every item that was asked, all sites together",
    "unit_missing": "people; shares of those asked",
    "unit_alpha": "alpha and omega, at most 1; mean r: correlation between two items",
    "unit_fit": "r: correlation of the item with the sum of the others, −1 to 1",
    "warning": "{item}, {wave}: {warning}",
    "caveat": "{waves}: {caveat}",
}


def missing(
    item_fit: Shown, instrument_id: str, scale_id: str, *, dark: bool = False, narrow: bool = False
) -> Chart:
    """Item by item and wave by wave: who answered, who left it out, to whom it does not apply.

    In: the measure `item_fit`. Missing: why there is nothing, as words.
    """
    rows, scale, waves = _read(item_fit, instrument_id, scale_id)
    first: dict[str, dict[str, Any]] = {}
    for row in rows:
        first.setdefault(row["wave_id"], row)
    whole = Row(
        _WORDS["everybody"],
        tuple(data_cells.said(first.get(wave), data_cells.complete_answers) for wave in waves),
    )
    told = [
        _WORDS["at"].format(what=data_cells.complete_answers(row)[0], wave=row["wave_label"])
        for row in first.values()
        if not row["hidden"] and row["n_asked"] and complete(row) is not None
    ]
    return _chart(
        item_fit,
        "missing",
        scale,
        waves,
        [whole, *_items(rows, waves, data_cells.answers)] if rows else [],
        alt=_WORDS["alt_missing"].format(scale=scale, waves="; ".join(told) or _WORDS["nothing"]),
        n_text=_WORDS["n_missing"],
        unit=_WORDS["unit_missing"],
        table=data_frames.missing_table(rows),
        dark=dark,
    )


def reliability(
    shown: Shown, instrument_id: str, scale_id: str, *, dark: bool = False, narrow: bool = False
) -> Chart:
    """Cronbach's alpha with its interval, omega and n at each wave.

    In: the measure `reliability`. Missing: why there is none, as words.
    """
    rows, scale, waves = _read(shown, instrument_id, scale_id)
    at = {row["wave_id"]: row for row in rows}
    told = [
        _WORDS["at"].format(what=data_cells.alpha(row)[0], wave=row["wave_label"])
        for row in rows
        if not row["hidden"]
    ]
    caveats: dict[str, list[str]] = {}
    for row in rows:
        if row["caveat"] and not row["hidden"]:
            caveats.setdefault(row["caveat"], []).append(row["wave_label"])
    return _chart(
        shown,
        "reliability",
        scale,
        waves,
        [Row(scale, tuple(data_cells.said(at.get(wave), data_cells.alpha) for wave in waves))]
        if rows
        else [],
        alt=_WORDS["alt_reliability"].format(
            scale=scale, waves="; ".join(told) or _WORDS["nothing"]
        ),
        n_text=_WORDS["n_complete"],
        unit=_WORDS["unit_alpha"],
        table=data_frames.reliability_table(rows),
        dark=dark,
        notes=[
            _WORDS["caveat"].format(waves=words.listed(at_waves), caveat=caveat)
            for caveat, at_waves in caveats.items()
        ],
    )


def item_fit(
    shown: Shown, instrument_id: str, scale_id: str, *, dark: bool = False, narrow: bool = False
) -> Chart:
    """Each item's correlation with the others, and alpha without it; what is odd stands first.

    In: the measure `item_fit`. Missing: why there is nothing, as words.
    """
    rows, scale, waves = _read(shown, instrument_id, scale_id)
    odd = [row for row in rows if row["warning"] and not row["hidden"]]
    names = list(dict.fromkeys(row["item_label"] for row in odd))
    items = _WORDS["fine"]
    if odd:
        n = words.count(len(names), "item")
        items = _WORDS["odd"].format(n=n, names=words.listed([f"“{name}”" for name in names]))
    elif not rows:
        items = _WORDS["nothing"]
    warnings = [
        _WORDS["warning"].format(
            item=row["item_label"], wave=row["wave_label"], warning=row["warning"]
        )
        for row in odd
    ]
    return _chart(
        shown,
        "item_fit",
        scale,
        waves,
        _items(rows, waves, data_cells.fit),
        alt=_WORDS["alt_item_fit"].format(scale=scale, items=items),
        n_text=_WORDS["n_complete"],
        unit=_WORDS["unit_fit"],
        table=data_frames.item_fit_table(rows),
        dark=dark,
        notes=warnings,
    )


def _read(
    shown: Shown, instrument_id: str, scale_id: str
) -> tuple[list[dict[str, Any]], str, dict[str, str]]:
    """Rows in time and in the instrument's order, the scale's name, and waves by their ids."""
    rows = shown.frame.filter(
        (pl.col("instrument_id") == instrument_id) & (pl.col("scale_id") == scale_id)
    )
    order = ["wave_order", *(["item_order"] if "item_order" in rows.columns else [])]
    listed = rows.sort(order, maintain_order=True).to_dicts()
    waves = {row["wave_id"]: row["wave_label"] for row in listed}
    return listed, listed[0]["scale_label"] if listed else "", waves


def _chart(
    shown: Shown,
    title: str,
    scale: str,
    waves: dict[str, str],
    rows: list[Row],
    *,
    alt: str,
    n_text: str,
    unit: str,
    table: pl.DataFrame,
    dark: bool,
    notes: list[str] | None = None,
) -> Chart:
    mark = provenance.mark(shown)
    matrix = Matrix(
        name=f"{_WORDS[title].format(scale=scale)} {alt}",
        corner=_WORDS["scale" if title == "reliability" else "item"],
        columns=list(waves.values()),
        rows=rows,
        stamp=mark,
        widths=(30, *([round(70 / len(waves))] * len(waves))) if waves else (),
    )
    return Chart(
        title=_WORDS[title].format(scale=scale),
        figure=html_matrix.drawn(matrix, style.palette(dark)) if rows else None,
        alt=alt,
        n_text=n_text,
        unit=unit,
        source_text=provenance.source(shown),
        provenance_mark=mark,
        table=table,
        notes=(*(notes or ()), *shown.notes),
    )


def _items(rows: list[dict[str, Any]], waves: dict[str, str], say: Any) -> list[Row]:
    """One row an item, one cell a wave."""
    items: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        items.setdefault(row["item_id"], {})[row["wave_id"]] = row
    drawn = []
    for at in items.values():
        any_row = next(iter(at.values()))
        cells = tuple(data_cells.said(at.get(wave), say) for wave in waves)
        under = _WORDS["reversed"] if any_row["reversed"] else ""
        drawn.append(Row(any_row["item_label"], cells, under=under))
    return drawn
