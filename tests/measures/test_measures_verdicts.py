"""The one rule of the joint display, on every set of readings."""

from itertools import product

import pytest

from bridgeboard.measures.verdicts import judged, statements_reading

SURVEY = {
    None: None,
    "up": 1,
    "down": -1,
    "no clear change": 0,
    "both ways": 0,
    "above the middle": 1,
    "below the middle": -1,
    "not clearly off the middle": 0,
}
RATINGS = {
    None: None,
    "facilitator": 1,
    "barrier": -1,
    "weaker barrier": 0,
    "weaker facilitator": 0,
    "neutral": 0,
    "mixed": 0,
}
STATEMENTS = {None: None, "for": 1, "against": -1, "balanced": 0}


def row(survey=None, ratings=None, statements=None, **other):
    """What a row of together says to the rule."""
    return {
        "survey_kind": "scale",
        "survey_reading": survey,
        "survey": survey and "Mood +1.00, n 9 and 9",
        "survey_reason": None if survey else "Nobody answered.",
        "rating_reading": ratings,
        "rating_from": None,
        "rating_to": ratings and "−1",
        "statements_reading": statements,
        "n_for_to": 1,
        "n_against_to": 2,
        "n_mixed_to": 3,
        "status": "ok",
    } | other


def test_every_set_of_readings_has_the_verdict_that_the_words_of_the_rule_give():
    for (survey, a), (ratings, b), (statements, c) in product(
        SURVEY.items(), RATINGS.items(), STATEMENTS.items()
    ):
        speaking = [way for way in (a, b, c) if way is not None]
        found = judged(row(survey, ratings, statements))
        if 1 in speaking and -1 in speaking:
            expected = "diverge"
        elif not speaking:
            expected = "silent"
        elif len(speaking) == 1:
            expected = "one source"
        elif speaking in ([1] * len(speaking), [-1] * len(speaking)):
            expected = "converge"
        else:
            expected = "not clear"
        assert found["verdict"] == expected, (survey, ratings, statements)
        assert found["n_speaking"] == len(speaking)
        assert found["n_pointing"] == len(speaking) - speaking.count(0)
        assert found["rule"].endswith(".")


def test_the_sentence_says_each_source_with_its_numbers():
    found = judged(row("up", "weaker barrier", "against", rating_from="−2"))
    assert found["sentence"] == (
        "Survey: up (Mood +1.00, n 9 and 9). Ratings: weaker barrier (−2, later −1). "
        "Statements: against (1 for, 2 against, 3 mixed)."
    )
    assert found["sources"] == "survey up; ratings weaker barrier; statements against"


def test_the_sentence_says_why_a_source_is_silent():
    found = judged(row(rating_to="differ"))
    assert found["sentence"] == (
        "Survey: Nobody answered. Ratings: not counted (differ). Statements: none for or against."
    )
    assert judged(row(survey_kind=None, survey_reason=None))["sentence"].startswith(
        "Survey: no item on this. Ratings: none."
    )
    assert judged(row(survey_reason=None, hidden="hidden: few"))["sentence"].startswith(
        "Survey: nothing that may be shown. Ratings: none that may be shown."
    )


def test_two_places_have_no_verdict():
    found = judged(row("up", "barrier", "for", status="not comparable"))
    assert (found["verdict"], found["rule"]) == (None, None)


@pytest.mark.parametrize(
    ("counts", "reading"),
    [
        ((0, 0, 0), None),
        ((1, 0, 0), "for"),
        ((0, 1, 0), "against"),
        ((0, 0, 1), "balanced"),
        ((2, 1, 0), "for"),
        ((1, 2, 0), "against"),
        ((3, 2, 0), "balanced"),
        ((2, 0, 1), "for"),
        ((2, 0, 2), "balanced"),
        ((1, 1, 0), "balanced"),
        ((0, 20, 9), "against"),
    ],
)
def test_statements_are_for_or_against_from_two_thirds_on(counts, reading):
    assert statements_reading(*counts) == reading
