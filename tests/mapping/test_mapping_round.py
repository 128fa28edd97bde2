"""Answers written in a tool's shape, by any value map and naming, come back the same."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.instruments import registry
from bridgeboard.mapping.conversion import converted
from bridgeboard.mapping.guessing import guessed
from bridgeboard.mapping.survey_map import (
    ItemColumn,
    RespondentRule,
    SiteRule,
    SurveyMap,
    WaveRule,
)
from bridgeboard.mapping.value_lookup import plain
from tests.mapping.surveys import KNOWN, LABELS, PSA12, survey

CELLS = [1, 2, 3, 4, 5, "dont_know", "not_applicable", "missing", None]
WAVES = ("pre", "post")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)

people = st.lists(
    st.tuples(*[st.lists(st.sampled_from(CELLS), min_size=12, max_size=12) for _ in WAVES]),
    min_size=1,
    max_size=5,
)


def simulated(given_people):
    """(respondent, item, value, state) of each answer."""
    return [
        (f"p{n}-{wave}", item, cell if isinstance(cell, int) else None,
         "answered" if isinstance(cell, int) else cell)
        for n, both in enumerate(given_people)
        for wave, cells in zip(WAVES, both, strict=True)
        for item, cell in zip(PSA12, cells, strict=True)
        if cell is not None
    ]  # fmt: skip


def back(found):
    assert found.problems == ()
    frame = found.tables["answers"].with_columns(pl.col("value").cast(pl.Int64))
    return frame.select("respondent_id", "item_id", "value", "state").rows()


@settings(max_examples=60)
@given(
    people,
    st.lists(WORDS, min_size=8, max_size=8, unique_by=plain),
    st.lists(WORDS, min_size=14, max_size=14, unique=True),
    st.booleans(),
)
def test_any_values_and_names_by_a_map(given_people, words, names, wide):
    code_of = dict(zip(CELLS[:-1], words, strict=True)) | {None: None}
    values = {"v": {word: cell for cell, word in code_of.items() if word is not None}}
    record, event, *columns = names
    common = {"name": "x", "kind": "csv", "site": SiteRule(always="north"), "values": values}
    if wide:
        columns = [f"{wave} {column}" for wave in WAVES for column in columns]
        rows = [(f"p{n}", *(code_of[c] for cells in both for c in cells))
                for n, both in enumerate(given_people)]  # fmt: skip
        headings = [record, *columns]
        answers = tuple(
            ItemColumn(column, "psa12", PSA12[n % 12], "v", WAVES[n // 12])
            for n, column in enumerate(columns)
        )
        wave = WaveRule(per_column=True)
    else:
        rows = [(f"p{n}", when, *(code_of[c] for c in cells))
                for n, both in enumerate(given_people)
                for when, cells in zip(WAVES, both, strict=True)]  # fmt: skip
        headings = [record, event, *columns]
        answers = tuple(ItemColumn(c, "psa12", i, "v") for c, i in zip(columns, PSA12, strict=True))
        wave = WaveRule(column=event)
    if len(set(headings)) < len(headings):
        return
    survey_map = SurveyMap(
        **common, respondent=RespondentRule(record=record), wave=wave, answers=answers
    )
    kept = SurveyMap.from_toml(survey_map.to_toml(), "m.toml")
    assert kept == survey_map
    found = converted(kept, survey(headings, rows), registry(), KNOWN)
    assert back(found) == simulated(given_people)


NAMINGS = ("psa12_{}", "PSA12.{}", "psa-12/{}", "survey/psa12_{}", "{}.", "Q_{}")


@settings(max_examples=40)
@given(people, st.sampled_from(NAMINGS), st.booleans(), st.booleans())
def test_what_is_guessed_gives_the_same_answers(given_people, naming, turned, labels):
    states = {"98": "dont_know", "97": "not_applicable", "99": "missing"}
    worded = {code: state.replace("_", " ") for code, state in states.items()}
    worded |= {str(6 - int(c) if turned else int(c)): label for c, label in LABELS.items()}
    code_of = {state: code for code, state in states.items()} | {None: None}
    code_of |= {value: str(6 - value if turned else value) for value in range(1, 6)}
    if labels:
        code_of = {cell: code and worded[code] for cell, code in code_of.items()}
    columns = [naming.format(item) for item in PSA12]
    rows = [(f"p{n}", "north", when, *(code_of[c] for c in cells))
            for n, both in enumerate(given_people)
            for when, cells in zip(WAVES, both, strict=True)]  # fmt: skip
    rows.append(("p99", "north", "pre", *(code_of[n % 5 + 1] for n in range(12))))
    about = {column: {"choices": worded, "takes": "one"} for column in columns}
    given_survey = survey(["id", "site", "wave", *columns], rows,
                          holds="labels" if labels else "codes", **about)  # fmt: skip
    found = guessed(given_survey, "", registry(), KNOWN)
    answers = back(converted(found.survey_map, given_survey, registry(), KNOWN))
    assert [row for row in answers if row[0] != "p99-pre"] == simulated(given_people)
