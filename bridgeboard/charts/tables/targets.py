"""What a programme asks of its sites, influence by influence, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.charts import words
from bridgeboard.instruments import shipped
from bridgeboard.measures.words import factor_label
from schemas.defaults import targets

if TYPE_CHECKING:
    from bridgeboard.instruments import Instrument
    from bridgeboard.store import Snapshot
    from schemas.programme import Target

_WORDS = {
    "scale_at_least": "the mean of “{label}” ({short}) is {value:g} or more",
    "scale_at_most": "the mean of “{label}” ({short}) is {value:g} or less",
    "interval_above": "its whole 95 % interval lies above {value:g}",
    "share_agreeing_at_least": "{value} or more agree that “{label}” ({short})",
    "share_disagreeing_at_least": "{value} or more disagree that “{label}” ({short})",
    "rating_at_least": "one of its CFIR constructs or more is rated, and none below {value:+d}",
    "rating_not_below": "none of its CFIR constructs is rated below {value:+d}",
    "milestone": "the step “{value}” is done",
    "payment_basis_not": "how PSWs are paid is on record, and they are not {value}",
    "one_payment_basis": "all PSWs of a site are paid on one basis, or a note says why not",
    "supporting_fact": "a fact on record about “{value}” supports, and none hinders",
    "no_hindering_fact": "no fact on record hinders without an action about it",
    "nothing": "nothing: it can't become ready",
    "own": "the programme",
    "default": "default",
}
_INFLUENCES = 'SELECT influence_id, label, question FROM influences ORDER BY "order"'


def asked(snapshot: Snapshot) -> pl.DataFrame:
    """What each influence's target asks, and who set it: a row each of the eight.

    In: the programme's settings and surveys; an instrument that it doesn't use is named as shipped.
    """
    own = snapshot.programme.targets
    every = targets(snapshot.programme)
    known = {**shipped(), **snapshot.instruments}
    rows = [
        (
            label,
            question,
            words.sentence("; ".join(_said(every[influence], known)) or _WORDS["nothing"]) + ".",
            _WORDS["own" if influence in own else "default"],
        )
        for influence, label, question in snapshot.query(_INFLUENCES).iter_rows()
    ]
    names = ("Influence", "Question", "Ready where", "Set by")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def _said(target: Target, known: dict[str, Instrument]) -> Iterator[str]:
    for name, value in target:
        if name in ("scale", "item") or value is None or value == [] or value is False:
            continue
        label, short = _named(target.scale if "scale" in name else target.item, known)
        if name.startswith("share"):
            value = words.percent(value)
        elif name == "payment_basis_not":
            value = words.listed([words.BASES[one] for one in value])
        elif name == "supporting_fact":
            value = factor_label(value)
        said = _WORDS[name].format(value=value, label=label, short=short)
        yield said.replace("+0", "0").replace("-", "−") if "rating" in name else said


def _named(which: str | None, known: dict[str, Instrument]) -> tuple[str, str]:
    """The label of a scale or item, and the name of its instrument."""
    instrument_id, _, own = (which or "").partition(":")
    instrument = known.get(instrument_id)
    if instrument is None:
        return own, instrument_id
    for scale in instrument.scales:
        if scale.scale_id == own:
            return scale.label, instrument.short_name
    for item in instrument.items:
        if item.item_id == own:
            return item.label, f"{instrument.short_name} {own}"
    return own, instrument.short_name
