"""Which themes were reported at which site, how often, and for or against."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Mark, Matrix, Row

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

STANCES = tuple(words.STANCES)
_WORDS = {
    "title": "{wave}: which themes were reported where?",
    "corner": "Theme",
    "opener": "Show subthemes",
    "quiet": "not reported in this source, which is not zero",
    "held": "not reported or not released, which is not zero",
    "n": "{statements}, each counted once",
    "released": "only statements released for sharing are counted",
    "alt": "{wave}: {statements}. Most are about {theme} ({n}), {where}.",
    "at": "reported at {n} of {sites}",
    "nowhere": "where the source names no site",
    "none": "{wave}: no statement is reported.",
    "unit": "statements",
}

_Key = tuple[str, str | None, bool]


def themes(
    shown: Shown,
    wave_id: str,
    *,
    dark: bool = False,
    opened: Collection[str] = (),
    link: Callable[[str, str | None], str] | None = None,
) -> Chart:
    """Theme x site at one wave: statements with their stances, main themes with a tree to open.

    In:      the measure `themes`; opened: main themes whose subthemes are open at first; link:
             the address of the statements of a theme at a site (None: the source names no site).
    Missing: a theme not reported at a site is a middle dot, never 0.
    """
    colours = style.palette(dark)
    rows = shown.frame.filter(pl.col("wave_id") == wave_id).to_dicts()
    cells: dict[_Key, dict[str, Any]] = {
        (row["theme_id"], row["site_id"], row["is_total"]): row for row in rows
    }
    columns = _columns(rows)
    order = {row["theme_id"]: row for row in sorted(rows, key=lambda row: row["theme_order"])}
    most = {
        True: max((row["n_incl"] for row in rows if row["is_total"]), default=0),
        False: max((row["n_incl"] for row in rows if not row["is_total"]), default=0),
    }

    def cell(theme_id: str, site_id: str | None, is_total: bool) -> Cell:
        row = cells.get((theme_id, site_id, is_total))
        address = link(theme_id, None if is_total else site_id) if link else ""
        return _cell(row, most[is_total], colours, "" if is_total or not site_id else address)

    drawn = [
        Row(
            label=row["theme_label"],
            cells=tuple(cell(theme_id, *key) for key in columns),
            depth=row["depth"],
            opened=theme_id in opened,
        )
        for theme_id, row in order.items()
    ]
    wave = rows[0]["wave_label"] if rows else ""
    held = any(row["status"] == "none released" for row in rows)
    title = _WORDS["title"].format(wave=wave)
    alt, n_text = _reading(rows, wave, columns, shown.view)
    matrix = Matrix(
        name=alt,
        corner=_WORDS["corner"],
        columns=list(columns.values()),
        rows=drawn,
        legend=[
            *((style.STANCE_SHAPES[s], colours.stances[s], words.STANCES[s]) for s in STANCES),
            ("·", colours.muted, _WORDS["held" if held else "quiet"]),
        ],
        opener=_WORDS["opener"],
        stamp=provenance.mark(shown),
    )
    return Chart(
        title=title,
        figure=html_matrix.drawn(matrix, colours) if rows else None,
        alt=alt,
        n_text=n_text,
        unit=_WORDS["unit"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=_table(shown.frame.filter(pl.col("wave_id") == wave_id)),
        notes=shown.notes,
    )


def _columns(rows: list[dict[str, Any]]) -> dict[tuple[str | None, bool], str]:
    """Sites in order, then statements that name no site (if any), then all sites."""
    named = {(r["site_id"], False): r["site_name"] for r in rows if r["site_id"]}
    unnamed = [r for r in rows if r["site_id"] is None and not r["is_total"] and r["n_incl"]]
    total = [r for r in rows if r["is_total"]]
    return {
        **named,
        **({(None, False): words.NO_SITE} if unnamed else {}),
        **({(None, True): words.ALL_SITES} if total else {}),
    }


def _cell(row: dict[str, Any] | None, most: int, colours: style.Palette, link: str) -> Cell:
    if row is None or not row["n_incl"]:
        return Cell(
            marks=(Mark("·", colours.muted),),
            spoken=row["status"] if row else words.NOT_REPORTED,
            absent=True,
        )
    found = [(stance, row[f"n_incl_{stance}"]) for stance in STANCES if row[f"n_incl_{stance}"]]
    spoken = ", ".join(
        words.count(n, words.STANCES[stance], words.STANCES[stance]) for stance, n in found
    )
    return Cell(
        big=str(row["n_incl"]),
        marks=tuple(
            Mark(f"{style.STANCE_SHAPES[stance]}{n}", colours.stances[stance])
            for stance, n in found
        ),
        spoken=f"{words.count(row['n_incl'], 'statement')}: {spoken}",
        parts=tuple((n / most, colours.stances[stance]) for stance, n in found),
        tint=_tint(row["n_incl"] / most),
        link=link,
    )


def _tint(share: float) -> float:
    return style.TINT_LEAST + (style.TINT_MOST - style.TINT_LEAST) * share


def _reading(
    rows: list[dict[str, Any]], wave: str, columns: dict[Any, str], view: str
) -> tuple[str, str]:
    totals = [row for row in rows if row["is_total"] and row["depth"] == 0]
    n = sum(row["n_incl"] for row in totals)
    statements = words.count(n, "statement")
    n_text = _WORDS["n"].format(statements=statements)
    if view == "shareable":
        n_text += "; " + _WORDS["released"]
    if not n:
        return _WORDS["none"].format(wave=wave), n_text
    top = max(totals, key=lambda row: row["n_incl"])
    at = [r for r in rows if r["theme_id"] == top["theme_id"] and r["site_id"] and r["n_incl"]]
    sites = sum(1 for site_id, _ in columns if site_id)
    alt = _WORDS["alt"].format(
        wave=wave,
        statements=statements,
        theme=f"“{top['theme_label']}”",
        n=top["n_incl"],
        where=_WORDS["at"].format(n=len(at), sites=words.count(sites, "site"))
        if at
        else _WORDS["nowhere"],
    )
    return alt, n_text


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    """The same as rows: one per theme and site; nothing where it is not reported."""
    reported = pl.col("status") == "reported"
    return frame.select(
        Theme=pl.col("theme_label"),
        Wave=pl.col("wave_label"),
        Site=pl.when("is_total")
        .then(pl.lit(words.ALL_SITES))
        .otherwise(pl.col("site_name").fill_null(words.NO_SITE)),
        Statements=pl.when(reported).then("n_incl"),
        **{"On the theme itself": pl.when(reported).then("n")},
        **{
            words.sentence(words.STANCES[stance]): pl.when(reported).then(f"n_incl_{stance}")
            for stance in STANCES
        },
        Status=pl.col("status"),
    )
