"""What the shareable view shows of proposed ratings: no more than of the answers behind them."""

import polars as pl
import pytest

from bridgeboard.disclosure import shown
from bridgeboard.measures import answer
from tests.measures.surveys import people

HIDES = ("rating", "cell", "n_for", "n_against", "n_mixed", "n_informants", "sentence", "status")


@pytest.fixture
def views(published):
    """Both views of three large sites and a small one, with a statement at each."""
    scores = {(site, "pre"): [2] * 12 for site in "abc"} | {("d", "pre"): [-2] * 4}
    tables = people(scores, "pcat", "p12")
    tables["statements"] = [
        {"site_id": site, "construct_id": "I-C", "valence": "negative"} for site in "abcd"
    ]
    snapshot = published(tables, {"k": 10})
    return {
        name: {view: shown(answer(name, snapshot), view).frame for view in ("team", "shareable")}
        for name in ("proposed_ratings", "distribution")
    }


def test_a_proposal_from_few_people_is_hidden_whole(views):
    of_item = pl.col("item_id") == "p12"
    small = views["proposed_ratings"]["shareable"].filter(of_item, site_id="d").row(0, named=True)
    assert [small[name] for name in HIDES] == [None] * len(HIDES)
    assert small["hidden"] == "hidden: fewer than 10 people, or would reveal such a group"
    team = views["proposed_ratings"]["team"].filter(of_item, site_id="d").row(0, named=True)
    assert (team["rating"], team["n_informants"], team["hidden"]) == (-2, 4, None)


def test_a_proposal_is_shown_exactly_where_the_answers_behind_it_are(views):
    key = ["item_id", "site_id", "wave_id"]
    items = views["distribution"]["shareable"].filter(
        pl.col("state") == "answered", ~pl.col("is_total")
    )
    open_items = set(items.filter(pl.col("n").is_not_null()).select(key).unique().rows())
    proposed = views["proposed_ratings"]["shareable"].filter(basis="pcat")
    assert set(proposed.filter(pl.col("status").is_not_null()).select(key).rows()) == open_items
    assert {("p12", site, "pre") for site in "abc"} & open_items
    assert ("p12", "d", "pre") not in open_items


def test_statements_count_no_people_and_stay(views):
    rows = views["proposed_ratings"]["shareable"].filter(basis="statements")
    assert rows["cell"].to_list() == ["−1"] * 4
    assert rows["hidden"].null_count() == 4
