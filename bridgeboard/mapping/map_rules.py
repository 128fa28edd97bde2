"""What a map must say beyond its shape; each fault as key, what was found, expected, mend."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bridgeboard.mapping.survey_map import STATES, SurveyMap
from bridgeboard.readers.quoting import listed, quoted

Fault = tuple[str, str, str, str]

_PROVENANCE = ("collected", "published", "simulated")
_SETTINGS = ("hospital", "community", "both", "unknown")
#: As schemas/_table.py has it, which may not be imported here: it takes Pandera along.
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_IDS = "letters a to z, digits, and . _ - after the first, 64 at most"


def broken(survey_map: SurveyMap) -> Iterator[Fault]:
    """Every rule that the map breaks."""
    yield from _one_of(
        "respondent",
        {
            "record": survey_map.respondent.record,
            "id": survey_map.respondent.id,
            "by_row": survey_map.respondent.by_row or None,
        },
    )
    site, wave = survey_map.site, survey_map.wave
    yield from _one_of("site", {"always": site.always, "column": site.column})
    yield from _one_of(
        "wave",
        {
            "always": wave.always,
            "column": wave.column,
            "date": wave.date,
            "per_column": wave.per_column or None,
        },
    )
    for key, always in (("site.always", site.always), ("wave.always", wave.always)):
        if always == "":
            yield key, "", "it is still open", "Fill in the id."
    if survey_map.provenance not in _PROVENANCE:
        yield _word("provenance", survey_map.provenance, _PROVENANCE)
    yield from _ids(survey_map)
    yield from _values(survey_map)
    yield from _answers(survey_map)


def _one_of(section: str, given: dict[str, object]) -> Iterator[Fault]:
    named = [key for key, value in given.items() if value is not None]
    keys = tuple(given)
    if not named:
        yield section, "", f"it must say {listed(keys, 'or')}", f"Add one of them to [{section}]."
    elif len(named) > 1:
        yield section, listed(named), "only one of them can hold", "Keep one."


def _word(key: str, found: str, allowed: tuple[str, ...]) -> Fault:
    return key, quoted(found), f"it must be {listed(allowed, 'or')}", "Write one of them."


def _ids(survey_map: SurveyMap) -> Iterator[Fault]:
    for site in survey_map.new_sites:
        at = f"new_sites.{site.site_id}"
        if not IDENTIFIER.fullmatch(site.site_id):
            yield at, quoted(site.site_id), f"an id is made of {_IDS}", "Choose another."
        if not re.fullmatch(r"[A-Z]{3}", site.country_iso3):
            mend = 'Write its country in three capital letters, as country_iso3 = "UGA".'
            yield f"{at}.country_iso3", quoted(site.country_iso3), "a site has a country", mend
        if site.setting not in _SETTINGS:
            yield _word(f"{at}.setting", site.setting, _SETTINGS)
    for wave in survey_map.new_waves:
        at = f"new_waves.{wave.wave_id}"
        if not IDENTIFIER.fullmatch(wave.wave_id):
            yield at, quoted(wave.wave_id), f"an id is made of {_IDS}", "Choose another."
        if wave.from_on and wave.to_on and wave.from_on > wave.to_on:
            yield f"{at}.from_on", str(wave.from_on), "it may not be after to_on", "Swap the two."
    prefix = survey_map.respondent.prefix
    if prefix and not IDENTIFIER.fullmatch(prefix):
        yield "respondent.prefix", quoted(prefix), f"it is made of {_IDS}", "Choose another."


def _values(survey_map: SurveyMap) -> Iterator[Fault]:
    named = {
        "site.values": survey_map.site.values,
        "wave.values": survey_map.wave.values,
        **{f"{name}.values": rule.values for name, rule in survey_map.people.items()},
        **{f"answers.{one.instrument_id}.values": one.values for one in survey_map.answers},
    }
    for key, name in named.items():
        if name is not None and name not in survey_map.values:
            known = listed(tuple(survey_map.values)) or "none"
            yield key, quoted(name), f"there is no [values.{name}]", f"There are: {known}."
    of_rows = [survey_map.site.values, survey_map.wave.values]
    of_rows += [rule.values for rule in survey_map.people.values()]
    for name in dict.fromkeys(name for name in of_rows if name is not None):
        for value, meaning in survey_map.values.get(name, {}).items():
            if meaning == "":
                yield f"values.{name}.{value}", "", "it is still open", "Write what it means."
    for name in {one.values for one in survey_map.answers} - {None}:
        for value, meaning in survey_map.values.get(name, {}).items():
            if isinstance(meaning, str) and meaning not in STATES:
                yield _word(f"values.{name}.{value}", meaning, ("a number", *STATES))
            elif isinstance(meaning, int) and not -100 <= meaning <= 1000:
                mend = "Which number of the instrument is meant?"
                yield f"values.{name}.{value}", "a number", "answers lie from -100 to 1000", mend


def _answers(survey_map: SurveyMap) -> Iterator[Fault]:
    per_column = survey_map.wave.per_column
    seen: dict[str, str] = {}
    for one in survey_map.answers:
        key = f"answers.{one.instrument_id}.items.{one.item_id}"
        if per_column and one.wave_id is None:
            yield key, "no wave", "waves are told per column", 'Add wave = "..." to its block.'
        if not per_column and one.wave_id is not None:
            mend = "Take it out, or write per_column = true under [wave]."
            yield key, "a wave", "waves are not told per column here", mend
        if isinstance(one.tick, str) and one.tick not in STATES:
            yield _word(key, one.tick, ("a number", *STATES))
        if isinstance(one.tick, int) and not -100 <= one.tick <= 1000:
            mend = "Which number of the instrument is meant?"
            yield key, "a number", "answers lie from -100 to 1000", mend
        if one.column in seen:
            yield key, quoted(one.column), f"that column is {seen[one.column]}", "Keep one."
        seen[one.column] = f"{one.instrument_id} {one.item_id} already"
