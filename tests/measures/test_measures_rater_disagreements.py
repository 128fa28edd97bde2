"""rater_disagreements: who differs, how far, and what was agreed."""

import polars as pl
import pytest

from bridgeboard.measures import answer
from bridgeboard.measures.rater_disagreements import rater_disagreements
from tests.measures.ratings import by_raters, rating

#: What raters say, and: distance, opposite.
RULES = {
    ("+1", "-1"): (2, True),
    ("+2", "0"): (2, False),
    ("-1", "-2"): (1, False),
    ("+1", "+2", "-2"): (4, True),
    ("+1", "mixed"): (None, None),
    ("0", "missing"): (None, None),
    ("mixed +1", "mixed -1"): (None, None),
}


@pytest.fixture(scope="module")
def found(published_once):
    rows = [
        row
        for cells in RULES
        for row in by_raters(*cells, framework="own", construct_id=" ".join(cells))
    ]
    same = [("+1", "+1"), ("missing", "missing"), ("mixed", "mixed +1"), ("0",)]
    for n, cells in enumerate(same):
        rows += by_raters(*cells, framework="own", construct_id=f"same {n}")
    frame = rater_disagreements(published_once({"ratings": rows}))
    return {row["construct_id"]: row for row in frame.to_dicts()}


@pytest.mark.parametrize("cells", RULES, ids=" and ".join)
def test_distance_is_counted_between_ratings_only(found, cells):
    row = found[" ".join(cells)]
    assert (row["distance"], row["opposite"]) == RULES[cells]


def test_who_says_the_same_does_not_differ(found):
    assert set(found) == {" ".join(cells) for cells in RULES}


def test_what_was_agreed_stands_beside_what_was_said(published):
    rows = [
        *by_raters("+1", "-1", construct_id="I-C", rationale="Mine."),
        rating("0", construct_id="I-C", rationale="Half of them."),
        *by_raters("+1", "0", construct_id="I-A", site="b"),
    ]
    frame = rater_disagreements(published({"ratings": rows}))
    columns = ("site_name", "construct_label", "ratings", "consensus", "resolved")
    assert frame.select(columns).rows() == [
        ("Site a", "Innovation Relative Advantage", "rater1 +1; rater2 −1", "0", True),
        ("Site b", "Innovation Source", "rater1 +1; rater2 0", None, False),
    ]
    row = frame.row(0, named=True)
    assert (row["rationale"], row["consensus_rationale"]) == (
        "rater1: Mine.\nrater2: Mine.",
        "Half of them.",
    )


def test_the_demonstration_disagrees_where_cells_differ(demonstration):
    frame = answer("rater_disagreements", demonstration).frame
    ratings = answer("cfir", demonstration).frame.filter(pl.col("n_raters") > 1)
    said = {
        (row["site_id"], row["wave_id"], row["construct_id"]): [
            one.split(" ", 1)[1] for one in row["ratings"].split("; ")
        ]
        for row in ratings.to_dicts()
    }
    differ = {
        place
        for place, (a, b) in said.items()
        if a != b and not (a.startswith("mixed") and b.startswith("mixed") and "mixed" in (a, b))
    }
    assert set(frame.select("site_id", "wave_id", "construct_id").iter_rows()) == differ
    assert frame.height == len(differ) > 100
    assert frame["resolved"].all()


def test_a_programme_without_ratings_has_no_disagreement(upsides):
    assert answer("rater_disagreements", upsides).frame.is_empty()
