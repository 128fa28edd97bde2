"""One CFIR construct by site and income level: each rating as it is, never averaged."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import heat_map, provenance, rating_cells, style, words
from bridgeboard.charts.by_income import AtSite, Levels, Order, grouped, ordered, said_of
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.heat_map import HeatMap, HeatRow
from bridgeboard.charts.readings.sites_compared import cannot, income_source

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "title": "{construct}: how is it rated at each site, by income level?",
    "corner": "Site",
    "n": "{sites}, {waves}",
    "unit": "−2 strong barrier to +2 strong facilitator; ordinal, never averaged",
    "can": "{construct}, {wave}: {states}",
    "above": "rated above 0 at {n}",
    "below": "rated below 0 at {n}",
    "zero": "0 at {n}",
    "mixed": "mixed at {n}",
    "rest": "no rating at {n}",
    "hidden": "hidden at {n}",
    "nothing": "This construct isn't rated here.",
}


def ratings(
    shown: Shown,
    framework: str,
    construct_id: str,
    levels: Levels,
    order: Order,
    *,
    dark: bool = False,
) -> Chart:
    """Site x wave for one construct; sites stand under their income levels if so ordered.

    In:      the measure `cfir`, with accepted ratings or without.
    Missing: mixed, missing, not applicable, raters differ and not rated are states of their own.
    """
    rows = _rows(shown, framework, construct_id)
    sites = _sites(rows)
    waves = _waves(rows)
    cells = {(row["site_id"], row["wave_id"]): row for row in rows}
    colours = style.palette(dark)
    groups = [("", ordered(sites, levels, order))]
    if order == "income":
        merged = shown.view == "shareable"
        groups = [(one.label, one.sites) for one in grouped(sites, levels, order, merged=merged)]
    drawn = [
        (
            heading,
            [
                HeatRow(
                    site.name,
                    tuple(rating_cells.rated(cells[site.site_id, wave], "") for wave in waves),
                    under=f"{levels.shape(site.site_id)} {levels.label(site.site_id)}",
                )
                for site in members
            ],
        )
        for heading, members in groups
    ]
    last = list(waves)[-1] if waves else ""
    name = headline(shown, framework, construct_id, last, levels)
    every = [cell for _, members in drawn for row in members for cell in row.cells]
    picture = HeatMap(
        name=name,
        corner=_WORDS["corner"],
        columns=list(waves.values()),
        groups=drawn,
        legend=rating_cells.used(rating_cells.OF_RATINGS, every),
        stamp=provenance.mark(shown),
        said=said_of([site.site_id for site in sites], levels),
    )
    return Chart(
        title=_WORDS["title"].format(construct=rows[0]["construct_label"] if rows else ""),
        figure=heat_map.drawn(picture, colours) if rows else None,
        alt=name,
        n_text=_WORDS["n"].format(
            sites=words.count(len(sites), "site"), waves=words.count(len(waves), "wave")
        ),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown, income_source(levels)),
        provenance_mark=provenance.mark(shown),
        table=_table(rows, sites, waves, levels, order),
        notes=shown.notes,
        said=tuple(picture.said),
    )


def headline(shown: Shown, framework: str, construct_id: str, wave_id: str, levels: Levels) -> str:
    """At how many sites it is rated which way at a wave, and what can't be told."""
    rows = [row for row in _rows(shown, framework, construct_id) if row["wave_id"] == wave_id]
    if not rows:
        return _WORDS["nothing"]
    found = Counter(map(_way, rows))
    said = _WORDS["can"].format(
        construct=rows[0]["construct_label"],
        wave=words.isolated(rows[0]["wave_label"]),
        states=", ".join(
            _WORDS[way].format(n=words.count(found[way], "site"))
            for way in ("above", "below", "zero", "mixed", "rest", "hidden")
            if found[way]
        ),
    )
    return said + cannot([row["site_id"] for row in rows], levels)


def _way(row: dict[str, Any]) -> str:
    if row["hidden"]:
        return "hidden"
    if row["state"] == "rated":
        return "above" if row["rating"] > 0 else "below" if row["rating"] < 0 else "zero"
    return "mixed" if row["state"] == "mixed" else "rest"


def _rows(shown: Shown, framework: str, construct_id: str) -> list[dict[str, Any]]:
    return shown.frame.filter(
        (pl.col("framework") == framework) & (pl.col("construct_id") == construct_id)
    ).to_dicts()


def _sites(rows: list[dict[str, Any]]) -> list[AtSite]:
    named = {row["site_id"]: row["site_name"] for row in rows}
    return [AtSite(*site) for site in named.items()]


def _waves(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Waves at which the construct was rated anywhere, in time."""
    found = sorted(
        {
            (row["wave_order"], row["wave_id"], row["wave_label"])
            for row in rows
            if row["state"] != "not_rated"
        }
    )
    return {wave_id: label for _, wave_id, label in found}


def _table(
    rows: list[dict[str, Any]],
    sites: list[AtSite],
    waves: dict[str, str],
    levels: Levels,
    order: Order,
) -> pl.DataFrame:
    cells = {(row["site_id"], row["wave_id"]): row for row in rows}
    return pl.DataFrame(
        [
            {
                "Site": site.name,
                "Income level": levels.label(site.site_id),
                "Wave": label,
                "Rating": (row := cells[site.site_id, wave])["rating"],
                "State": row["hidden"] or (row["state"] or "").replace("_", " "),
            }
            for site in ordered(sites, levels, order)
            for wave, label in waves.items()
        ],
        schema={
            "Site": pl.String,
            "Income level": pl.String,
            "Wave": pl.String,
            "Rating": pl.Int64,
            "State": pl.String,
        },
    )
