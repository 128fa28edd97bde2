"""What evidence exists where: site by kind of evidence, wave by wave, with n."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Mark, Matrix, Row

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_PRESENT, _ABSENT, _HIDDEN = "●", "○", "✕"
#: A number of three figures needs so much.
_SLOT_PIXELS = 21
_WORDS = {
    "title": "What evidence exists where?",
    "corner": "Site",
    "opener": "Show the evidence of",
    "order": "each cell, left to right: {waves}",
    "present": "how many are loaded",
    "alt": "{sites} and {waves}: {best}. {missing}",
    "best": "most widespread is {evidence} ({n} of {all} site and wave pairs)",
    "missing": "Nothing is loaded for {names} at any site.",
    "whole": "Every kind of evidence is loaded somewhere.",
    "n": "{sites}, {waves}",
    "unit": "how many of what the column names; people who answered, for a survey",
}


def coverage(shown: Shown, *, dark: bool = False) -> Chart:
    """Site x kind of evidence; a cell has one number a wave, in the order of the waves.

    In:      the measure `coverage`. Missing: nothing loaded is a ring, never 0.
    """
    colours = style.palette(dark)
    rows = shown.frame.filter(~pl.col("is_total")).to_dicts()
    waves = {
        r["wave_id"]: r["wave_label"]
        for r in sorted(rows, key=lambda r: (r["wave_order"] is None, r["wave_order"]))
        if r["wave_id"]
    }
    sites = {r["site_id"]: r["site_name"] for r in rows if r["site_id"]}
    if any(r["site_id"] is None and r["status"] == "present" for r in rows):
        sites[None] = words.NO_SITE
    kinds = {r["evidence"]: r["evidence_label"] for r in rows}
    cells = {(r["site_id"], r["evidence"], r["wave_id"]): r for r in rows}
    dated = {
        kind: [*(waves if any(k == kind and w for _, k, w in cells) else ()), None]
        for kind in kinds
    }
    alt = _reading(rows, kinds, waves, sites)
    matrix = Matrix(
        name=alt,
        corner=_WORDS["corner"],
        columns=list(kinds.values()),
        rows=[
            Row(
                name,
                tuple(
                    _cell({w: cells.get((site, kind, w)) for w in dated[kind]}, waves, colours)
                    for kind in kinds
                ),
            )
            for site, name in sites.items()
        ],
        legend=[
            ("1, 2, …", colours.ink, _WORDS["present"]),
            (_ABSENT, colours.muted, words.NOT_LOADED),
            *(
                (_HIDDEN, colours.muted, why)
                for why in dict.fromkeys(r["hidden"] for r in rows)
                if why
            ),
            ("→", colours.muted, _WORDS["order"].format(waves=", ".join(waves.values()))),
        ],
        cell_pixels=_SLOT_PIXELS * max(len(waves), 2) + 14,
        slots=max(len(waves), 1),
        brief="missing",
        opener=_WORDS["opener"],
        stamp=provenance.mark(shown),
    )
    return Chart(
        title=_WORDS["title"],
        figure=html_matrix.drawn(matrix, colours) if sites else None,
        alt=alt,
        n_text=_WORDS["n"].format(
            sites=words.count(sum(1 for site in sites if site), "site"),
            waves=words.count(len(waves), "wave"),
        ),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=_table(shown.frame),
        notes=shown.notes,
    )


def _cell(
    found: dict[str | None, dict[str, Any] | None], waves: dict[str, str], colours: style.Palette
) -> Cell:
    """One mark a wave; evidence that names no wave comes last and only if there is some."""
    marks, spoken = [], []
    for wave_id, row in found.items():
        present = row is not None and row["status"] == "present"
        if wave_id is None and not present and len(found) > 1:
            continue
        name = words.ANY_TIME if wave_id is None else waves[wave_id]
        if not present:
            marks.append(Mark(_ABSENT, colours.muted))
            spoken.append(f"{name}: {words.NOT_LOADED}")
        elif row["hidden"] and row["n"] is None:
            marks.append(Mark(_HIDDEN, colours.muted))
            spoken.append(f"{name}: {row['hidden']}")
        else:
            n = "" if row["n"] is None else words.number(row["n"], 0)
            marks.append(Mark(n or _PRESENT, colours.ink, strong=True))
            spoken.append(f"{name}: {n} {row['unit']}")
    if all(mark.text == _ABSENT for mark in marks):
        return Cell(marks=tuple(marks), spoken=words.NOT_LOADED, absent=True)
    return Cell(marks=tuple(marks), spoken="; ".join(spoken))


def _reading(
    rows: list[dict[str, Any]],
    kinds: dict[str, str],
    waves: dict[str, str],
    sites: dict[str | None, str],
) -> str:
    here = {
        kind: sum(r["status"] == "present" and r["evidence"] == kind for r in rows)
        for kind in kinds
    }
    label = {r["evidence"]: r["evidence_label"] for r in rows}
    best = max(here, key=lambda kind: here[kind], default=None)
    absent = [label[kind] for kind, n in here.items() if n == 0]
    pairs = len({(r["site_id"], r["wave_id"]) for r in rows if r["site_id"] and r["wave_id"]})
    return _WORDS["alt"].format(
        sites=words.count(sum(1 for site in sites if site), "site"),
        waves=words.count(len(waves), "wave"),
        best=_WORDS["best"].format(evidence=label[best], n=here[best], all=pairs)
        if best
        else words.NOT_LOADED,
        missing=_WORDS["missing"].format(names=words.listed(absent)) if absent else _WORDS["whole"],
    )


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Site=pl.when("is_total")
        .then(pl.lit(words.ALL_SITES))
        .otherwise(pl.col("site_name").fill_null(words.NO_SITE)),
        Wave=pl.col("wave_label").fill_null(words.ANY_TIME),
        Evidence=pl.col("evidence_label"),
        Number=pl.col("n"),
        Unit=pl.col("unit"),
        People=pl.col("n_people"),
        Status=pl.coalesce("hidden", "status"),
    )
