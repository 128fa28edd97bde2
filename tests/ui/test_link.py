"""A link's words are checked against what there is, and what isn't there is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgeboard.ui import link, words

SITES = {"ULM": "Ulm", "BU": "Butabika", "a,b": "Comma, with"}


@pytest.mark.parametrize(
    ("asked", "labels", "unknown"),
    [
        ([], (), ()),
        (["Ulm"], ("Ulm",), ()),
        (["ulm", "ULM", " Ulm "], ("Ulm",), ()),
        (["BU,ULM"], ("Butabika", "Ulm"), ()),
        (["Comma, with"], ("Comma, with",), ()),
        (["BU, nowhere"], ("Butabika",), ("nowhere",)),
        (["nowhere", "nowhere"], (), ("nowhere",)),
        (["", ",", " "], (), ()),
    ],
)
def test_labels_and_ids_are_both_understood(asked, labels, unknown):
    assert link.settled(asked, SITES) == link.Settled(labels, unknown)


def test_a_label_wins_over_an_id_that_reads_the_same():
    assert link.settled(["b"], {"b": "First", "x": "b"}).labels == ("b",)


@given(st.lists(st.text(max_size=20), max_size=5))
def test_whatever_a_link_asks_for_only_what_is_offered_is_chosen(asked):
    assert set(link.settled(asked, SITES).labels) <= set(SITES.values())


def test_names_that_two_sites_share_are_told_apart_by_their_ids():
    labels = link.labelled([("a", "Clinic"), ("b", "Clinic"), ("c", "Ward")])
    assert labels == {"a": "Clinic (a)", "b": "Clinic (b)", "c": "Ward"}


def test_each_parameter_with_something_unknown_gives_one_sentence():
    checked = {
        link.SITE: link.Settled((), ("x", "y")),
        link.WAVE: link.Settled(("Before",), ()),
        link.VIEW: link.Settled((), ("both",)),
    }
    said = link.notes(checked)
    assert len(said) == 2
    assert "“x”, “y”" in said[0]
    assert "“both”" in said[1]


def test_a_very_long_link_gives_a_short_sentence():
    (said,) = link.notes({link.SITE: link.Settled((), ("x" * 5000, *map(str, range(1000))))})
    assert len(said) < 300


def test_there_are_words_for_every_parameter():
    parameters = {link.PROGRAMME, *link.SEVERAL, link.VIEW}
    assert set(words.UNKNOWN_IN_LINK) == parameters
