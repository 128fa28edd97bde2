"""What each column of an export is used for, as one word a column, to look at and to change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bridgeboard.mapping.survey_map import (
    PERSON_FIELDS,
    FromColumn,
    ItemColumn,
    RespondentRule,
    SiteRule,
    SurveyMap,
    Values,
    WaveRule,
)

#: Who, where and when: the record may be the person's code as well.
RECORD, RECORD_AND_CODE, RESPONDENT_ID = "record", "record and person code", "respondent id"
PERSON_CODE, SITE, WAVE, DATE = "person code", "site", "wave", "date"
#: Left out on purpose, and not decided yet.
LEFT_OUT, OPEN = "left out", "open"
_ITEM, _TICK = "item:", "tick:"


def item_use(instrument_id: str, item_id: str) -> str:
    """The word for a column that holds answers to an item."""
    return f"{_ITEM}{instrument_id}:{item_id}"


def offered(instruments: Mapping[str, Iterable[str]]) -> list[str]:
    """All that a column may be used for. In: item ids by instrument id."""
    people = [RECORD, RECORD_AND_CODE, RESPONDENT_ID, PERSON_CODE, SITE, WAVE, DATE]
    items = [item_use(one, item_id) for one, ids in instruments.items() for item_id in ids]
    return [OPEN, LEFT_OUT, *people, *PERSON_FIELDS, *items]


def uses(survey_map: SurveyMap, columns: Iterable[str]) -> dict[str, str]:
    """The use of each column. A tick's use names the item and what a tick means."""
    who = survey_map.respondent
    found = dict.fromkeys(columns, OPEN)
    said = dict.fromkeys(survey_map.left_out, LEFT_OUT)
    said |= {rows.column: LEFT_OUT for rows in survey_map.rows_left_out}
    said |= {one.column: _of_item(one) for one in survey_map.answers}
    said |= {rule.column: name for name, rule in survey_map.people.items()}
    when = survey_map.wave
    for column, use in (
        (when.date, DATE),
        (when.column, WAVE),
        (survey_map.site.column, SITE),
        (who.person_code, PERSON_CODE),
        (who.id, RESPONDENT_ID),
        (who.record, RECORD_AND_CODE if who.record == who.person_code else RECORD),
    ):
        if column is not None:
            said[column] = use
    return found | {column: use for column, use in said.items() if column in found}


def with_use(survey_map: SurveyMap, column: str, use: str) -> SurveyMap:
    """The map with this column used for that, and for nothing else any more.

    What only one column can be (site, wave, record, a field of people) is taken from the column
    that it was before. Values of a column of answers keep the map of values that they had. Where no
    column names respondents, each row is one.
    """
    freed = _without(survey_map, column)
    who = freed.respondent
    if use == LEFT_OUT:
        return replace(freed, left_out=(*freed.left_out, column))
    if use in (RECORD, RECORD_AND_CODE):
        code = column if use == RECORD_AND_CODE else who.person_code
        return replace(freed, respondent=RespondentRule(column, None, False, code, who.prefix))
    if use == RESPONDENT_ID:
        rule = RespondentRule(None, column, False, who.person_code, who.prefix)
        return replace(freed, respondent=rule)
    if use == PERSON_CODE:
        return replace(freed, respondent=replace(who, person_code=column))
    if use == SITE:
        return replace(freed, site=SiteRule(column=column, values=survey_map.site.values))
    if use == WAVE:
        return replace(freed, wave=WaveRule(column=column, values=survey_map.wave.values))
    if use == DATE:
        return replace(freed, wave=WaveRule(date=column))
    if use in PERSON_FIELDS:
        before = survey_map.people.get(use)
        rule = FromColumn(column, before.values if before else None)
        return replace(freed, people={**freed.people, use: rule})
    if use.startswith(_ITEM):
        _, instrument_id, item_id = use.split(":")
        old = next((one for one in survey_map.answers if one.column == column), None)
        like = old or next(
            (one for one in survey_map.answers if one.instrument_id == instrument_id), None
        )
        values = like.values if like and like.instrument_id == instrument_id else None
        wave_id = old.wave_id if old else None
        one = ItemColumn(column, instrument_id, item_id, values, wave_id)
        return replace(freed, answers=(*freed.answers, one))
    return freed


def with_wave(survey_map: SurveyMap, column: str, wave_id: str | None) -> SurveyMap:
    """The map with answers in this column given at that wave: waves then are told per column."""
    answers = tuple(
        replace(one, wave_id=wave_id) if one.column == column else one for one in survey_map.answers
    )
    per_column = any(one.wave_id is not None for one in answers)
    wave = WaveRule(per_column=True) if per_column else survey_map.wave
    if survey_map.wave.per_column and not per_column:
        wave = WaveRule()
    return replace(survey_map, answers=answers, wave=wave)


def with_values(survey_map: SurveyMap, name: str, values: Values) -> SurveyMap:
    """The map with one map of values as given."""
    return replace(survey_map, values={**survey_map.values, name: dict(values)})


def with_place(survey_map: SurveyMap, of: str, always: str | None) -> SurveyMap:
    """The map with every row at one site or wave; None: nothing is said of it any more.

    In: of: "site" or "wave".
    """
    rule = SiteRule(always=always) if of == SITE else WaveRule(always=always)
    return replace(survey_map, **{of: rule})


def place_values(survey_map: SurveyMap, of: str) -> tuple[str | None, str | None]:
    """The column that tells the site or wave, and the name of its map of values; None without."""
    rule = survey_map.site if of == SITE else survey_map.wave
    return rule.column, rule.values


def with_place_values(survey_map: SurveyMap, of: str, values: Values) -> SurveyMap:
    """The map with the values of the column that tells the site or wave read so."""
    rule = survey_map.site if of == SITE else survey_map.wave
    name = rule.values or of
    return replace(with_values(survey_map, name, values), **{of: replace(rule, values=name)})


def _of_item(one: ItemColumn) -> str:
    if one.tick is not None:
        return f"{_TICK}{one.instrument_id}:{one.item_id}:{one.tick}"
    return item_use(one.instrument_id, one.item_id)


def _without(survey_map: SurveyMap, column: str) -> SurveyMap:
    """The map as if the column had no use."""
    who, where, when = survey_map.respondent, survey_map.site, survey_map.wave
    record = None if who.record == column else who.record
    named = None if who.id == column else who.id
    return replace(
        survey_map,
        respondent=replace(
            who,
            record=record,
            id=named,
            by_row=record is None and named is None,
            person_code=None if who.person_code == column else who.person_code,
        ),
        site=SiteRule() if where.column == column else where,
        wave=WaveRule() if column in (when.column, when.date) else when,
        people={name: rule for name, rule in survey_map.people.items() if rule.column != column},
        answers=tuple(one for one in survey_map.answers if one.column != column),
        left_out=tuple(one for one in survey_map.left_out if one != column),
        rows_left_out=tuple(one for one in survey_map.rows_left_out if one.column != column),
    )
