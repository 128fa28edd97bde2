"""What changed from one line of a history to the next."""

from __future__ import annotations

import datetime as dt

import pytest

from bridgeboard.decisions import Conflict
from bridgeboard.decisions.changes import changes


def test_each_change_says_what_was_and_what_became(decisions):
    action = decisions.add_action(site_id="a", what="Call them", by="Ana")
    decisions.change_action(action.action_id, 1, "Ben", status="doing", due="2027-03-01")
    decisions.change_action(action.action_id, 2, "", due=None, owner="Cem")
    found = changes(decisions.history(action.action_id))
    assert [(change.event, change.by, dict(change.fields)) for change in found] == [
        (
            "added",
            "Ana",
            {"site_id": (None, "a"), "what": (None, "Call them"), "status": (None, "open")},
        ),
        ("changed", "Ben", {"due": (None, dt.date(2027, 3, 1)), "status": ("open", "doing")}),
        ("changed", "", {"due": (dt.date(2027, 3, 1), None), "owner": (None, "Cem")}),
    ]


def test_what_was_not_saved_is_told_against_what_its_writer_had_seen(decisions):
    action = decisions.add_action(site_id="a", what="Call them")
    decisions.change_action(action.action_id, 1, "Ana", owner="Ana")
    with pytest.raises(Conflict):
        decisions.change_action(action.action_id, 1, "Ben", note="Done by phone")
    decisions.change_action(action.action_id, 2, "Ana", status="done")
    found = changes(decisions.history(action.action_id))
    assert [(change.event, dict(change.fields)) for change in found[2:]] == [
        ("not saved", {"note": (None, "Done by phone")}),
        ("changed", {"status": ("open", "done")}),
    ]


def test_without_a_history_nothing_changed(decisions):
    assert changes(decisions.history("none")) == []
