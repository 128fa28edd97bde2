"""For and against by site and income level: statements on a theme, or facts on a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.by_income import AtSite, Levels, Order, ordered, said_of
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Mark, Matrix, Row
from bridgeboard.charts.readings.sites_compared import cannot, income_source
from bridgeboard.charts.said import FACTS, STATEMENTS, Said, rows_of, said_widely, status_of

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "corner": "Site",
    "at": "{n} at {sites}",
    "can": "{what}, {wave}: reported at {n} of {sites}{both}",
    "both": " ({for_it} with {word_for}, {against} with {word_against})",
    "nothing": "Nothing is reported of this at this wave.",
    "absent": "A dot is “{status}”, which is not zero.",
    "status": "Status",
    "level": "Income level",
}


def themes(
    shown: Shown, theme_id: str, wave_id: str, levels: Levels, order: Order, *, dark: bool = False
) -> Chart:
    """Site x stance for one theme and all under it.

    In:      the measure `themes`.
    Missing: a site of which nothing is reported has dots, never 0.
    """
    return _chart(STATEMENTS, shown, theme_id, wave_id, levels, order, dark)


def context(
    shown: Shown, factor: str, wave_id: str, levels: Levels, order: Order, *, dark: bool = False
) -> Chart:
    """Site x direction for one factor of the context. In: the measure `context`."""
    return _chart(FACTS, shown, factor, wave_id, levels, order, dark)


def themes_headline(shown: Shown, theme_id: str, wave_id: str, levels: Levels) -> str:
    """At how many sites a theme was reported and how, and what can't be told."""
    return _headline(STATEMENTS, shown, theme_id, wave_id, levels)


def context_headline(shown: Shown, factor: str, wave_id: str, levels: Levels) -> str:
    """At how many sites a factor is on record and how, and what can't be told."""
    return _headline(FACTS, shown, factor, wave_id, levels)


def _chart(
    counted: Said,
    shown: Shown,
    which: str,
    wave_id: str,
    levels: Levels,
    order: Order,
    dark: bool,
) -> Chart:
    rows = rows_of(counted, shown, which, wave_id)
    by_id = {row["site_id"]: row for row in rows}
    sites = [AtSite(row["site_id"], row["site_name"]) for row in rows]
    listed = ordered(sites, levels, order)
    colours = style.palette(dark)
    name = _headline(counted, shown, which, wave_id, levels)
    matrix = Matrix(
        name=name,
        corner=_WORDS["corner"],
        columns=[words.sentence(counted.names[kind]) for kind in counted.kinds],
        rows=[
            Row(
                site.name,
                tuple(_cell(counted, by_id[site.site_id], kind, colours) for kind in counted.kinds),
                under=f"{levels.shape(site.site_id)} {levels.label(site.site_id)}",
            )
            for site in listed
        ],
        stamp=provenance.mark(shown),
        said=(
            *said_of([site.site_id for site in sites], levels),
            *said_widely(counted, shown, rows),
        ),
    )
    first = rows[0] if rows else {}
    reported = [row for row in rows if row[counted.total]]
    n = words.count(sum(row[counted.total] for row in reported), counted.one)
    at = _WORDS["at"].format(n=n, sites=words.count(len(reported), "site"))
    absent = dict.fromkeys(status_of(row) for row in rows if not row[counted.total])
    return Chart(
        title=counted.title.format(
            what=first.get(counted.label, ""), wave=words.isolated(first.get("wave_label", ""))
        ),
        figure=html_matrix.drawn(matrix, colours) if rows else None,
        alt=name,
        n_text=counted.n.format(counted=at),
        unit=counted.unit,
        source_text=provenance.source(shown, income_source(levels)),
        provenance_mark=provenance.mark(shown),
        table=_table(counted, [by_id[site.site_id] for site in listed], levels),
        notes=(*(_WORDS["absent"].format(status=status) for status in absent), *shown.notes),
        said=tuple(matrix.said),
    )


def _headline(counted: Said, shown: Shown, which: str, wave_id: str, levels: Levels) -> str:
    rows = rows_of(counted, shown, which, wave_id)
    reported = [row for row in rows if row[counted.total]]
    if not rows:
        return _WORDS["nothing"]
    (for_it, word_for), (against, word_against) = counted.ways
    at = {
        kind: words.count(sum(bool(row[counted.kinds[kind]]) for row in reported), "site")
        for kind in (for_it, against)
    }
    both = _WORDS["both"].format(
        for_it=at[for_it], against=at[against], word_for=word_for, word_against=word_against
    )
    said = _WORDS["can"].format(
        what=rows[0][counted.label],
        wave=words.isolated(rows[0]["wave_label"]),
        n=len(reported),
        sites=words.count(len(rows), "site"),
        both=both if reported else "",
    )
    return said + cannot([row["site_id"] for row in rows], levels)


def _cell(counted: Said, row: dict[str, Any], kind: str, colours: style.Palette) -> Cell:
    n = row[counted.kinds[kind]]
    if not row[counted.total]:
        return Cell(marks=(Mark(style.ABSENT, colours.muted),), spoken=status_of(row), absent=True)
    spoken = words.count(n or 0, counted.one)
    if not n:
        return Cell(marks=(Mark("–", colours.muted),), spoken=spoken)
    tone = getattr(colours, counted.colours)[kind]
    return Cell(marks=(Mark(f"{counted.shapes[kind]} {n}", tone, strong=True),), spoken=spoken)


def _table(counted: Said, rows: list[dict[str, Any]], levels: Levels) -> pl.DataFrame:
    labels = {kind: words.sentence(counted.names[kind]) for kind in counted.kinds}
    total = words.sentence(f"{counted.one}s")
    return pl.DataFrame(
        [
            {
                _WORDS["corner"]: row["site_name"],
                _WORDS["level"]: levels.label(row["site_id"]),
                total: row[counted.total] or None,
                **{
                    label: row[counted.kinds[kind]] if row[counted.total] else None
                    for kind, label in labels.items()
                },
                _WORDS["status"]: None if row[counted.total] else status_of(row),
            }
            for row in rows
        ],
        schema={
            _WORDS["corner"]: pl.String,
            _WORDS["level"]: pl.String,
            total: pl.Int64,
            **dict.fromkeys(labels.values(), pl.Int64),
            _WORDS["status"]: pl.String,
        },
    )
