"""A map as TOML and back; what is wrong with one is said with its key."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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

WHOLE = SurveyMap(
    name="Staff survey",
    kind="redcap",
    table="main",
    respondent=RespondentRule(record="record_id", person_code="record_id", prefix="north-"),
    site=SiteRule(column="redcap_data_access_group", values="sites"),
    wave=WaveRule(column="redcap_event_name", values="waves"),
    people={"gender": FromColumn("sex", "gender"), "years_experience": FromColumn("years")},
    answers=(
        ItemColumn('odd "name"\x7f', "psa12", "b1", "agreement"),
        ItemColumn("b2_pre", "psa12", "b2", "agreement"),
        ItemColumn("b2_post", "psa12", "b2", "agreement"),
        ItemColumn("b3___1", "psa12", "b3", tick=1),
        ItemColumn("b3___8", "psa12", "b3", tick="dont_know"),
    ),
    values={
        "agreement": {"1": 1, "stimme zu": 4, "99": "missing"},
        "sites": {"north": "north"},
        "waves": {"pre_arm_1": "pre", "screening_arm_1": "left_out"},
        "gender": {"1": "female"},
    },
    left_out=("comments",),
    confirmed=("initials_of_unit",),
    rows_left_out=(RowsLeftOut("Status", ("Survey Preview",)),),
    new_sites=(NewSite("north", "North", "UGA"),),
    new_waves=(NewWave("pre", "Before", 1, date(2026, 1, 5), date(2026, 2, 1)),),
)


def test_a_map_comes_back_as_it_was_written():
    text = WHOLE.to_toml(("Which wave is this?",))
    assert "# Open: Which wave is this?" in text
    assert SurveyMap.from_toml(text, "map.toml") == WHOLE


@given(st.text(st.characters(codec="utf-8"), min_size=1), st.integers(-100, 1000))
def test_any_column_name_and_value_comes_back(text, number):
    kept = SurveyMap(
        name=text,
        kind="csv",
        respondent=RespondentRule(record=text),
        site=SiteRule(always="a"),
        wave=WaveRule(always="pre"),
        answers=(ItemColumn(text, "psa12", "b1", text),),
        values={text: {text: number}},
        left_out=(text,),
    )
    assert SurveyMap.from_toml(kept.to_toml((text,)), "map.toml") == kept


def test_a_map_by_hand_needs_few_lines():
    by_hand = """
name = "One file per wave"
kind = "csv"
respondent = { record = "code", person_code = "code" }
site = { always = "north" }
wave = { always = "pre" }

[[answers]]
instrument = "psa12"
items = { b1 = "B1.", b2 = ["B2.", "B2 again"] }
"""
    read = SurveyMap.from_toml(by_hand, "map.toml")
    assert isinstance(read, SurveyMap)
    assert [one.column for one in read.answers] == ["B1.", "B2.", "B2 again"]
    assert list(read.used()) == ["code", "B1.", "B2.", "B2 again"]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("name =", "nmae ="), "nmae"),
        (('kind = "redcap"', "kind = 7"), "kind"),
        (('record = "record_id"', 'record = "record_id"\nid = "x"'), "respondent"),
        (('record = "record_id"', ""), "respondent"),
        (('[wave]\ncolumn = "redcap_event_name"', "[wave]"), "wave"),
        (('[site]\ncolumn = "redcap_data_access_group"', '[site]\nalways = ""'), "site.always"),
        (('99 = "missing"', '99 = "mising"'), "values.agreement.99"),
        (("\n1 = 1", "\n1 = 1.5"), "values.agreement.1"),
        (("\n1 = 1", "\n1 = 1000000000000"), "values.agreement.1"),
        (('values = "waves"', 'values = "wave"'), "wave.values"),
        (("UGA", "Uganda"), "new_sites.north.country_iso3"),
        (("from_on = 2026-01-05", 'from_on = "5 January"'), "new_waves.pre.from_on"),
        (("from_on = 2026-01-05", "from_on = 2026-03-05"), "new_waves.pre.from_on"),
        (("order = 1", "order = true"), "new_waves.pre.order"),
        (('left_out = [\n    "comments",\n]', "left_out = 5"), "left_out"),
        (('b2 = ["b2_pre", "b2_post"]', 'b2 = ["b2_pre", 7]'), "answers.1.items.b2"),
        (('b2 = ["b2_pre", "b2_post"]', 'b2 = ["x", "x"]'), "answers.psa12.items.b2"),
        (("b3___1 = 1", "b3___1 = 1.0"), "answers.2.ticks.b3"),
        (('provenance = "collected"', 'provenance = "real"'), "provenance"),
        (("[values.gender]", "[values.gender.sub]"), "values.gender.sub"),
    ],
)
def test_a_fault_is_told_by_its_key(change, key):
    text = WHOLE.to_toml()
    assert change[0] in text
    problems = SurveyMap.from_toml(text.replace(*change, 1), "map.toml")
    assert isinstance(problems, list)
    assert key in [problem.column for problem in problems]
    assert all(problem.file == "map.toml" and problem.mend for problem in problems)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x=" + "[" * 100_000,
        "x=" + "{a=" * 50_000,
        "a=" + "9" * 900_000,
        "values.x.y = 1" + "0" * 4_000,
        "a" + ".a" * 400_000 + "=1",
        "x={" + '"a b".' * 150_000 + "=1}",
        "[[answers]]\n" * 80_000,
        "\n".join(f"k{i} = 1" for i in range(50_000)),
        "name = 1\nkind = []\nsite = 3\nvalues = 'x'\nanswers = {}\nnew_waves = [1]",
        "x" * 2_000_000,
        "name = 'a'\x00",
    ],
)
def test_a_hostile_file_gives_few_faults_and_no_more(text):
    problems = SurveyMap.from_toml(text, "map.toml")
    assert isinstance(problems, list)
    assert 1 <= len(problems) <= 50
    assert all(len(problem.sentence()) < 1_000 for problem in problems)
