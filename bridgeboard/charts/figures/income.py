"""Income level of each site's country, dated, with its basis and what the source calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Mark, Matrix, Row

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: Which column of the measure holds the level on a basis.
_COLUMN = {
    "at_wave": "income_level_at_wave",
    "at_baseline": "income_level_at_baseline",
    "as_reported": "income_as_reported",
}
_SHAPES = {"low": "●", "lower-middle": "◆", "upper-middle": "■", "high": "▲"}
_WORDS = {
    "title": "Which income level does each site's country have?",
    "corner": "Site",
    "reported": "called “{level}” by the source",
    "unreported": "the source words no level",
    "day": "on {day}, fiscal year {year}",
    "undated": "not dated",
    "at_wave": "World Bank group on the wave's first day",
    "at_baseline": "World Bank group on the first wave's first day, for all waves",
    "as_reported": "as the source words it",
    "alt": "{basis}. {changed}",
    "changed": "It changes over the waves at {names}.",
    "same": "It doesn't change over the waves that have a date.",
    "n": "{sites}",
}


def level(row: dict[str, Any], basis: str) -> str | None:
    """A row's income level on a basis."""
    return row[_COLUMN[basis]]


def income(shown: Shown, basis: str, *, dark: bool = False) -> Chart:
    """Site x wave: income level on a basis, the day it holds for, and what the source calls it.

    In:      the measure `income`. Missing: "not dated" where the source gives the wave no date.
    """
    colours = style.palette(dark)
    rows = shown.frame.to_dicts()
    waves = {row["wave_id"]: row["wave_label"] for row in rows}
    sites = {row["site_id"]: row for row in rows}
    cells = {(row["site_id"], row["wave_id"]): row for row in rows}
    levels = {
        site: {level(cells[site, w], basis) for w in waves if (site, w) in cells} - {None}
        for site in sites
    }
    changed = [sites[site]["site_name"] for site, found in levels.items() if len(found) > 1]
    alt = _WORDS["alt"].format(
        basis=words.sentence(_WORDS[basis]),
        changed=_WORDS["changed"].format(names=words.listed(changed))
        if changed
        else _WORDS["same"],
    )
    matrix = Matrix(
        name=f"{_WORDS['title']} {alt}",
        corner=_WORDS["corner"],
        columns=list(waves.values()),
        rows=[
            Row(
                row["site_name"],
                tuple(_cell(cells.get((site, wave)), basis, colours) for wave in waves),
                under=_WORDS["reported"].format(level=row["income_as_reported"])
                if row["income_as_reported"]
                else _WORDS["unreported"],
            )
            for site, row in sites.items()
        ],
    )
    return Chart(
        title=_WORDS["title"],
        figure=html_matrix.drawn(matrix, colours) if rows else None,
        alt=alt,
        n_text=_WORDS["n"].format(sites=words.count(len(sites), "site")),
        unit=_WORDS[basis],
        source_text=provenance.source(shown, "" if basis == "as_reported" else "World Bank"),
        provenance_mark="",
        table=_table(shown.frame, basis),
        notes=shown.notes,
    )


def _cell(row: dict[str, Any] | None, basis: str, colours: style.Palette) -> Cell:
    found = level(row, basis) if row else None
    if row is None or found is None:
        said = (row or {}).get("note") or _WORDS["undated"]
        return Cell(lines=("", said.split(":")[0]))
    shape = _SHAPES.get(found, "")
    day = ""
    if basis == "at_wave" and row["on_date"] and row["fiscal_year"]:
        day = _WORDS["day"].format(day=f"{row['on_date']:%Y-%m-%d}", year=row["fiscal_year"])
    name = words.INCOMES.get(found, found)
    return Cell(
        marks=(Mark(shape, colours.incomes[found]),) if shape else (),
        lines=(name, day),
        spoken=f"{name}, {day}",
    )


def _table(frame: pl.DataFrame, basis: str) -> pl.DataFrame:
    return frame.select(
        Site=pl.col("site_name"),
        Wave=pl.col("wave_label"),
        **{
            "Income level": pl.col(_COLUMN[basis]),
            "On the wave's first day": pl.col("income_level_at_wave"),
            "On the first wave's first day": pl.col("income_level_at_baseline"),
            "As the source words it": pl.col("income_as_reported"),
            "Day": pl.col("on_date"),
            "Fiscal year": pl.col("fiscal_year"),
        },
        Source=pl.col("source"),
        Note=pl.col("note"),
    )
