"""score, on groups small enough to count by hand."""

import polars as pl
import pytest

from bridgeboard.disclosure import matrix
from bridgeboard.disclosure import shown as show
from bridgeboard.measures import answer
from bridgeboard.measures.score import score

BENEFITS = ("b1", "b2", "b3", "b4")


def people(answers, site="a", wave="pre"):
    """Tables of respondents who each gave {item: value}."""
    return {
        "respondents": [
            {"respondent_id": f"{site}{wave}{i}", "site_id": site, "wave_id": wave}
            for i in range(len(answers))
        ],
        "answers": [
            {
                "respondent_id": f"{site}{wave}{i}",
                "instrument_id": "psa12",
                "item_id": item,
                "value": value,
            }
            for i, given in enumerate(answers)
            for item, value in given.items()
        ],
    }


def both(*tables):
    """The tables of several groups as one programme's."""
    return {
        name: [row for t in tables for row in t.get(name, [])]
        for name in ("respondents", "answers")
    }


def row(snapshot, scale="expected_benefits", **where):
    conditions = [pl.col(column) == value for column, value in where.items()]
    return score(snapshot).filter(pl.col("scale_id") == scale, *conditions).row(0, named=True)


def test_three_people_by_hand(published):
    # Scores 3, 4, 5: mean 4, sd 1, t(2) = 4.302653, margin 4.302653 / sqrt(3) = 2.484138.
    found = row(published(people([dict.fromkeys(BENEFITS, v) for v in (5, 3, 4)])))
    assert (found["n"], found["n_respondents"], found["value"], found["sd"]) == (3, 3, 4, 1)
    assert found["lower"] == pytest.approx(4 - 2.484138, abs=5e-7)
    assert found["upper"] == pytest.approx(4 + 2.484138, abs=5e-7)
    assert found["points"] == [3, 4, 5]
    assert found["status"] == "ok"


def test_concerns_are_turned_round_before_they_count(published):
    given = {"c1": 1, "c2": 2, "c3": 1, "c4": 2}
    found = row(published(people([given] * 3)), scale="concerns")
    assert (found["value"], found["higher_is"]) == (4.5, "better")


def test_a_person_with_half_the_items_has_a_score_and_one_with_fewer_has_none(published):
    found = row(published(people([{"b1": 2, "b2": 4}, {"b1": 5}, {"b3": 1, "b4": 1, "b2": 4}])))
    assert (found["n"], found["n_respondents"]) == (2, 3)
    assert found["points"] == [2, 3]


def test_two_people_are_not_enough_and_their_points_stay(published):
    found = row(published(people([{"b1": 2, "b2": 4}, {"b1": 5, "b2": 5}])))
    assert found["status"] == "not enough data"
    assert [found[c] for c in ("value", "lower", "upper", "sd")] == [None] * 4
    assert (found["n"], found["points"]) == (2, [3, 5])


@pytest.mark.parametrize(("minimum_n", "status"), [(3, "ok"), (4, "not enough data")])
def test_the_programme_says_how_many_are_enough(published, minimum_n, status):
    tables = people([dict.fromkeys(BENEFITS, 4)] * 3)
    assert row(published(tables, {"minimum_n": minimum_n}))["status"] == status


def test_people_who_all_agree_have_an_interval_of_no_width(published):
    found = row(published(people([dict.fromkeys(BENEFITS, 4)] * 3)))
    assert (found["value"], found["lower"], found["upper"], found["sd"]) == (4, 4, 4, 0)


def test_one_respondent_is_not_enough_data(published):
    found = row(published(people([dict.fromkeys(BENEFITS, 2)])))
    assert (found["n"], found["status"], found["points"]) == (1, "not enough data", [2])


def test_somebody_who_answered_too_little_is_counted_as_a_respondent(published):
    found = row(published(people([{"b1": 5}])))
    assert (found["n"], found["n_respondents"], found["status"]) == (0, 1, "no score")
    assert found["points"] == []


def test_a_site_and_wave_without_answers_has_a_row_that_says_so(published):
    tables = people([dict.fromkeys(BENEFITS, 4)] * 3) | {
        "sites": [{"site_id": "a"}, {"site_id": "b"}],
        "waves": [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}],
    }
    frame = score(published(tables)).filter(pl.col("scale_id") == "expected_benefits")
    assert frame.select("site_id", "wave_id", "status", "n").rows() == [
        ("a", "pre", "ok", 3),
        ("a", "post", "no answers", 0),
        ("b", "pre", "no answers", 0),
        ("b", "post", "no answers", 0),
    ]


def test_groups_are_not_mixed(published):
    tables = both(
        people([dict.fromkeys(BENEFITS, 1)] * 3, "a", "pre"),
        people([dict.fromkeys(BENEFITS, 2)] * 3, "a", "post"),
        people([dict.fromkeys(BENEFITS, 3)] * 3, "b", "pre"),
    ) | {"waves": [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}]}
    snapshot = published(tables)
    values = [
        row(snapshot, site_id=site, wave_id=wave)["value"]
        for site, wave in (("a", "pre"), ("a", "post"), ("b", "pre"))
    ]
    assert values == [1, 2, 3]


def test_the_ends_of_a_scale_are_those_of_its_levels(published):
    found = row(published(people([{"b1": 2}])))
    assert (found["minimum"], found["maximum"]) == (1, 5)


def test_a_programme_without_a_survey_has_no_rows(published):
    found = answer("score", published())
    assert found.frame.is_empty()
    assert found.provenance == ("collected",)


def test_the_matrix_tells_nobody_answered_from_nobody_answered_enough(published):
    tables = people([{"b1": 5}]) | {"sites": [{"site_id": "a"}, {"site_id": "b"}]}
    shown = matrix(show(answer("score", published(tables)), "team"))
    cells = shown.filter(pl.col("scale_label") == "Expected benefits").select("a", "b").rows()
    assert cells == [("no score", "no answers")]
