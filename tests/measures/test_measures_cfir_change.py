"""cfir_change: steps where both are rated, words where they can't be, nothing where it must not."""

import pytest

from bridgeboard.measures import answer
from bridgeboard.measures.cfir_change import cfir_change
from tests.measures.ratings import by_raters, rating
from tests.measures.surveys import waves

TWO = waves("Pre", "Post")


MIXED = "A mixed rating has no place on the scale, so no steps are counted."

#: Cells before and after, and what follows: steps, reading, status, reason.
RULES = {
    ("-1", "+1"): (2, "up", "ok", None),
    ("+2", "0"): (-2, "down", "ok", None),
    ("0", "0"): (0, "same", "ok", None),
    ("-2", "-1"): (1, "up", "ok", None),
    ("mixed", "+1"): (None, "changed", "ok", MIXED),
    ("0", "mixed"): (None, "changed", "ok", MIXED),
    ("mixed", "mixed"): (None, "same", "ok", MIXED),
    ("mixed -1", "mixed -1"): (None, "same", "ok", MIXED),
    ("mixed -1", "mixed +1"): (None, "changed", "ok", MIXED),
    ("missing", "+1"): (None, None, "missing", "At Pre too little was said to rate it."),
    ("+1", "n/a"): (None, None, "not applicable", "At Post it was not applicable."),
    ("missing", "missing"): (
        *(None, None, "missing"),
        "At Pre and at Post too little was said to rate it.",
    ),
    ("n/a", "missing"): (None, None, "missing", "At Post too little was said to rate it."),
    ("", "0"): (None, None, "not rated", "At Pre nobody rated it."),
    ("missing", ""): (None, None, "not rated", "At Post nobody rated it."),
    ("+1", "differ"): (
        *(None, None, "raters differ"),
        "At Post raters differ and have not agreed yet.",
    ),
}


def name(pair):
    """The construct of a rule."""
    return " to ".join(cell or "nothing" for cell in pair)


def given(cell, wave, **other):
    if cell == "differ":
        return by_raters("+1", "0", wave=wave, **other)
    return [rating(cell, wave=wave, **other)] if cell else []


@pytest.fixture(scope="module")
def found(published_once):
    """What follows from each pair of cells; each pair is a construct of its own."""
    rows = [
        row
        for pair in RULES
        for cell, wave in zip(pair, ("pre", "post"), strict=True)
        for row in given(cell, wave, framework="own", construct_id=name(pair))
    ]
    frame = cfir_change(published_once({"ratings": rows, "waves": TWO}))
    assert frame.height == len(RULES)
    return {row["construct_id"]: row for row in frame.to_dicts()}


@pytest.mark.parametrize("pair", RULES, ids=name)
def test_steps_are_counted_between_ratings_and_nothing_else(found, pair):
    row = found[name(pair)]
    assert (row["steps"], row["reading"], row["status"], row["reason"]) == RULES[pair]


def test_places_that_must_not_be_compared_never_are(published):
    sites = [
        {"site_id": "a", "comparable_across_waves": "no"},
        {"site_id": "b", "alias_of": "a"},
        {"site_id": "c", "comparable_across_waves": "unknown"},
        {"site_id": "d", "comparable_across_waves": "no"},
    ]
    rows = [rating("+1", site=s, wave=w) for s in "abcd" for w in ("pre", "post")]
    frame = cfir_change(published({"sites": sites, "ratings": rows, "waves": TWO}))
    assert frame.select("site_id", "status", "steps", "reading").rows() == [
        ("a", "not comparable", None, None),
        ("b", "not comparable", None, None),
        ("c", "ok", 0, "same"),
        ("d", "not comparable", None, None),
    ]
    assert frame["reason"][1] == (
        "Site b and Site a are two places: their waves must not be compared."
    )
    assert frame["reason"][3] == "Site d stands for two places: its waves must not be compared."


def test_every_rated_wave_is_compared_with_every_later_one(published):
    rows = [rating("+1", wave=wave) for wave in ("one", "two", "four")]
    tables = {"ratings": rows, "waves": waves("One", "Two", "Three", "Four")}
    frame = cfir_change(published(tables))
    assert frame.select("from_wave_id", "to_wave_id", "months").rows() == [
        ("one", "two", 6.0),
        ("one", "four", 18.0),
        ("two", "four", 12.0),
    ]


def test_the_demonstration_moves_by_what_its_ratings_differ(demonstration):
    ratings = {
        (row["site_id"], row["construct_id"], row["wave_id"]): row
        for row in answer("cfir", demonstration).frame.to_dicts()
    }
    frame = answer("cfir_change", demonstration).frame
    assert frame.height == 240
    for row in frame.to_dicts():
        before = ratings[row["site_id"], row["construct_id"], row["from_wave_id"]]
        after = ratings[row["site_id"], row["construct_id"], row["to_wave_id"]]
        assert (row["from_cell"], row["to_cell"]) == (before["cell"], after["cell"])
        both = before["state"] == after["state"] == "rated"
        assert row["steps"] == (after["rating"] - before["rating"] if both else None)


def test_a_programme_without_ratings_has_no_change(upsides):
    assert answer("cfir_change", upsides).frame.is_empty()
