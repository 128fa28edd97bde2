"""The sites to read: where, in which setting, at which income level, and what may be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.figures.income import level
from bridgeboard.charts.html_matrix import Cell, Mark, Matrix, Row

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_SHAPES = {"low": "●", "lower-middle": "◆", "upper-middle": "■", "high": "▲"}
_WORDS = {
    "title": "Which sites are there?",
    "corner": "Site",
    "columns": ("Setting", "Income level of the country", "May its waves be compared?"),
    "at": "at {wave}",
    "day": "World Bank, on {day}",
    "reported": "the source says “{level}”",
    "undated": "not dated",
    "alias": "Stands for {other} at a later wave; the two must not be compared.",
    "aliased": "At a later wave {other} stands for this site; the two must not be compared.",
    "yes": "Yes",
    "no": "No",
    "unknown": "Not said",
    "hospital": "Hospital",
    "community": "Community",
    "both": "Hospital and community",
    "setting_unknown": "Not known",
    "alt": "{sites}: {list}.",
    "n": "{sites}",
    "at_wave": "income level by World Bank group on the wave's first day",
    "at_baseline": "income level by World Bank group on the first wave's first day",
    "as_reported": "income level as the source words it",
}


def sites(sites_shown: Shown, income: Shown, basis: str, *, dark: bool = False) -> Chart:
    """The sites as a table to read.

    In:      the measures `sites` and `income`; basis: at_wave, at_baseline or as_reported.
    Missing: what no source says is "not known", "not said" or "not dated".
    """
    colours = style.palette(dark)
    rows = sites_shown.frame.to_dicts()
    levels: dict[str, list[dict[str, Any]]] = {}
    for row in income.frame.to_dicts():
        if level(row, basis):
            levels.setdefault(row["site_id"], []).append(row)
    stands_for_me = {row["alias_of"]: row["site_name"] for row in rows if row["alias_of"]}
    alt = _WORDS["alt"].format(
        sites=words.count(len(rows), "site"),
        list=words.listed([row["site_name"] for row in rows], 12),
    )
    matrix = Matrix(
        name=alt,
        corner=_WORDS["corner"],
        columns=_WORDS["columns"],
        rows=[
            Row(
                row["site_name"],
                (
                    Cell(lines=(_setting(row),)),
                    _income(levels.get(row["site_id"], []), row, basis, colours),
                    Cell(
                        lines=(_WORDS[row["comparable_across_waves"]], _alias(row, stands_for_me))
                    ),
                ),
                under=", ".join(
                    dict.fromkeys(
                        part
                        for part in (row["city"], row["country"])
                        if part and part != row["site_name"]
                    )
                ),
            )
            for row in rows
        ],
        stamp=provenance.mark(sites_shown),
        widths=(20, 17, 35, 28),
    )
    return Chart(
        title=_WORDS["title"],
        figure=html_matrix.drawn(matrix, colours) if rows else None,
        alt=alt,
        n_text=_WORDS["n"].format(sites=words.count(len(rows), "site")),
        unit=_WORDS[basis],
        source_text=provenance.source(
            sites_shown, *(row["source_label"] or "" for row in rows), "World Bank (income)"
        ),
        provenance_mark=provenance.mark(sites_shown),
        table=_table(rows, levels, basis),
        notes=sites_shown.notes,
    )


def _setting(row: dict[str, Any]) -> str:
    known = row["setting"] != "unknown"
    return _WORDS[row["setting"]] if known else _WORDS["setting_unknown"]


def _alias(row: dict[str, Any], stands_for_me: dict[str, str]) -> str:
    if row["alias_name"]:
        return _WORDS["alias"].format(other=row["alias_name"])
    if row["site_id"] in stands_for_me:
        return _WORDS["aliased"].format(other=stands_for_me[row["site_id"]])
    return ""


def _income(
    known: list[dict[str, Any]], row: dict[str, Any], basis: str, colours: style.Palette
) -> Cell:
    """The level at the first wave that has one, each change after it, and the source's word."""
    said, now = [], None
    for one in known:
        found = level(one, basis)
        if found != now:
            said.append((found, one))
            now = found
    word = row["income_as_reported"]
    reported = _WORDS["reported"].format(level=word) if word and basis != "as_reported" else ""
    if not said:
        return Cell(lines=(_WORDS["undated"], reported))
    first, one = said[0]
    when = _WORDS["at"].format(wave=one["wave_label"])
    if basis == "at_wave" and one["on_date"]:
        when += f"; {_WORDS['day'].format(day=one['on_date'])}"
    more = [
        f"{words.INCOMES.get(found or '', found)} {_WORDS['at'].format(wave=later['wave_label'])}"
        for found, later in said[1:]
    ]
    shape = _SHAPES.get(first or "", "")
    return Cell(
        marks=(Mark(shape, colours.incomes[first]),) if shape and first else (),
        lines=(words.INCOMES.get(first or "", first or ""), when, *more, reported),
    )


def _table(
    rows: list[dict[str, Any]], levels: dict[str, list[dict[str, Any]]], basis: str
) -> pl.DataFrame:
    def dated(row: dict[str, Any]) -> str:
        known = levels.get(row["site_id"], [])
        return "; ".join(f"{one['wave_label']}: {level(one, basis)}" for one in known)

    columns = {
        "Site": "site_name",
        "City": "city",
        "Country": "country",
        "Setting": "setting",
        "Stands for": "alias_name",
        "Waves comparable": "comparable_across_waves",
        "Income as the source words it": "income_as_reported",
        "Latitude": "latitude",
        "Longitude": "longitude",
        "Source": "source_label",
        "Note": "note",
    }
    types = {
        name: pl.Float64 if name in ("Latitude", "Longitude") else pl.String for name in columns
    }
    frame = pl.DataFrame(
        {name: [row[column] for row in rows] for name, column in columns.items()}, schema=types
    )
    return frame.insert_column(
        4, pl.Series("Income level", [dated(row) for row in rows], dtype=pl.String)
    )
