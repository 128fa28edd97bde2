"""Which strategies experts endorsed for a barrier of a site, by how many, and who says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Matrix, Row

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_CITED = re.compile(r"10\.\d{4,}/[^\s;,)]+|PMC\d+")
_WORDS = {
    "title": "{barrier} at {site}: which strategies did experts endorse?",
    "corner": "Strategy (ERIC)",
    "columns": ("Experts who endorsed it", "Cluster", "Where the figure was read"),
    "percent": "{percent} %",
    "at_least": "at least {percent} %",
    "level": "level {level}",
    "levels": {1: "level 1: at least half", 2: "level 2: 20 to 49 %"},
    "only_level": {1: "at least 50 %", 2: "20 to 49 %"},
    "sources": "{n} sources agree",
    "own": "the programme's own file",
    "no_figure": "no published figure",
    "alt": "{strategies} with a figure for {under}; the most endorsed: {first}.",
    "alt_none": "No published figure. {reason}",
    "n": "{strategies} with a figure, under “{under}” (CFIR 2009)",
    "unit": "% of the experts asked, who said what they expect, not what works",
    #: 33 pairs at level 1 and 332 at level 2: Waltz et al. 2019, doi:10.1186/s13012-019-0892-4.
    "not_all": "Of 365 published pairs of a barrier and a strategy with 20 % or more, 151 are held "
    "here: a strategy that is not listed may have been endorsed as well. How many experts answered "
    "on this barrier is not held.",
    "source": "Source of the percentages: what stands beside each; of the barrier: {barrier}",
    "of_cluster": "Only the cluster “{cluster}” is listed.",
    "proposed": "{name}: {cell}, proposed only",
    "rated": "{name}: {cell}",
}


def barriers(shown: Shown, site_id: str, wave_id: str) -> dict[str, str]:
    """The barriers of a site at a wave, the strongest first, rated before proposed.

    In: the measure `strategies`. Out: labels by a key that strategies() takes.
    """
    rows = _at(shown.frame, site_id, wave_id).sort(
        "is_proposed", pl.coalesce("rating", "lean"), "construct_order", maintain_order=True
    )
    found: dict[str, str] = {}
    for row in rows.to_dicts():
        name = row["construct_label"]
        if row["item_label"]:
            name = f"{name} ({row['role_label'] or row['item_label']})"
        which = "proposed" if row["is_proposed"] else "rated"
        found.setdefault(_key(row), _WORDS[which].format(name=name, cell=row["cell"]))
    return found


def clusters(shown: Shown, site_id: str, wave_id: str, barrier: str) -> dict[str, str]:
    """Clusters of the strategies for a barrier, by number."""
    rows = _of(shown.frame, site_id, wave_id, barrier).filter(pl.col("strategy_id").is_not_null())
    rows = rows.sort("cluster_number").select("cluster_number", "cluster_label").unique()
    return {str(n): label for n, label in rows.sort("cluster_number").iter_rows()}


def names(
    shown: Shown, site_id: str, wave_id: str, barrier: str, cluster: str | None
) -> dict[str, str]:
    """The strategies that the drawing lists, by id."""
    rows = _clustered(_of(shown.frame, site_id, wave_id, barrier), cluster)
    rows = rows.filter(pl.col("strategy_id").is_not_null())
    return dict(rows.select("strategy_id", "strategy").iter_rows())


def barrier_of(shown: Shown, site_id: str, wave_id: str, barrier: str) -> tuple[str, str, str]:
    """Framework and id of a barrier's construct, and the barrier in one line, for an action."""
    row = _of(shown.frame, site_id, wave_id, barrier).row(0, named=True)
    label = f"{row['construct_label']} ({row['wave_label']}): {row['cell']}"
    why = next(iter((row["why"] or "").splitlines()), "")
    return row["framework"], row["construct_id"], f"{label}. {why}" if why else label


def strategies(
    shown: Shown,
    site_id: str,
    wave_id: str,
    barrier: str,
    cluster: str | None = None,
    *,
    dark: bool = False,
) -> Chart:
    """Strategies for one barrier of one site, the most endorsed first, with source and level.

    Missing: where no figure is held, the reason stands there instead; never an empty list.
    """
    whole = _of(shown.frame, site_id, wave_id, barrier)
    frame = _clustered(whole, cluster)
    rows = [row for row in frame.to_dicts() if row["strategy_id"]]
    first = whole.row(0, named=True)
    colours = style.palette(dark)
    under = first["barrier_2009"] or first["construct_label"]
    counted = words.count(len(rows), "strategy", "strategies")
    if rows:
        alt = _WORDS["alt"].format(strategies=counted, under=under, first=rows[0]["strategy"])
    else:
        alt = _WORDS["alt_none"].format(reason=first["reason"] or "")
    matrix = Matrix(
        name=alt,
        corner=_WORDS["corner"],
        columns=_WORDS["columns"],
        rows=[
            Row(row["strategy"], _cells(row, colours), under=row["strategy_gloss"] or "")
            for row in rows
        ],
        stamp=provenance.mark(shown),
        widths=(35, 17, 18, 30),
    )
    only = _WORDS["of_cluster"].format(cluster=rows[0]["cluster_label"]) if cluster and rows else ""
    notes = [_WORDS["not_all"] if rows else "", only, *shown.notes]
    return Chart(
        title=_WORDS["title"].format(barrier=first["construct_label"], site=first["site_name"]),
        figure=html_matrix.drawn(matrix, colours) if rows else None,
        alt=alt,
        n_text=_WORDS["n"].format(strategies=counted, under=under) if rows else "",
        unit=_WORDS["unit"] if rows else "",
        source_text=_source(shown) if rows else provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=_table(frame),
        notes=tuple(note for note in notes if note),
    )


def _cells(row: dict[str, Any], colours: style.Palette) -> tuple[Cell, Cell, Cell]:
    percent, least, level = row["percent"], row["percent_at_least"], row["level"]
    if percent is not None:
        big = _WORDS["percent"].format(percent=words.number(percent, 0))
    elif least is not None:
        big = _WORDS["at_least"].format(percent=words.number(least, 0))
    else:
        big = _WORDS["only_level"].get(level, _WORDS["no_figure"])
    how = _WORDS["levels"].get(level, "") if percent is not None else ""
    agreed = _WORDS["sources"].format(n=row["n_sources"]) if (row["n_sources"] or 0) > 1 else ""
    own = "" if row["in_library"] else _WORDS["own"]
    return (
        Cell(lines=(big, how), parts=(((percent or least or 0) / 100, colours.point),)),
        Cell(lines=(row["cluster_label"],)),
        Cell(lines=(_cited(row["source"] or ""), agreed or own)),
    )


def _source(shown: Shown) -> str:
    """Published percentages are not simulated because the barrier is."""
    barrier = provenance.source(shown).partition(": ")[2]
    return _WORDS["source"].format(barrier=barrier)


def _cited(source: str) -> str:
    """What a source cites, without the path to it, which the table has."""
    found = dict.fromkeys(_CITED.findall(source))
    return "; ".join(f"doi:{one}" if one.startswith("10.") else one for one in found) or source


def _at(frame: pl.DataFrame, site_id: str, wave_id: str) -> pl.DataFrame:
    return frame.filter((pl.col("site_id") == site_id) & (pl.col("wave_id") == wave_id))


def _of(frame: pl.DataFrame, site_id: str, wave_id: str, barrier: str) -> pl.DataFrame:
    framework, construct_id, basis, item_id = barrier.split("|")
    rows = _at(frame, site_id, wave_id).filter(
        (pl.col("framework") == framework)
        & (pl.col("construct_id") == construct_id)
        & (pl.col("basis") == basis)
    )
    return rows.filter(pl.col("item_id") == item_id) if item_id else rows


def _clustered(frame: pl.DataFrame, cluster: str | None) -> pl.DataFrame:
    return frame.filter(pl.col("cluster_number") == int(cluster)) if cluster else frame


def _key(row: dict[str, Any]) -> str:
    parts = (row["framework"], row["construct_id"], row["basis"], row["item_id"] or "")
    return "|".join(parts)


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Site=pl.col("site_name"),
        Wave=pl.col("wave_label"),
        Barrier=pl.col("construct_label"),
        Rating=pl.col("cell"),
        Basis=pl.col("basis"),
        **{"Barrier in CFIR 2009": pl.col("barrier_2009"), "Link": pl.col("barrier_link")},
        Strategy=pl.col("strategy"),
        Cluster=pl.col("cluster_label"),
        Percent=pl.col("percent"),
        **{"At least": pl.col("percent_at_least")},
        Level=pl.col("level"),
        Sources=pl.col("n_sources"),
        Source=pl.col("source"),
        Status=pl.col("status"),
        Reason=pl.col("reason"),
    )
