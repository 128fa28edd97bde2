"""Scores in SQL: a sum of whole numbers and how many they are; one division, at the very end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bridgeboard.instruments import Instrument, Scale
from bridgeboard.store.survey.step import item

#: A sum below this fits into SMALLINT, with which DuckDB adds up twice as fast.
_SMALL = 32_000


def kind(instrument: Instrument, unit: int = 1) -> str:
    """The type in which the instrument's answers, counted in parts of a point, are added up."""
    largest = max(abs(instrument.minimum), abs(instrument.maximum)) * unit
    return "SMALLINT" if 2 * largest * len(instrument.items) < _SMALL else "INTEGER"


def total(scale: Scale, instrument: Instrument, unit: int = 1) -> str:
    """The sum of the turned answers, over columns i0, i1, ...: null is no answer."""
    turn = (instrument.minimum + instrument.maximum) * unit
    places = places_of(instrument)
    return " + ".join(
        f"coalesce({turn} - {item(places[item_id])}, 0)"
        if instrument.item(item_id).reversed
        else f"coalesce({item(places[item_id])}, 0)"
        for item_id in scale.item_ids
    )


def n_answered(item_ids: Sequence[str], instrument: Instrument) -> str:
    """How many of these items are answered."""
    places = places_of(instrument)
    return " + ".join(f"CAST({item(places[i])} IS NOT NULL AS SMALLINT)" for i in item_ids) or "0"


def enough(scale: Scale, scales: Mapping[str, Scale], n: Mapping[str, str]) -> str:
    """Are enough items answered for a score?

    In: scales: those that others may need, by id; n: columns that say how many are answered.
    """
    needed = [scale, *(scales[other] for other in scale.needs_scales if other in scales)]
    return " AND ".join(f"{n[one.scale_id]} >= {one.items_needed}" for one in needed)


def times(scale: Scale) -> int:
    """What a mean is multiplied by to give the score."""
    return len(scale.item_ids) if scale.method == "sum" else 1


def score(t: str, n: str, times: str = "times", unit: int = 1) -> str:
    """The score of columns that hold a sum, how many it is of, and the times; null where n is 0."""
    parts = f" * {unit}" if unit > 1 else ""
    return (
        f"CASE WHEN {n} > 0 THEN CAST(CAST({t} AS BIGINT) * {times} AS DOUBLE) "
        f"/ CAST(CAST({n} AS BIGINT){parts} AS DOUBLE) END"
    )


def places_of(instrument: Instrument) -> dict[str, int]:
    """Each item's place in the instrument."""
    return {item_id: at for at, item_id in enumerate(instrument.item_ids)}
