"""item_fit: does each item belong to its scale, and do people answer it?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from bridgeboard.measures.complete import Asked, Complete, asked, complete
from bridgeboard.measures.measure import IS_TOTAL, SCALE, WAVE, Column, Measure, integer, number
from bridgeboard.measures.places import laid_out, waves
from bridgeboard.measures.reliability import status
from bridgeboard.measures.scales import scales
from bridgeboard.statistics import alpha_without, item_rest

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: An item whose correlation with the others is below this runs against them.
AGAINST = -0.3
#: An item is N/A-heavy above this share of those asked.
OFTEN = 0.3

RUNS_AGAINST = "It runs against the other items: was it reversed twice, or never?"
DOES_NOT_APPLY = "Many found that it does not apply."

COLUMNS = (
    *WAVE,
    IS_TOTAL,
    *SCALE,
    Column("item_id", "The item"),
    Column("item_label", "The item in our own short words"),
    integer("item_order", "Place of the item among all items"),
    Column("reversed", "True where agreeing lowers the score", dtype=pl.Boolean),
    integer("n", "Respondents who answered every item of the scale that was asked", "people"),
    number("value", "Correlation of the item with the sum of the scale's others", "-1 to 1"),
    number("alpha_without", "Cronbach's alpha of the scale's other items", "up to 1"),
    integer("n_asked", "Respondents who began the instrument", "people"),
    integer("n_answered", "Respondents who answered the item", "people"),
    integer("n_not_applicable", "Respondents to whom the item does not apply", "people"),
    number("share_unanswered", "Of those asked: not answered, or don't know", "0 to 1"),
    number("share_not_applicable", "Of those asked: the item does not apply", "0 to 1"),
    Column("status", "ok, no spread, one item, not enough data, no answers, or not asked"),
    Column("warning", "What is odd about the item, in a sentence; empty where nothing is"),
)


def item_fit(snapshot: Snapshot) -> pl.DataFrame:
    """How each item goes with the others of its scale at each wave, and how many answered it.

    In:      mart_item_sums (over respondents who answered every item of the scale that was asked at
             the wave; reversed items are turned), mart_distribution, instruments.
    Out:     one row per wave, scale and item, over all sites: the correlation with the sum of the
             scale's other items, alpha without the item, and how many did not answer it and why. An
             item of two scales has a row in each.
    Unit:    value is a correlation, shares run 0 to 1.
    Missing: value and alpha_without are null unless status is ok. "not asked": nobody said anything
             to the item at this wave; "no answers": nobody answered it, but some said that it does
             not apply; "no spread": the item, or the sum of the others, is the same for everybody;
             the other words as in reliability. alpha_without is null for two items. Shares are null
             where nobody began the instrument.
    Source:  Nunnally & Bernstein 1994 (corrected item-total correlation).
    """
    at_waves, minimum_n = waves(snapshot)["wave_id"].to_list(), snapshot.programme.minimum_n
    groups, items = complete(snapshot), asked(snapshot)
    all_items = [(k, i) for k, of in snapshot.instruments.items() for i in of.item_ids]
    orders = {key: order for order, key in enumerate(all_items, 1)}
    rows: list[dict[str, Any]] = []
    for about in scales(snapshot).iter_rows(named=True):
        instrument = snapshot.instruments[about["instrument_id"]]
        scale = instrument.scale(about["scale_id"])
        for wave_id in at_waves:
            group = groups.get((instrument.instrument_id, scale.scale_id, wave_id))
            counts = {
                item_id: items.get((instrument.instrument_id, item_id, wave_id), Asked())
                for item_id in scale.item_ids
            }
            fits = _fits(group, counts, snapshot)
            for item_id, fit in zip(scale.item_ids, fits, strict=True):
                item, order = instrument.item(item_id), orders[instrument.instrument_id, item_id]
                rows.append(
                    about
                    | {"site_id": None, "is_total": True, "wave_id": wave_id, "item_id": item_id}
                    | {"item_label": item.label, "item_order": order, "reversed": item.reversed}
                    | _said(counts[item_id])
                    | fit
                    | {"warning": _warning(fit.get("value"), counts[item_id], minimum_n)}
                )
    schema = {"site_id": pl.String} | MEASURE.schema
    names = [name for name in schema if name not in ("wave_label", "wave_order")]
    frame = pl.DataFrame(rows, schema={name: schema[name] for name in names})
    return laid_out(frame, COLUMNS, snapshot, then=["scale_order", "item_order"])


def _fits(
    group: Complete | None, counts: dict[str, Asked], snapshot: Snapshot
) -> Iterator[dict[str, Any]]:
    """n, value, alpha_without and status of each item."""
    n_items = sum(count.n_answered > 0 for count in counts.values())
    word = status(group, n_items, snapshot)
    rests, alphas = np.empty(0), np.empty(0)
    place: dict[str, int] = {}
    if group is not None and group.covariance is not None and word in ("ok", "no spread"):
        rests, alphas = item_rest(group.covariance), alpha_without(group.covariance)
        place = {item_id: at for at, item_id in enumerate(group.items)}
    for item_id, count in counts.items():
        n = group.n if group is not None else 0
        if not count.n_answered:
            yield {"n": n, "status": "no answers" if count.was_asked else "not asked"}
        elif item_id not in place:
            yield {"n": n, "status": word}
        elif math.isnan(rests[place[item_id]]):
            yield {"n": n, "status": "no spread"}
        else:
            alpha = float(alphas[place[item_id]])
            yield {
                "n": n,
                "status": "ok",
                "value": float(rests[place[item_id]]),
                "alpha_without": None if math.isnan(alpha) else alpha,
            }


def _said(count: Asked) -> dict[str, Any]:
    row: dict[str, Any] = {
        "n_asked": count.n_asked,
        "n_answered": count.n_answered,
        "n_not_applicable": count.n_not_applicable,
    }
    if count.n_asked:
        unanswered = count.n_asked - count.n_answered - count.n_not_applicable
        row["share_unanswered"] = unanswered / count.n_asked
        row["share_not_applicable"] = count.n_not_applicable / count.n_asked
    return row


def _warning(value: float | None, count: Asked, minimum_n: int) -> str | None:
    against = value is not None and value < AGAINST
    # One person of two is no pattern.
    often = count.n_asked >= minimum_n and count.n_not_applicable > OFTEN * count.n_asked
    sentences = [RUNS_AGAINST] * against + [DOES_NOT_APPLY] * often
    return " ".join(sentences) or None


MEASURE = Measure(
    name="item_fit",
    title="Items",
    question="Does each item go with the rest of its scale, and do people answer it?",
    unit="correlation; people",
    source="Nunnally & Bernstein 1994 (corrected item-total correlation)",
    evidence=("survey:",),
    columns=COLUMNS,
    compute=item_fit,
    people="n",
    asked="n_asked",
    hides=(
        "n",
        "value",
        "alpha_without",
        "n_answered",
        "n_not_applicable",
        "share_unanswered",
        "share_not_applicable",
        "status",
        "warning",
    ),
    group=("n_asked",),
    rule="complete",
)
