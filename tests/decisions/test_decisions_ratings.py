"""Accepted ratings and own groupings: set, changed, withdrawn, and what two people do at once."""

from __future__ import annotations

import pytest

from bridgeboard.decisions import Conflict
from bridgeboard.problems import Refusal

KEY = {"site_id": "a", "wave_id": "pre", "framework": "2022", "construct_id": "I-A"}
SAID = {
    "rating": -2,
    "state": "rated",
    "reason": "Two informants, with examples",
    "basis": "raters",
}


def test_an_accepted_rating_says_what_why_on_what_basis_and_by_whom(decisions):
    accepted = decisions.accept_rating(**KEY, **SAID, by="Ana")
    assert (accepted.rating, accepted.basis, accepted.by, accepted.version) == (
        -2,
        "raters",
        "Ana",
        1,
    )
    (row,) = decisions.accepted().to_dicts()
    assert {name: row[name] for name in KEY | SAID} == KEY | SAID
    assert row["at"] == accepted.at


def test_mixed_missing_and_not_applicable_are_accepted_as_what_they_are(decisions):
    for n, (state, rating) in enumerate(
        [("mixed", None), ("mixed", 1), ("missing", None), ("not_applicable", None), ("rated", 0)]
    ):
        values = SAID | {"state": state, "rating": rating}
        decisions.accept_rating(**(KEY | {"construct_id": f"c{n}"}), **values)
    assert decisions.accepted().select("state", "rating").rows() == [
        ("mixed", None),
        ("mixed", 1),
        ("missing", None),
        ("not_applicable", None),
        ("rated", 0),
    ]


def test_the_same_construct_is_another_rating_at_another_site_wave_or_in_another_framework(
    decisions,
):
    for other in ({}, {"site_id": "b"}, {"wave_id": "post"}, {"framework": "2009"}):
        decisions.accept_rating(**(KEY | other), **SAID)
    assert decisions.accepted()["version"].to_list() == [1, 1, 1, 1]


def test_a_withdrawn_rating_is_gone_and_can_be_accepted_again(decisions):
    decisions.accept_rating(**KEY, **SAID, by="Ana")
    decisions.withdraw_rating(**KEY, version=1, by="Ben")
    assert decisions.accepted().height == 0
    again = decisions.accept_rating(**KEY, **SAID, by="Cem")
    assert again.version == 3
    history = decisions.rating_history(**KEY)
    assert history.select("event", "version", "by", "rating").rows() == [
        ("accepted", 1, "Ana", -2),
        ("withdrawn", 2, "Ben", None),
        ("accepted", 3, "Cem", -2),
    ]
    assert decisions.rating_history(site_id="b").height == 0
    assert decisions.rating_history().height == 3


def test_the_second_who_accepts_is_told_what_the_first_accepted(decisions):
    first = decisions.accept_rating(**KEY, **SAID, by="Ana")
    with pytest.raises(Conflict, match="Ana saved this meanwhile") as told:
        decisions.accept_rating(**KEY, **(SAID | {"rating": 1}), by="Ben")
    assert told.value.newer == first
    assert decisions.rating_history()["event"].to_list() == ["accepted", "not saved"]
    assert decisions.accept_rating(**KEY, **(SAID | {"rating": 1}), by="Ben", version=1).rating == 1


def test_two_who_accept_the_same_agree(decisions):
    first = decisions.accept_rating(**KEY, **SAID, by="Ana")
    assert decisions.accept_rating(**KEY, **SAID, by="Ben") == first
    assert decisions.rating_history().height == 1


def test_whoever_changes_what_was_withdrawn_meanwhile_is_told(decisions):
    decisions.accept_rating(**KEY, **SAID, by="Ana")
    decisions.withdraw_rating(**KEY, version=1, by="Ana")
    with pytest.raises(Conflict, match="Ana withdrew this meanwhile") as told:
        decisions.accept_rating(**KEY, **(SAID | {"rating": 2}), by="Ben", version=1)
    assert told.value.newer is None
    with pytest.raises(Conflict, match="withdrew"):
        decisions.withdraw_rating(**KEY, version=1)
    with pytest.raises(Refusal, match="nothing to withdraw"):
        decisions.withdraw_rating(**KEY, version=0)


def test_whoever_withdraws_what_was_changed_meanwhile_is_told(decisions):
    decisions.accept_rating(**KEY, **SAID)
    newer = decisions.accept_rating(**KEY, **(SAID | {"rating": 2}), version=1)
    with pytest.raises(Conflict) as told:
        decisions.withdraw_rating(**KEY, version=1)
    assert told.value.newer == newer
    assert decisions.accepted()["rating"].to_list() == [2]


def test_a_grouping_is_one_row_per_site_and_is_replaced_as_a_whole(decisions):
    first = decisions.set_grouping("Went well", {"b": "low", "a": "high", "c": "low"}, by="Ana")
    assert first.groups == {"a": "high", "b": "low", "c": "low"}
    decisions.set_grouping("Other", {"a": "low", "b": "high"})
    decisions.set_grouping("Went well", {"a": "high", "b": "high", "d": "low"}, "Ben", version=1)
    assert decisions.groupings().select("grouping", "site_id", "group", "by", "version").rows() == [
        ("Other", "a", "low", "", 1),
        ("Other", "b", "high", "", 1),
        ("Went well", "a", "high", "Ben", 2),
        ("Went well", "b", "high", "Ben", 2),
        ("Went well", "d", "low", "Ben", 2),
    ]
    assert decisions.grouping_history("Went well").height == 6


def test_the_second_who_sets_a_grouping_is_told_and_both_are_in_the_history(decisions):
    first = decisions.set_grouping("Ours", {"a": "high", "b": "low"}, by="Ana")
    with pytest.raises(Conflict) as told:
        decisions.set_grouping("Ours", {"a": "low", "b": "high"}, by="Ben")
    assert told.value.newer == first
    assert decisions.grouping_history().select("event", "by", "site_id", "group").rows() == [
        ("set", "Ana", "a", "high"),
        ("set", "Ana", "b", "low"),
        ("not saved", "Ben", "a", "low"),
        ("not saved", "Ben", "b", "high"),
    ]


def test_a_withdrawn_grouping_is_gone_and_its_history_stays(decisions):
    decisions.set_grouping("Ours", {"a": "high", "b": "low"})
    decisions.withdraw_grouping("Ours", 1, by="Ben")
    assert decisions.groupings().height == 0
    assert decisions.grouping_history()["event"].to_list() == ["set", "set", "withdrawn"]
    with pytest.raises(Refusal, match="nothing to withdraw"):
        decisions.withdraw_grouping("Ours", 0)
