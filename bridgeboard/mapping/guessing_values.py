"""What the values of a column mean, guessed from their labels first and their numbers second."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bridgeboard.collected import Field, SurveyTable
from bridgeboard.instruments import Instrument
from bridgeboard.mapping.fitting import MOST_VALUES, offered, values_of
from bridgeboard.mapping.survey_map import STATES
from bridgeboard.mapping.value_lookup import plain

#: More different values than these are no set of choices.
MOST_CHOICES = 40
LEVELS = ("strongly_disagree", "disagree", "neither", "agree", "strongly_agree")
_WORDINGS = Path(__file__).with_name("wordings.toml")
_NUMBERED = re.compile(r"^(-?\d{1,4})(?:\s*[-–—=:.)]\s*(.+))?$")


@dataclass(frozen=True)
class GuessedValues:
    """values: the map, None where numbers can be taken as they stand; turned: do the labels say
    that the numbers run the other way? unclear: values that nobody can tell the meaning of.
    labelled: do labels support it, or numbers alone? levels: how many numbers are in use.
    """

    values: dict[str, int | str] | None
    turned: bool = False
    unclear: tuple[str, ...] = ()
    labelled: bool = False
    levels: int = 0


@cache
def wordings() -> dict[str, str]:
    """Each wording that is known, plain, with what it says: a level, a state, a word of ours."""
    languages = tomllib.loads(_WORDINGS.read_text(encoding="utf-8"))
    return {
        _words(wording): meaning
        for language in languages.values()
        for meaning, known in language.items()
        if meaning != "checked"
        for wording in known
    }


def _words(label: str) -> str:
    text = plain(label).replace("’", "'").replace("ʼ", "'")
    return re.sub(r"[.!\s]+$", "", text)


def said(label: str) -> str | None:
    """What a label says, if its wording is known: "agree", "dont_know", "female"."""
    return wordings().get(_words(label))


def item_values(table: SurveyTable, field: Field, instrument: Instrument) -> GuessedValues:
    """What the column's values mean as answers to an item of this instrument."""
    low, high = instrument.minimum, instrument.maximum
    own = {_words(level.label): level.value for level in instrument.levels}
    by_level = {said(level.label): level.value for level in instrument.levels}
    seen = values_of(table, field.column)
    if len(seen) > MOST_CHOICES:
        return GuessedValues(None, unclear=tuple(seen[:MOST_CHOICES]))
    meant: dict[str, int | str] = {}
    numbers: dict[str, int] = {}
    labelled: set[str] = set()
    cells = dict.fromkeys([*offered(table, field), *seen])
    for cell in cells:
        number, label = _parts(cell, field)
        if number is not None:
            numbers[cell] = number
        found: int | str | None = None if label is None else own.get(_words(label))
        word = None if label is None else said(label)
        if found is None and word in STATES:
            found = word
        if found is None and word in LEVELS:
            found = by_level.get(word)
        if found is not None:
            meant[cell] = found
            labelled.add(cell)
        elif cell in field.missing:
            meant[cell] = "missing"
    pairs = [(numbers[c], m) for c, m in meant.items() if c in numbers and isinstance(m, int)]
    straight = all(number == value for number, value in pairs)
    turned = len(pairs) > 1 and all(number == low + high - value for number, value in pairs)
    direction = -1 if turned and not straight else 1 if straight else 0
    unclear = []
    codes = {instrument.dont_know_code: "dont_know"}
    codes[instrument.not_applicable_code] = "not_applicable"
    for cell in cells:
        if cell in meant:
            continue
        number = numbers.get(cell)
        if number is not None and low <= number <= high and direction:
            meant[cell] = number if direction > 0 else low + high - number
        elif number is not None and number in codes:
            meant[cell] = codes[number]
        else:
            unclear.append(cell)
    values = [m for m in meant.values() if isinstance(m, int)]
    if len(set(values)) < len({_words(_parts(c, field)[1] or c) for c, m in meant.items()
                               if isinstance(m, int)}):  # fmt: skip
        # Two labels for one number: a scale of more levels than ours, or of others.
        return GuessedValues(None, unclear=tuple(cells))
    as_they_stand = all(numbers.get(c) == m for c, m in meant.items()) and all(
        re.fullmatch(r"-?\d+", plain(cell)) for cell in cells
    )
    ordered = dict(sorted(meant.items(), key=lambda pair: place_of(pair[1])))
    return GuessedValues(
        None if as_they_stand else ordered,
        direction < 0,
        tuple(unclear),
        bool(labelled),
        len(set(values)),
    )


def word_values(
    table: SurveyTable, field: Field, words: Mapping[str, str]
) -> tuple[dict[str, int | str], tuple[str, ...]]:
    """The column's values as words of ours, and those that are unclear.

    words: what a wording says -> the word of ours; the words themselves are known too.
    """
    meant: dict[str, int | str] = {}
    unclear = []
    for cell in dict.fromkeys([*offered(table, field), *values_of(table, field.column)]):
        label = field.choices.get(cell, cell)
        found = said(label) or plain(label)
        if plain(cell) in words.values():
            meant[cell] = plain(cell)
        elif found in words:
            meant[cell] = words[found]
        elif cell in field.missing:
            meant[cell] = "missing"
        else:
            unclear.append(cell)
    return meant, tuple(unclear[:MOST_VALUES])


def _parts(cell: str, field: Field) -> tuple[int | None, str | None]:
    """The number and the label of a cell: "5 - Strongly agree" has both."""
    found = _NUMBERED.match(plain(cell))
    number = int(found[1]) if found else None
    label = field.choices.get(cell)
    if label is None and number is None:
        label = cell
    elif label is None and found:
        label = found[2]
    if label is not None and (inner := _NUMBERED.match(label.strip())):
        # "5 = Strongly agree" as a choice's label; a label that is a number alone says nothing.
        label = inner[2]
    return number, label


def place_of(meaning: int | str) -> tuple[int, int, str]:
    """Where a meaning stands in a list: numbers first, then words."""
    return (0, meaning, "") if isinstance(meaning, int) else (1, 0, meaning)
