"""An instrument and its versions, read as one on the instrument's own response range."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from bridgeboard.instruments import Instrument


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers to one instrument.

    items:  a column per item; one row per respondent who answered any.
    places: of the rows among all respondents.
    """

    instrument: Instrument
    items: pl.DataFrame
    places: np.ndarray


@dataclass(frozen=True, slots=True)
class Member:
    """The answers to one instrument of a family that count in it.

    items: a column per item of the family's base, on its response range.
    wave:  of each row, as a number.
    asked: for each wave with answers, the items that anybody answered there.
    """

    instrument: Instrument
    items: pl.DataFrame
    places: np.ndarray
    wave: np.ndarray
    asked: dict[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Family:
    """An instrument and its versions as one.

    base:    the instrument, its response range counted in parts of a point.
    unit:    parts of a point: as many as make every version's answers whole numbers.
    members: the base first.
    """

    base: Instrument
    unit: int
    members: tuple[Member, ...]


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


def family_of(answered: Sequence[Answered], wave: np.ndarray) -> Family:
    """The answers of a family as one; who answered several versions counts with the first of them.

    In: the base's answers first; wave: of all respondents, as numbers.
    """
    base = answered[0].instrument
    unit = _unit([given.instrument for given in answered])
    counts = np.zeros(len(wave), dtype=bool)
    members = []
    for given in answered:
        items, places = given.items, given.places
        new = ~counts[places]
        if not new.all():
            items, places = items.filter(pl.Series(new)), places[new]
        counts[places] = True
        if len(answered) > 1:
            items = _on_range(items, given.instrument, base, unit)
        at = wave[places]
        asked = {}
        for number in np.unique(at).tolist():
            part = items.filter(pl.Series(at == number))
            asked[number] = frozenset(i for i in part.columns if part[i].null_count() < len(part))
        members.append(Member(given.instrument, items, places, at, asked))
    parts = replace(base, minimum=base.minimum * unit, maximum=base.maximum * unit)
    return Family(parts, unit, tuple(members))


def _unit(family: Sequence[Instrument]) -> int:
    base = family[0]
    span = base.maximum - base.minimum
    spans = (version.maximum - version.minimum for version in family)
    return math.lcm(*(own // math.gcd(span, own) for own in spans))


def _on_range(
    items: pl.DataFrame, version: Instrument, base: Instrument, unit: int
) -> pl.DataFrame:
    """Answers to a version as answers to the base, in parts of a point.

    A straight line leads from one response range to the other. An item that only one of the two
    has reversed is the other way round afterwards, so that turning it as the base says gives what
    turning it as the version says would have given.
    """
    span = (base.maximum - base.minimum) * unit
    step = span // (version.maximum - version.minimum)
    columns = []
    for item in base.items:
        value = pl.lit(None, dtype=pl.Int64)
        if item.item_id in version.item_ids:
            value = (pl.col(item.item_id).cast(pl.Int64) - version.minimum) * step
            if version.item(item.item_id).reversed != item.reversed:
                value = span - value
            value = value + base.minimum * unit
        columns.append(value.alias(item.item_id))
    return items.select(columns)
