"""Answers against their instruments: does the item exist, and can that number be ticked?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from bridgeboard.instruments import Instrument
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.validation import closest
from bridgeboard.intake.versions import check_one_version
from bridgeboard.intake.working import Say, Words, Working, places_of
from bridgeboard.readers.quoting import listed
from schemas.answers import Answers

KNOWN_INSTRUMENT, INSTRUMENT_IN_USE = "known instrument", "instrument in use"
KNOWN_ITEM, RESPONSE_RANGE = "known item", "response range"


def check_answers(
    work: Working, registry: Mapping[str, Instrument], in_use: Sequence[str] | None
) -> None:
    """Refuse answers to instruments or items that are not there, and numbers nobody can tick.

    in_use: the instruments that programme.toml lists; None if it could not be read.
    """
    listed_ids = list(registry) if in_use is None else list(in_use)
    _check_instruments(work, registry, listed_ids)
    _check_items(work, registry)
    _check_range(work, registry)
    check_one_version(work, listed_ids, registry)


def _check_instruments(
    work: Working, registry: Mapping[str, Instrument], in_use: list[str]
) -> None:
    cells = work.typed["instrument_id"]
    known = cells.is_in(list(registry))
    used = cells.is_in(in_use)
    work.report_values(
        places_of(cells.is_not_null() & ~known),
        column="instrument_id",
        rule=KNOWN_INSTRUMENT,
        words=unknown_words(work, registry),
    )
    work.report_values(
        places_of(cells.is_not_null() & known & ~used),
        column="instrument_id",
        rule=INSTRUMENT_IN_USE,
        words=unlisted_words(work, in_use),
    )


def unknown_words(work: Working, registry: Mapping[str, Instrument]) -> Say:
    """What to say of an instrument that is not there."""

    def words(place: int) -> Words:
        near = closest(work.typed["instrument_id"][place], list(registry))
        return Words(
            work.cell(place, "instrument_id"),
            "there is no instrument of this id",
            f"Did you mean {near}?" if near else f"Known are {listed(sorted(registry))}.",
        )

    return words


def unlisted_words(work: Working, in_use: Sequence[str]) -> Say:
    """What to say of an instrument that the programme doesn't use."""

    def words(place: int) -> Words:
        cell = work.cell(place, "instrument_id")
        return not_listed(cell, work.typed["instrument_id"][place], in_use)

    return words


def not_listed(found: str, instrument_id: str, in_use: Sequence[str]) -> Words:
    """What to say of an instrument that the programme doesn't use, as it was found."""
    wanted = ", ".join(f'"{name}"' for name in [*in_use, instrument_id])
    return Words(
        found,
        "programme.toml does not list it under instruments",
        f"Add it there: instruments = [{wanted}].",
    )


def _check_items(work: Working, registry: Mapping[str, Instrument]) -> None:
    items = pl.DataFrame(
        [
            (instrument_id, item_id)
            for instrument_id, instrument in registry.items()
            for item_id in instrument.item_ids
        ],
        schema={"instrument_id": pl.String, "item_id": pl.String},
        orient="row",
    )
    frame = work.typed.select("instrument_id", "item_id").with_row_index("place")
    lost = (
        frame.filter(pl.col("instrument_id").is_in(list(registry)))
        .drop_nulls()
        .join(items, on=["instrument_id", "item_id"], how="anti", maintain_order="left")
    )
    words = item_words(work, registry)
    work.report_values(lost["place"].to_numpy(), column="item_id", rule=KNOWN_ITEM, words=words)


def item_words(work: Working, registry: Mapping[str, Instrument]) -> Say:
    """What to say of an item that its instrument doesn't have."""

    def words(place: int) -> Words:
        instrument = registry[work.typed["instrument_id"][place]]
        near = closest(work.typed["item_id"][place], instrument.item_ids)
        first, last = instrument.item_ids[0], instrument.item_ids[-1]
        return Words(
            work.cell(place, "item_id"),
            f"{instrument.short_name} has no such item",
            f"Did you mean {near}?" if near else f"Its items are {first} to {last}.",
        )

    return words


def _check_range(work: Working, registry: Mapping[str, Instrument]) -> None:
    ranges = pl.DataFrame(
        [(i.instrument_id, level.value) for i in registry.values() for level in i.levels],
        schema={"instrument_id": pl.String, "value": pl.Int64},
        orient="row",
    )
    frame = work.typed.select("instrument_id", "value").with_row_index("place")
    off = (
        frame.filter(pl.col("instrument_id").is_in(list(registry)))
        .drop_nulls()
        .join(ranges, on=["instrument_id", "value"], how="anti", maintain_order="left")
    )
    words = range_words(work, registry)
    work.report(off["place"].to_numpy(), column="value", rule=RESPONSE_RANGE, words=words)


def range_words(work: Working, registry: Mapping[str, Instrument]) -> Say:
    """What to say of a number that nobody can tick."""

    def words(place: int) -> Words:
        instrument = registry[work.typed["instrument_id"][place]]
        state = code_of(instrument, work.typed["value"][place])
        mend = (
            f"Leave the value empty and write {state} as the state."
            if state
            else "Mend the number, or leave it empty and say in state why there is none."
        )
        return Words(work.cell(place, "value"), answered_from(instrument), mend)

    return words


def answered_from(instrument: Instrument) -> str:
    """What is expected of a number: one that can be ticked."""
    lowest, highest = instrument.minimum, instrument.maximum
    return f"{instrument.short_name} is answered from {lowest} to {highest}"


def code_of(instrument: Instrument, value: int) -> str | None:
    """The state that a number stands for on the instrument's own form; None if it is no code."""
    codes = {
        instrument.not_applicable_code: "not_applicable",
        instrument.dont_know_code: "dont_know",
    }
    return codes.get(value)


def levels_of(instrument: Instrument) -> list[int]:
    """The numbers that can be ticked, as far as a table of answers takes them."""
    rule = rules_of(Answers)["value"]
    values = {level.value for level in instrument.levels}
    return sorted(value for value in values if rule.minimum <= value <= rule.maximum)
