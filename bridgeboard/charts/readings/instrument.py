"""An instrument in words: how a score comes about, and what about it is not certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bridgeboard.instruments import Instrument, Scale

NO_SCORE = "Items stand for themselves; nothing is summed."

_WORDS = {
    "own": "An own instrument, not validated.",
    "not_validated": "Not validated in this form.",
    "mean": "Mean of the answered items",
    "one": "The answer to the one item",
    "sum": "Sum of all {all} items, an unanswered one counted as the mean of the answered",
    "sum_of_all": "Sum of all {all} items",
    "reversed": " after reversing {n}",
    "needs": "; needs {n} of {all} items",
    "needs_all": "; needs all {all} items",
    "half": " and at least half of each subscale",
    "scales": " and a score on each of: {scales}",
}


def doubts(instrument: Instrument) -> tuple[str, ...]:
    """What a reader of its scores must know: not validated, and each fact that is not verified."""
    if instrument.validated:
        return instrument.unverified
    return (_WORDS["own" if instrument.own else "not_validated"], *instrument.unverified)


def scoring_rule(instrument: Instrument, scale: Scale) -> str:
    """How the scale's score comes about, in one sentence.

    Out: such as "Mean of the answered items after reversing 4; needs 9 of 12 items and at least
         half of each subscale."
    """
    n_items, needed = len(scale.item_ids), scale.items_needed
    n_reversed = sum(instrument.item(item_id).reversed for item_id in scale.item_ids)
    said = _WORDS[_kind(scale)].format(all=n_items)
    if n_reversed:
        said += _WORDS["reversed"].format(n=n_reversed)
    if n_items > 1:
        said += _WORDS["needs_all" if needed == n_items else "needs"].format(n=needed, all=n_items)
    if scale.needs_scales:
        said += _on_subscales([instrument.scale(other) for other in scale.needs_scales])
    return said + "."


def _kind(scale: Scale) -> str:
    if len(scale.item_ids) == 1:
        return "one"
    if scale.method == "sum" and scale.items_needed == len(scale.item_ids):
        return "sum_of_all"
    return scale.method


def _on_subscales(scales: Iterable[Scale]) -> str:
    scales = list(scales)
    if all(scale.items_needed == (len(scale.item_ids) + 1) // 2 for scale in scales):
        return _WORDS["half"]
    return _WORDS["scales"].format(scales=", ".join(scale.label for scale in scales))
