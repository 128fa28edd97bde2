"""What can't be kept is refused in words that say how to mend it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bridgeboard.decisions import Decisions
from bridgeboard.problems import Refusal

GOOD = {"site_id": "a", "what": "Call them"}
RATING = {
    "site_id": "a",
    "wave_id": "pre",
    "framework": "2022",
    "construct_id": "I-A",
    "rating": 1,
    "state": "rated",
    "reason": "Both groups say so.",
    "basis": "statements",
}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"what": ""}, "Say what is to be done"),
        ({"what": " \n\t "}, "Say what is to be done"),
        ({"what": "x" * 501}, "What is to be done is too long: 501 characters, at most 500"),
        ({"site_id": ""}, "Say the site"),
        ({"site_id": "x" * 201}, "The site is too long"),
        ({"owner": "x" * 121}, "Who does it is too long"),
        ({"barrier": "x" * 1001}, "The barrier is too long"),
        ({"note": "x" * 5001}, "The note is too long: 5\u202f001 characters, at most 5\u202f000"),
        ({"by": "x" * 81}, "Your name is too long"),
        ({"status": "finished"}, "“finished” is no status: choose one of open, doing, done or"),
        ({"status": ""}, "“” is no status"),
        ({"status": None}, "is no status"),
        ({"due": dt.date(1899, 12, 31)}, "1899-12-31 can't be right"),
        ({"due": "0202-03-01"}, "between 1900 and 2199"),
        ({"due": "2200-01-01"}, "2200-01-01 can't be right"),
        ({"due": "31.3.2027"}, "“31.3.2027” is no day: write it as 2027-03-31"),
        ({"due": "2027-02-30"}, "“2027-02-30” is no day"),
        ({"what": "a\x00b"}, r"a character that can't be shown \(U\+0000\)"),
        ({"note": "a\ud800b"}, r"The note has a character that can't be shown \(U\+D800\)"),
        ({"influence_id": "i", "theme_id": "t"}, "not about the influence and the theme"),
    ],
)
def test_an_action_that_cannot_be_kept_is_refused_in_words(decisions, fields, words):
    with pytest.raises(Refusal, match=words):
        decisions.add_action(**(GOOD | fields))
    assert not decisions.path.exists()


def test_a_change_is_checked_as_an_addition_is_and_a_refused_one_leaves_nothing(decisions):
    added = decisions.add_action(**GOOD)
    for fields in ({"what": " "}, {"due": "1899-01-01"}, {"status": "finished"}):
        with pytest.raises(Refusal):
            decisions.change_action(added.action_id, 1, "", **fields)
    assert decisions.action(added.action_id) == added
    assert decisions.history().height == 1


@pytest.mark.parametrize("due", ["1900-01-01", "2199-12-31", dt.date(2027, 3, 31), None, ""])
def test_days_at_the_edges_and_no_day_are_kept(decisions, due):
    kept = decisions.add_action(**GOOD, due=due).due
    assert str(kept or "") == str(due or "")


def test_texts_at_their_longest_are_kept_and_space_around_them_goes(decisions):
    longest = {"what": 500, "owner": 120, "barrier": 1000, "note": 5000}
    texts = {name: "é" * n for name, n in longest.items()}
    added = decisions.add_action(
        site_id=" a ", by="x" * 80, **{n: f" {t} " for n, t in texts.items()}
    )
    assert {name: added.fields()[name] for name in longest} == texts
    assert added.site_id == "a"


def test_lines_of_a_note_stay_and_those_of_a_title_become_one(decisions):
    added = decisions.add_action(site_id="a", what="Call\n  them", note="- one\r\n  - two\n")
    assert (added.what, added.note) == ("Call them", "- one\n  - two")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"rating": 3}, "“3” is no rating: a rating is a whole number from −2 to"),
        ({"rating": 0.5}, "“0.5” is no rating"),
        ({"rating": True}, "“True” is no rating"),
        ({"rating": None}, "needs its rating"),
        ({"state": "missing"}, "A construct that is missing has no rating"),
        ({"state": "not_applicable"}, "not applicable has no rating"),
        ({"state": "unsure"}, "“unsure” is no state"),
        ({"basis": "guess"}, "“guess” is no basis"),
        ({"framework": "2010"}, "“2010” is no framework: choose one of 2009, 2022 or own"),
        ({"reason": " "}, "Say why the rating is accepted"),
        ({"wave_id": ""}, "Say the wave"),
        ({"construct_id": ""}, "Say the construct"),
        ({"version": 4}, "no version 4 of this"),
    ],
)
def test_a_rating_that_cannot_be_accepted_is_refused_in_words(decisions, fields, words):
    with pytest.raises(Refusal, match=words):
        decisions.accept_rating(**(RATING | fields))
    assert decisions.accepted().height == 0


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ({}, "at least one site in “high” and one in “low”"),
        ({"a": "high"}, "one in “low”"),
        ({"a": "high", "b": "middle"}, "“middle” is no group"),
        ({"": "high", "b": "low"}, "Say the site"),
    ],
)
def test_a_grouping_that_separates_nothing_is_refused(decisions, groups, words):
    with pytest.raises(Refusal, match=words):
        decisions.set_grouping("Ours", groups)


def test_a_grouping_needs_a_name(decisions):
    with pytest.raises(Refusal, match="Say the name of the grouping"):
        decisions.set_grouping("  ", {"a": "high", "b": "low"})


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "A", "1a", "a" * 42, "a b", "a\n", "ä"])
def test_a_name_that_is_no_programme_reaches_no_folder(store_folder: Path, name):
    with pytest.raises(Refusal, match="can't be a programme's id"):
        Decisions(store_folder, name)
    assert not store_folder.exists()


@pytest.mark.parametrize("name", ["a", "a" * 41, "upsides-2_b", "con"])
def test_any_programmes_id_is_a_folder_of_its_own(store_folder: Path, name):
    decisions = Decisions(store_folder, name)
    decisions.add_action(**GOOD)
    assert decisions.path == store_folder / name / "decisions.sqlite"
    assert decisions.path.is_file()
