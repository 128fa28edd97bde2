"""reliability: how well a scale's items hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.complete import Asked, Complete, asked, complete, respondents
from bridgeboard.measures.measure import IS_TOTAL, SCALE, WAVE, Column, Measure, integer, number
from bridgeboard.measures.places import laid_out, waves
from bridgeboard.measures.scales import scales
from bridgeboard.statistics import cronbach_alpha, omega_total

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: With fewer people than this, alpha is known too roughly to judge a scale by.
FEW = 30

_FEW = f"Fewer than {FEW} people answered every item: alpha is known only roughly."
_TWO = "Omega can't be found for two items."
_NEGATIVE = "Below 0, items run against each other: look at each item."
_NO_FACTOR = "Omega can't be found: no one factor fits the items."

COLUMNS = (
    *WAVE,
    IS_TOTAL,
    *SCALE,
    integer("n", "Respondents who answered every item that was asked", "people"),
    integer("n_respondents", "Respondents who answered any item of the instrument", "people"),
    integer("n_items", "Items of the scale that were asked at this wave", "items"),
    Column("items_left_out", "Items of the scale that were not asked at this wave"),
    number("value", "Cronbach's alpha", "up to 1"),
    number("lower", "Lower end of its 95 % interval", "up to 1"),
    number("upper", "Upper end of its 95 % interval", "up to 1"),
    number("standardised", "Alpha of items brought to the same spread", "up to 1"),
    number("average_r", "Mean correlation between two items", "-1 to 1"),
    number("omega", "McDonald's omega total for one factor", "0 to 1"),
    Column("status", "ok, no spread, one item, not enough data, no answers, or of all sites only"),
    Column("caveat", "What limits the estimate, in a sentence; empty where nothing does"),
)


def reliability(snapshot: Snapshot) -> pl.DataFrame:
    """How well each scale's items hang together at each wave, over all sites.

    In:      mart_item_sums (over respondents who answered every item of the scale that was asked at
             the wave; reversed items are turned), mart_scores, mart_distribution, instruments.
    Out:     one row per wave, instrument and scale, those without answers included: Cronbach's
             alpha with Feldt's interval, alpha of standardised items, the mean correlation between
             two items, and omega total of one factor (minres). An item is asked at a wave if
             anybody answered it then.
    Unit:    none; alpha has no lower limit.
    Missing: estimates are null unless status is ok. "no answers": nobody answered an item of the
             scale; "one item": only one was asked; "of all sites only": whoever asks sees some of
             the sites, and sums are kept of all together; "not enough data": fewer than the
             programme's minimum_n answered all of them; "no spread": all have the same sum. omega
             is null for two items, and where no one factor fits; standardised and average_r where
             an item has no spread.
    Source:  Cronbach 1951, doi:10.1007/BF02310555; Feldt, Woodruff & Salih 1987,
             doi:10.1177/014662168701100107; McDonald 1999, doi:10.4324/9781410601087 (omega).
    """
    about, at_waves = scales(snapshot), waves(snapshot)["wave_id"].to_list()
    found, people, items = complete(snapshot), respondents(snapshot), asked(snapshot)
    rows = []
    for scale in about.iter_rows(named=True):
        instrument = snapshot.instruments[scale["instrument_id"]]
        item_ids = instrument.scale(scale["scale_id"]).item_ids
        for wave_id in at_waves:
            key = (scale["instrument_id"], scale["scale_id"], wave_id)
            gone = [
                item_id
                for item_id in item_ids
                if not items.get((scale["instrument_id"], item_id, wave_id), Asked()).n_answered
            ]
            n_items = len(item_ids) - len(gone)
            group = found.get(key)
            rows.append(
                scale
                | {"wave_id": wave_id, "n_respondents": people.get(key, 0), "n_items": n_items}
                | {"items_left_out": ", ".join(instrument.item(i).label for i in gone) or None}
                | {"site_id": None, "is_total": True, "n": group.n if group else 0}
                | _estimate(group, n_items, snapshot)
            )
    schema = MEASURE.schema | {"site_id": pl.String}
    names = [name for name in schema if name not in ("wave_label", "wave_order")]
    frame = pl.DataFrame(rows, schema={name: schema[name] for name in names})
    return laid_out(frame, COLUMNS, snapshot, then=["scale_order"])


def status(group: Complete | None, n_items: int, snapshot: Snapshot) -> str:
    """Why there is no estimate, or ok."""
    if n_items == 0:
        return "no answers"
    if n_items > 1 and snapshot.sight.sites is not None:
        return "of all sites only"
    if n_items == 1 or group is None:
        return "one item"
    if group.n < snapshot.programme.minimum_n or group.covariance is None:
        return "not enough data"
    return "ok" if group.covariance.sum() > 0 else "no spread"


def _estimate(group: Complete | None, n_items: int, snapshot: Snapshot) -> dict[str, Any]:
    word = status(group, n_items, snapshot)
    if word != "ok" or group is None or group.covariance is None:
        return {"status": word}
    alpha = cronbach_alpha(group.covariance, group.n)
    if alpha.value is None:
        return {"status": "no spread"}
    omega = omega_total(group.covariance)
    caveats = [
        _FEW if group.n < FEW else "",
        _NEGATIVE if alpha.value < 0 else "",
        _TWO if n_items == 2 else _NO_FACTOR if omega is None else "",
    ]
    return {
        "value": alpha.value,
        "lower": alpha.lower,
        "upper": alpha.upper,
        "standardised": alpha.standardised,
        "average_r": alpha.average_r,
        "omega": omega,
        "status": word,
        "caveat": " ".join(sentence for sentence in caveats if sentence) or None,
    }


MEASURE = Measure(
    name="reliability",
    title="Reliability",
    question="How well do the items of each scale hang together?",
    unit="none",
    source="Cronbach 1951, doi:10.1007/BF02310555; Feldt, Woodruff & Salih 1987, "
    "doi:10.1177/014662168701100107",
    evidence=("survey:",),
    columns=COLUMNS,
    compute=reliability,
    people="n",
    asked="n_respondents",
    hides=(
        "n",
        "value",
        "lower",
        "upper",
        "standardised",
        "average_r",
        "omega",
        "status",
        "caveat",
    ),
    group=("n_respondents",),
    rule="complete",
)
