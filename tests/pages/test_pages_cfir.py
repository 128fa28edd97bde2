"""CFIR: ratings, what is behind a cell, what people accept, and what is done about a barrier."""

from __future__ import annotations

import html
import re

import polars as pl
import pytest

from bridgeboard import disclosure, measures
from bridgeboard.decisions import Decisions
from tests.pages.conftest import errors, figures, table, texts

PAGE = "change/cfir"
SITES = [
    {"site_id": "a", "site_name": "Ulm", "country_iso3": "DEU"},
    {"site_id": "b", "site_name": "Butabika", "country_iso3": "UGA"},
]
WAVES = [{"wave_id": "pre", "label": "Before"}, {"wave_id": "post", "label": "After"}]


def _rating(site: str, construct: str, **said) -> dict:
    given = {"wave_id": "pre", "framework": "2022", "rater": "consensus"}
    row = {"site_id": site, "construct_id": construct, **given, **said}
    return row | {"state": row.get("state", "rated")}


RATED = {
    "sites": SITES,
    "waves": WAVES,
    "ratings": [
        _rating("a", "III-J-1", rating=-2, rationale="No time is set aside."),
        _rating("b", "III-J-1", rating=1, state="mixed"),
        _rating("a", "III-F", state="missing"),
        _rating("b", "III-F", state="not_applicable"),
        _rating("a", "I-C", rating=1, rater="rater-1"),
        _rating("a", "I-C", rating=-1, rater="rater-2"),
        _rating("a", "III-J-1", rating=1, wave_id="post"),
    ],
}


def _field(elements, label: str):
    return next(element for element in elements if element.label == label)


def _cells(running) -> list[str]:
    """What a screen reader says of each cell of the first heat map."""
    bodies = [element.proto.body for element in running.main.get("html")]
    drawn = next(body for body in bodies if 'class="bbh' in body)
    return [
        html.unescape(said) for said in re.findall(r'tabindex="-1" aria-label="([^"]*)"', drawn)
    ]


def test_every_state_is_a_word_of_its_own_in_the_map(app, published, store_folder):
    published(RATED)
    running = app(store_folder, PAGE)
    assert errors(running) == []
    assert {
        "Ulm: −2, strong barrier",
        "Butabika: mixed (+1)",
        "Ulm: missing",
        "Butabika: n/a",
        "Ulm: differ",
    } <= _spoken(running)
    shown = table(running, "Cell", "State", "Basis")
    assert set(shown["Cell"]) == {"−2", "mixed (+1)", "missing", "n/a", "differ", ""}


def _spoken(running) -> set[str]:
    shorter = {
        "mixed: for and against; the number says its lean": "mixed",
        "raters differ, no consensus yet": "differ",
        "not applicable": "n/a",
        "too little was said to rate it": "missing",
    }
    found = set()
    for said in _cells(running):
        site, _, what = said.partition(": ")
        found.add(f"{site}: {shorter.get(what, what)}")
    return found


def test_the_map_is_the_measure(app, shipped, demonstration):
    running = app(shipped, PAGE, programme="demonstration")
    frame = disclosure.shown(measures.answer("cfir", demonstration), "team").frame
    before = frame.filter(pl.col("wave_id") == "before")
    assert table(running, "Cell", "State", "Basis")["Cell"].to_list() == before["cell"].to_list()
    assert "Simulated data" in figures(running)[0]


def test_a_change_counts_steps_only_between_two_ratings(app, published, store_folder):
    published(RATED)
    running = app(store_folder, PAGE, show="Change")
    moved = table(running, "Earlier", "Later", "Steps").filter(pl.col("Steps").is_not_null())
    assert moved.select("Site", "Earlier", "Later", "Steps").rows() == [("Ulm", "−2", "+1", 3)]
    assert "1 of 1 ratings that can be compared went up, 0 down" in texts(running)


@pytest.mark.parametrize("view", ["team", "shareable"])
def test_upsides_has_nothing_but_proposals(app, shipped, view):
    running = app(shipped, PAGE, programme="upsides", view=view)
    said = texts(running)
    assert "Nobody has rated a construct yet." in said
    assert "None is a rating before a person accepts it." in said
    proposed = table(running, "Proposed", "Rule", "References")
    assert set(proposed["Status"]) <= {"proposed", "not enough data"}


def test_what_is_behind_a_cell_is_shown_with_statements_rule_and_context(app, shipped):
    link = {"construct": "Innovation Relative Advantage", "at": "Ulm", "read": "first"}
    running = app(shipped, PAGE, programme="upsides", **link)
    said = texts(running)
    assert "Nobody has rated it." in said
    assert "Proposed from statements: mixed. 1 statement for, 1 against: mixed." in said
    assert "The rule: Mixed: on neither side two thirds" in said
    assert "speaks for it" in said
    assert "Krumm et al. 2022" in said
    assert "Back to all constructs and sites" in said


def test_raters_and_reasons_are_for_the_team(app, published, store_folder):
    published(RATED)
    link = {"construct": "Innovation Relative Advantage", "at": "Ulm"}
    assert "Raters: rater-1 +1; rater-2 −1." in texts(app(store_folder, PAGE, **link))
    shared = app(store_folder, PAGE, **link, view="shareable")
    assert "rater-1" not in texts(shared)
    assert not [button for button in shared.button if "action" in button.label]
    assert not [button for button in shared.button if "Accept" in button.label]


def test_a_rating_is_accepted_with_a_reason_shown_and_taken_back(app, published, store_folder):
    published(RATED)
    running = app(store_folder, PAGE, construct="Innovation Relative Advantage", at="Ulm")
    _field(running.button, "Accept a rating").click().run()
    _field(running.selectbox, "Rating").set_value("rated:1")
    _field(running.button, "Accept").click().run()
    assert "Say why the rating is accepted" in running.error[0].value
    _field(running.text_area, "Reason").set_value("The team read both again.")
    _field(running.text_input, "Your name").set_value("Lead")
    _field(running.button, "Accept").click().run()
    assert errors(running) == []
    kept = Decisions(store_folder, "test").accepted()
    assert kept.select("site_id", "construct_id", "rating", "by").rows() == [
        ("a", "I-C", 1, "Lead")
    ]
    assert "Rating: +1, accepted here; it rests on raters." in texts(running)
    assert "Why: The team read both again." in texts(running)
    assert "1 accepted on this page" in texts(running)
    _field(running.button, "Withdraw the accepted rating").click().run()
    assert Decisions(store_folder, "test").accepted().is_empty()
    assert "Rating: raters differ, no consensus yet." in texts(running)


def test_two_people_who_accept_at_once_are_both_heard(app, published, store_folder):
    published(RATED)
    running = app(store_folder, PAGE, construct="Innovation Relative Advantage", at="Ulm")
    _field(running.button, "Accept a rating").click().run()
    key = {"site_id": "a", "wave_id": "pre", "framework": "2022", "construct_id": "I-C"}
    kept = Decisions(store_folder, "test")
    kept.accept_rating(**key, rating=0, state="rated", reason="Even.", basis="raters", by="Other")
    _field(running.selectbox, "Rating").set_value("rated:1")
    _field(running.text_area, "Reason").set_value("More help than not.")
    _field(running.button, "Accept").click().run()
    assert "Other" in running.warning[0].value
    assert kept.accepted()["rating"].to_list() == [0]
    _field(running.button, "Accept").click().run()
    assert kept.accepted()["rating"].to_list() == [1]
    assert kept.rating_history()["by"].to_list().count("Other") == 1


def test_a_rating_is_begun_with_the_proposal_only_where_nobody_has_rated(app, shipped):
    link = {"construct": "Innovation Relative Advantage", "at": "Hamburg"}
    running = app(shipped, PAGE, programme="upsides", **link)
    _field(running.button, "Accept a rating").click().run()
    assert _field(running.selectbox, "Rating").value == "rated:1"
    assert _field(running.selectbox, "It rests on").value == "statements"
    rated = {"construct": "Innovation Relative Advantage", "at": "Stonebridge"}
    running = app(shipped, PAGE, programme="demonstration", **rated)
    _field(running.button, "Accept a rating").click().run()
    assert _field(running.selectbox, "Rating").value is None


def test_a_barrier_becomes_an_action_with_its_strategy_owner_and_date(app, published, store_folder):
    published(RATED)
    running = app(store_folder, PAGE)
    strategy = running.selectbox(key="strategy").value
    running.button(key="strategy-action").click().run()
    assert errors(running) == []
    _field(running.text_input, "Who does it").set_value("Ward manager")
    _field(running.button, "Save").click().run()
    action = Decisions(store_folder, "test").actions().row(0, named=True)
    assert action["site_id"] == "a"
    assert action["construct_id"] == "III-J-1"
    assert action["owner"] == "Ward manager"
    assert action["strategy_id"] == strategy
    assert "No time is set aside." in action["barrier"]


def test_strategies_say_their_percent_source_and_never_recommend(app, shipped):
    running = app(shipped, PAGE, programme="demonstration")
    listed = table(running, "Strategy", "Percent", "Level", "Source")
    assert listed.height > 0
    assert set(listed["Status"]) <= {"published", "no published figure"}
    assert "recommend" not in texts(running).casefold()


def test_distinguishing_states_the_rule_and_its_record(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", look="Distinguishing")
    said = texts(running)
    assert "A construct separates the groups where they do not overlap" in said
    assert "The rule is our own reading" in said
    assert "the rule says what the paper prints for 17 of 19 constructs" in said
    assert table(running, "Verdict", "Direction", "Gap").height == 20


def test_few_sites_are_warned_of(app, published, store_folder):
    outcomes = [
        {"site_id": "a", "outcome": "Reach", "group": "high"},
        {"site_id": "b", "outcome": "Reach", "group": "low"},
    ]
    published(RATED | {"outcomes": outcomes})
    running = app(store_folder, PAGE, look="Distinguishing")
    assert "Few sites: 1 that did well against 1." in texts(running)


def test_a_team_groups_its_sites_itself_and_takes_that_back(app, published, store_folder):
    published(RATED)
    running = app(store_folder, PAGE, look="Distinguishing")
    assert "Nothing says which sites did well" in texts(running)
    _field(running.button, "Group the sites yourself").click().run()
    _field(running.text_input, "What “did well” means to you").set_value("Still running")
    _field(running.multiselect, "Did well").set_value(["b"])
    _field(running.multiselect, "Did not").set_value(["b"])
    _field(running.button, "Keep the groups").click().run()
    assert "Butabika can't be in both groups." in running.error[0].value.replace("\\", "")
    _field(running.multiselect, "Did not").set_value(["a"])
    _field(running.button, "Keep the groups").click().run()
    assert errors(running) == []
    assert "Groups: High and low: as somebody of the programme put the sites." in texts(running)
    parted = table(running, "Verdict", "Direction").filter(pl.col("Verdict") == "weak")
    assert parted["Construct"].to_list() == ["Available Resources: Funding"]
    assert "Still running" in running.selectbox(key="order").options
    _field(running.button, "Take this grouping away").click().run()
    assert "Nothing says which sites did well" in texts(running)


def test_raters_agreement_and_what_they_differ_on(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", look="Raters")
    agreed = table(running, "Weighted kappa", "Alpha (ordinal)")
    assert agreed["Weighted kappa"].drop_nulls().len() > 0
    assert any("rater-1" in drawn for drawn in figures(running))


@pytest.mark.parametrize(
    ("order", "first"), [("As listed", "Lakeside"), ("Income level", "Sunrise Hill")]
)
def test_sites_stand_in_the_order_that_was_asked_for(app, shipped, order, first):
    running = app(shipped, PAGE, programme="demonstration", order=order)
    assert _cells(running)[0].startswith(f"{first}: ")


def test_sites_stand_by_their_shift_what_rose_most_first(app, shipped, demonstration):
    running = app(shipped, PAGE, programme="demonstration", order="Shift of PSA-12")
    shift = disclosure.shown(measures.answer("shift", demonstration), "team").frame
    rows = shift.filter(
        (pl.col("scale_id") == "total")
        & (pl.col("design") == "unpaired")
        & (pl.col("from_wave_id") == "before")
        & (pl.col("to_wave_id") == "m18")
        & pl.col("value").is_not_null()
    ).sort("value", descending=True)
    n = rows.height
    assert n > 3
    assert [said.split(":")[0] for said in _cells(running)[:n]] == rows["site_name"].to_list()


def test_a_programme_without_ratings_says_what_to_load(app, published, store_folder):
    published()
    said = texts(app(store_folder, PAGE))
    assert "No CFIR ratings are loaded" in said
    assert "[[rating_matrices]]" in said
    assert "ratings.csv" in said


def test_a_filter_that_leaves_nothing_says_so(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", wave="6 months")
    assert errors(running) == []
    assert "No ratings fit these filters." in texts(running)


def test_a_link_to_a_construct_that_is_not_there_is_said(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", construct="Weather")
    assert "Weather" in texts(running)
