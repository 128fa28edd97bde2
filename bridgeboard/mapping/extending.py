"""A saved map and an export that has gone on: the next wave's event, and events without answers."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from bridgeboard.collected import Survey
from bridgeboard.mapping.conversion import table_of
from bridgeboard.mapping.fitting import values_of
from bridgeboard.mapping.guessing_waves import guessed_waves, moment_in
from bridgeboard.mapping.known import Known, KnownWave
from bridgeboard.mapping.survey_map import LEFT_OUT, NewWave, SurveyMap
from bridgeboard.mapping.value_lookup import plain
from bridgeboard.readers.quoting import quoted


def extended(
    survey_map: SurveyMap, survey: Survey, known: Known
) -> tuple[SurveyMap, tuple[str, ...]]:
    """The map with new values of its wave column, where they can mean one wave only; and what was
    added, in sentences. Answers are never added: what they mean is for a person to say."""
    rule = survey_map.wave
    table = table_of(survey_map, survey)
    if table is None or rule.column not in table.frame.columns or rule.values is None:
        return survey_map, ()
    values = dict(survey_map.values.get(rule.values, {}))
    had = {plain(value) for value in values}
    new = [cell for cell in values_of(table, rule.column) if plain(cell) not in had]
    answers = [o.column for o in survey_map.answers if o.column in table.frame.columns]
    filled = table.frame.filter(pl.any_horizontal(pl.col(c).is_not_null() for c in answers))
    answered = set(filled[rule.column]) if answers else set(new)
    waves = [
        *known.waves,
        *(
            KnownWave(wave.wave_id, wave.label, wave.order, wave.from_on, wave.to_on)
            for wave in survey_map.new_waves
            if wave.wave_id not in known.wave_ids
        ),
    ]
    found = guessed_waves(new, Known(waves=tuple(sorted(waves, key=lambda wave: wave.order))))
    said, added = [], []
    for cell in new:
        wave_id = found.waves.get(cell)
        if cell not in answered:
            values[cell] = LEFT_OUT
        elif wave_id is not None and wave_id not in values.values():
            values[cell] = wave_id
            said.append(f"{quoted(cell)} is new and is taken for the wave {wave_id}.")
        elif (wave := _next(cell, waves)) is not None:
            waves.append(KnownWave(wave.wave_id, wave.label, wave.order))
            added.append(wave)
            values[cell] = wave.wave_id
            said.append(f"{quoted(cell)} is new and is taken for a new wave, {wave.label}.")
    return (
        replace(
            survey_map,
            values={**survey_map.values, rule.values: values},
            new_waves=(*survey_map.new_waves, *added),
        ),
        tuple(said),
    )


def _next(cell: str, waves: list[KnownWave]) -> NewWave | None:
    """A wave after all others, if the value says that it is one."""
    moment = moment_in(cell)
    if moment is None or moment.what == "before" or not waves:
        return None
    (wave,) = guessed_waves([cell], Known()).new or (None,)
    earlier = [moment_in(one.wave_id) or moment_in(one.label) for one in waves]
    if wave is None or any(one.wave_id == wave.wave_id for one in waves):
        return None
    if any(e is None or (e.what != "before" and (e.what, moment.what) != ("months", "months")
           and (e.what, moment.what) != ("nth", "nth")) or (e.what == moment.what
           and e.number >= moment.number) for e in earlier):  # fmt: skip
        return None
    return replace(wave, order=max(one.order for one in waves) + 1)
