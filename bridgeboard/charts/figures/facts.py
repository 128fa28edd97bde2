"""Context facts in words: at which site, which way they bear, and who says so."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Mark, Matrix, Row

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "corner": "Site",
    "columns": ("Direction", "What is known", "Who says so"),
    "since": "Since",
    "value": "{value} {unit}",
    "alt": "{facts} at {sites}: {supports} supporting, {hinders} hindering, {mixed} mixed, "
    "{unknown} without a direction.",
    "silent": " Nothing is reported for {names}.",
    "none": "Nothing is reported.",
    "n": "{facts}",
    "unit": "facts in the sources",
    "refs": "transcript {refs}",
    "note": "Note: {note}",
}


def facts(
    shown: Shown,
    title: str,
    factors: Collection[str],
    *,
    sites: Shown | None = None,
    dark: bool = False,
) -> Chart:
    """The facts on some factors as a table to read, site by site, each with its source.

    In:      the measure `facts`; sites: the measure `sites`, to name those without a fact.
    Missing: a site without a fact is named as such: nothing is reported for it.
    """
    colours = style.palette(dark)
    frame = shown.frame.filter(pl.col("factor").is_in(list(factors)))
    rows = frame.to_dicts()
    silent = []
    if sites is not None:
        known = {row["site_id"] for row in rows}
        silent = [row["site_name"] for row in sites.frame.to_dicts() if row["site_id"] not in known]
    alt = _reading(rows, silent)
    dated = any(row["unit"] == "year" for row in rows)
    since = (_WORDS["since"],) if dated else ()
    matrix = Matrix(
        name=f"{title} {alt}",
        corner=_WORDS["corner"],
        columns=(*since, *_WORDS["columns"]),
        rows=[
            Row(
                row["site_name"],
                (*((_year(row),) if dated else ()), *_cells(row, colours)),
                under=row["wave_label"] or "",
            )
            for row in rows
        ],
        stamp=provenance.mark(shown),
        widths=(17, 9, 15, 34, 25) if dated else (18, 16, 38, 28),
    )
    return Chart(
        title=title,
        figure=html_matrix.drawn(matrix, colours) if rows else None,
        alt=alt,
        n_text=_WORDS["n"].format(facts=words.count(len(rows), "fact")),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown, *(row["source_label"] or "" for row in rows)),
        provenance_mark=provenance.mark(shown),
        table=_table(frame),
        notes=shown.notes,
    )


def _cells(row: dict[str, Any], colours: style.Palette) -> tuple[Cell, Cell, Cell]:
    direction = row["direction"]
    mark = Mark(
        f"{style.DIRECTION_SHAPES[direction]} {words.DIRECTIONS[direction]}",
        colours.directions[direction],
    )
    refs = row["transcript_refs"]
    return (
        Cell(marks=(mark,)),
        Cell(
            lines=(
                words.sentence(row["finding"]),
                _value(row),
                _WORDS["note"].format(note=row["note"]) if row["note"] else "",
            )
        ),
        Cell(
            lines=(
                row["source_label"] or words.PROVENANCES[row["provenance"]],
                words.sentence(f"{words.KINDS[row['kind']]}; {words.SCOPES[row['scope']]}"),
                ", ".join(
                    part
                    for part in (
                        row["source_location"] or "",
                        _WORDS["refs"].format(refs=refs) if refs else "",
                    )
                    if part
                ),
            )
        ),
    )


def _year(row: dict[str, Any]) -> Cell:
    known = row["unit"] == "year" and row["value"] is not None
    return Cell(lines=(f"{row['value']:.0f}",)) if known else Cell()


def _value(row: dict[str, Any]) -> str:
    if row["value"] is None or row["unit"] == "year":
        return ""
    return _WORDS["value"].format(value=words.number(row["value"]), unit=row["unit"] or "").strip()


def _reading(rows: list[dict[str, Any]], silent: list[str]) -> str:
    alt = _WORDS["none"]
    if rows:
        directions = [row["direction"] for row in rows]
        alt = _WORDS["alt"].format(
            facts=words.count(len(rows), "fact"),
            sites=words.count(len({row["site_id"] for row in rows if row["site_id"]}), "site"),
            **{d: directions.count(d) for d in ("supports", "hinders", "mixed", "unknown")},
        )
    return alt + (_WORDS["silent"].format(names=words.listed(silent, 12)) if silent else "")


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Site=pl.col("site_name"),
        Wave=pl.col("wave_label"),
        Factor=pl.col("factor_label"),
        Direction=pl.col("direction").replace_strict(words.DIRECTIONS),
        Finding=pl.col("finding"),
        Value=pl.col("value"),
        Unit=pl.col("unit"),
        **{
            "Who says so": pl.col("kind").replace_strict(words.KINDS),
            "How it is tied to the site": pl.col("scope").replace_strict(words.SCOPES),
            "Transcript": pl.col("transcript_refs"),
        },
        Source=pl.col("source_label"),
        Citation=pl.col("source_citation"),
        DOI=pl.col("source_doi"),
        Place=pl.col("source_location"),
        Note=pl.col("note"),
    )
