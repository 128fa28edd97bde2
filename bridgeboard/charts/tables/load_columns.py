"""An export's columns beside the map that reads them: frames, names and choices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.mapping import uses
from bridgeboard.mapping.survey_map import STATES, SurveyMap

if TYPE_CHECKING:
    from bridgeboard.collected import SurveyTable
    from bridgeboard.instruments import Instrument
    from bridgeboard.mapping.guessing import Guessed

USES = {
    uses.OPEN: "○ open: not loaded",
    uses.LEFT_OUT: "left out on purpose",
    uses.RECORD: "the record: one person's, the same at each wave",
    uses.RECORD_AND_CODE: "the record, and the code that follows a person over waves",
    uses.RESPONDENT_ID: "an id that differs from wave to wave",
    uses.PERSON_CODE: "the code that follows a person over waves",
    uses.SITE: "the site",
    uses.WAVE: "the wave",
    uses.DATE: "the day it was answered, which tells the wave",
    "profession": "profession",
    "gender": "gender",
    "years_experience": "years of experience",
    "prior_peer_support": "worked with peer support workers before",
}
_ITEM, _TICK = "{instrument} · {item}", "{instrument} · {item_id}, ticked means {tick}"
_COLUMNS = ("Column", "Question", "It is", "Why", "Values, for example")
_STATES = {
    "dont_know": "don't know",
    "not_applicable": "not applicable",
    "missing": "no answer",
}
#: What fields of people take; profession is free text.
_PERSON = {
    "gender": ("female", "male", "other", "undisclosed"),
    "prior_peer_support": ("yes", "no", "unknown"),
}
_AS_IT_IS = "as the map says"
_PERHAPS = "perhaps {means}, since {why}"
_OTHERS = "{first} and {n} more"
_OPEN_SENTENCE = "{key}: {expected}. {mend}"
_OPEN_PLACES = {
    "site": "Say which site the rows are of, under Sites.",
    "site.always": "Say which site the rows are of, under Sites.",
    "wave": "Say which wave the rows are of, under Waves.",
    "wave.always": "Say which wave the rows are of, under Waves.",
}
_OPEN_VALUE = "Say what “{value}” means, under Sites, Waves or Values."
_OPEN_COUNTRY = "Say in which country the new site {site} is, under Sites."
#: How a guess names the place in a map's file, for whoever mends it there.
_SECTIONS = re.compile(r"(: \w+)?,? in \[[^\]]*\]")
_EXAMPLES, _LONGEST = 3, 40


def frame(
    table: SurveyTable,
    survey_map: SurveyMap,
    guess: Guessed,
    instruments: Mapping[str, Instrument],
) -> pl.DataFrame:
    """Each column with its question, its use, the reason of the guess, and a few of its values."""
    used = uses.uses(survey_map, [field.column for field in table.fields])
    guessed = uses.uses(guess.survey_map, used)
    rows = [
        (
            field.heading,
            field.label or "",
            said(used[field.column], instruments),
            _why(guess, field.column) if used[field.column] == guessed[field.column] else _AS_IT_IS,
            _examples(table, field.column),
        )
        for field in table.fields
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String), orient="row")


def _why(guess: Guessed, column: str) -> str:
    one = next((one for one in guess.guesses if one.column == column), None)
    if one is None:
        return ""
    return one.why if one.taken else _PERHAPS.format(means=one.means, why=one.why)


def _examples(table: SurveyTable, column: str) -> str:
    cells = table.frame[column].drop_nulls().unique(maintain_order=True).head(_EXAMPLES)
    return " | ".join(_cut(cell) for cell in cells)


def _cut(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def named(table: SurveyTable, survey_map: SurveyMap) -> dict[str, str]:
    """Names to choose a column by; those that are open are marked and come first."""
    used = uses.uses(survey_map, [field.column for field in table.fields])
    names = {}
    for is_open in (True, False):
        for field in table.fields:
            if (used[field.column] == uses.OPEN) == is_open:
                mark = "○ " if is_open else ""
                label = f" · {_cut(field.label, 80)}" if field.label else ""
                names[field.column] = f"{mark}{field.heading}{label}"
    return names


def offered(instruments: Mapping[str, Instrument], now: str) -> dict[str, str]:
    """All that a column may be, by the word for it; what it is now among them."""
    items = {name: instrument.item_ids for name, instrument in instruments.items()}
    found = {use: said(use, instruments) for use in uses.offered(items)}
    return found if now in found else found | {now: said(now, instruments)}


def said(use: str, instruments: Mapping[str, Instrument]) -> str:
    """A use in words."""
    if use in USES:
        return USES[use]
    kind, instrument_id, item_id, *tick = use.split(":")
    instrument = instruments.get(instrument_id)
    name = instrument.short_name if instrument else instrument_id
    if kind == "tick":
        return _TICK.format(instrument=name, item_id=item_id, tick=tick[0])
    known = instrument is not None and item_id in instrument.item_ids
    label = f"{item_id}: {instrument.item(item_id).label}" if known else item_id
    return _ITEM.format(instrument=name, item=label)


def places(of: str, present: Mapping[str, pl.DataFrame], survey_map: SurveyMap) -> dict[str, str]:
    """Names of the programme's sites or waves, and of those that the map adds, by id."""
    if of == uses.SITE:
        table, key, label = present.get("sites"), "site_id", "site_name"
        added = {one.site_id: one.site_name for one in survey_map.new_sites}
    else:
        table, key, label = present.get("waves"), "wave_id", "label"
        added = {one.wave_id: one.label for one in survey_map.new_waves}
    there = {} if table is None else dict(table.select(key, label).iter_rows())
    return there | {one: name for one, name in added.items() if one not in there}


def no_new_places() -> SurveyMap:
    """A map that adds no site and no wave."""
    return SurveyMap(name="", kind="")


def always(survey_map: SurveyMap, of: str) -> str | None:
    """The site or wave that all rows are of; None where that isn't said."""
    rule = survey_map.site if of == uses.SITE else survey_map.wave
    return rule.always or None


def values(table: SurveyTable, column: str) -> dict[str, int]:
    """The values of a column and how many rows have each, in the tool's order, then as found."""
    counts = table.frame[column].drop_nulls().value_counts(name="n")
    found = dict(counts.sort("n", descending=True).iter_rows())
    choices = list(table.field(column).choices.items())
    order = [label if table.holds == "labels" else code for code, label in choices]
    return {one: found[one] for one in (*(o for o in order if o in found), *found)}


def with_label(table: SurveyTable, column: str, value: str) -> str:
    """A value with what the tool says of it."""
    label = table.field(column).choices.get(value) if table.holds == "codes" else None
    return f"{_cut(value)} · {_cut(label)}" if label and label != value else _cut(value)


def place_meanings(survey_map: SurveyMap, of: str) -> dict[str, str]:
    """What each value of the column that tells sites or waves means."""
    _, name = uses.place_values(survey_map, of)
    return {value: str(to) for value, to in survey_map.values.get(name or "", {}).items()}


def value_maps(survey_map: SurveyMap) -> dict[str, str]:
    """The maps of values of answers and people, each by its columns."""
    found: dict[str, list[str]] = {}
    for one in survey_map.answers:
        if one.values is not None:
            found.setdefault(one.values, []).append(one.column)
    for rule in survey_map.people.values():
        if rule.values is not None:
            found.setdefault(rule.values, []).append(rule.column)
    return {name: _all(columns) for name, columns in found.items()}


def _all(columns: list[str]) -> str:
    if len(columns) == 1:
        return columns[0]
    return _OTHERS.format(first=columns[0], n=len(columns) - 1)


def _columns_of(survey_map: SurveyMap, name: str) -> list[str]:
    answers = [one.column for one in survey_map.answers if one.values == name]
    return answers + [rule.column for rule in survey_map.people.values() if rule.values == name]


def values_of(table: SurveyTable, survey_map: SurveyMap, name: str) -> list[str]:
    """All values that a map of values knows, and all that stand in its columns."""
    known = list(survey_map.values.get(name, {}))
    columns = [c for c in _columns_of(survey_map, name) if c in table.frame.columns]
    there = [value for column in columns for value in values(table, column)]
    return list(dict.fromkeys([*known, *there]))


def labelled(table: SurveyTable, survey_map: SurveyMap, name: str, value: str) -> str:
    """A value with what the tool says of it, in the first of the columns that say something."""
    for column in _columns_of(survey_map, name):
        if column in table.frame.columns and (text := with_label(table, column, value)) != value:
            return text
    return _cut(value)


def meanings(
    survey_map: SurveyMap, name: str, instruments: Mapping[str, Instrument]
) -> dict[str, str]:
    """What a value may mean: numbers of the instrument and states, or words of a person's field."""
    for field, rule in survey_map.people.items():
        if rule.values == name:
            return {word: word for word in _PERSON.get(field, ())}
    ids = [one.instrument_id for one in survey_map.answers if one.values == name]
    instrument = instruments.get(ids[0]) if ids else None
    levels = {} if instrument is None else {
        str(level.value): f"{level.value} · {level.label}" for level in instrument.levels
    }  # fmt: skip
    return levels | {state: _STATES[state] for state in STATES}


def meant(chosen: str) -> int | str:
    """What was chosen as a map of values has it: a whole number, or a word."""
    try:
        return int(chosen)
    except ValueError:
        return chosen


def still_open(survey_map: SurveyMap) -> list[str]:
    """What a person must still say before rows can be read, in sentences."""
    from bridgeboard.mapping.map_rules import broken

    return [
        _open_sentence(key) or _OPEN_SENTENCE.format(key=key, expected=expected, mend=mend)
        for key, _, expected, mend in broken(survey_map)
    ]


def _open_sentence(key: str) -> str:
    """What is open at this key of a map, for people who never see the map; "" where it isn't one
    of the few that are usual."""
    if key in _OPEN_PLACES:
        return _OPEN_PLACES[key]
    first, _, rest = key.partition(".")
    name, _, last = rest.rpartition(".")
    if first == "values":
        return _OPEN_VALUE.format(value=last)
    if first == "new_sites" and last == "country_iso3":
        return _OPEN_COUNTRY.format(site=name)
    return ""


def to_decide(guess: Guessed, now: SurveyMap) -> list[str]:
    """What the guess did, and what it leaves to a person, without the names of a map's sections.

    Once a person has changed the map, what is still open is said where that is: see still_open.
    """
    left = guess.open if now == guess.survey_map else ()
    return [_SECTIONS.sub("", sentence) for sentence in (*guess.said, *left)]
