"""Answers are computed once a snapshot, and a new snapshot has new ones."""

from __future__ import annotations

import pytest

from bridgeboard.access import WHOLE, local_viewer
from bridgeboard.charts import options
from bridgeboard.disclosure import Filters
from bridgeboard.ui import snapshots
from bridgeboard.ui.answers import everywhere, made, shown
from bridgeboard.ui.choice import Choice


@pytest.fixture
def choice(published, store_folder, monkeypatch):
    """choice(**filters) -> the choice over what is published now."""
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_folder))
    published({"sites": [{"site_id": "a"}, {"site_id": "b"}]})

    def chosen(view="team", **filters) -> Choice:
        snapshot = snapshots.opened("test", WHOLE, view)
        return Choice("test", snapshot, view, Filters(**filters), "at_wave", local_viewer())

    return chosen


def test_the_same_question_has_the_same_answer_not_a_copy(choice):
    assert shown(choice(), "coverage") is shown(choice(), "coverage")


def test_each_view_and_each_choice_of_rows_is_computed_from_one_answer(choice):
    whole, one = shown(choice(), "coverage"), shown(choice(sites=("a",)), "coverage")
    shareable = shown(choice(view="shareable"), "coverage")
    assert whole.answer is one.answer is shareable.answer
    assert set(one.frame["site_id"]) <= {"a"}
    assert shareable.view == "shareable"


def test_a_new_snapshot_has_a_new_answer_and_who_holds_the_old_one_can_still_ask_it(
    choice, published
):
    before = choice()
    published({"sites": [{"site_id": "c", "site_name": "New"}]})
    after = choice()
    assert "New" in shown(after, "income").frame["site_name"].to_list()
    assert "New" not in shown(before, "income").frame["site_name"].to_list()


def test_a_snapshot_is_opened_once_for_everybody(choice):
    assert choice().snapshot is choice().snapshot


def test_what_is_made_of_the_same_answer_is_made_once(choice):
    one = made(options.sites, shown(choice(), "sites"))
    assert one is made(options.sites, shown(choice(), "sites"))
    assert list(one) == ["a", "b"]
    assert list(made(options.sites, shown(choice(sites=("a",)), "sites"))) == ["a"]


def test_everywhere_forgets_sites_and_income_levels_and_keeps_waves_and_view(choice):
    answer = everywhere(choice("shareable", sites=("a",), waves=("pre",)), "sites")
    assert set(answer.frame["site_id"]) == {"a", "b"}
    assert answer.filters == Filters(waves=("pre",))
    assert answer.view == "shareable"
