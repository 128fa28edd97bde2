"""Attitudes: numbers with how sure they are, or honest words where there are none."""

import polars as pl

from bridgeboard import disclosure, measures
from tests.pages.conftest import errors, plotly, table, texts

PAGE = "change/attitudes"


def test_upsides_has_no_survey_and_says_what_to_load(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    said = texts(running)
    assert "No survey answers are loaded for UPSIDES" in said
    assert "respondents.csv (respondent_id, site_id, wave_id, provenance)" in said
    for command in ("templates", "check", "publish"):
        assert f"python -m bridgeboard {command} FOLDER" in said
    assert "print no survey scores" in said
    assert plotly(running) == []


def test_every_respondent_is_a_point_for_the_team(app, shipped, demonstration):
    running = app(shipped, PAGE, programme="demonstration")
    scores = disclosure.shown(measures.answer("score", demonstration), "team").frame
    total = scores.filter(pl.col("scale_id") == scores["scale_id"][0])
    points, means = plotly(running)[0]["data"]
    assert len(points["x"]) == total["n"].sum()
    assert sorted(points["x"]) == sorted(total["points"].explode().drop_nulls())
    assert means["x"] == total["value"].drop_nulls().to_list()


def test_the_shareable_view_has_no_single_respondent(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", view="shareable")
    points, means = plotly(running)[0]["data"]
    assert points["x"] == []
    assert means["x"]
    scores = table(running, "Mean", "SD")
    assert scores["n"].drop_nulls().filter(scores["n"].drop_nulls() > 0).min() >= 10
    assert "Single respondents are not shown in this view." in texts(running)


def test_each_row_without_a_mean_says_why(app, shipped, demonstration):
    running = app(shipped, PAGE, programme="demonstration")
    scores = disclosure.shown(measures.answer("score", demonstration), "team").frame
    total = scores.filter(pl.col("scale_id") == scores["scale_id"][0])
    few = total.filter(pl.col("status") == "not enough data")["n"].to_list()
    none = total.filter(pl.col("status") == "no answers").height
    said = [text["text"] for text in plotly(running)[0]["layout"]["annotations"]]
    assert [text for text in said if text.startswith("not enough")] == [
        f"not enough data (n = {n})" for n in few
    ]
    assert said.count("no answers") == none
    assert "<b>Simulated data</b>" in said


def test_our_own_instrument_is_marked_as_not_validated(app, shipped):
    running = app(shipped, PAGE, programme="demonstration")
    assert "PSA-12 is our own instrument and not validated" in texts(running)


def test_another_scale_changes_the_scores_and_nothing_else(app, shipped):
    running = app(shipped, PAGE, programme="demonstration")
    before = plotly(running)
    chosen = running.segmented_control(key="scale_psa12")
    chosen.set_value("roles").run()
    after = plotly(running)
    assert errors(running) == []
    assert before[0]["data"][1]["x"] != after[0]["data"][1]["x"]
    assert before[1] == after[1]


def test_an_instrument_without_scales_is_shown_item_by_item(app, shipped):
    running = app(shipped, PAGE, programme="demonstration")
    running.segmented_control(key="instrument").set_value("pcat").run()
    assert errors(running) == []
    assert "has no scale score: each item stands for itself" in texts(running)
    assert len(plotly(running)) == 1
    items = table(running, "Item", "Answer")["Item"].unique()
    assert len(items) == 14


def test_the_bars_of_one_site_are_its_distribution(app, shipped, demonstration):
    running = app(shipped, PAGE, programme="demonstration")
    running.selectbox(key="answers_at").set_value("lakeside").run()
    frame = disclosure.shown(measures.answer("distribution", demonstration), "team").frame
    here = table(running, "Item", "Answer")
    assert set(here["Site"]) == {"Lakeside"}
    first = here["Item"][0]
    expected = frame.filter((pl.col("site_id") == "lakeside") & (pl.col("item_label") == first))
    shown = here.filter(pl.col("Item") == first)
    assert shown["People"].to_list() == expected["n_level"].to_list()
    assert shown["Share"].to_list() == expected["share"].to_list()


def test_one_respondent_alone_is_a_point_and_not_a_mean(app, published, store_folder):
    answers = [
        {"respondent_id": "r1", "instrument_id": "psa12", "item_id": item, "value": 4}
        for item in ("b1", "b2", "b3", "b4")
    ]
    published({"answers": answers, "respondents": [{"respondent_id": "r1"}]})
    running = app(store_folder, PAGE)
    running.segmented_control(key="scale_psa12").set_value("expected_benefits").run()
    points, means = plotly(running)[0]["data"]
    assert (points["x"], means["x"]) == ([4.0], [])


def test_filters_that_fit_nobody_leave_words(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", site="Hillcrest", wave="18 months")
    assert errors(running) == []
    said = [text["text"] for text in plotly(running)[0]["layout"]["annotations"]]
    assert "no answers" in said
