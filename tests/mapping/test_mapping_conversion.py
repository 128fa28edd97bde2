"""Rows of an export to respondents and answers, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from bridgeboard.instruments import registry
from bridgeboard.mapping.conversion import converted
from bridgeboard.mapping.known import KnownWave
from bridgeboard.mapping.survey_map import (
    FromColumn,
    ItemColumn,
    NewSite,
    NewWave,
    RespondentRule,
    RowsLeftOut,
    SiteRule,
    SurveyMap,
    WaveRule,
)
from tests.mapping.surveys import AGREEMENT, KNOWN, items, survey

REDCAP = SurveyMap(
    name="Staff",
    kind="redcap",
    respondent=RespondentRule(record="id", person_code="id"),
    site=SiteRule(column="dag", values="sites"),
    wave=WaveRule(column="event", values="waves"),
    people={"gender": FromColumn("sex", "sex"), "years_experience": FromColumn("years")},
    answers=items("b1", "b2"),
    values={
        "agreement": AGREEMENT,
        "sites": {"gulu": "north", "house": "south"},
        "waves": {"pre_arm_1": "pre", "post_arm_1": "post", "screening_arm_1": "left_out"},
        "sex": {"1": "female", "2": "male", "9": "missing"},
    },
)
COLUMNS = ["id", "dag", "event", "sex", "years", "b1", "b2"]


def respondents(found, *columns):
    return found.tables["respondents"].select("respondent_id", *columns).rows()


def answers(found):
    return found.tables["answers"].select("respondent_id", "item_id", "value", "state").rows()


def convert(survey_map, given, known=KNOWN):
    return converted(survey_map, given, registry(), known)


def test_events_of_one_record_are_respondents_who_share_a_code():
    found = convert(
        REDCAP,
        survey(
            COLUMNS,
            [
                ("1", "gulu", "screening_arm_1", "1", None, None, None),
                ("1", "gulu", "pre_arm_1", None, "3,5", "4", "99"),
                ("1", None, "post_arm_1", None, None, " 5.0 ", None),
                ("2", "house", "pre_arm_1", "9", None, "98", None),
                ("3", "house", "pre_arm_1", "1", None, None, None),
            ],
        ),
    )
    assert found.problems == ()
    columns = ("site_id", "wave_id", "person_code", "gender", "years_experience", "provenance")
    assert respondents(found, *columns) == [
        ("1-pre", "north", "pre", "1", "female", "3.5", "collected"),
        ("1-post", "north", "post", "1", "female", None, "collected"),
        ("2-pre", "south", "pre", "2", None, None, "collected"),
    ]
    assert answers(found) == [
        ("1-pre", "b1", "4", "answered"),
        ("1-pre", "b2", None, "missing"),
        ("1-post", "b1", "5", "answered"),
        ("2-pre", "b1", None, "dont_know"),
    ]
    assert (found.n_rows, found.n_left_out, found.n_empty) == (5, 1, 1)
    at = {"site_id": {"north", "south"}, "wave_id": {"pre", "post"}}
    assert found.scope == {"respondents": at, "answers": {**at, "instrument_id": {"psa12"}}}


def test_each_cell_that_cannot_be_read_is_told_where_it_stands():
    found = convert(
        REDCAP,
        survey(
            COLUMNS,
            [
                ("1", "gulu", "pre_arm_1", "7", "99", "6", "4"),
                ("2", "elsewhere", "pre_arm_1", None, None, "4", None),
                ("3", "gulu", "later_arm_1", None, None, "4", None),
                ("4", "gulu", None, None, None, "4", None),
                (None, "gulu", "pre_arm_1", None, None, "4", None),
                ("ana@example.org", "gulu", "pre_arm_1", None, None, "4", None),
            ],
        ),
    )
    told = [(p.row, p.column, p.rule, p.found) for p in found.problems]
    assert told == [
        (2, "b1", "known value", '"6"'),
        (2, "sex", "known value", '"7"'),
        (2, "years", "known value", '"99"'),
        (3, "dag", "known site", '"elsewhere"'),
        (4, "event", "known wave", '"later_arm_1"'),
        (5, "event", "known wave", ""),
        (6, "id", "respondent", ""),
        (7, "id", "identifier", "an e-mail address"),
    ]
    assert all(problem.file == "export.csv" for problem in found.problems)
    assert found.refused
    assert answers(found) == [("1-pre", "b2", "4", "answered")]
    assert respondents(found, "gender", "years_experience") == [("1-pre", None, None)]


def test_an_event_that_no_answer_stands_in_needs_no_wave():
    rows = [("1", "gulu", "unheard_of", "1", None, None, None)]
    found = convert(REDCAP, survey(COLUMNS, rows))
    assert found.problems == ()
    assert found.n_empty == 1


def test_a_person_twice_at_a_wave_is_refused_in_both_rows():
    row = ("1", "gulu", "pre_arm_1", None, None, "4", None)
    other = ("2", "gulu", "pre_arm_1", None, None, "4", None)
    found = convert(REDCAP, survey(COLUMNS, [row, other, row]))
    assert [(p.row, p.column, p.found) for p in found.problems] == [
        (4, "id", '"1" in rows 2 and 4')
    ]
    assert respondents(found) == [("2-pre",)]


def test_rows_of_a_person_that_hold_different_answers_are_one_respondent():
    found = convert(
        REDCAP,
        survey(
            COLUMNS,
            [
                ("1", "gulu", "pre_arm_1", "1", None, "4", None),
                ("1", "gulu", "pre_arm_1", None, "2", None, "3"),
            ],
        ),
    )
    assert found.problems == ()
    assert respondents(found, "gender", "years_experience") == [("1-pre", "female", "2")]
    assert len(found.tables["answers"]) == 2


def test_before_and_after_in_one_row_are_two_respondents():
    wide = SurveyMap(
        name="wide",
        kind="csv",
        respondent=RespondentRule(record="code", person_code="code", prefix="n-"),
        site=SiteRule(always="north"),
        wave=WaveRule(per_column=True),
        answers=(
            ItemColumn("pre_b1", "psa12", "b1", None, "pre"),
            ItemColumn("pre_b2", "psa12", "b2", None, "pre"),
            ItemColumn("post_b1", "psa12", "b1", None, "post"),
            ItemColumn("post_b2", "psa12", "b2", None, "post"),
        ),
    )
    columns = ["code", "pre_b1", "pre_b2", "post_b1", "post_b2"]
    rows = [("A 1", "1", "8", "3", "4"), ("A 2", "2", "2", None, None)]
    found = convert(wide, survey(columns, rows))
    assert found.problems == ()
    assert respondents(found, "wave_id", "person_code") == [
        ("n-A-1-pre", "pre", "n-A-1"),
        ("n-A-1-post", "post", "n-A-1"),
        ("n-A-2-pre", "pre", "n-A-2"),
    ]
    assert answers(found) == [
        ("n-A-1-pre", "b1", "1", "answered"),
        # 8 is this instrument's own code.
        ("n-A-1-pre", "b2", None, "dont_know"),
        ("n-A-1-post", "b1", "3", "answered"),
        ("n-A-1-post", "b2", "4", "answered"),
        ("n-A-2-pre", "b1", "2", "answered"),
        ("n-A-2-pre", "b2", "2", "answered"),
    ]


def test_waves_by_the_day_of_answering():
    known = replace(
        KNOWN,
        waves=(
            KnownWave("pre", "Before", 1, date(2025, 1, 1), date(2025, 2, 28)),
            KnownWave("post", "After", 2, date(2026, 1, 1), None),
        ),
    )
    by_day = replace(REDCAP, wave=WaveRule(date="event"), people={})
    days = ["2025-02-28T23:59:00.000+02:00", "31/01/2025", "03/02/2026 10:00", "2025-07-01", None]
    rows = [(str(n), "gulu", day, None, None, "4", None) for n, day in enumerate(days)]
    found = convert(by_day, survey(COLUMNS, rows), known)
    # 31/01 tells that days come first, so 03/02 is in February.
    assert respondents(found) == [("0-pre",), ("1-pre",), ("2-post",)]
    assert [(p.row, p.found) for p in found.problems] == [(5, '"2025-07-01"'), (6, "")]


def test_one_column_per_answer_that_is_ticked():
    ticks = SurveyMap(
        name="ticks",
        kind="surveymonkey",
        respondent=RespondentRule(by_row=True),
        site=SiteRule(always="north"),
        wave=WaveRule(always="pre"),
        answers=tuple(ItemColumn(f"b1_{n}", "psa12", "b1", tick=n) for n in range(1, 6)),
    )
    columns = [f"b1_{n}" for n in range(1, 6)]
    rows = [("0", "1", "0", "0", "0"), ("0", None, None, None, "Checked"), ("0",) * 5,
            ("1", "1", "0", "0", "0")]  # fmt: skip
    found = convert(ticks, survey(columns, rows))
    assert answers(found) == [
        ("north-pre-2", "b1", "2", "answered"),
        ("north-pre-3", "b1", "5", "answered"),
    ]
    assert [(p.row, p.found) for p in found.problems] == [(5, "two answers to one item")]


def test_test_rows_are_left_out_or_pointed_at():
    by_status = replace(REDCAP, rows_left_out=(RowsLeftOut("event", ("Survey Preview",)),))
    rows = [
        ("1", "gulu", "survey preview", None, None, "4", None),
        ("test 2", "gulu", "pre_arm_1", None, None, "4", None),
    ]
    found = convert(by_status, survey(COLUMNS, rows))
    assert found.n_left_out == 1
    assert respondents(found) == [("test-2-pre",)]
    assert [(p.severity, p.row) for p in found.problems] == [("doubtful", 3)]


def test_sites_and_waves_that_the_programme_has_not_are_added():
    new = replace(
        REDCAP,
        values={**REDCAP.values, "sites": {"gulu": "gulu"}, "waves": {"pre_arm_1": "pre"}},
        new_sites=(NewSite("gulu", "Gulu", "UGA"),),
        new_waves=(NewWave("pre", "Before", 1, date(2025, 1, 1)),),
    )
    rows = [("1", "gulu", "pre_arm_1", None, None, "4", None)]
    known = replace(KNOWN, sites=())
    found = convert(new, survey(COLUMNS, rows), known)
    assert found.problems == ()
    assert found.tables["sites"].to_dicts() == [
        {
            "site_id": "gulu",
            "site_name": "Gulu",
            "country_iso3": "UGA",
            "setting": "unknown",
            "comparable_across_waves": "unknown",
            "provenance": "collected",
        }
    ]
    # The wave is the programme's already.
    assert "waves" not in found.tables


@pytest.mark.parametrize(
    ("change", "column", "found"),
    [
        ({"answers": items("b9")}, "b9", ""),
        ({"answers": (ItemColumn("b1", "psa12", "b9"),)}, None, 'the item "b9" in the map'),
        ({"answers": items("b1", instrument="x")}, None, 'the instrument "x" in the map'),
        ({"site": SiteRule(always="west")}, None, 'the site "west" in the map'),
        ({"wave": WaveRule(always="m18")}, None, 'the wave "m18" in the map'),
    ],
)
def test_a_map_that_speaks_of_what_is_not_there_converts_nothing(change, column, found):
    rows = [("1", "gulu", "pre_arm_1", None, None, "4", None)]
    given = convert(replace(REDCAP, **change), survey(COLUMNS, rows))
    assert given.tables == {}
    assert (given.problems[0].column, given.problems[0].found) == (column, found)


def test_many_equal_problems_are_few_and_counted():
    rows = [(str(n), "gulu", "pre_arm_1", None, None, "77", None) for n in range(5_000)]
    found = convert(REDCAP, survey(COLUMNS, rows))
    assert len(found.problems) == 20
    assert found.problems[-1].also == 4_980
    assert isinstance(found.tables["answers"], pl.DataFrame)
    assert found.tables["answers"].is_empty()
