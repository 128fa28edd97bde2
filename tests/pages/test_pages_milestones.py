"""Milestones on the page of actions: what is overdue first, then stages, then one site in time."""

from __future__ import annotations

import datetime as dt

import pytest

from bridgeboard import disclosure, measures
from bridgeboard.charts.readings import milestones as reading
from bridgeboard.decisions import Decisions
from tests.pages.conftest import errors, figures, table, texts

PAGE = "sites/actions"


def _today() -> dt.date:
    """The day on which a test runs, which need not be the one on which tests were collected."""
    return dt.date.today()


def _late() -> dt.date:
    return _today() - dt.timedelta(days=12)


def _tables() -> dict:
    late = _late()
    return {
        "sites": [
            {"site_id": "a", "site_name": "Ulm", "country_iso3": "DEU"},
            {"site_id": "b", "site_name": "Butabika", "country_iso3": "UGA"},
        ],
        "milestones": [
            {"site_id": "a", "milestone": "Room found", "planned_on": late, "done_on": late},
            {"site_id": "a", "milestone": "Tea bought", "planned_on": late},
            {
                "site_id": "b",
                "stage": "Implementation 4: training",
                "milestone": "PSWs have finished their training",
                "planned_on": late - dt.timedelta(days=1),
            },
        ],
    }


@pytest.fixture
def kept(published, store_folder) -> Decisions:
    """The decisions of a published programme with an overdue step at each of two sites."""
    published(_tables())
    return Decisions(store_folder, "test")


def _field(elements, label: str):
    return next(element for element in elements if element.label == label)


def test_what_is_overdue_is_the_headline_and_the_first_table(app, kept, store_folder):
    running = app(store_folder, PAGE)
    assert errors(running) == []
    assert (
        f"2 of 3 steps on record are overdue on {_today()} at 2 of 2 sites. The longest: Butabika, "
        f"“PSWs have finished their training”, planned for {_late() - dt.timedelta(days=1)}, "
        "not done: 13 days late."
    ) in texts(running)
    listed, by_stage, in_time = figures(running)
    assert listed.index("Butabika") < listed.index("Ulm")
    assert "▲ 13 days late" in listed
    assert "1 of 2 done ▲ 1 overdue" in by_stage
    assert "Room found" in in_time
    assert "Butabika" not in in_time


def test_an_overdue_step_becomes_an_action_about_its_influence(app, kept, store_folder):
    running = app(store_folder, PAGE)
    running.button(key="step-to-action").click().run()
    assert errors(running) == []
    what = _field(running.text_area, "What is to be done").value
    assert what == "Get this step done: PSWs have finished their training"
    _field(running.text_input, "Who does it").set_value("Trainer")
    next(button for button in running.button if button.label == "Save").click().run()
    (row,) = kept.actions().to_dicts()
    assert (row["site_id"], row["influence_id"]) == ("b", "psw_training")
    assert row["owner"] == "Trainer"
    assert row["note"].startswith("Step of “Implementation 4: training”: planned for ")


def test_another_overdue_step_is_chosen_by_name_also_in_the_address(app, kept, store_folder):
    running = app(store_folder, PAGE, step="Ulm: Tea bought")
    running.button(key="step-to-action").click().run()
    what = _field(running.text_area, "What is to be done").value
    assert what == "Get this step done: Tea bought"
    assert _field(running.selectbox, "About").value is None


def test_a_site_is_chosen_in_the_address_by_name_or_id(app, kept, store_folder):
    for asked in ("Butabika", "b"):
        running = app(store_folder, PAGE, at=asked)
        assert running.selectbox(key="at").value == "b"
        assert "Butabika\\: what was planned for when" in texts(running)
        assert "PSWs have finished their training" in figures(running)[-1]


def test_the_shareable_view_shows_milestones_but_makes_no_action(app, kept, store_folder):
    kept.add_action(site_id="a", what="Name a supervisor")
    running = app(store_folder, PAGE, view="shareable")
    assert errors(running) == []
    said = texts(running)
    assert "Actions are not shown in the shareable view." in said
    assert "supervisor" not in said
    assert "2 of 3 steps on record are overdue" in said
    assert [button.label for button in running.main.button] == []
    assert len(figures(running)) == 3


def test_the_sidebar_picks_the_sites_of_milestones_too(app, kept, store_folder):
    running = app(store_folder, PAGE, site="a")
    said = texts(running)
    assert f"1 of 2 steps on record is overdue on {_today()} at Ulm." in said
    assert running.selectbox(key="at").options == ["Ulm"]
    assert table(running, "Share done", "Days it took")["Site"].unique().to_list() == ["Ulm"]


def test_a_damaged_file_of_actions_does_not_hide_milestones(app, kept, store_folder):
    kept.add_action(site_id="a", what="Name a supervisor")
    kept.path.write_bytes(b"broken")
    assert "2 of 3 steps on record are overdue" in texts(app(store_folder, PAGE))


def test_without_an_overdue_step_there_is_nothing_to_make_an_action_of(
    app, published, store_folder
):
    published({"milestones": [{"milestone": "Room found", "done_on": _late()}]})
    running = app(store_folder, PAGE)
    assert errors(running) == []
    assert f"No step is overdue on {_today()}: 1 of 1 step on record is done." in texts(running)
    assert len(figures(running)) == 2
    assert [button.label for button in running.main.button] == ["Add an action"]


@pytest.mark.parametrize("view", ["team", "shareable"])
def test_of_the_published_evidence_what_is_missing_is_said_and_how_to_get_it(app, shipped, view):
    running = app(shipped, PAGE, programme="upsides", view=view)
    assert errors(running) == []
    said = texts(running)
    assert "No milestone is on record here." in said
    assert "Add milestones.csv" in said
    assert figures(running) == []


def test_the_demonstration_is_what_the_measures_say(app, shipped, demonstration):
    running = app(shipped, PAGE, programme="demonstration")
    steps = disclosure.shown(measures.answer("milestones", demonstration, _today()), "team")
    assert reading.headline(steps) in texts(running)
    by_stage = measures.answer("stages", demonstration, _today()).frame
    shown = table(running, "Share done", "Days it took")
    assert shown["Overdue"].to_list() == by_stage["n_overdue"].to_list()
    assert all("Simulated data" in figure for figure in figures(running))
