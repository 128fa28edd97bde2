"""proposals: the rules at their edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgeboard.measures.proposals import (
    PCAT_RULES,
    STATEMENT_RULES,
    Said,
    from_answers,
    from_statements,
)

WAYS = {"+": "positive", "-": "negative", "~": "mixed", ".": None}


def said(way, kind="summary", refs=(), group=None, scope="site"):
    return Said("s", WAYS[way], kind, scope, tuple(refs), group)


def quote(way, *refs, group=None):
    return said(way, "quote", refs, group)


def rated(found):
    return found.rating, found.state


@pytest.mark.parametrize(
    ("statements", "rating", "branch"),
    [
        # Two places in transcripts with concrete examples, nothing against.
        ([quote("+", "A 1"), quote("+", "A 2")], 2, "strong"),
        ([quote("-", "A 1", "A 2")], -2, "strong"),
        ([quote("+", group="g1"), quote("+", group="g2"), said("+")], 2, "strong"),
        # The same place twice is one informant; a group whose places are known is no other one.
        ([quote("+", "A 1"), quote("+", "A 1")], 1, "general"),
        ([quote("+", "A 1", group="g"), quote("+", group="g")], 1, "general"),
        ([quote("+"), quote("+")], 1, "general"),
        # General remarks, however many; the authors' own words are no example.
        ([said("-")] * 9, -1, "general"),
        (
            [said("+", "interpretation", ["A 1"]), said("+", "interpretation", ["A 2"])],
            1,
            "general",
        ),
        # Not all one way: a lean from two thirds on, whatever the examples.
        ([quote("+", "A 1"), quote("+", "A 2"), said("-")], 1, "lean"),
        ([said("-"), said("-"), said("~")], -1, "lean"),
        ([said("+"), said("+"), said("+"), said("-"), said("~")], None, "mixed"),
        ([said("+"), said("-")], None, "mixed"),
        ([said("~")], None, "mixed"),
        ([said("+"), said("~")], None, "mixed"),
        # What speaks neither way doesn't count on either side.
        ([said("+"), said("."), said(".")], 1, "general"),
    ],
)
def test_statements_propose(statements, rating, branch):
    found = from_statements(statements)
    assert rated(found) == (rating, "mixed" if rating is None else "rated")
    assert found.rule == STATEMENT_RULES[branch]


@pytest.mark.parametrize(
    "scope", ["income_group", "all_sites", "pooled", "unspecified_subset", "programme"]
)
def test_what_speaks_of_more_than_the_site_proposes_nothing_and_changes_nothing(scope):
    many = [said("-", "quote", [f"A {n}"], scope=scope) for n in range(5)]
    found = from_statements(many)
    assert (*rated(found), found.n_against) == (None, None, 0)
    assert found.sentence == (
        "Nothing is said of this site: 5 statements speak of all sites, or of none by name."
    )
    assert from_statements([said("+"), *many]) == from_statements([said("+")])


@pytest.mark.parametrize("scope", ["site", "multi_site", "ref_only", "implied"])
def test_what_names_the_site_or_leaves_no_doubt_counts(scope):
    assert from_statements([said("+", scope=scope)]).rating == 1


def test_only_neutral_statements_propose_no_rating_not_0():
    found = from_statements([said("."), said(".")])
    assert (*rated(found), found.rule) == (None, None, STATEMENT_RULES["silent"])
    assert found.sentence == "What is said of this site speaks neither for nor against."


def test_a_proposal_from_statements_says_why():
    found = from_statements(
        [quote("+", "A 1"), quote("+", "B 2"), said("+", "interpretation"), said("-")]
    )
    assert found.sentence == (
        "3 statements for, 1 against, of them 1 in the authors' own words; concrete examples from "
        "2 informants (A 1; B 2): +1."
    )
    assert (found.n_for, found.n_against, found.n_mixed) == (3, 1, 0)
    assert (found.n_informants, found.n_concrete) == (2, 2)
    assert from_statements([said("~")]).sentence == "1 mixed statement: mixed."
    assert from_statements([said("-")]).sentence == "1 statement against; no concrete example: −1."


@pytest.mark.parametrize(
    ("levels", "rating", "branch"),
    [
        # Two thirds of 6 are 4; half of 6 are 3.
        ({2: 3, 1: 1, -1: 2}, 2, "strong"),
        ({2: 2, 1: 2, -1: 2}, 1, "weak"),
        ({-2: 3, -1: 1, 0: 2}, -2, "strong"),
        ({-1: 6}, -1, "weak"),
        # Strong answers on the other side don't make this one strong.
        ({1: 4, -2: 2}, 1, "weak"),
        # 2 of 3 are two thirds, although the other third is on the other side.
        ({1: 2, -1: 1}, 1, "weak"),
        ({1: 3, -1: 3}, None, "mixed"),
        ({1: 3, -1: 2, 0: 1}, None, "mixed"),
        ({2: 3, -2: 1, 0: 2}, 0, "neutral"),
        ({0: 3}, 0, "neutral"),
    ],
)
def test_answers_propose(levels, rating, branch):
    found = from_answers(levels, 3)
    assert rated(found) == (rating, "mixed" if rating is None else "rated")
    assert found.rule == PCAT_RULES[branch]


def test_fewer_people_than_the_minimum_propose_nothing():
    found = from_answers({2: 4}, 5)
    assert (*rated(found), found.rule) == (None, None, PCAT_RULES["few"])
    assert found.sentence == "4 answered; the programme asks for 5 at least."
    assert from_answers({2: 5}, 5).rating == 2
    assert rated(from_answers({}, 3)) == (None, None)


def test_a_proposal_from_answers_says_why():
    found = from_answers({2: 4, 1: 1, 0: 1, -1: 1}, 3)
    assert found.sentence == "7 people: 5 for, 1 against, 1 neither; 4 of the 5 strongly so: +2."
    assert (found.n_informants, found.n_concrete) == (7, 4)
    mixed = from_answers({1: 2, -1: 2}, 3)
    assert (mixed.n_informants, mixed.n_concrete) == (4, None)


@given(st.dictionaries(st.integers(-2, 2), st.integers(0, 20)))
def test_turning_every_answer_round_turns_the_proposal_round(levels):
    turned = from_answers({-level: n for level, n in levels.items()}, 3)
    found = from_answers(levels, 3)
    assert turned.state == found.state
    assert turned.rating == (None if found.rating is None else -found.rating)


@given(st.lists(st.sampled_from("+-~.")))
def test_turning_every_statement_round_turns_the_proposal_round(ways):
    opposite = {"+": "-", "-": "+"}
    found = from_statements([said(way) for way in ways])
    turned = from_statements([said(opposite.get(way, way)) for way in ways])
    assert turned.state == found.state
    assert turned.rating == (None if found.rating is None else -found.rating)
