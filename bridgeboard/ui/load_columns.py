"""Loading: each column with what it is used for, why, and example values; one at a time changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from bridgeboard.charts.tables import load_columns as columns
from bridgeboard.ui import blocks, load_session
from bridgeboard.ui.page_words import load as words
from bridgeboard.ui.table_card import shown_table

if TYPE_CHECKING:
    from bridgeboard.collected import Survey, SurveyTable
    from bridgeboard.mapping.guessing import Guessed
    from bridgeboard.mapping.survey_map import SurveyMap
    from bridgeboard.store.loading import Start

_ELSEWHERE = ""


def drawn(
    begin: Start, survey: Survey, table: SurveyTable, survey_map: SurveyMap, guess: Guessed
) -> SurveyMap:
    """Draw all columns, and what changes one; the map as it is then."""
    from bridgeboard.mapping import uses

    toml = survey_map.to_toml()
    frame = load_session.kept(
        f"columns-{survey.file}",
        (load_session.Same(survey), table.name, toml),
        lambda: columns.frame(table, survey_map, guess, begin.instruments),
    )
    shown_table(frame, words.COLUMNS, words.COLUMNS_ALT, f"load-columns-{survey.file}")
    blocks.note(words.COLUMNS_NOTE)
    named = columns.named(table, survey_map)
    column = st.selectbox(
        words.COLUMN,
        list(named),
        format_func=named.get,
        key=load_session.field(f"column-{survey.file}-{table.name}"),
    )
    now = uses.uses(survey_map, [column])[column]
    offered = columns.offered(begin.instruments, now)
    use = st.selectbox(
        words.USE,
        list(offered),
        index=list(offered).index(now),
        format_func=offered.get,
        key=load_session.field(f"use-{survey.file}-{column}-{now}"),
    )
    if use != now:
        return uses.with_use(survey_map, column, use)
    return _at_wave(begin, survey, survey_map, column)


def _at_wave(begin: Start, survey: Survey, survey_map: SurveyMap, column: str) -> SurveyMap:
    """For a column of answers: the wave that it was answered at, where columns tell waves."""
    from bridgeboard.mapping import uses

    one = next((one for one in survey_map.answers if one.column == column), None)
    if one is None:
        return survey_map
    named = {_ELSEWHERE: words.WAVES_ELSEWHERE} | columns.places("wave", begin.tables, survey_map)
    now = one.wave_id or _ELSEWHERE
    names = list(named) if now in named else [*named, now]
    wave = st.selectbox(
        words.AT_WAVE,
        names,
        index=names.index(now),
        format_func=lambda one: named.get(one, one),
        key=load_session.field(f"at-{survey.file}-{column}-{now}"),
    )
    return survey_map if wave == now else uses.with_wave(survey_map, column, wave or None)
