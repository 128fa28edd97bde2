"""What columns are taken for, and what stays open rather than wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bridgeboard.instruments import registry
from bridgeboard.mapping.conversion import converted
from bridgeboard.mapping.guessing import guessed
from bridgeboard.mapping.guessing_names import Moment, named_items
from bridgeboard.mapping.guessing_values import item_values, wordings
from bridgeboard.mapping.guessing_waves import guessed_waves, moment_in
from bridgeboard.mapping.known import Known, KnownWave
from bridgeboard.mapping.survey_map import SurveyMap
from tests.mapping.surveys import KNOWN, LABELS, PSA12, survey

ALL = registry()
PSA = {"psa12": ALL["psa12"]}


def meant(found):
    return {one.column: one.item_id for one in found.survey_map.answers}


def test_a_redcap_project_with_events_is_met_without_a_question():
    columns = ["record_id", "redcap_event_name", "redcap_data_access_group", "sex", "comments"]
    columns += [f"psa12_{item}" for item in PSA12]
    rows = [
        ("1", "screening_arm_1", "gulu", "1", None, *[None] * 12),
        ("1", "pre_arm_1", "gulu", None, None, *"123451234512"),
        ("1", "post_arm_1", "gulu", None, "good", *"543215432154"),
    ]
    choices = {**LABELS, "99": "Don't know"}
    about = {column: {"choices": choices, "takes": "one"} for column in columns[5:]}
    about |= {
        "record_id": {"role": "record"},
        "redcap_event_name": {"role": "event"},
        "redcap_data_access_group": {"role": "data_group"},
        "sex": {"choices": {"1": "Female", "2": "Male", "3": "Prefer not to say"}},
    }
    given = survey(columns, rows, kind="redcap", **about)
    found = guessed(given, "", ALL, KNOWN)
    assert found.open == ()
    assert meant(found) == {f"psa12_{item}": item for item in PSA12}
    kept = found.survey_map
    assert kept.respondent.record == kept.respondent.person_code == "record_id"
    assert kept.values["waves"] == {
        "pre_arm_1": "pre",
        "post_arm_1": "post",
        "screening_arm_1": "left_out",
    }
    assert kept.values["sites"] == {"gulu": "north"}
    assert kept.values["gender"] == {"1": "female", "2": "male", "3": "undisclosed"}
    assert kept.values["agreement"]["99"] == "dont_know"
    assert kept.left_out == ("comments",)
    because = {guess.column: guess.why for guess in found.guesses}
    assert because["psa12_b1"].startswith("its name is that of psa12 b1")
    assert SurveyMap.from_toml(kept.to_toml(), "m.toml") == kept
    rows = converted(kept, given, ALL, KNOWN)
    assert rows.problems == ()
    assert rows.tables["respondents"]["gender"].to_list() == ["female", "female"]


def test_labels_that_contradict_the_instrument_turn_the_numbers():
    turned = {"1": "Strongly agree", "2": "Agree", "3": "Neither", "4": "Disagree"}
    turned["5"] = "Strongly disagree"
    columns = ["code", *(f"psa12_{item}" for item in PSA12)]
    about = {column: {"choices": turned} for column in columns[1:]}
    found = guessed(survey(columns, [("a", *"123451234512")], **about), "", ALL, KNOWN)
    assert found.survey_map.values["agreement"] == {"5": 1, "4": 2, "3": 3, "2": 4, "1": 5}
    assert any("turned" in sentence for sentence in found.said)


GERMAN = {
    "1": "Stimme überhaupt nicht zu",
    "2": "Stimme eher nicht zu",
    "3": "Teils/teils",
    "4": "Stimme eher zu",
    "5": "Stimme voll und ganz zu",
    "9": "Keine Angabe",
}


def test_a_labelled_german_file_needs_no_numbers():
    columns = ["Teilnehmer-Code", "Standort", "Zeitpunkt", "Geschlecht"]
    columns += [f"PSA-12 Item {n}" for n in range(1, 13)]
    words = list(GERMAN.values())
    rows = [
        ("p1", "Northern clinic", "T0", "weiblich", *(words[n % 6] for n in range(12))),
        ("p1", "Northern clinic", "T1", "weiblich", *(words[(n + 1) % 6] for n in range(12))),
    ]
    given = survey(columns, rows, holds="labels")
    found = guessed(given, "", ALL, KNOWN)
    assert found.open == ()
    assert list(meant(found).values()) == list(PSA12)
    assert found.survey_map.values["waves"] == {"T0": "pre", "T1": "post"}
    rows = converted(found.survey_map, given, ALL, KNOWN)
    assert rows.problems == ()
    first = rows.tables["answers"].filter(respondent_id="p1-pre")
    assert first["value"].to_list() == ["1", "2", "3", "4", "5", None] * 2
    assert first["state"].to_list()[5] == "missing"


def test_before_and_after_side_by_side_are_told_by_the_names():
    columns = ["code", *(f"{when}_{item}" for when in ("pre", "post") for item in PSA12)]
    rows = [("a", *"123451234512", *"543215432154"), ("b", *"223451234512", *[None] * 12)]
    found = guessed(survey(columns, rows), "", PSA, replace(KNOWN, sites=KNOWN.sites[:1]))
    assert found.open == ()
    assert found.survey_map.wave.per_column
    assert [one.wave_id for one in found.survey_map.answers] == ["pre"] * 12 + ["post"] * 12


def test_items_are_met_by_their_question_and_by_their_place():
    columns = ["id", *(f"Q{n}" for n in range(20, 32))]
    rows = [(f"p{n}", *"123451234512") for n in range(3)]
    labels = {
        f"Q{20 + n}": {"label": f"{n + 1}. {item.label}.", "choices": LABELS}
        for n, item in enumerate(ALL["psa12"].items)
    }
    found = guessed(survey(columns, rows, file="t_pre.csv", **labels), "", ALL, KNOWN)
    assert list(meant(found).values()) == list(PSA12)
    # Without questions the place in a row of twelve is something, and not enough.
    by_place = guessed(survey(columns, rows, file="t_pre.csv"), "", PSA, KNOWN)
    assert meant(by_place) == {}
    assert by_place.guesses[0].why.startswith("12 columns in a row are answered alike")
    assert any('Is "Q20" psa12 b1?' in sentence for sentence in by_place.open)


def test_bare_names_need_company():
    rows = [("p", "1", "2"), ("q", "4", "5")]
    alone = guessed(survey(["id", "b1", "height"], rows), "", PSA, KNOWN)
    assert meant(alone) == {}
    columns = ["id", *PSA12]
    together = guessed(
        survey(columns, [("p", *"123451234512"), ("q", *"223451234511")]), "", ALL, KNOWN
    )
    assert meant(together) == {item: item for item in PSA12}


def test_an_item_that_two_instruments_have_stays_open():
    rows = [("p", *"1234"), ("q", *"4321")]
    both = {"aim": ALL["aim"], "iam": ALL["iam"]}
    found = guessed(survey(["id", "a1", "a2", "a3", "a4"], rows), "", both, KNOWN)
    assert meant(found) == {}
    assert any('"a1" is aim a1 or iam a1' in sentence for sentence in found.open)


def test_two_columns_for_one_item_are_both_taken_only_at_different_events():
    columns = ["id", "psa12_b1", "psa12-b1"]
    apart = guessed(survey(columns, [("p", "1", None), ("q", None, "4")]), "", PSA, KNOWN)
    assert meant(apart) == {"psa12_b1": "b1", "psa12-b1": "b1"}
    both = guessed(survey(columns, [("p", "1", "2"), ("q", None, "4")]), "", PSA, KNOWN)
    assert meant(both) == {}
    assert any("Say which of" in sentence for sentence in both.open)


def test_a_new_programme_gets_its_sites_and_waves_and_is_asked_for_countries():
    columns = ["id", "site", "wave", "today", *PSA12]
    rows = [
        ("p", "Gulu", "baseline", "2025-01-09", *"123451234512"),
        ("p2", "Gulu", "baseline", "2025-01-05T08:00:00", *"123451234512"),
        ("q", "Ulm", "18 months", None, *"223451234512"),
    ]
    found = guessed(survey(columns, rows), "", PSA, Known())
    kept = found.survey_map
    assert [wave.from_on for wave in kept.new_waves] == [date(2025, 1, 5), None]
    assert [(s.site_id, s.site_name) for s in kept.new_sites] == [("gulu", "Gulu"), ("ulm", "Ulm")]
    assert [(w.wave_id, w.label, w.order) for w in kept.new_waves] == [
        ("pre", "Before", 1),
        ("m18", "18 months", 2),
    ]
    assert len(found.open) == 2
    assert "country" in found.open[0]


def test_days_tell_the_wave_only_if_all_lie_within_waves():
    waves = (
        KnownWave("pre", "Before", 1, date(2025, 1, 1), date(2025, 2, 1)),
        KnownWave("post", "After", 2, date(2026, 1, 1), date(2026, 2, 1)),
    )
    columns = ["id", "today", *PSA12]
    rows = [("p", "2025-01-05", *"123451234512"), ("q", "2026-01-05", *"123451234513")]
    known = replace(KNOWN, waves=waves)
    found = guessed(survey(columns, rows), "", PSA, known)
    assert found.survey_map.wave.date == "today"
    rows.append(("r", "2025-07-01", *"123451234512"))
    assert guessed(survey(columns, rows), "", PSA, known).survey_map.wave.always == ""


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("pre_arm_1", Moment("before")),
        ("Baseline (Arm 1: Staff)", Moment("before")),
        ("T1", Moment("nth", 1)),
        ("18 months", Moment("months", 18)),
        ("18m", Moment("months", 18)),
        ("Follow-up, 6 months", Moment("months", 6)),
        ("Staff survey post", Moment("after")),
        ("Staff pre and post", None),
        ("nachher", Moment("after")),
        ("export v2", None),
        ("2026-01-05", None),
    ],
)
def test_times_in_words(cell, moment):
    assert moment_in(cell) == moment


def test_repeats_are_waves_in_their_order_and_one_alone_is_open():
    assert guessed_waves(["1", "2"], KNOWN).waves == {"1": "pre", "2": "post"}
    assert guessed_waves(["T1"], KNOWN).unclear == ("T1",)


@pytest.mark.parametrize(
    ("name", "item", "moment"),
    [
        ("psa12_b1", "b1", None),
        ("PSA12_B1_T0", "b1", Moment("nth", 0)),
        ("post_psa12_t1", "t1", Moment("after")),
        ("psa12_t1_t1", "t1", Moment("nth", 1)),
        ("PSA-12 item 5", "c1", None),
        ("b1.", "b1", None),
        ("B1: Hearing from someone", "b1", None),
        ("psa12/b1", "b1", None),
        ("baseline/psa12/b1", "b1", Moment("before")),
        ("height", None, None),
    ],
)
def test_items_and_times_in_names(name, item, moment):
    (field,) = survey([name], []).tables[0].fields
    named, when = named_items(field, PSA)
    assert [one.item_id for one in named] == ([item] if item else [])
    assert when == moment


@pytest.mark.parametrize(
    ("cells", "values", "unclear"),
    [
        (["1", "5", "9"], None, ["9"]),
        (["1", "3", "7"], None, ["7"]),
        (["5 - Strongly agree", "1 - Strongly disagree"],
         {"1 - Strongly disagree": 1, "5 - Strongly agree": 5}, []),
        (["1 = Strongly agree", "5 = Strongly disagree", "2"],
         {"5 = Strongly disagree": 1, "2": 4, "1 = Strongly agree": 5}, []),
        (["disagree", "Somewhat disagree"], None, ["disagree", "Somewhat disagree"]),
        (["agree", "refused"], {"agree": 4, "refused": "missing"}, []),
        (["agree", "perhaps"], {"agree": 4}, ["perhaps"]),
    ],
)  # fmt: skip
def test_values_by_their_words(cells, values, unclear):
    table = survey(["x"], [(cell,) for cell in cells]).tables[0]
    found = item_values(table, table.fields[0], ALL["aim"])
    assert found.values == values
    assert list(found.unclear) == unclear


def test_codes_that_the_tool_or_the_instrument_calls_missing():
    table = survey(["x"], [("1",), ("8",), ("-99",)], x={"missing": frozenset({"-99"})}).tables[0]
    found = item_values(table, table.fields[0], ALL["psa12"])
    assert found.values == {"1": 1, "8": "dont_know", "-99": "missing"}


@pytest.mark.parametrize(
    ("wording", "level"),
    [
        ("stimme eher nicht zu", "disagree"),
        ("tout à fait d'accord", "strongly_agree"),
        ("ni de acuerdo ni en desacuerdo", "neither"),
        ("discordo totalmente", "strongly_disagree"),
        ("nakubaliana kabisa", "strongly_agree"),
        ("מסכים מאוד", "strongly_agree"),
        ("لا أوافق بشدة", "strongly_disagree"),
        ("સંમત", "agree"),
    ],
)
def test_wordings_of_nine_languages(wording, level):
    assert wordings()[wording] == level
