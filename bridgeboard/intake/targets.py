"""Targets of programme.toml must ask for what is there, and for something that can be met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bridgeboard.intake.validation import closest
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import listed, quoted

if TYPE_CHECKING:
    from bridgeboard.instruments import Instrument
    from schemas.programme import Programme, Target

_SCALE = ("scale_at_least", "scale_at_most", "interval_above")
_ITEM = ("share_agreeing_at_least", "share_disagreeing_at_least")


def check_targets(programme: Programme, instruments: Mapping[str, Instrument]) -> list[Problem]:
    """Problems for scales and items that no survey of the programme has, and for half a target."""
    used = {name: instruments[name] for name in programme.instruments if name in instruments}
    return [
        problem
        for influence, target in programme.targets.items()
        for problem in (*_scale(influence, target, used), *_item(influence, target, used))
    ]


def _scale(
    influence: str, target: Target, instruments: Mapping[str, Instrument]
) -> Iterator[Problem]:
    asked = [name for name in _SCALE if getattr(target, name) is not None]
    if target.scale is None:
        if asked:
            yield _half(influence, asked[0], "scale", 'a scale, such as scale = "psa12:total"')
        return
    known = {
        f"{instrument_id}:{scale.scale_id}": (instrument, scale)
        for instrument_id, instrument in instruments.items()
        for scale in instrument.scales
    }
    if target.scale not in known:
        yield _unknown(influence, "scale", target.scale, list(known))
        return
    instrument, scale = known[target.scale]
    right = "scale_at_least" if scale.higher_is == "better" else "scale_at_most"
    if getattr(target, right) is None:
        way = f"higher is {scale.higher_is}"
        yield _half(influence, "scale", right, f"{right} (on this scale {way})")
    wrong = {"scale_at_least": "scale_at_most", "scale_at_most": "scale_at_least"}[right]
    for name in (wrong, *(("interval_above",) if right == "scale_at_most" else ())):
        if getattr(target, name) is not None:
            yield _contrary(influence, name, target.scale, scale.higher_is)
    lowest, highest = instrument.score_range(scale)
    for name in asked:
        value = getattr(target, name)
        if not lowest <= value <= highest:
            yield Problem(
                file="programme.toml",
                column=f"targets.{influence}.{name}",
                rule="in range",
                found=str(value),
                expected=f"scores of {target.scale} run from {lowest:g} to {highest:g}",
                mend="Give a number in that range.",
            )


def _item(
    influence: str, target: Target, instruments: Mapping[str, Instrument]
) -> Iterator[Problem]:
    asked = [name for name in _ITEM if getattr(target, name) is not None]
    if target.item is None:
        if asked:
            yield _half(influence, asked[0], "item", 'an item, such as item = "psa12:r1"')
        return
    known = [
        f"{instrument_id}:{item.item_id}"
        for instrument_id, instrument in instruments.items()
        for item in instrument.items
    ]
    if target.item not in known:
        yield _unknown(influence, "item", target.item, known)
    elif len(asked) != 1:
        what = "one of share_agreeing_at_least and share_disagreeing_at_least"
        yield _half(influence, "item", what, what)


def _half(influence: str, given: str, missing: str, mend: str) -> Problem:
    return Problem(
        file="programme.toml",
        column=f"targets.{influence}.{given}",
        rule="whole target",
        found=f"no {missing}" if " " not in missing else f"not {missing}",
        expected="this setting asks for nothing by itself",
        mend=f"Add {mend}, or remove it.",
    )


def _contrary(influence: str, name: str, scale: str, higher_is: str) -> Problem:
    return Problem(
        file="programme.toml",
        column=f"targets.{influence}.{name}",
        rule="whole target",
        found=name,
        expected=f"on {scale} higher is {higher_is}, so this asks for the wrong end",
        mend="Remove it.",
    )


def _unknown(influence: str, setting: str, name: str, known: list[str]) -> Problem:
    near = closest(name, known)
    offered = f"Known are {listed(known[:12])}." if known else "The programme lists no instruments."
    return Problem(
        file="programme.toml",
        column=f"targets.{influence}.{setting}",
        rule=f"known {setting}",
        found=quoted(name),
        expected=f"no instrument of this programme has this {setting}",
        mend=f"Did you mean {near}?" if near else offered,
    )
