"""Which items two waves have in common, over an instrument and its versions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from bridgeboard.instruments import Instrument, Scale


def families(instruments: Mapping[str, Instrument]) -> list[list[Instrument]]:
    """Instruments in use, each with its versions after it.

    Intake refuses versions of what is not in use, and of versions; one that is published all the
    same, with the rows that are good, stands for itself.
    """
    found: dict[str, list[Instrument]] = {}
    for instrument in instruments.values():
        if (base := _base(instrument, instruments)) is instrument:
            found[instrument.instrument_id] = [base]
    for instrument in instruments.values():
        if (base := _base(instrument, instruments)) is not instrument:
            found[base.instrument_id].append(instrument)
    return list(found.values())


def _base(instrument: Instrument, instruments: Mapping[str, Instrument]) -> Instrument:
    base = instruments.get(instrument.version_of or "")
    return instrument if base is None or base.version_of is not None else base


def unit_of(family: Sequence[Instrument]) -> int:
    """Parts of a point: as many as make every version's answers whole numbers."""
    base = family[0]
    span = base.maximum - base.minimum
    spans = (version.maximum - version.minimum for version in family)
    return math.lcm(*(own // math.gcd(span, own) for own in spans))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which items anybody answered, at which wave.

    waves: in order of time, as those that are in it; items: by instrument and wave; of_first: the
    same of those who count with the instrument, not with another one of its family.
    """

    waves: tuple[str, ...]
    items: dict[tuple[str, str], frozenset[str]]
    of_first: dict[tuple[str, str], frozenset[str]]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str, int, int]]) -> Asked:
        """From the rows of the table asked."""
        rows = sorted(rows, key=lambda row: row[3])
        every: dict[tuple[str, str], set[str]] = {}
        first: dict[tuple[str, str], set[str]] = {}
        for instrument_id, item_id, wave_id, _, is_first in rows:
            every.setdefault((instrument_id, wave_id), set()).add(item_id)
            if is_first:
                first.setdefault((instrument_id, wave_id), set()).add(item_id)
        return cls(
            tuple(dict.fromkeys(row[2] for row in rows)),
            {which: frozenset(items) for which, items in every.items()},
            {which: frozenset(items) for which, items in first.items()},
        )


@dataclass(frozen=True, slots=True)
class Shared:
    """What a scale has in common at two waves.

    scale: the scale on the items in common; None if there are none.
    needs: the scales that it needs, on theirs, by id.
    used:  instruments whose answers count.
    whole: are all items in common, asked by the instrument itself alone?
    """

    two: tuple[str, str]
    whole_scale: Scale
    scale: Scale | None
    needs: dict[str, Scale]
    used: tuple[Instrument, ...]
    whole: bool

    @property
    def left_out(self) -> list[str]:
        """The scale's items that are not in common."""
        kept = () if self.scale is None else self.scale.item_ids
        return [item_id for item_id in self.whole_scale.item_ids if item_id not in kept]


def shared_by_waves(family: Sequence[Instrument], asked: Asked) -> list[Shared]:
    """Every scale of the family's base at every two waves at which somebody answered."""
    return [
        _shared(family, scale, two, asked)
        for scale in family[0].scales
        for two in combinations(waves_of(family, asked), 2)
    ]


def waves_of(family: Sequence[Instrument], asked: Asked) -> list[str]:
    """The waves at which anybody answered, in order of time."""
    return [
        wave
        for wave in asked.waves
        if any((one.instrument_id, wave) in asked.of_first for one in family)
    ]


def _shared(
    family: Sequence[Instrument], scale: Scale, two: tuple[str, str], asked: Asked
) -> Shared:
    def at(one: Instrument, wave: str) -> frozenset[str]:
        return asked.of_first.get((one.instrument_id, wave), frozenset())

    part = _part(family, scale, two, asked)
    needed = [family[0].scale(scale_id) for scale_id in scale.needs_scales]
    needs = [_part(family, other, two, asked) for other in needed]
    items = frozenset(scale.item_ids)
    used = [one for one in family if any(at(one, wave) & items for wave in two)]
    return Shared(
        two,
        scale,
        part,
        {one.scale_id: one for one in needs if one is not None} if part is not None else {},
        # Where nobody was asked any of its items, all who answered anything were asked none.
        tuple(used or (one for one in family if any(at(one, wave) for wave in two))),
        part == scale and needs == needed and used == [family[0]],
    )


def _part(
    family: Sequence[Instrument], scale: Scale, two: tuple[str, str], asked: Asked
) -> Scale | None:
    """The scale on the items that were asked at both waves; None if there are none.

    A version that asked any of the scale's items at a wave must have asked an item for it to count:
    else some sites would be compared on items that they were asked only once.
    """
    whole = frozenset(scale.item_ids)
    common = whole
    for wave in two:
        every = (asked.of_first.get((one.instrument_id, wave), frozenset()) for one in family)
        some = [items & whole for items in every if items & whole]
        common &= frozenset.intersection(*some) if some else frozenset()
    if not common:
        return None
    # In proportion, rounded up.
    needed = -(-scale.items_needed * len(common) // len(whole))
    items = tuple(item_id for item_id in scale.item_ids if item_id in common)
    return replace(scale, item_ids=items, items_needed=needed)
