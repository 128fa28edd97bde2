"""Plan the next wave: how many people would show a shift, and what the present numbers can show."""

from __future__ import annotations

import html
import re

import polars as pl
import pytest

from bridgeboard import measures
from bridgeboard.ui.page_words import plan as words
from tests.pages.conftest import errors, plotly, table, texts

PAGE = "change/plan"


def _headline(running) -> str:
    bodies = [element.proto.body for element in running.main.get("html")]
    (found,) = [body for body in bodies if 'class="headline"' in body]
    return html.unescape(re.sub(r"<[^>]+>", "", found))


@pytest.fixture
def planned(demonstration) -> pl.DataFrame:
    """What the measure says of the total score, people who differ between the waves."""
    frame = measures.answer("detectable", demonstration).frame
    return frame.filter((pl.col("scale_id") == "total") & (pl.col("design") == "unpaired"))


def test_the_answer_comes_first_and_is_the_measures_own(app, shipped, planned):
    running = app(shipped, PAGE, programme="demonstration", shift="0.6", people="15")
    assert errors(running) == []
    rows = planned.filter(pl.col("kind") == "planned").sort("n_planned")
    enough = rows.filter(pl.col("value") <= 0.6)["n_planned"][0]
    said = _headline(running)
    assert "shift of 0.60 points at one site (80 % power)" in said
    assert f"{enough} people at each wave" in said
    with_15 = rows.row(by_predicate=pl.col("n_planned") == 15, named=True)
    for number in ("value", "half_width", "pooled_value"):
        assert f"{with_15[number]:.2f} points" in texts(running)


def test_every_site_says_what_its_present_number_can_show(app, shipped, planned):
    running = app(shipped, PAGE, programme="demonstration")
    assert len(plotly(running)) == 2
    present = planned.filter(pl.col("kind") == "present")
    said = [text["text"] for text in plotly(running)[1]["layout"]["annotations"]]
    sites = present["site_name"].to_list()
    assert [text for text in said if text in sites] == sites
    for value in present["value"].drop_nulls():
        assert any(f"{value:.2f}" in text for text in said)


def test_the_same_people_need_fewer(app, shipped):
    running = app(shipped, PAGE, programme="demonstration")
    others = _headline(running)
    running.segmented_control(key="design").set_value("paired").run()
    same = _headline(running)

    def people(said: str) -> int:
        return int(re.search(r"(\d+) people at each wave of that site", said)[1])

    assert people(same) < people(others)
    assert "if the same people answer both times" in same


def test_a_chosen_site_is_planned_with_the_spread_of_all(app, shipped):
    whole = app(shipped, PAGE, programme="demonstration")
    running = app(shipped, PAGE, programme="demonstration", site="Lakeside")
    assert errors(running) == []
    assert _headline(running) == _headline(whole)
    said = [text["text"] for text in plotly(running)[1]["layout"]["annotations"]]
    assert "Lakeside" in said
    assert "Stonebridge" not in said


def test_a_link_with_impossible_numbers_is_understood_as_far_as_it_goes(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", shift="0,3", people="1000000")
    assert errors(running) == []
    assert running.number_input(key="shift").value == 0.3
    assert running.number_input(key="people").value == 200
    (said,) = running.warning
    assert "1000000" in said.value
    assert "People at each wave" in said.value


def test_another_scale_keeps_the_choices_that_it_can_keep(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", shift="1.2", people="30")
    running.selectbox(key="scale").set_value("roles").run()
    assert errors(running) == []
    assert running.number_input(key="shift").value == 1.2
    assert running.number_input(key="people").value == 30
    running.selectbox(key="instrument").set_value("pcat").run()
    assert errors(running) == []
    assert words.NO_SCALE_HOW in texts(running)


def test_without_a_survey_it_says_what_planning_needs(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    assert errors(running) == []
    assert "No survey answers are loaded for UPSIDES" in texts(running)
    assert plotly(running) == []


def test_two_people_are_no_spread_to_plan_with(app, published, store_folder):
    answers = [
        {"respondent_id": f"r{n}", "instrument_id": "psa12", "item_id": item, "value": 2 + n}
        for n in (1, 2)
        for item in ("r1", "r2")
    ]
    published({"answers": answers})
    running = app(store_folder, PAGE, scale="roles")
    assert errors(running) == []
    assert "can't be said" in _headline(running)
    assert table(running, "Site")["Site"].to_list() == ["Site a"]
