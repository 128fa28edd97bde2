"""Answers from one row each to one row per respondent: by bits, in one group-by.

Each answer is a small number (which value or state it is) at its item's place in a word of 64 bits.
The words of a respondent's answers, joined by OR, are all of them; two answers to one item leave
fewer numbers than there are rows. So the same group-by arranges answers and finds duplicates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bridgeboard.instruments import Instrument
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.staged import CODES
from bridgeboard.intake.streaming.sql import literal, literals, name
from bridgeboard.intake.streaming.workplace import STAGED
from schemas.answers import Answers

_WORD = 64
#: So many instruments are told apart by their texts.
_FEW = 3
#: The state that has a value.
ANSWERED = "answered"


@dataclass(frozen=True)
class Cells:
    """How the cells of the instruments in use lie in words.

    items, values: of all instruments, in the order of their ENUMs.
    """

    instruments: tuple[Instrument, ...]
    items: tuple[str, ...]
    values: tuple[int, ...]

    @property
    def tables(self) -> dict[str, str]:
        """The table of cells of each instrument."""
        return {
            one.instrument_id: f"cells_{nth}_{one.table.removeprefix('answers_')}"
            for nth, one in enumerate(self.instruments)
        }

    def types(self) -> dict[str, str]:
        """The type of each column that takes a closed set of texts.

        An ENUM where texts are told apart by their number. A text is compared with a few others
        sooner than it is looked up; one that is none of them makes no number, and fills no cell.
        """
        is_few = len(self.instruments) <= _FEW
        return {
            "instrument_id": "VARCHAR"
            if is_few
            else _enum([one.instrument_id for one in self.instruments]),
            "item_id": _enum(self.items),
            "value": _enum(map(str, self.values)),
            "state": "VARCHAR",
        }

    def words(self) -> str:
        """The aggregates that make the words, of columns that have these types."""
        return ", ".join(
            f"bit_or({self._code(instrument, word)}) AS {_word(nth, word)}"
            for nth, instrument in enumerate(self.instruments)
            for word in range(_n_words(instrument))
        )

    def unpacked(self, nth: int, words: str, people: str) -> str:
        """SQL that makes the table of cells of the nth instrument.

        In: words: the table of words by respondent_id; people: respondents with place.
        """
        instrument = self.instruments[nth]
        table = f"{STAGED}.{name(self.tables[instrument.instrument_id])}"
        cells = ", ".join(
            f"{self._cell(nth, instrument, place)} AS {name(item_id)}"
            for place, item_id in enumerate(instrument.item_ids)
        )
        some = " OR ".join(f"{_word(nth, word)} <> 0" for word in range(_n_words(instrument)))
        return (
            f"CREATE TABLE {table} AS SELECT p.place::INTEGER AS place, {cells} "
            f"FROM {words} AS w JOIN {people} AS p ON w.respondent_id = p.respondent_id "
            f"WHERE {some}"
        )

    def filled(self, nth: int) -> str:
        """SQL for how many cells of the nth instrument are filled in."""
        instrument = self.instruments[nth]
        table = f"{STAGED}.{name(self.tables[instrument.instrument_id])}"
        counts = " + ".join(f"count({name(item_id)})" for item_id in instrument.item_ids)
        return f"SELECT {counts} FROM {table}"

    def _code(self, instrument: Instrument, word: int) -> str:
        """The number of a row's answer at its place in this word; NULL if it is none of this."""
        bits = _bits(instrument)
        first = word * (_WORD // bits)
        here = instrument.item_ids[first : first + _WORD // bits]
        # Asked even where there is one instrument only: DuckDB doesn't read a column, nor hold it
        # against its type, that nothing asks for.
        asked = [f"instrument_id = {literal(instrument.instrument_id)}"]
        place, all_here = _position("item_id", [self.items.index(one) for one in here])
        if len(here) < len(self.items):
            asked.append(all_here)
        levels = _levels(instrument)
        value, all_values = _position("value", [self.values.index(one) for one in levels])
        if len(levels) < len(self.values):
            value = f"CASE WHEN {all_values} THEN {value} END"
        reasons = [state for state in rules_of(Answers)["state"].allowed if state != ANSWERED]
        reason = " ".join(
            f"WHEN {literal(state)} THEN {len(levels) + 1 + nth}"
            for nth, state in enumerate(reasons)
        )
        number = (
            f"CASE WHEN state = {literal(ANSWERED)} THEN {value} + 1 "
            f"WHEN value IS NULL THEN CASE state {reason} END END"
        )
        code = f"({number})::UBIGINT << ({bits} * ({place}))::UBIGINT"
        return f"CASE WHEN {' AND '.join(asked)} THEN {code} END"

    def _cell(self, nth: int, instrument: Instrument, place: int) -> str:
        bits = _bits(instrument)
        word, within = divmod(place, _WORD // bits)
        number = f"(({_word(nth, word)} >> {bits * within}) & {2**bits - 1})::SMALLINT"
        levels = _levels(instrument)
        reasons = [state for state in rules_of(Answers)["state"].allowed if state != ANSWERED]
        kinds = [f"WHEN {len(levels) + 1 + n} THEN {CODES[one]}" for n, one in enumerate(reasons)]
        if list(levels) == list(range(levels[0], levels[0] + len(levels))):
            value = f"{number} + {levels[0] - 1}"
        else:
            known = " ".join(f"WHEN {n} THEN {one}" for n, one in enumerate(levels, 1))
            value = f"CASE {number} {known} END"
        return f"(CASE {number} WHEN 0 THEN NULL {' '.join(kinds)} ELSE {value} END)::SMALLINT"


def cells_of(instruments: Sequence[Instrument]) -> Cells:
    """How the cells of these instruments lie."""
    items = dict.fromkeys(item_id for one in instruments for item_id in one.item_ids)
    values = sorted({value for one in instruments for value in _levels(one)})
    return Cells(tuple(instruments), tuple(items), tuple(values))


def _levels(instrument: Instrument) -> list[int]:
    rule = rules_of(Answers)["value"]
    values = {level.value for level in instrument.levels}
    return sorted(value for value in values if rule.minimum <= value <= rule.maximum)


def _bits(instrument: Instrument) -> int:
    """Bits that hold a number for each value and state, and 0 for no answer."""
    return (len(_levels(instrument)) + len(CODES)).bit_length()


def _n_words(instrument: Instrument) -> int:
    return -(-len(instrument.items) // (_WORD // _bits(instrument)))


def _word(nth: int, word: int) -> str:
    return f"w{nth}_{word}"


def _enum(texts: Iterable[str]) -> str:
    return f"ENUM ({literals(texts)})"


def _position(column: str, places: Sequence[int]) -> tuple[str, str]:
    """SQL for where an ENUM's text stands among these places, from 0, and for whether it does."""
    code = f"enum_code({column})"
    first = places[0]
    if list(places) == list(range(first, first + len(places))):
        one = f"{code}::INTEGER - {first}" if first else code
        return one, f"{code} BETWEEN {first} AND {places[-1]}"
    known = " ".join(f"WHEN {place} THEN {nth}" for nth, place in enumerate(places))
    return f"CASE {code} {known} END", f"{code} IN ({', '.join(map(str, places))})"
