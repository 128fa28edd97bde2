"""What can be held against what: ids and names for the two axes, of what the programme has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.charts import options

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown
    from bridgeboard.instruments import Instrument

#: Between the parts of an id.
APART = "|"
_WORDS = {
    "pay": "Pay as a share of the reference wage",
    "supports": "Number of context facts that support",
    "hinders": "Number of context facts that hinder",
    "factor": "What facts say on: {factor}",
    "score": "Mean score: {scale} ({instrument})",
    "shift": "Shift, first wave to last: {scale} ({instrument})",
    "ready": "Number of influences that are ready",
}


def across(payment: Shown, context: Shown) -> dict[str, str]:
    """What can stand across: pay, counts of facts, and the direction of each factor."""
    found = {}
    if payment.frame["pay_ratio"].count():
        found["pay"] = _WORDS["pay"]
    facts = context.frame.filter(pl.col("site_id").is_not_null() & (pl.col("n") > 0))
    if facts.height:
        found |= {one: _WORDS[one] for one in ("supports", "hinders")}
    names = facts.select("factor", "factor_label").unique().sort("factor_label").iter_rows()
    return found | {
        f"factor{APART}{factor}": _WORDS["factor"].format(factor=label) for factor, label in names
    }


def upwards(score: Shown, found: Iterable[Instrument]) -> dict[str, str]:
    """What can stand upwards: scores and shifts of scales that anybody answered, and readiness.

    A shift is offered where two waves have answers, without being estimated yet.
    """
    named: dict[str, str] = {}
    shifts: dict[str, str] = {}
    for one in found:
        if one.version_of is not None:
            continue
        for scale_id, label in options.scales_of(one).items():
            said = {"scale": label, "instrument": one.short_name}
            of = APART.join((one.instrument_id, scale_id))
            waves = options.answered(score, (one,), scale_id)
            if waves:
                named[f"score{APART}{of}"] = _WORDS["score"].format(**said)
            if len(waves) > 1:
                shifts[f"shift{APART}{of}"] = _WORDS["shift"].format(**said)
    return named | shifts | {"ready": _WORDS["ready"]}
