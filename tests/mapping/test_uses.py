"""A map is looked at, and changed, column by column."""

from __future__ import annotations

import pytest

from bridgeboard.mapping import uses
from bridgeboard.mapping.survey_map import (
    FromColumn,
    ItemColumn,
    RespondentRule,
    RowsLeftOut,
    SiteRule,
    SurveyMap,
    WaveRule,
)

MAP = SurveyMap(
    name="m",
    kind="redcap",
    respondent=RespondentRule(record="id", person_code="id"),
    site=SiteRule(column="dag", values="places"),
    wave=WaveRule(column="event", values="events"),
    people={"gender": FromColumn("sex", "sexes")},
    answers=(
        ItemColumn("q1", "psa12", "b1", "agree"),
        ItemColumn("q2", "psa12", "b2", "agree"),
        ItemColumn("q3___1", "psa12", "b3", None, None, 1),
    ),
    values={"places": {"ulm": "a"}, "agree": {"1": 1}},
    left_out=("note",),
    rows_left_out=(RowsLeftOut("test", ("1",)),),
)
COLUMNS = ("id", "dag", "event", "sex", "q1", "q2", "q3___1", "note", "test", "q9")


def test_every_column_has_its_use():
    assert uses.uses(MAP, COLUMNS) == {
        "id": "record and person code",
        "dag": "site",
        "event": "wave",
        "sex": "gender",
        "q1": "item:psa12:b1",
        "q2": "item:psa12:b2",
        "q3___1": "tick:psa12:b3:1",
        "note": "left out",
        "test": "left out",
        "q9": "open",
    }


@pytest.mark.parametrize(
    ("column", "use"),
    [
        (column, use)
        for column in ("id", "dag", "q1", "note", "q9")
        for use in uses.offered({"psa12": ["b1", "b4"]})
    ],
)
def test_a_column_takes_any_use_and_no_other_column_has_it_then_but_items(column, use):
    changed = uses.with_use(MAP, column, use)
    found = uses.uses(changed, COLUMNS)
    assert found[column] == use
    single = ("site", "wave", "gender", "record", "respondent id", "person code")
    if use in single:
        assert [other for other, its in found.items() if its == use] == [column]


def test_the_same_use_again_changes_nothing():
    for column, use in uses.uses(MAP, COLUMNS).items():
        if not use.startswith("tick:") and column != "test":
            changed = uses.uses(uses.with_use(MAP, column, use), COLUMNS)
            assert changed == uses.uses(MAP, COLUMNS)


def test_a_new_column_of_an_instrument_reads_values_as_its_others_do():
    (*_, added) = uses.with_use(MAP, "q9", "item:psa12:b4").answers
    assert added == ItemColumn("q9", "psa12", "b4", "agree")


def test_waves_told_per_column_and_back():
    one = uses.with_wave(MAP, "q1", "pre")
    assert one.wave == WaveRule(per_column=True)
    assert one.answers[0].wave_id == "pre"
    assert uses.with_wave(one, "q1", None).wave == WaveRule()


def test_places_are_told_by_values_or_always():
    assert uses.place_values(MAP, "site") == ("dag", "places")
    changed = uses.with_place_values(MAP, "site", {"ulm": "b"})
    assert changed.values["places"] == {"ulm": "b"}
    fixed = uses.with_place(MAP, "wave", "pre")
    assert fixed.wave == WaveRule(always="pre")
    bare = uses.with_place_values(uses.with_use(fixed, "q9", "wave"), "wave", {"1": "pre"})
    assert (bare.wave.column, bare.values[bare.wave.values]) == ("q9", {"1": "pre"})
