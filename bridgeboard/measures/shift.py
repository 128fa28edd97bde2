"""shift: how far each scale moved at each site, from one wave to a later one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.comparisons import compared_scales, compared_sites, comparisons
from bridgeboard.measures.drawn_points import drawn_points
from bridgeboard.measures.measure import COMPARISON, SCALE, SITE, Column, Measure, integer, number
from bridgeboard.measures.once import once
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.reasons import Case, no_interval
from bridgeboard.measures.two_waves import (
    NOBODY,
    Evidence,
    evidence,
    paired,
    reading,
    unpaired,
)
from bridgeboard.statistics import Sample, holm

if TYPE_CHECKING:
    from bridgeboard.instruments import Instrument
    from bridgeboard.store import Snapshot

_POINTS = pl.List(pl.Float64)

COLUMNS = (
    *SITE,
    *COMPARISON,
    *SCALE,
    Column("design", "unpaired (all who have a score) or paired (those linked by a person code)"),
    integer("n_from", "Respondents with a score at the earlier wave; paired: pairs", "people"),
    integer("n_to", "Respondents with a score at the later wave; paired: pairs", "people"),
    integer("n_pairs", "People with a score at both waves, linked by their code", "people"),
    integer(
        "n_asked_from", "Respondents who answered the instrument at the earlier wave", "people"
    ),
    integer("n_asked_to", "Respondents who answered the instrument at the later wave", "people"),
    number("mean_from", "Mean score at the earlier wave", "scale points"),
    number("from_lower", "Lower end of its 95 % interval", "scale points"),
    number("from_upper", "Upper end of its 95 % interval", "scale points"),
    number("mean_to", "Mean score at the later wave", "scale points"),
    number("to_lower", "Lower end of its 95 % interval", "scale points"),
    number("to_upper", "Upper end of its 95 % interval", "scale points"),
    number("value", "Later minus earlier mean; paired: mean change", "scale points"),
    number("lower", "Lower end of its 95 % interval (Welch; paired: t)", "scale points"),
    number("upper", "Upper end of its 95 % interval", "scale points"),
    number("se", "Standard error of value", "scale points"),
    number(
        "sd",
        "Spread between people within a wave, both waves pooled; paired: of the changes",
        "scale points",
    ),
    number("g", "Hedges' g; paired: the standardised mean change (SMCC)", "sd"),
    number("g_lower", "Lower end of its 95 % interval", "sd"),
    number("g_upper", "Upper end of its 95 % interval", "sd"),
    number("g_variance", "Sampling variance of g", "sd squared"),
    number("delta", "Cliff's delta; empty for pairs", "-1 to 1"),
    number("delta_lower", "Lower end of its 95 % interval", "-1 to 1"),
    number("delta_upper", "Upper end of its 95 % interval", "-1 to 1"),
    number("hl", "Hodges-Lehmann estimate of the change; pairs only", "scale points"),
    number("hl_lower", "Lower end of its 95 % interval", "scale points"),
    number("hl_upper", "Upper end of its 95 % interval", "scale points"),
    number("p", "Two-sided p of the rank test"),
    Column("test", "The rank test and how its p was found"),
    number("p_holm", "p by Holm, over the sites of the same comparison, scale and design"),
    integer("n_items", "Items in common to both waves, on which the scores rest", "items"),
    integer("n_items_scale", "Items of the scale", "items"),
    Column("items_left_out", "Items of the scale that were not asked at both waves"),
    Column("versions", "Versions of the instrument that were used; empty where only itself"),
    Column("comparable", "Is the site the same at all waves: yes, no or unknown"),
    Column("reading", "rose, fell or no clear change: does the raw interval exclude 0?"),
    Column("status", "ok, no spread, not enough data, no answers, not comparable, or not asked"),
    Column("reason", "Why there is no value or interval, in a sentence; empty where there is"),
    Column(
        "points_from",
        "Scores at the earlier wave; of more than 100, 100 that stand for all; for the team only",
        "scale points",
        _POINTS,
    ),
    Column(
        "points_to",
        "Scores at the later wave, of the same people in the same order where paired",
        "scale points",
        _POINTS,
    ),
)

_GIVEN = ("instrument_id", "scale_id", "from_wave_id", "to_wave_id", "site_id")


@once
def shift(snapshot: Snapshot) -> pl.DataFrame:
    """How far each scale moved at each site from one wave to a later one, and how sure that is.

    In:      comparison_scores and mart_pairs (scores on the items that both waves have in common),
             mart_comparisons, sites, instruments.
    Out:     one row per site, comparison (every wave with every later one), scale and design, also
             where nothing can be said; always later minus earlier. Unpaired: all with a score,
             difference of means with Welch's interval, Hedges' g, Cliff's delta, Mann-Whitney.
             Paired: those with one person_code at both waves of the site, mean change with its t
             interval, SMCC, Hodges-Lehmann, Wilcoxon. reading rests on the interval of value alone.
    Unit:    scale points; g in standard deviations.
    Missing: estimates are null unless status is ok or "no spread" (nobody differs: a value without
             an interval). At least minimum_n people, and never fewer than 3, must have a score at
             each wave. A site that is not comparable across waves, or stands for one that is not,
             is never computed and has no points. reason says which, in a sentence.
    Source:  Welch 1947, doi:10.1093/biomet/34.1-2.28; Hedges 1981, doi:10.3102/10769986006002107;
             Gibbons, Hedeker & Davis 1993, doi:10.3102/10769986018003271 (SMCC); Cliff 1993,
             doi:10.1037/0033-2909.114.3.494; Holm 1979.
    """
    scales, waves = compared_scales(snapshot), comparisons(snapshot)
    found = evidence(snapshot)
    rows = [
        row
        for site in compared_sites(snapshot).to_dicts()
        for scale in scales.to_dicts()
        for two in waves.to_dicts()
        for row in _designs(found, site, scale, two)
    ]
    _correct(rows)
    added = {column.name for column in (*SITE, *COMPARISON, *SCALE)}
    own = {name: dtype for name, dtype in MEASURE.schema.items() if name not in added}
    frame = pl.DataFrame(rows, schema={name: MEASURE.schema[name] for name in _GIVEN} | own)
    frame = frame.join(scales, on=["instrument_id", "scale_id"], how="left", maintain_order="left")
    frame = frame.join(waves, on=["from_wave_id", "to_wave_id"], how="left", maintain_order="left")
    # The sort is stable: designs stay as they are.
    return laid_out(
        frame, COLUMNS, snapshot, then=["from_wave_order", "to_wave_order", "scale_order"]
    )


def _designs(
    found: Evidence, site: dict[str, Any], scale: dict[str, Any], two: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """The rows of one site, scale and comparison, without the columns that are joined later."""
    waves = two["from_wave_id"], two["to_wave_id"]
    which = (scale["instrument_id"], scale["scale_id"], *waves, site["site_id"])
    asked = [found.asked.get((which[0], wave), {}) for wave in waves]
    (before, n_asked_from), (after, n_asked_to) = (
        found.scores.get((*which, wave), (NOBODY, at_wave.get(site["site_id"], 0)))
        for wave, at_wave in zip(waves, asked, strict=True)
    )
    linked = found.pairs.get(which, (NOBODY, NOBODY))
    n_items, left_out, versions = found.items.get(which[:4], (0, None, []))
    family = found.instruments[which[0]]
    case = Case(
        site_name=site["site_name"],
        partner=site["partner"],
        comparable=site["comparable"],
        instrument_name=scale["instrument_name"],
        scale_label=scale["scale_label"],
        from_label=two["from_wave_label"],
        to_label=two["to_wave_label"],
        asked_from=bool(asked[0]),
        asked_to=bool(asked[1]),
        n_items=n_items,
        n_asked_from=n_asked_from,
        n_asked_to=n_asked_to,
        minimum=found.minimum,
    )
    same = dict(zip(_GIVEN, which, strict=True))
    same |= {
        "n_pairs": linked[0].n,
        "n_asked_from": n_asked_from,
        "n_asked_to": n_asked_to,
        "comparable": site["comparable"],
        "n_items": n_items,
        **_words(family, scale["scale_id"], left_out, versions),
    }
    yield same | {"design": "unpaired"} | _estimates(case, before, after, is_paired=False)
    yield same | {"design": "paired"} | _estimates(case, *linked, is_paired=True)


def _words(
    family: tuple[Instrument, ...], scale_id: str, left_out: list[str] | None, versions: list[str]
) -> dict[str, Any]:
    """Columns that name items and versions; left_out None: no two waves, all are left out."""
    base = family[0]
    item_ids = base.scale(scale_id).item_ids
    labels = [base.item(item_id).label for item_id in (item_ids if left_out is None else left_out)]
    names = [one.short_name for one in family if one.instrument_id in versions]
    alone = versions in ([], [base.instrument_id])
    return {
        "n_items_scale": len(item_ids),
        "items_left_out": "; ".join(labels) or None,
        "versions": None if alone else "; ".join(names),
    }


def _estimates(case: Case, before: Sample, after: Sample, *, is_paired: bool) -> dict[str, Any]:
    """The columns that differ between designs."""
    n = {"n_from": before.n, "n_to": after.n}
    status, reason = case.outcome(before.n, after.n, is_paired=is_paired)
    if status == "not comparable":
        return n | {"status": status, "reason": reason, "points_from": [], "points_to": []}
    points = {
        "points_from": drawn_points(before.values, before.counts),
        "points_to": drawn_points(after.values, after.counts),
    }
    if status != "ok":
        return n | points | {"status": status, "reason": reason}
    found = (paired if is_paired else unpaired)(before, after)
    if found.get("lower") is None:
        status, reason = "no spread", no_interval(before.values, after.values, is_paired=is_paired)
    found["reading"] = reading(found.get("lower"), found.get("upper"))
    return n | points | found | {"status": status, "reason": reason}


def _correct(rows: list[dict[str, Any]]) -> None:
    """Write p_holm into the rows."""
    together: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        if row.get("p") is not None:
            group = tuple(row[name] for name in (*_GIVEN[:4], "design"))
            together.setdefault(group, []).append(row)
    for group in together.values():
        for row, p in zip(group, holm([row["p"] for row in group]), strict=True):
            row["p_holm"] = float(p)


_ESTIMATES = tuple(
    column.name
    for column in COLUMNS
    if column.dtype == pl.Float64 and column not in (*COMPARISON, *SCALE)
)

MEASURE = Measure(
    name="shift",
    title="Shift",
    question="Did attitudes move at a site, and how sure is that?",
    unit="scale points",
    source="Welch 1947, doi:10.1093/biomet/34.1-2.28 (interval); Hedges 1981, "
    "doi:10.3102/10769986006002107 (standardised)",
    evidence=("survey:",),
    columns=COLUMNS,
    compute=shift,
    people="n_from",
    asked="n_asked_from",
    hides=(
        *("n_from", "n_to", "n_pairs"),
        *_ESTIMATES,
        *("test", "reading", "reason", "points_from", "points_to"),
    ),
    group=("n_asked_from", "n_asked_to"),
    rule="comparison",
)
