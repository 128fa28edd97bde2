"""cfir: consensus first, what raters say alike, and never anything in between."""

import csv

import polars as pl
import pytest

from bridgeboard.disclosure import matrix, shown
from bridgeboard.measures import answer
from bridgeboard.measures.cfir import cfir
from bridgeboard.settings import DATA
from tests.measures.ratings import by_raters, rating

#: What is written of a construct, and what comes of it: cell, state, rating, lean, basis.
RULES = {
    "a consensus comes before what raters gave": (
        [*by_raters("+2", "-1"), rating("0")],
        ("0", "rated", 0, None, "consensus"),
    ),
    "consensus may be written in any case": (
        [rating("+1", " CONSENSUS"), *by_raters("-1")],
        ("+1", "rated", 1, None, "consensus"),
    ),
    "two that differ are no consensus": (
        [rating("+1"), rating("-1", "Consensus")],
        ("differ", "raters_differ", None, None, "none"),
    ),
    "raters who say the same need none": (
        by_raters("-1", "-1"),
        ("−1", "rated", -1, None, "raters agree"),
    ),
    "the only rater is said to be the only one": (
        by_raters("+2"),
        ("+2", "rated", 2, None, "one rater"),
    ),
    "all who say it is mixed agree": (
        by_raters("mixed -1", "mixed -1"),
        ("mixed (−1)", "mixed", None, -1, "raters agree"),
    ),
    "the lean stays only if all lean": (
        by_raters("mixed", "mixed +1"),
        ("mixed", "mixed", None, None, "raters agree"),
    ),
    "0 is a rating": ([rating("0")], ("0", "rated", 0, None, "consensus")),
    "mixed is none": ([rating("mixed")], ("mixed", "mixed", None, None, "consensus")),
    "mixed may lean": ([rating("mixed 2")], ("mixed (+2)", "mixed", None, 2, "consensus")),
    "0 beside mixed is no lean": (
        [rating("mixed 0")],
        ("mixed", "mixed", None, None, "consensus"),
    ),
    "missing": ([rating("missing")], ("missing", "missing", None, None, "consensus")),
    "not applicable": ([rating("n/a")], ("n/a", "not_applicable", None, None, "consensus")),
    **{
        f"{' and '.join(cells)} differ": (
            by_raters(*cells),
            ("differ", "raters_differ", None, None, "none"),
        )
        for cells in (
            ("+1", "+2"),
            ("0", "mixed"),
            ("0", "missing"),
            ("missing", "n/a"),
            ("mixed +1", "mixed -1"),
            ("+1", "+1", "0"),
        )
    },
}


@pytest.fixture(scope="module")
def ruled(published_once):
    """The row of each rule; each is a construct of its own."""
    rows = [
        row | {"framework": "own", "construct_id": rule}
        for rule, (given, _) in RULES.items()
        for row in given
    ]
    frame = cfir(published_once({"ratings": rows}))
    return {row["construct_id"]: row for row in frame.to_dicts()}


@pytest.mark.parametrize("rule", RULES)
def test_nothing_is_averaged(ruled, rule):
    row = ruled[rule]
    found = row["cell"], row["state"], row["rating"], row["lean"], row["basis"]
    assert found == RULES[rule][1]


def test_what_each_rater_gave_stays_beside_the_consensus(ruled):
    row = ruled["a consensus comes before what raters gave"]
    assert (row["n_raters"], row["ratings"]) == (2, "rater1 +2; rater2 −1")
    assert (ruled["0 is a rating"]["n_raters"], ruled["0 is a rating"]["ratings"]) == (0, None)
    row = ruled["+1 and +1 and 0 differ"]
    assert (row["n_raters"], row["ratings"]) == (3, "rater1 +1; rater2 +1; rater3 0")


def test_reasons_are_those_that_the_rating_rests_on(published):
    rows = [
        rating("0", construct_id="I-A", rationale="Agreed."),
        *by_raters("+1", construct_id="I-A", rationale="Mine."),
        *by_raters("+1", construct_id="I-B", rationale="Mine."),
        *by_raters("+1", "0", construct_id="I-C", rationale="So."),
        rating("0", construct_id="I-D"),
    ]
    frame = cfir(published({"ratings": rows}))
    assert frame.select("construct_id", "rationale").rows() == [
        ("I-A", "Agreed."),
        ("I-B", "Mine."),
        ("I-C", "rater1: So.\nrater2: So."),
        ("I-D", None),
    ]


def test_what_was_rated_anywhere_has_a_row_at_every_site_and_wave(published):
    rows = [
        rating("+1", site="a", wave="pre", construct_id="I-C"),
        rating("-2", site="b", wave="post", construct_id="2009-I-C", framework="2009"),
        rating("+2", site="b", wave="post", construct_id="Zeal", framework="own"),
    ]
    frame = cfir(published({"ratings": rows}))
    assert frame.height == 3 * 2 * 2
    assert frame.filter(pl.col("state") == "not_rated")["cell"].unique().to_list() == [""]
    assert frame.filter(pl.col("state") == "not_rated")["basis"].unique().to_list() == ["none"]
    rated = frame.filter(pl.col("state") == "rated")
    columns = ("construct_label", "domain", "other_label", "site_name", "wave_id", "cell")
    assert rated.select(columns).rows() == [
        (
            "Innovation Relative Advantage",
            "innovation",
            "Relative Advantage",
            "Site a",
            "pre",
            "+1",
        ),
        (
            "Relative Advantage",
            "innovation",
            "Innovation Relative Advantage",
            "Site b",
            "post",
            "−2",
        ),
        ("Zeal", "own", None, "Site b", "post", "+2"),
    ]


def test_statements_for_and_against_stand_beside_the_rating(published):
    said = [
        {"construct_id": "I-C", "valence": valence, "release": release}
        for valence, release in (
            ("positive", "shareable"),
            ("positive", "team"),
            ("negative", "shareable"),
            ("mixed", "shareable"),
            (None, "shareable"),
        )
    ]
    rows = [
        rating("+1", construct_id="I-C"),
        rating("+1", construct_id="I-A"),
        rating("+1", construct_id="2009-I-C", framework="2009"),
    ]
    snapshot = published({"ratings": rows, "statements": said})
    counts = ("construct_id", "n_for", "n_against", "n_mixed")
    assert cfir(snapshot).select(counts).rows() == [
        ("I-A", 0, 0, 0),
        ("I-C", 2, 1, 1),
        # Statements are mapped to 2022 only: how many bear on it is not known, not 0.
        ("2009-I-C", None, None, None),
    ]
    assert cfir(snapshot, released=True)["n_for"].to_list() == [0, 1, None]


def test_where_a_rating_comes_from_stays_with_it(published):
    rows = [
        rating("+1", provenance="published", source="x", raw="+1*", note="reverse rated"),
        *by_raters("+2", provenance="collected"),
    ]
    sources = {"sources": {"x": {"label": "X 2015", "citation": "X, 2015."}}}
    frame = cfir(published({"ratings": rows}, sources))
    row = frame.row(0, named=True)
    assert (row["source"], row["raw"], row["note"]) == ("x", "+1*", "reverse rated")
    assert row["provenance"] == "published, collected"


def test_the_demonstration_is_what_its_file_says(demonstration):
    with (DATA / "demonstration" / "ratings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shown = {"missing": "missing", "not_applicable": "n/a", "mixed": "mixed"}
    agreed = {}
    for row in rows:
        if row["rater"] == "consensus":
            number = f"{int(row['rating']):+d}".replace("-", "−") if row["rating"] else ""
            number = "0" if number == "+0" else number
            cell = shown.get(row["state"], number)
            cell += f" ({number})" if row["state"] == "mixed" and number else ""
            agreed[row["site_id"], row["wave_id"], row["construct_id"]] = cell
    frame = answer("cfir", demonstration).frame
    found = {
        (site, wave, construct): cell
        for site, wave, construct, cell in frame.filter(pl.col("state") != "not_rated")
        .select("site_id", "wave_id", "construct_id", "cell")
        .iter_rows()
    }
    assert found == agreed
    assert set(frame["basis"]) == {"consensus", "none"}


def test_as_a_matrix_a_construct_that_nobody_rated_says_so(published):
    rows = [rating("+1", site="a", construct_id="I-C"), rating("0", site="b", construct_id="I-A")]
    found = matrix(shown(answer("cfir", published({"ratings": rows})), "team"))
    assert found.select("construct_label", "a", "b").rows() == [
        ("Innovation Source", "not rated", "0"),
        ("Innovation Relative Advantage", "+1", "not rated"),
    ]


def test_a_programme_without_ratings_has_none(upsides):
    found = answer("cfir", upsides)
    assert found.frame.is_empty()
    assert found.frame.schema == pl.Schema(found.measure.schema)
