"""Answers in files of a row a respondent and a column an item: which files, and what must hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bridgeboard.instruments import Instrument
from bridgeboard.intake.columns import check_headings
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.staged import CODES
from bridgeboard.intake.surveys import (
    INSTRUMENT_IN_USE,
    answered_from,
    code_of,
    levels_of,
    not_listed,
)
from bridgeboard.intake.working import Say, Words, Working
from bridgeboard.problems import Problem
from bridgeboard.readers import FolderRead, TextTable
from bridgeboard.readers.long_file import LongFile
from bridgeboard.readers.quoting import listed, quoted
from schemas._table import Table
from schemas.wide_answers import wide_answers

RESPONDENT = "respondent_id"


@dataclass(frozen=True)
class Wide:
    """One such file or sheet."""

    instrument: Instrument
    source: TextTable | LongFile

    @property
    def model(self) -> type[Table]:
        """What a row of it must be."""
        return model_of(self.instrument)

    def is_used(self, in_use: Sequence[str] | None) -> bool:
        """Does the programme use its instrument? In: in_use: None if that is not known."""
        return in_use is None or self.instrument.instrument_id in in_use


@lru_cache(maxsize=64)
def model_of(instrument: Instrument) -> type[Table]:
    """What a row of an instrument's answers must be."""
    labels = {item.item_id: item.label for item in instrument.items}
    return wide_answers(instrument.table, labels, CODES)


def codes_of(instrument: Instrument) -> list[int]:
    """All that a good cell may be: the numbers that can be ticked, and those of states."""
    return [*levels_of(instrument), *CODES.values()]


def taken_out(
    read: FolderRead, registry: Mapping[str, Instrument]
) -> tuple[FolderRead, list[Wide]]:
    """The folder without its files of this shape, and these, in the instruments' order."""
    names = {one.table for one in registry.values()}
    found = read.tables | read.long
    wides = [Wide(one, found[one.table]) for one in registry.values() if one.table in found]
    rest = replace(
        read,
        tables={name: table for name, table in read.tables.items() if name not in names},
        long={name: file for name, file in read.long.items() if name not in names},
    )
    return rest, wides


def judged_headings(
    wide: Wide, columns: Sequence[str], in_use: Sequence[str] | None
) -> tuple[list[Problem], bool]:
    """Problems of the file's name and headings, and whether its rows can be judged.

    In: in_use: the instruments that programme.toml lists; None if it could not be read.
    """
    file, instrument = wide.source.file, wide.instrument
    problems, whole = check_headings(file, columns, rules_of(wide.model))
    if whole and not set(instrument.item_ids) & set(columns):
        problems, whole = [_no_item(file, instrument, columns)], False
    if not wide.is_used(in_use):
        words = not_listed(quoted(instrument.instrument_id), instrument.instrument_id, in_use)
        problems.append(Problem(file, INSTRUMENT_IN_USE, *words))
    return problems, whole


def _no_item(file: str, instrument: Instrument, columns: Sequence[str]) -> Problem:
    first, last = instrument.item_ids[0], instrument.item_ids[-1]
    return Problem(
        file=file,
        rule="required column",
        found="no column of an item",
        expected=f"the table must have one for each item of {instrument.short_name} that was "
        f"asked ({first} to {last})",
        mend="It has a row for each answer: name it answers.csv."
        if "item_id" in columns
        else "Give the columns the items' ids.",
    )


def range_words(work: Working, instrument: Instrument, item_id: str) -> Say:
    """What to say of a number that nobody can tick."""

    def words(place: int) -> Words:
        state = code_of(instrument, work.typed[item_id][place])
        states = listed(list(CODES), "or")
        mend = f"Write {state}." if state else f"Mend the number, or write {states}."
        return Words(work.cell(place, item_id), answered_from(instrument), mend)

    return words
