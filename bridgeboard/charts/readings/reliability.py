"""How good the data behind a score are, in a sentence each: reliability, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import words

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_PLACES = 2
#: Among fewer people a correlation as low as that of a forgotten item comes about by chance.
_FEW = 30
_WORDS = {
    "alpha": "Reliability (Cronbach's alpha, at most 1): {waves}.",
    "wave": "{value} ({interval}) at {wave}{n}",
    "value_only": "{value} at {wave}{n}",
    "of": ", n = {n}",
    "of_hidden": ", n hidden",
    "none": "Reliability of {scale} can't be said: {why}.",
    "not_here": "{why} at {wave}",
    "low": " Below 0.70 single scores are unsure; means of groups suffer less.",
    "statuses": {
        "not enough data": "too few people answered every item",
        "of all sites only": "it is known for all sites together only",
        "one item": "it has one item",
        "no spread": "everybody answered alike",
        "no answers": "nobody answered",
        "not asked": "it was not asked",
    },
    "missing": "Missing: {waves}.{worst}",
    "whole": "Missing: nothing. Everybody who was asked answered every item ({waves}).",
    "complete": "{n} of {asked} answered every item at {wave}",
    "worst": " Most often left out: “{item}” ({share} at {wave}{na}).",
    "na": ", of them {share} because it does not apply",
    "no_missing": "What is missing from {scale} can't be said: {why}.",
    "asked": "How many people left items out can't be shown at {wave}: {why}",
    "few": "so few left something out that their number is hidden",
    "nothing": "no answers to it at these waves",
    "odd": "Look at {items}. {warning}{chance}",
    "odd_item": "“{item}” at {waves}",
    "chance": " Only {n} people answered every item at {wave}: it may be chance.",
}


def reliability_line(
    reliability: Shown, instrument_id: str, scale_id: str, from_wave_id: str, to_wave_id: str
) -> str:
    """Cronbach's alpha with interval and n at both waves, and what limits it.

    In: the measure `reliability`. Missing: why there is none, in words.
    """
    rows = _rows(reliability, instrument_id, scale_id, (from_wave_id, to_wave_id))
    label = rows[0]["scale_label"] if rows else scale_id
    known = [row for row in rows if not row["hidden"] and row["value"] is not None]
    if not known:
        why = _why(rows[0]) if rows else _WORDS["nothing"]
        return _WORDS["none"].format(scale=label, why=why)
    said = _WORDS["alpha"].format(waves="; ".join(_alpha(row) for row in rows))
    if min(row["value"] for row in known) < 0.7:
        said += _WORDS["low"]
    caveats = dict.fromkeys(row["caveat"] for row in known if row["caveat"])
    return " ".join([said, *caveats])


def missing_line(
    item_fit: Shown, instrument_id: str, scale_id: str, from_wave_id: str, to_wave_id: str
) -> str:
    """How many of those asked answered every item at both waves, and the item most left out.

    In: the measure `item_fit`. Missing: why it can't be said, in words.
    """
    rows = _rows(item_fit, instrument_id, scale_id, (from_wave_id, to_wave_id))
    label = rows[0]["scale_label"] if rows else scale_id
    waves: dict[str, dict[str, Any]] = {}
    for row in rows:
        if not row["hidden"] and complete(row) is not None and row["n_asked"]:
            waves.setdefault(words.isolated(row["wave_label"]), row)
    if not waves:
        why = _why(rows[0]) if rows else _WORDS["nothing"]
        return _WORDS["no_missing"].format(scale=label, why=why)
    told = [
        _WORDS["complete"].format(
            n=words.number(complete(row) or 0, 0), asked=words.number(row["n_asked"], 0), wave=wave
        )
        for wave, row in waves.items()
    ]
    if all(complete(row) == row["n_asked"] for row in waves.values()):
        return _WORDS["whole"].format(waves="; ".join(told))
    return _WORDS["missing"].format(waves="; ".join(told), worst=_worst(rows))


def odd_items(
    item_fit: Shown, instrument_id: str, scale_id: str, from_wave_id: str, to_wave_id: str
) -> tuple[str, ...]:
    """A line for what is odd about items: some run against the others, many found not to apply.

    In:      the measure `item_fit`.
    Out:     one line per kind of oddity, that names the items; a correlation among few people may
             be chance, and the line says so.
    Missing: nothing is said of a hidden item.
    """
    odd: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(item_fit, instrument_id, scale_id, (from_wave_id, to_wave_id)):
        if row["warning"] and not row["hidden"]:
            odd.setdefault(row["warning"], []).append(row)
    return tuple(_odd(warning, rows) for warning, rows in odd.items())


def _odd(warning: str, rows: list[dict[str, Any]]) -> str:
    waves: dict[str, list[str]] = {}
    for row in rows:
        waves.setdefault(row["item_label"], []).append(words.isolated(row["wave_label"]))
    items = [_WORDS["odd_item"].format(item=i, waves=words.listed(w)) for i, w in waves.items()]
    few = min((r for r in rows if r["n"] is not None), key=lambda r: r["n"], default=None)
    chance = ""
    if few is not None and few["n"] < _FEW:
        wave = words.isolated(few["wave_label"])
        chance = _WORDS["chance"].format(n=words.number(few["n"], 0), wave=wave)
    return _WORDS["odd"].format(warning=warning, items=words.listed(items, 4), chance=chance)


def complete(row: dict[str, Any]) -> int | None:
    """How many answered every item, from any row of `item_fit`; None: hidden."""
    # Of a scale of one item there are no sums of items: who answered it answered all.
    return row["n_answered" if row["status"] == "one item" else "n"]


def _rows(
    shown: Shown, instrument_id: str, scale_id: str, waves: tuple[str, str]
) -> list[dict[str, Any]]:
    return (
        shown.frame.filter(
            (pl.col("instrument_id") == instrument_id)
            & (pl.col("scale_id") == scale_id)
            & pl.col("wave_id").is_in(list(waves))
        )
        .sort("wave_order", maintain_order=True)
        .to_dicts()
    )


def _alpha(row: dict[str, Any]) -> str:
    if row["hidden"] or row["value"] is None:
        return _WORDS["not_here"].format(why=_why(row), wave=words.isolated(row["wave_label"]))
    # How many left an item out may be hidden, and with it how many did not.
    n = _WORDS["of_hidden"]
    if row["n"] is not None:
        n = _WORDS["of"].format(n=words.number(row["n"], 0))
    named = {
        "value": words.number(row["value"], _PLACES),
        "wave": words.isolated(row["wave_label"]),
        "n": n,
    }
    if row["lower"] is None or row["upper"] is None:
        return _WORDS["value_only"].format(**named)
    interval = words.interval(row["lower"], row["upper"], _PLACES)
    return _WORDS["wave"].format(interval=interval, **named)


def _worst(rows: list[dict[str, Any]]) -> str:
    """The item that most people gave no answer to, and how many of them it does not apply to."""
    known = [
        (row["share_unanswered"] + row["share_not_applicable"], row)
        for row in rows
        if not row["hidden"]
        and row["share_unanswered"] is not None
        and row["share_not_applicable"] is not None
    ]
    share, row = max(known, key=lambda one: one[0], default=(0.0, None))
    if row is None or share <= 0:
        return ""
    applies = row["share_not_applicable"]
    na = _WORDS["na"].format(share=words.percent(applies / share)) if applies else ""
    return _WORDS["worst"].format(
        item=row["item_label"],
        share=words.percent(share),
        wave=words.isolated(row["wave_label"]),
        na=na,
    )


def _why(row: dict[str, Any]) -> str:
    if row["hidden"]:
        return row["hidden"]
    if row["status"] == "ok":
        return _WORDS["few"]
    return _WORDS["statuses"].get(row["status"], row["status"])
