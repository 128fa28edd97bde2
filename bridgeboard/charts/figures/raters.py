"""How far raters agree before they settle on a consensus, and what they differ on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Matrix, Row

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: More than this nobody reads in one go; the table has them all.
_MOST = 12
_WORDS = {
    "title": "How far do raters agree, before they talk?",
    "corner": "Raters",
    "columns": ("Said the same", "Within one step", "Weighted kappa", "Krippendorff's alpha"),
    "n": "{n} constructs at sites rated twice",
    "alt": "{raters} at {wave}: the same on {same} of {n}, within one step on {near}.",
    "none": "Nothing was rated by two raters.",
    "unit": "share; kappa and alpha: 1 is full agreement, 0 is chance",
    "interval": "95 % interval {interval}",
    "ordinal": "ordinal, over ratings",
    "nominal": "{value} nominal, with mixed and missing",
    "differ": "What raters differ on, the furthest apart first",
    "differ_columns": ("What each gave", "Consensus"),
    "differ_corner": "Construct",
    "where": "{site}, {wave}",
    "apart": "{steps} apart",
    "opposite": "one sees a barrier, one a facilitator",
    "open": "none yet",
    "team": "for the team",
    "differ_alt": "Raters differ on {n}; {settled} have a consensus by now, {opposite} are a "
    "barrier to one and a facilitator to another.",
    "differ_n": "{n}",
    "differ_unit": "steps of the rating",
    "most": "The first {most} of {n}; the table has all.",
}


def agreement(shown: Shown, *, dark: bool = False) -> Chart:
    """Agreement of all raters and of each pair, wave by wave. In: `rater_agreement`."""
    rows = [row for row in shown.frame.to_dicts() if row["n_units"]]
    drawn = [
        row
        for row in rows
        if row["is_all"] or sum(r["wave_id"] == row["wave_id"] for r in rows) > 2
    ]
    colours = style.palette(dark)
    said = [
        _WORDS["alt"].format(
            raters=row["raters"],
            wave=row["wave_label"],
            same=words.percent(row["share_equal"]),
            n=row["n_units"],
            near=words.percent(row["share_within_one"]),
        )
        for row in drawn
        if row["is_all"]
    ]
    alt = " ".join(said) or _WORDS["none"]
    matrix = Matrix(
        name=alt,
        corner=_WORDS["corner"],
        columns=_WORDS["columns"],
        rows=[
            Row(row["raters"], _agreed(row, _kappa_of(row, rows)), under=row["wave_label"])
            for row in drawn
        ],
        stamp=provenance.mark(shown),
        widths=(20, 18, 16, 22, 24),
    )
    reasons = dict.fromkeys(row["reason"] for row in shown.frame.to_dicts() if row["reason"])
    return Chart(
        title=_WORDS["title"],
        figure=html_matrix.drawn(matrix, colours) if drawn else None,
        alt=alt,
        n_text=words.listed(
            [f"{row['wave_label']}: {row['n_units']} rated twice" for row in drawn if row["is_all"]]
        )
        if drawn
        else "",
        unit=_WORDS["unit"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=_agreement_table(shown.frame),
        notes=(*reasons, *shown.notes),
    )


def _kappa_of(row: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Of two raters all together are the pair, whose kappa stands for both."""
    pairs = [r for r in rows if r["wave_id"] == row["wave_id"] and not r["is_all"]]
    return pairs[0] if row["is_all"] and len(pairs) == 1 else row


def _agreed(row: dict[str, Any], pair: dict[str, Any]) -> tuple[Cell, ...]:
    kappa = ()
    if pair["kappa"] is not None:
        kappa = (words.number(pair["kappa"], 2),)
        if pair["kappa_lower"] is not None:
            between = words.interval(pair["kappa_lower"], pair["kappa_upper"], 2)
            kappa += (_WORDS["interval"].format(interval=between),)
    alpha = ()
    if row["alpha_ordinal"] is not None:
        alpha = (words.number(row["alpha_ordinal"], 2), _WORDS["ordinal"])
    if row["alpha_nominal"] is not None:
        nominal = _WORDS["nominal"].format(value=words.number(row["alpha_nominal"], 2))
        alpha = (*alpha, nominal)
    return (
        Cell(lines=(words.percent(row["share_equal"]), _WORDS["n"].format(n=row["n_units"]))),
        Cell(lines=(words.percent(row["share_within_one"]),)),
        Cell(lines=kappa or ("–",)),
        Cell(lines=alpha or ("–",)),
    )


def disagreements(shown: Shown, *, dark: bool = False) -> Chart:
    """What raters differ on, without a consensus first. In: `rater_disagreements`."""
    frame = shown.frame.sort(
        "resolved", "distance", descending=[False, True], nulls_last=True, maintain_order=True
    )
    rows = frame.to_dicts()
    colours = style.palette(dark)
    alt = _WORDS["differ_alt"].format(
        n=words.count(len(rows), "construct at a site", "constructs at sites"),
        settled=sum(row["resolved"] for row in rows),
        opposite=sum(bool(row["opposite"]) for row in rows),
    )
    matrix = Matrix(
        name=alt,
        corner=_WORDS["differ_corner"],
        columns=_WORDS["differ_columns"],
        rows=[
            Row(
                row["construct_label"],
                _differed(row),
                under=_WORDS["where"].format(site=row["site_name"], wave=row["wave_label"]),
            )
            for row in rows[:_MOST]
        ],
        stamp=provenance.mark(shown),
        widths=(34, 36, 30),
    )
    most = (_WORDS["most"].format(most=_MOST, n=len(rows)),) if len(rows) > _MOST else ()
    return Chart(
        title=_WORDS["differ"],
        figure=html_matrix.drawn(matrix, colours) if rows else None,
        alt=alt,
        n_text=words.count(len(rows), "construct at a site", "constructs at sites"),
        unit=_WORDS["differ_unit"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=_differ_table(frame),
        notes=(*most, *shown.notes),
    )


def _differed(row: dict[str, Any]) -> tuple[Cell, Cell]:
    apart = ""
    if row["distance"] is not None:
        apart = _WORDS["apart"].format(steps=words.count(row["distance"], "step"))
    how = "; ".join(part for part in (apart, _WORDS["opposite"] if row["opposite"] else "") if part)
    consensus = (row["consensus"] or _WORDS["open"], row["consensus_rationale"] or "")
    return Cell(lines=(row["ratings"] or _WORDS["team"], how)), Cell(lines=consensus)


def _agreement_table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Wave=pl.col("wave_label"),
        Raters=pl.col("raters"),
        **{
            "Rated twice": pl.col("n_units"),
            "With numbers": pl.col("n_rated"),
            "Share the same": pl.col("share_equal"),
            "Share within one step": pl.col("share_within_one"),
            "Weighted kappa": pl.col("kappa"),
            "Lower": pl.col("kappa_lower"),
            "Upper": pl.col("kappa_upper"),
            "Alpha (ordinal)": pl.col("alpha_ordinal"),
            "Alpha (nominal)": pl.col("alpha_nominal"),
        },
        Status=pl.col("status"),
        Reason=pl.col("reason"),
    )


def _differ_table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Construct=pl.col("construct_label"),
        Site=pl.col("site_name"),
        Wave=pl.col("wave_label"),
        Raters=pl.col("ratings"),
        Why=pl.col("rationale"),
        Steps=pl.col("distance"),
        Opposite=pl.col("opposite"),
        Consensus=pl.col("consensus"),
        **{"Why agreed": pl.col("consensus_rationale")},
    )
