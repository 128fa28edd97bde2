"""Loading: what each value of a column means, in numbers, states and words of ours."""

from __future__ import annotations

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

_OPEN = ""


def drawn(begin: Start, survey: Survey, table: SurveyTable, survey_map: SurveyMap) -> SurveyMap:
    """Draw the maps of values of answers and people, one at a time; the map as it is then."""
    from bridgeboard.mapping import uses

    named = columns.value_maps(survey_map)
    if not named:
        return survey_map
    blocks.section(words.VALUES)
    name = st.selectbox(
        words.VALUES_OF,
        list(named),
        format_func=named.get,
        key=load_session.field(f"values-{survey.file}-{len(named)}"),
    )
    said = dict(survey_map.values.get(name, {}))
    offered = {_OPEN: words.MEANS_NOTHING} | columns.meanings(survey_map, name, begin.instruments)
    names = list(offered)
    after = dict(said)
    for value in columns.values_of(table, survey_map, name):
        now = str(said.get(value, _OPEN))
        known = names if now in offered else [*names, now]
        meaning = st.selectbox(
            label(words.MEANS.format(value=columns.labelled(table, survey_map, name, value))),
            known,
            index=known.index(now),
            format_func=lambda one: offered.get(one, one),
            key=load_session.field(f"value-{survey.file}-{name}-{value}-{now}"),
        )
        if meaning != now:
            after[value] = columns.meant(meaning)
            if meaning == _OPEN:
                del after[value]
    return survey_map if after == said else uses.with_values(survey_map, name, after)
