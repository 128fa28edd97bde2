"""What supports and what hinders implementation at each site, as the sources say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Mark, Matrix, Row

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "title": "{wave}: what supports, what hinders, and where?",
    "corner": "Factor",
    "unsaid": "not said",
    "opener": "Show the sites for",
    "n": "{facts} with a site",
    "quiet": "not reported, which is not “absent”",
    "alt": "{wave}: {supports} supported, {hinders} hindered and {mixed} mixed, over "
    "{factors} and {sites}. {most}",
    "most": "{factor} hinders at most sites ({names}).",
    "unit": "facts in the sources",
}


def context(shown: Shown, wave_id: str, *, dark: bool = False) -> Chart:
    """Factor x site at one wave: supports, hinders, mixed, direction unknown, not reported.

    In:      the measure `context`. Missing: not reported is a middle dot, never a direction.
    """
    colours = style.palette(dark)
    frame = shown.frame.filter(pl.col("wave_id") == wave_id)
    rows = frame.to_dicts()
    sites = {r["site_id"]: r["site_name"] or words.NO_SITE for r in rows if r["site_id"]}
    if any(r["site_id"] is None and r["n"] for r in rows):
        sites[None] = words.NO_SITE
    factors = _factors(rows)
    cells = {(r["factor"], r["site_id"]): r for r in rows}
    wave = rows[0]["wave_label"] if rows else ""
    alt = _reading(rows, factors, sites, wave)
    matrix = Matrix(
        name=alt,
        corner=_WORDS["corner"],
        columns=list(sites.values()),
        rows=[
            Row(
                label,
                tuple(_cell(cells.get((factor, site)), colours) for site in sites),
                under=_balance(rows, factor),
            )
            for factor, label in factors.items()
        ],
        legend=[
            (
                style.DIRECTION_SHAPES[direction],
                colours.directions[direction],
                _WORDS["quiet"] if direction == "not reported" else word,
            )
            for direction, word in words.DIRECTIONS.items()
        ],
        opener=_WORDS["opener"],
        stamp=provenance.mark(shown),
        brief="closed",
    )
    n = sum(r["n"] for r in rows if r["site_id"])
    return Chart(
        title=_WORDS["title"].format(wave=wave),
        figure=html_matrix.drawn(matrix, colours) if factors else None,
        alt=alt,
        n_text=_WORDS["n"].format(facts=words.count(n, "fact")),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=_table(frame),
        notes=shown.notes,
    )


def _factors(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Labels of factors with a fact, those known for most sites first."""
    found = {r["factor"]: r["factor_label"] for r in rows if r["n"]}
    at = {factor: sum(r["factor"] == factor and r["n"] > 0 for r in rows) for factor in found}
    return dict(sorted(found.items(), key=lambda item: (-at[item[0]], item[1])))


def _balance(rows: list[dict[str, Any]], factor: str) -> str:
    """At how many sites a factor supports, hinders and is mixed: ▲ 5 ▼ 3 ◆ 1."""
    found = [r["direction"] for r in rows if r["factor"] == factor and r["site_id"] and r["n"]]
    known = [(style.DIRECTION_SHAPES[d], found.count(d)) for d in words.DIRECTIONS if d in found]
    return "  ".join(f"{shape} {n}" for shape, n in known)


def _cell(row: dict[str, Any] | None, colours: style.Palette) -> Cell:
    direction = row["direction"] if row and row["n"] else "not reported"
    shape, colour = style.DIRECTION_SHAPES[direction], colours.directions[direction]
    if direction == "not reported":
        return Cell(marks=(Mark(shape, colour),), spoken=words.NOT_REPORTED, absent=True)
    word = words.DIRECTIONS[direction]
    short = _WORDS["unsaid"] if direction == "unknown" else word
    n = (Mark(words.count(row["n"], "fact"), colours.muted),) if row["n"] > 1 else ()
    return Cell(
        marks=(Mark(f"{shape} {short}", colour), *n),
        spoken=f"{word}, {words.count(row['n'], 'fact')}",
    )


def _reading(
    rows: list[dict[str, Any]], factors: dict[str, str], sites: dict[Any, str], wave: str
) -> str:
    at = [row for row in rows if row["site_id"] and row["n"]]
    n = {d: sum(row["direction"] == d for row in at) for d in ("supports", "hinders", "mixed")}
    held = {
        factor: [
            r["site_name"] for r in at if r["factor"] == factor and r["direction"] == "hinders"
        ]
        for factor in factors
    }
    most = max(held, key=lambda factor: len(held[factor]), default=None)
    return (
        _WORDS["alt"]
        .format(
            wave=wave,
            **n,
            factors=words.count(len(factors), "factor"),
            sites=words.count(sum(1 for site in sites if site), "site"),
            most=_WORDS["most"].format(factor=factors[most], names=words.listed(held[most]))
            if most and held[most]
            else "",
        )
        .strip()
    )


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Factor=pl.col("factor_label"),
        Wave=pl.col("wave_label"),
        Site=pl.col("site_name").fill_null(words.NO_SITE),
        Direction=pl.col("direction").replace_strict(words.DIRECTIONS),
        Facts=pl.when(pl.col("n") > 0).then("n"),
        Supports=pl.when(pl.col("n") > 0).then("n_supports"),
        Hinders=pl.when(pl.col("n") > 0).then("n_hinders"),
        Mixed=pl.when(pl.col("n") > 0).then("n_mixed"),
        Unknown=pl.when(pl.col("n") > 0).then("n_unknown"),
    )
