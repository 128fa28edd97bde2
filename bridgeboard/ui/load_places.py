"""Loading: which site and wave each row is of, and new sites and waves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from bridgeboard.charts.tables import load_columns as columns
from bridgeboard.ui import blocks, load_session
from bridgeboard.ui.escape import label
from bridgeboard.ui.page_words import load as words

if TYPE_CHECKING:
    from bridgeboard.collected import Survey, SurveyTable
    from bridgeboard.mapping.survey_map import SurveyMap
    from bridgeboard.store.loading import Start

_MOST_VALUES = 40
_FIRST, _LAST = date(1950, 1, 1), date(2199, 12, 31)


def drawn(begin: Start, survey: Survey, table: SurveyTable, survey_map: SurveyMap) -> SurveyMap:
    """Draw sites, then waves; the map as it is then."""
    survey_map = _of(begin, survey, table, survey_map, "site")
    survey_map = _sites(survey, survey_map)
    survey_map = _new_site(survey, survey_map)
    survey_map = _of(begin, survey, table, survey_map, "wave")
    survey_map = _waves(survey, survey_map)
    return _new_wave(survey, survey_map)


def _sites(survey: Survey, survey_map: SurveyMap) -> SurveyMap:
    """Name and country of each site that the map adds."""
    changed = []
    for one in survey_map.new_sites:
        key = f"{survey.file}-{one.site_id}"
        left, right = st.columns(2)
        name = left.text_input(
            label(words.NEW_SITE_NAME.format(place=one.site_id)),
            one.site_name,
            max_chars=120,
            key=load_session.field(f"site-name-{key}"),
        )
        country = right.text_input(
            label(words.NEW_SITE_COUNTRY.format(place=one.site_id)),
            one.country_iso3,
            max_chars=3,
            help=words.COUNTRY_HELP,
            key=load_session.field(f"site-country-{key}"),
        )
        given = {"site_name": name.strip() or one.site_id, "country_iso3": country.strip().upper()}
        changed.append(replace(one, **given))
    return replace(survey_map, new_sites=tuple(changed))


def _waves(survey: Survey, survey_map: SurveyMap) -> SurveyMap:
    """Name and days of each wave that the map adds."""
    changed = []
    for one in survey_map.new_waves:
        key = f"{survey.file}-{one.wave_id}"
        name_at, from_at, to_at = st.columns(3)
        name = name_at.text_input(
            label(words.NEW_WAVE_LABEL.format(place=one.wave_id)),
            one.label,
            max_chars=120,
            key=load_session.field(f"wave-label-{key}"),
        )
        days = {
            field: column.date_input(
                label(said.format(place=one.wave_id)),
                getattr(one, field),
                _FIRST,
                _LAST,
                format="YYYY-MM-DD",
                key=load_session.field(f"{field}-{key}"),
            )
            for field, column, said in (
                ("from_on", from_at, words.FROM_ON_OF),
                ("to_on", to_at, words.TO_ON_OF),
            )
        }
        changed.append(replace(one, label=name.strip() or one.wave_id, **days))
    return replace(survey_map, new_waves=tuple(changed))


def _of(
    begin: Start, survey: Survey, table: SurveyTable, survey_map: SurveyMap, of: str
) -> SurveyMap:
    from bridgeboard.mapping import uses

    blocks.section(words.PLACES[of])
    named = columns.places(of, begin.tables, survey_map)
    column, _ = uses.place_values(survey_map, of)
    if of == "wave" and survey_map.wave.per_column:
        blocks.note(words.PER_COLUMN)
        return survey_map
    if of == "wave" and survey_map.wave.date is not None:
        blocks.note(words.BY_DATE.format(column=survey_map.wave.date))
        return survey_map
    if column is not None:
        return _by_column(survey, table, survey_map, of, named)
    now = columns.always(survey_map, of)
    key = load_session.field(f"all-{of}-{survey.file}-{now}-{len(named)}")
    names = list(named)
    place = st.selectbox(
        words.ALL_AT[of],
        names,
        index=names.index(now) if now in named else None,
        placeholder=words.NOT_CHOSEN,
        format_func=named.get,
        key=key,
    )
    return survey_map if place in (None, now) else uses.with_place(survey_map, of, place)


def _by_column(
    survey: Survey, table: SurveyTable, survey_map: SurveyMap, of: str, named: dict[str, str]
) -> SurveyMap:
    from bridgeboard.mapping import uses
    from bridgeboard.mapping.survey_map import LEFT_OUT

    column, _ = uses.place_values(survey_map, of)
    blocks.note(words.BY_COLUMN[of].format(column=column))
    found = columns.values(table, column)
    if len(found) > _MOST_VALUES:
        blocks.note(words.MANY_VALUES.format(n=_MOST_VALUES))
    said = columns.place_meanings(survey_map, of)
    offered = named | {LEFT_OUT: words.IS_LEFT_OUT}
    names = list(offered)
    after = dict(said)
    for value, n in list(found.items())[:_MOST_VALUES]:
        now = said.get(value)
        shown = columns.with_label(table, column, value)
        meaning = st.selectbox(
            label(words.VALUE.format(value=shown, n=n)),
            names,
            index=names.index(now) if now in offered else None,
            placeholder=words.NOT_CHOSEN,
            format_func=offered.get,
            key=load_session.field(f"{of}-{survey.file}-{value}-{now}-{len(named)}"),
        )
        if meaning is not None:
            after[value] = meaning
    return survey_map if after == said else uses.with_place_values(survey_map, of, after)


def _new_site(survey: Survey, survey_map: SurveyMap) -> SurveyMap:
    from bridgeboard.mapping.survey_map import NewSite

    with (
        st.expander(words.NEW_SITE),
        st.form(load_session.field(f"new-site-{survey.file}"), border=False, clear_on_submit=True),
    ):
        given = st.text_input(words.SITE_ID, max_chars=64)
        name = st.text_input(words.SITE_NAME, max_chars=120)
        country = st.text_input(words.COUNTRY, max_chars=3)
        if st.form_submit_button(words.ADD) and given.strip():
            one = NewSite(given.strip(), name.strip() or given.strip(), country.strip().upper())
            others = (old for old in survey_map.new_sites if old.site_id != one.site_id)
            return replace(survey_map, new_sites=(*others, one))
    return survey_map


def _new_wave(survey: Survey, survey_map: SurveyMap) -> SurveyMap:
    from bridgeboard.mapping.survey_map import NewWave

    with (
        st.expander(words.NEW_WAVE),
        st.form(load_session.field(f"new-wave-{survey.file}"), border=False, clear_on_submit=True),
    ):
        given = st.text_input(words.WAVE_ID, max_chars=64)
        name = st.text_input(words.WAVE_LABEL, max_chars=120)
        order = st.number_input(words.WAVE_ORDER, 1, 99, 1)
        from_on = st.date_input(words.FROM_ON, None, _FIRST, _LAST, format="YYYY-MM-DD")
        to_on = st.date_input(words.TO_ON, None, _FIRST, _LAST, format="YYYY-MM-DD")
        if st.form_submit_button(words.ADD) and given.strip():
            one = NewWave(given.strip(), name.strip() or given.strip(), order, from_on, to_on)
            others = (old for old in survey_map.new_waves if old.wave_id != one.wave_id)
            return replace(survey_map, new_waves=(*others, one))
    return survey_map
