"""An export by its map: respondents and answers of ours, and what could not be read so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import polars as pl

from bridgeboard.collected import Survey, SurveyTable
from bridgeboard.instruments import Instrument
from bridgeboard.mapping.answer_rows import answers_of, report_unknown
from bridgeboard.mapping.converted import Converted
from bridgeboard.mapping.known import Known
from bridgeboard.mapping.respondent_rows import respondents_of
from bridgeboard.mapping.row_problems import RowProblems
from bridgeboard.mapping.survey_map import NewSite, NewWave, SurveyMap
from bridgeboard.mapping.survey_rows import report_fields, rows_of
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import listed, quoted


def table_of(survey_map: SurveyMap, survey: Survey) -> SurveyTable | None:
    """The table that the map speaks of; the only one there is, whatever its name."""
    named = [table for table in survey.tables if table.name == survey_map.table]
    if named:
        return named[0]
    return survey.tables[0] if len(survey.tables) == 1 else None


def converted(
    survey_map: SurveyMap,
    survey: Survey,
    instruments: Mapping[str, Instrument],
    known: Known,
) -> Converted:
    """The respondents and answers of an export.

    In: a map that fits (fitting.fit says what doesn't); the instruments that it may name.
    Out: respondents and answers; sites and waves that the map adds to the programme.
    Missing: an empty cell is no answer; a row without any is no respondent; what a person is asked
        once (profession, gender, prior peer support, site) counts for their other rows too.
    """
    table = table_of(survey_map, survey)
    if table is None:
        return Converted({}, (_no_table(survey_map, survey),))
    faults = [*_unfit(survey_map, table, instruments, known)]
    if faults:
        return Converted({}, tuple(faults), n_rows=len(table.frame))
    problems = RowProblems(table)
    rows = rows_of(table, survey_map, known)
    answers = answers_of(table, rows["row"], survey_map, instruments)
    n_left_out = len(table.frame) - len(rows)
    filled = rows
    if survey_map.answers:
        filled = rows.filter(pl.col("row").is_in(answers["row"].unique().implode()))
    report_unknown(answers, survey_map, problems)
    report_fields(filled, survey_map, problems)
    respondents, placed = respondents_of(filled, answers, survey_map, problems)
    return Converted(
        tables={
            **_added(survey_map, known),
            "respondents": respondents,
            **({"answers": placed} if survey_map.answers else {}),
        },
        problems=tuple(problems.found),
        scope=_scope(survey_map, respondents),
        n_rows=len(table.frame),
        n_left_out=n_left_out,
        n_empty=len(rows) - len(filled),
    )


def _unfit(
    survey_map: SurveyMap,
    table: SurveyTable,
    instruments: Mapping[str, Instrument],
    known: Known,
) -> list[Problem]:
    def problem(found: str, expected: str, mend: str, column: str | None = None) -> Problem:
        return Problem(
            file=table.file, column=column, rule="map", found=found, expected=expected, mend=mend
        )

    faults = [
        problem("", f"the map {quoted(survey_map.name)} reads this column",
                "Export it too, or take it out of the map.", column)
        for column in survey_map.used()
        if column not in table.frame.columns
    ]  # fmt: skip
    for instrument_id in survey_map.instrument_ids:
        if instrument_id not in instruments:
            known_ids = listed(sorted(instruments))
            found = f"the instrument {quoted(instrument_id)} in the map"
            faults.append(problem(found, "there is none of this id", f"Known are {known_ids}."))
    lost = dict.fromkeys(
        (one.instrument_id, one.item_id)
        for one in survey_map.answers
        if one.instrument_id in instruments
        and one.item_id not in instruments[one.instrument_id].item_ids
    )
    faults += [
        problem(f"the item {quoted(item_id)} in the map", f"{instrument_id} has no such item",
                f"Its items are {listed(instruments[instrument_id].item_ids)}.")
        for instrument_id, item_id in lost
    ]  # fmt: skip
    named = {"site": set(), "wave": set()}
    rules = (("site", survey_map.site), ("wave", survey_map.wave))
    for what, rule in rules:
        named[what] |= {rule.always} if rule.always else set()
        named[what] |= {str(m) for m in survey_map.values.get(rule.values or "", {}).values()}
    named["wave"] |= {one.wave_id for one in survey_map.answers if one.wave_id}
    there = {
        "site": known.site_ids | {site.site_id for site in survey_map.new_sites},
        "wave": known.wave_ids | {wave.wave_id for wave in survey_map.new_waves},
    }
    for what, ids in named.items():
        for one in sorted(ids - there[what] - {"left_out"}):
            mend = f"Add [new_{what}s.{one}] to the map, or mend the id."
            found, expected = f"the {what} {quoted(one)} in the map", "the programme has none such"
            faults.append(problem(found, expected, mend))
    return faults


def _no_table(survey_map: SurveyMap, survey: Survey) -> Problem:
    names = listed([quoted(table.name) for table in survey.tables]) or "no table"
    return Problem(
        file=survey.file,
        rule="map",
        found=names,
        expected=f"the map reads the table {quoted(survey_map.table)}",
        mend="Mend `table` in the map, or export that table.",
    )


def _added(survey_map: SurveyMap, known: Known) -> dict[str, pl.DataFrame]:
    """Sites and waves that the map adds; what the programme has already stays as it has it."""
    sites = [one for one in survey_map.new_sites if one.site_id not in known.site_ids]
    waves = [one for one in survey_map.new_waves if one.wave_id not in known.wave_ids]
    found = {}
    if sites:
        found["sites"] = _text_table(
            NewSite,
            sites,
            comparable_across_waves="unknown",
            provenance=survey_map.provenance,
        )
    if waves:
        found["waves"] = _text_table(NewWave, waves).with_columns(
            date_precision=pl.when(pl.col("from_on").is_null() & pl.col("to_on").is_null())
            .then(pl.lit("unknown"))
            .otherwise(pl.lit("day"))
        )
    return found


def _text_table(kind: type, rows: list, **more: str) -> pl.DataFrame:
    names = [field.name for field in fields(kind)]
    cells = [[_text(getattr(row, name)) for name in names] for row in rows]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String), orient="row")
    return frame.with_columns(pl.lit(value).alias(name) for name, value in more.items())


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _scope(
    survey_map: SurveyMap, respondents: pl.DataFrame
) -> dict[str, dict[str, frozenset[str]]]:
    """The sites and waves that the file has, and the instruments that the map reads."""
    at = {name: frozenset(respondents[name].drop_nulls()) for name in ("site_id", "wave_id")}
    scope = {"respondents": at}
    if survey_map.answers:
        scope["answers"] = {**at, "instrument_id": frozenset(survey_map.instrument_ids)}
    return scope
