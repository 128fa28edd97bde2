"""Ratings that people accepted, over those of the files: what they replace, and what stays."""

import polars as pl
import pytest

from bridgeboard.decisions import Decisions
from bridgeboard.disclosure import shown
from bridgeboard.measures import answer
from bridgeboard.measures.accepted import answer_with_accepted, with_accepted
from bridgeboard.measures.cfir import cfir
from bridgeboard.measures.cfir_change import changes
from tests.measures.ratings import by_raters, rating
from tests.measures.surveys import waves

PLACE = {"site_id": "a", "wave_id": "pre", "framework": "2022", "construct_id": "I-C"}


@pytest.fixture(scope="module")
def snapshot(published_once):
    rows = [
        rating("+2", construct_id="I-C", provenance="published", rationale="As printed."),
        *by_raters("+2", "+1", construct_id="I-C"),
        *by_raters("-1", "0", construct_id="I-A"),
        rating("-2", construct_id="I-A", wave="post"),
    ]
    said = [
        {"construct_id": "V-A", "valence": "positive"},
        {"construct_id": "V-A", "valence": "positive", "release": "team"},
    ]
    tables = {"ratings": rows, "statements": said, "waves": waves("Pre", "Post")}
    return published_once(tables)


@pytest.fixture
def decisions(tmp_path):
    return Decisions(tmp_path, "test")


def accept(decisions, **given):
    decisions.accept_rating(
        **PLACE
        | {"rating": -1, "state": "rated", "reason": "We talked.", "basis": "raters"}
        | given
    )


def overlaid(snapshot, decisions):
    frame = with_accepted(cfir(snapshot), decisions.accepted(), snapshot)
    return {(row["construct_id"], row["wave_id"]): row for row in frame.to_dicts()}, frame


def test_an_accepted_rating_takes_the_place_of_the_consensus(snapshot, decisions):
    accept(decisions)
    rows, frame = overlaid(snapshot, decisions)
    row = rows["I-C", "pre"]
    assert (row["cell"], row["rating"], row["basis"]) == ("−1", -1, "accepted")
    assert (row["accepted_from"], row["rationale"]) == ("raters", "We talked.")
    assert row["ratings"] == "rater1 +2; rater2 +1; consensus +2"
    # It is the team's, whatever was published before.
    assert row["provenance"] == "collected"
    assert frame.drop_nulls("accepted_from").height == 1
    assert frame.schema == cfir(snapshot).schema


def test_it_settles_what_raters_differ_on(snapshot, decisions):
    assert cfir(snapshot).filter(pl.col("state") == "raters_differ").height == 1
    accept(decisions, construct_id="I-A", rating=None, state="mixed")
    rows, frame = overlaid(snapshot, decisions)
    assert frame.filter(pl.col("state") == "raters_differ").is_empty()
    assert (rows["I-A", "pre"]["cell"], rows["I-A", "pre"]["lean"]) == ("mixed", None)
    assert rows["I-A", "pre"]["ratings"] == "rater1 −1; rater2 0"


@pytest.mark.parametrize(
    ("given", "cell", "value", "lean"),
    [
        ({"state": "mixed", "rating": 1}, "mixed (+1)", None, 1),
        ({"state": "mixed", "rating": 0}, "mixed", None, None),
        ({"state": "missing", "rating": None}, "missing", None, None),
        ({"state": "not_applicable", "rating": None}, "n/a", None, None),
        ({"state": "rated", "rating": 0}, "0", 0, None),
    ],
)
def test_all_four_states_can_be_accepted(snapshot, decisions, given, cell, value, lean):
    accept(decisions, **given)
    row = overlaid(snapshot, decisions)[0]["I-C", "pre"]
    assert (row["cell"], row["rating"], row["lean"], row["state"]) == (
        *(cell, value, lean),
        given["state"],
    )


def test_what_nobody_had_rated_gets_its_row_at_every_site_and_wave(snapshot, decisions):
    accept(decisions, construct_id="V-A", basis="statements")
    accept(decisions, construct_id="Zeal", framework="own")
    rows, frame = overlaid(snapshot, decisions)
    assert frame.height == 4 * 2
    row = rows["V-A", "pre"]
    assert (row["construct_label"], row["site_name"]) == ("Teaming", "Site a")
    assert (row["n_for"], row["n_raters"], row["ratings"]) == (2, 0, None)
    assert rows["V-A", "post"]["state"] == rows["Zeal", "post"]["state"] == "not_rated"
    assert rows["Zeal", "pre"]["domain"] == "own"
    at_pre = frame.filter(pl.col("wave_id") == "pre")["construct_id"].to_list()
    assert at_pre == ["I-A", "I-C", "V-A", "Zeal"]


def test_what_is_no_longer_there_is_left_out(snapshot, decisions):
    for gone in ({"site_id": "z"}, {"wave_id": "later"}, {"construct_id": "IX"}):
        accept(decisions, **gone)
    assert with_accepted(cfir(snapshot), decisions.accepted(), snapshot).equals(cfir(snapshot))


def test_a_withdrawn_rating_gives_the_files_back(snapshot, decisions):
    accept(decisions)
    version = decisions.accepted()["version"].item()
    decisions.withdraw_rating(**PLACE, version=version)
    assert with_accepted(cfir(snapshot), decisions.accepted(), snapshot).equals(cfir(snapshot))


def test_change_follows_what_was_accepted(snapshot, decisions):
    accept(decisions, construct_id="I-A", rating=0, basis="pcat")
    frame = with_accepted(cfir(snapshot), decisions.accepted(), snapshot)
    row = changes(frame, snapshot).filter(pl.col("construct_id") == "I-A").row(0, named=True)
    assert (row["from_cell"], row["to_cell"], row["steps"]) == ("0", "−2", -2)
    assert row["accepted_from"] == "pcat"


def test_both_views_have_it_and_the_shareable_one_counts_released_statements(snapshot, decisions):
    accept(decisions, construct_id="V-A", basis="statements")
    found = answer_with_accepted(answer("cfir", snapshot), decisions.accepted(), snapshot)
    for view, n_for in (("team", 2), ("shareable", 1)):
        frame = shown(found, view).frame.filter(pl.col("cell") == "−1", pl.col("wave_id") == "pre")
        assert frame.select("construct_id", "n_for").rows() == [("V-A", n_for)]
    assert found.provenance == ("published", "collected")


def test_of_upsides_nothing_is_rated_until_somebody_accepts_it(upsides, decisions):
    found = answer("cfir", upsides)
    assert answer_with_accepted(found, decisions.accepted(), upsides).frame.is_empty()
    accept(decisions, site_id="ULM", construct_id="III-J", basis="statements")
    frame = answer_with_accepted(found, decisions.accepted(), upsides).frame
    rated = frame.filter(pl.col("state") != "not_rated")
    assert rated.select("site_id", "cell", "provenance").rows() == [("ULM", "−1", "collected")]
    assert frame["construct_id"].unique().to_list() == ["III-J"]


def test_what_is_simulated_stays_simulated(demonstration, decisions):
    accept(decisions, site_id="lakeside", wave_id="before")
    found = answer_with_accepted(answer("cfir", demonstration), decisions.accepted(), demonstration)
    assert found.provenance == ("simulated",)
    assert found.frame["provenance"].drop_nulls().unique().to_list() == ["simulated"]
