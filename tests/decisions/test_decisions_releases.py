"""Statements released and held back by people: who, when, and nothing overwritten."""

from __future__ import annotations

import pytest

from bridgeboard.decisions import Conflict
from bridgeboard.decisions.personal import personal_traces
from bridgeboard.problems import Refusal


def test_nothing_is_decided_at_first(decisions):
    assert decisions.releases().is_empty()
    assert not decisions.path.exists()


def test_a_statement_is_released_and_held_back_and_both_are_remembered(decisions):
    first = decisions.release_statement("s1", "words", "Ana")
    assert (first.release, first.by, first.version) == ("shareable", "Ana", 1)
    second = decisions.hold_back_statement("s1", "words", "Ben", first.version)
    assert (second.release, second.by, second.version) == ("team", "Ben", 2)
    decisions.release_statement("s2", "others", "Ana")
    assert decisions.releases().select("statement_id", "release", "by").rows() == [
        ("s1", "team", "Ben"),
        ("s2", "shareable", "Ana"),
    ]
    history = decisions.release_history("s1")
    assert history.select("event", "by", "version").rows() == [
        ("released", "Ana", 1),
        ("held back", "Ben", 2),
    ]
    assert history["at"].is_sorted()


def test_what_the_files_release_can_be_held_back_first(decisions):
    assert decisions.hold_back_statement("s1", "words", "Ana").release == "team"


def test_nobody_releases_without_a_name(decisions):
    with pytest.raises(Refusal, match="Say your name"):
        decisions.release_statement("s1", "words", "  ")
    assert decisions.releases().is_empty()


def test_two_people_at_once_are_both_heard_and_the_second_is_told(decisions):
    seen = decisions.release_statement("s1", "words", "Ana").version
    decisions.hold_back_statement("s1", "words", "Ben", seen)
    with pytest.raises(Conflict, match="Ben saved this meanwhile") as told:
        decisions.release_statement("s1", "new words", "Cem", seen)
    assert told.value.newer.release == "team"
    assert decisions.releases()["by"].to_list() == ["Ben"]
    assert decisions.release_history()["event"].to_list()[-1] == "not saved"


def test_who_releases_what_is_released_already_changes_nothing(decisions):
    decisions.release_statement("s1", "words", "Ana")
    assert decisions.release_statement("s1", "words", "Ben").by == "Ana"
    assert decisions.release_history().height == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to ana.b@clinic.example, she knows.", ("an e-mail address",)),
        ("Call +49 731 500 12345 at night.", ("a telephone number",)),
        ("Sister Okello said so.", ("a name with a title",)),
        ("In 2019 and 2020, 12 of 25 said so.", ()),
        ("The nurse said that 0.5 posts are few.", ()),
    ],
)
def test_what_looks_personal_is_named(text, found):
    assert personal_traces(text) == found
