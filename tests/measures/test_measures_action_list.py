"""The list of actions: what is late first, by names, counted by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from bridgeboard.decisions import Decisions
from bridgeboard.measures.action_list import action_list, as_text, chosen
from bridgeboard.measures.subjects import strategies, subjects

TODAY = dt.date(2027, 3, 10)


@pytest.fixture
def kept(store_folder) -> Decisions:
    """The decisions of the programme "test"."""
    return Decisions(store_folder, "test")


def test_the_order_is_late_then_due_then_undated_then_ended(kept, published):
    for what, due, status in (
        ("dropped", None, "dropped"),
        ("undated", None, "open"),
        ("today", "2027-03-10", "open"),
        ("late", "2027-03-09", "doing"),
        ("done", "2027-01-01", "done"),
        ("soon", "2027-03-11", "open"),
        ("latest", "2026-03-10", "open"),
    ):
        kept.add_action(site_id="a", what=what, due=due, status=status)
    found = action_list(kept.actions(), published(), TODAY)
    assert found.select("what", "days_late").rows() == [
        ("latest", 365),
        ("late", 1),
        ("today", None),
        ("soon", None),
        ("undated", None),
        ("done", None),
        ("dropped", None),
    ]


def test_sites_subjects_and_strategies_have_names_and_unknown_ones_their_ids(kept, published):
    tables = {
        "sites": [{"site_id": "a", "site_name": "Ulm"}],
        "themes": [{"theme_id": "t", "label": "Role clarity"}],
    }
    snapshot = published(tables)
    for subject in (
        {"influence_id": "role_definition"},
        {"construct_id": "I-A"},
        {"construct_id": "2009-I-A"},
        {"construct_id": "Peer drift"},
        {"theme_id": "t"},
        {},
    ):
        kept.add_action(site_id="a", what="x", **subject)
    kept.add_action(site_id="gone", what="x", strategy_id="ERIC01")
    kept.add_action(site_id="gone", what="x", strategy_id="ERIC99")
    found = action_list(kept.actions(), snapshot, TODAY)
    assert found.select("subject_kind", "subject_label").rows() == [
        ("influence", "PSW role definition"),
        ("construct", "Innovation Source"),
        ("construct", "Intervention Source"),
        ("construct", "Peer drift"),
        ("theme", "Role clarity"),
        (None, None),
        (None, None),
        (None, None),
    ]
    assert found["site_name"].to_list() == ["Ulm"] * 6 + ["gone"] * 2
    assert found["strategy"].to_list() == [None] * 6 + ["Access new funding", "ERIC99"]


def test_no_row_comes_twice_and_none_is_lost(kept, demonstration):
    for n in range(30):
        kept.add_action(site_id=f"site {n}", what="x", construct_id="III-A-1", theme_id=None)
    found = action_list(kept.actions(), demonstration, TODAY)
    assert sorted(found["action_id"]) == sorted(kept.actions()["action_id"])


def test_nothing_decided_is_an_empty_list_with_the_same_columns(kept, published):
    snapshot = published()
    nothing = action_list(kept.actions(), snapshot, TODAY)
    kept.add_action(site_id="a", what="x")
    assert nothing.schema == action_list(kept.actions(), snapshot, TODAY).schema
    assert nothing.is_empty()


def test_sites_and_statuses_choose_and_nothing_chosen_is_all(kept, published):
    for site, status in (("a", "open"), ("b", "open"), ("b", "done")):
        kept.add_action(site_id=site, what="x", status=status)
    found = action_list(kept.actions(), published(), TODAY)
    assert chosen(found, None, ()).height == 3
    assert chosen(found, ("b",), ()).height == 2
    assert chosen(found, ("b",), ("done", "dropped"))["status"].to_list() == ["done"]
    assert chosen(found, (), ()).is_empty()


def test_what_can_be_chosen_is_all_there_is_in_its_order(upsides):
    found = subjects(upsides)
    assert found["subject_kind"].unique(maintain_order=True).to_list() == [
        "influence",
        "construct",
        "theme",
    ]
    assert found["subject_label"].to_list()[:2] == ["Organisational culture", "PSW training"]
    assert not found.select("subject_kind", "subject_id").is_duplicated().any()
    assert found["subject_label"].null_count() == 0
    assert strategies(upsides).height == 73


def test_as_text_days_have_no_hours_and_what_nobody_said_is_empty(kept, published):
    action = kept.add_action(site_id="a", what="x", due="2027-03-31")
    kept.add_action(site_id="a", what="y")
    found = as_text(action_list(kept.actions(), published(), TODAY))
    assert found["due"].to_list() == ["2027-03-31", ""]
    assert found["note"].to_list() == ["", ""]
    assert found["created_at"][0] == f"{action.created_at:%Y-%m-%d %H:%M} UTC"
