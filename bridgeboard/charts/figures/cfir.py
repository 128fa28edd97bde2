"""Heat maps of CFIR ratings: constructs by domain x sites, at a wave, between two, or proposed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import heat_map, provenance, rating_cells, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.heat_map import HeatCell, HeatMap, HeatRow
from bridgeboard.charts.site_order import SiteOrder
from bridgeboard.charts.tables import cfir as tables
from bridgeboard.measures.bearing import TRAIT

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: link(framework, construct_id, site_id) -> the address that opens the cell.
Link = Callable[[str, str, str], str]

_WORDS = {
    "rated": "{wave}: what helps, what hinders, and where?",
    "changed": "{first} to {last}: what moved, and where?",
    "proposed": "{wave}: what is only proposed?",
    "corner": "Construct",
    "other": {"2022": "2009: {name}", "2009": "2022: {name}"},
    "same": "same name",
    "domain": "{} (CFIR {})",
    "n": "{constructs} at {sites}; {rated} of {cells} cells rated or mixed",
    "n_changed": "{constructs} at {sites}; {rated} of {cells} cells can be compared",
    "n_proposed": "{constructs} at {sites}; {rated} of {cells} cells have a proposal",
    "unit": "−2 strong barrier to +2 strong facilitator; ordinal, never averaged",
    "unit_changed": "steps of the rating, later minus earlier",
    "unit_proposed": "−2 to +2, proposed by a rule; no rating before a person accepts it",
    "alt": "{wave}: of {cells} cells, {below} rated below 0, {above} above, {zero} 0, {mixed} "
    "mixed, {rest} without a rating.",
    "alt_changed": "{first} to {last}: {up} up, {down} down, {same} the same, {changed} from or to "
    "mixed, {rest} not comparable.",
}

_ROW = ("framework", "construct_id", "item_id")


def waves(shown: Shown) -> dict[str, str]:
    """Waves at which anything was rated, or is proposed, in time."""
    rows = shown.frame.sort("wave_order", maintain_order=True)
    if "n_raters" in rows.columns:
        rows = rows.filter((pl.col("state") != "not_rated") | pl.col("hidden").is_not_null())
    return dict(rows.select("wave_id", "wave_label").unique(maintain_order=True).iter_rows())


def constructs(shown: Shown) -> dict[str, str]:
    """Constructs that the answer has rows for, by edition and id, in their order."""
    columns = ("framework", "construct_id", "construct_label", "construct_order")
    rows = shown.frame.select(columns).unique().sort("construct_order").drop("construct_order")
    several = rows["construct_label"].is_duplicated().to_list()
    return {
        f"{framework}|{construct_id}": f"{label} ({framework})" if twice else label
        for (framework, construct_id, label), twice in zip(rows.iter_rows(), several, strict=True)
    }


def bases(shown: Shown, wave_id: str) -> set[str]:
    """What anything is proposed from at a wave. In: `proposed_ratings`."""
    return set(shown.frame.filter(pl.col("wave_id") == wave_id)["basis"])


def ratings(
    shown: Shown, wave_id: str, order: SiteOrder, *, dark: bool = False, link: Link | None = None
) -> Chart:
    """How each construct is rated at each site at one wave.

    In: the measure `cfir`, with accepted ratings or without.
    """
    frame = shown.frame.filter(pl.col("wave_id") == wave_id)
    rows = frame.to_dicts()
    wave = rows[0]["wave_label"] if rows else ""
    counted = _counted(rows)
    alt = _WORDS["alt"].format(wave=wave, **counted)
    cells = [(row, rating_cells.rated(row, _linked(row, link))) for row in rows]
    return Chart(
        title=_WORDS["rated"].format(wave=wave),
        figure=_drawn(shown, cells, order, alt, rating_cells.OF_RATINGS, dark),
        alt=alt,
        n_text=_n("n", rows, counted["cells"] - counted["rest"]),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=tables.ratings(frame),
        notes=shown.notes,
    )


def changes(
    shown: Shown,
    from_wave_id: str,
    to_wave_id: str,
    order: SiteOrder,
    *,
    dark: bool = False,
    link: Link | None = None,
) -> Chart:
    """How each construct's rating moved at each site between two waves. In: `cfir_change`."""
    frame = shown.frame.filter(
        (pl.col("from_wave_id") == from_wave_id) & (pl.col("to_wave_id") == to_wave_id)
    )
    rows = frame.to_dicts()
    ends = {end: rows[0][f"{key}_wave_label"] if rows else "" for end, key in _ENDS.items()}
    readings = [row["reading"] for row in rows]
    counted = {way: readings.count(way) for way in ("up", "down", "same", "changed")}
    rest = readings.count(None)
    alt = _WORDS["alt_changed"].format(**ends, **counted, rest=rest)
    cells = [(row, rating_cells.moved(row, _linked(row, link))) for row in rows]
    return Chart(
        title=_WORDS["changed"].format(**ends),
        figure=_drawn(shown, cells, order, alt, rating_cells.OF_CHANGES, dark),
        alt=alt,
        n_text=_n("n_changed", rows, len(rows) - rest),
        unit=_WORDS["unit_changed"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=tables.changes(frame),
        notes=shown.notes,
    )


def proposals(
    shown: Shown,
    wave_id: str,
    basis: str,
    order: SiteOrder,
    *,
    dark: bool = False,
    link: Link | None = None,
) -> Chart:
    """What statements, or pCAT answers, propose at one wave. In: `proposed_ratings`.

    pCAT has one row per item: two items may bear on one construct, about other people.
    """
    frame = shown.frame.filter((pl.col("wave_id") == wave_id) & (pl.col("basis") == basis))
    rows = frame.to_dicts()
    wave = rows[0]["wave_label"] if rows else ""
    sites = len(order.sites)
    counted = _counted(rows)
    found = counted["cells"] - counted["rest"]
    counted["cells"] = len({_which(row) for row in rows}) * sites
    counted["rest"] = counted["cells"] - found
    alt = _WORDS["alt"].format(wave=wave, **counted)
    cells = [(row, rating_cells.proposed(row, _linked(row, link))) for row in rows]
    return Chart(
        title=_WORDS["proposed"].format(wave=wave),
        figure=_drawn(shown, cells, order, alt, rating_cells.OF_PROPOSALS, dark),
        alt=alt,
        n_text=_n("n_proposed", rows, found, counted["cells"], sites),
        unit=_WORDS["unit_proposed"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=tables.proposals(frame),
        notes=shown.notes,
    )


_ENDS = {"first": "from", "last": "to"}


def _drawn(
    shown: Shown,
    cells: Sequence[tuple[dict[str, Any], HeatCell]],
    order: SiteOrder,
    alt: str,
    legend: list[tuple[HeatCell, str]],
    dark: bool,
) -> str | None:
    if not cells:
        return None
    at: dict[tuple[Any, ...], dict[str, HeatCell]] = {}
    about: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row, cell in cells:
        at.setdefault(_which(row), {})[row["site_id"]] = cell
        about[_which(row)] = row
    absent = rating_cells.state("not_rated")
    found = [of_row.get(site, absent) for of_row in at.values() for site in order.sites]
    editions = {row["framework"] for row in about.values()}
    by_place = sorted(about, key=lambda key: about[key]["construct_order"])
    groups = [
        (
            domain if len(editions) == 1 else _WORDS["domain"].format(domain, edition),
            [
                HeatRow(
                    about[key]["construct_label"],
                    tuple(at[key].get(site, absent) for site in order.sites),
                    under=_under(about[key]),
                )
                for key in keys
            ],
        )
        for (domain, edition), keys in groupby(
            by_place, key=lambda key: (about[key]["domain_label"], about[key]["framework"])
        )
    ]
    drawn = HeatMap(
        name=alt,
        corner=_WORDS["corner"],
        columns=[order.sites[site] for site in order.sites],
        groups=groups,
        legend=rating_cells.used(legend, found),
        beside_name=order.label,
        beside=[order.beside.get(site, "") for site in order.sites] if order.beside else (),
        stamp=provenance.mark(shown),
    )
    return heat_map.drawn(drawn, style.palette(dark))


def _which(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in _ROW)


def _linked(row: dict[str, Any], link: Link | None) -> str:
    return link(row["framework"], row["construct_id"], row["site_id"]) if link else ""


def _under(row: dict[str, Any]) -> str:
    """What stands under a construct's name: its item, or its name in the other edition."""
    if row.get("item_label"):
        return row["item_label"]
    other = row["other_label"]
    # A trait of people is linked by single items about people in one role: no name of its own.
    if not other or row["construct_id"].startswith(TRAIT):
        return ""
    name = _WORDS["same"] if other == row["construct_label"] else other
    return _WORDS["other"][row["framework"]].format(name=name)


def _counted(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    """How many cells say what."""
    rows = list(rows)
    numbers = [row["rating"] for row in rows if row["state"] == "rated" and not row["hidden"]]
    mixed = sum(row["state"] == "mixed" for row in rows)
    return {
        "cells": len(rows),
        "below": sum(n < 0 for n in numbers),
        "above": sum(n > 0 for n in numbers),
        "zero": numbers.count(0),
        "mixed": mixed,
        "rest": len(rows) - len(numbers) - mixed,
    }


def _n(
    key: str, rows: Sequence[dict[str, Any]], rated: int, cells: int | None = None, sites: int = 0
) -> str:
    constructs = len({(row["framework"], row["construct_id"]) for row in rows})
    places = sites or len({row["site_id"] for row in rows})
    return _WORDS[key].format(
        constructs=words.count(constructs, "construct"),
        sites=words.count(places, "site"),
        rated=rated,
        cells=len(rows) if cells is None else cells,
    )
