"""Readiness drawn and told: states as words and shapes, reasons in full, nothing ranked."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from bridgeboard import disclosure, measures
from bridgeboard.charts.figures.readiness import readiness
from bridgeboard.charts.figures.reasons import reasons
from bridgeboard.charts.figures.standing import standing
from bridgeboard.charts.readings import readiness as reading
from bridgeboard.charts.tables.targets import asked
from bridgeboard.measures.readiness_rule import STATES
from tests.charts.conftest import shown_of

DAY = date(2024, 12, 1)
BASE = {"influence_order": 1, "n_targets": 2, "n_reached": 1, "n_not_known": 0}


def _row(site, influence, state, *told, **more):
    outcomes, sentences = zip(*told, strict=True) if told else ((), ())
    n = len(told)
    return {
        "site_id": site,
        "wave_id": "post",
        "influence_id": influence,
        "influence_label": influence.title(),
        "state": state,
        "state_order": STATES.index(state) + 1 if state else None,
        "outcomes": list(outcomes),
        "sentences": list(sentences),
        "kinds": ["survey"] * n,
        "wave_ids": ["post"] * n,
        "labels": ["After"] * n,
        "sources_of": ["survey PSA-12"] * n,
        "refs": ["psa12:r1"] * n,
        "mends": ["Ask 3 MHWs." if one == "not known" else "" for one in outcomes],
        **BASE,
        **more,
    }


@pytest.fixture
def shown():
    def of(*rows, **how):
        made = shown_of("readiness", list(rows), **how)
        return replace(made, answer=replace(made.answer, day=DAY))

    return of


@pytest.fixture(scope="module")
def shipped(demonstration):
    answer = measures.answer("readiness", demonstration, DAY)
    return {view: disclosure.shown(answer, view) for view in ("team", "shareable")}


def _plain(figure: str) -> str:
    figure = re.sub(r"<style>.*?</style>", "", figure, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", figure)).split())


def test_the_sentence_counts_sites_for_each_influence_and_ranks_no_site(shown):
    rows = [
        _row("a", "training", "act"),
        _row("b", "training", "act"),
        _row("a", "roles", "watch"),
        _row("b", "roles", "act"),
    ]
    said = reading.headline(shown(*rows), "post")
    assert said == (
        "After: action is needed most often on Training (2 of 2 sites) and Roles (1 of 2 sites)."
    )
    assert "Lakeside" not in said
    assert "Riverside" not in said


def test_what_is_mostly_unknown_is_said_first(shown):
    rows = [_row(s, i, "not enough data") for s in "ab" for i in ("training", "roles")]
    rows[0] = _row("a", "training", "watch")
    assert reading.headline(shown(*rows), "post") == (
        "After: not enough data for 3 of 4 states. Watch Training (1 of 2 sites); no target is "
        "clearly missed."
    )
    rows[1] = _row("a", "roles", "watch")
    assert reading.headline(shown(*rows), "post").endswith("Not enough data for 2 of 4 states.")


def test_one_site_is_told_state_by_state(shown):
    rows = [_row("a", "training", "act"), _row("a", "roles", "ready"), _row("a", "pay", "ready")]
    assert reading.headline(shown(*rows), "post") == (
        "Lakeside, after: act on Training; ready: Roles and Pay."
    )
    rows = [_row("a", "training", "not enough data")]
    assert "not enough data on any" in reading.headline(shown(*rows), "post")


def test_hidden_states_are_counted_and_said(shown):
    rows = [
        _row("a", "training", None, hidden="hidden: fewer than 10 people"),
        _row("b", "x", "act"),
    ]
    made = shown(*rows, view="shareable")
    assert reading.headline(made, "post").endswith("One state is hidden.")
    figure = _plain(readiness(made, "post").figure)
    assert "– hidden" in figure


def test_every_state_has_its_word_and_a_shape_of_its_own(shown):
    rows = [_row("a", state, state) for state in STATES]
    drawn = readiness(shown(*rows), "post")
    said = _plain(drawn.figure)
    for state in STATES:
        assert f"{reading.SHAPES[state]} {state}" in said
    assert len(set(reading.SHAPES.values())) == len(STATES)
    assert drawn.notes[0] == "Seen from After, read on 2024-12-01."


def test_sites_stand_in_their_own_order_and_can_be_chosen_by_state(shipped):
    team = shipped["team"]
    sites = list(dict.fromkeys(team.frame["site_name"]))
    said = _plain(readiness(team, "m18").figure)
    places = [said.index(site) for site in sites]
    assert places == sorted(places)
    only = readiness(team, "m18", states=("not enough data",))
    chosen = team.frame.filter(wave_id="m18", state="not enough data")["site_name"].unique()
    assert only.n_text == f"{chosen.len()} sites, 8 influences"
    assert readiness(team, "nowhere").figure is None


def test_the_table_has_every_reason_and_what_to_collect(shipped):
    team = shipped["team"]
    rows = team.frame.filter(wave_id="m18")
    table = readiness(team, "m18").table
    assert table.height == rows["sentences"].list.len().sum()
    unknown = table.filter(table["Outcome"] == "not known")
    assert unknown["What to collect"].null_count() == 0
    assert table.filter(table["Outcome"] == "reached")["What to collect"].null_count() > 0


def test_reasons_stand_with_targets_first_their_source_and_what_to_do(shown):
    told = [("not known", "Nobody said."), ("for", "People like it."), ("missed", "Not done.")]
    rows = [_row("a", "training", "act", *told), _row("a", "roles", "ready", ("reached", "Done."))]
    drawn = reasons(shown(*rows), "a", "post", link=lambda one: f"there?{one.ref}")
    said = _plain(drawn.figure)
    order = ["Training", "Targets", "Nobody said.", "Not done.", "Beside the targets", "People"]
    places = [said.index(one) for one in order]
    assert places == sorted(places)
    assert "To do: Ask 3 MHWs." in said
    assert drawn.figure.count('href="there?psa12:r1"') == 4
    # What is to be acted on is open, the rest is one click away.
    assert drawn.figure.count("<details open>") == 1
    assert drawn.figure.count("<details>") == 1
    one = reasons(shown(*rows), "a", "post", influences=("roles",))
    assert "Training" not in _plain(one.figure)
    assert "<details open>" in one.figure


def test_text_from_files_is_text(shown):
    bad = "<img src=x onerror=alert(1)>"
    rows = [_row("a", "training", "act", ("missed", bad), influence_label=bad)]
    for drawn in (
        reasons(shown(*rows), "a", "post"),
        standing(shown(*rows), "a", "post"),
        readiness(shown(*rows), "post"),
    ):
        assert "<img" not in drawn.figure


def test_a_site_stands_most_urgent_first_with_the_reason_that_weighs_most(shown):
    rows = [
        _row("a", "pay", "ready", ("reached", "Paid.")),
        _row("a", "roles", "watch", ("reached", "Done."), ("against", "They doubt it.")),
        _row("a", "training", "act", ("close", "Nearly."), ("missed", "Late.")),
    ]
    drawn = standing(shown(*rows), "a", "post")
    said = _plain(drawn.figure)
    order = ["Training", "Late.", "Roles", "They doubt it.", "Pay", "Paid."]
    places = [said.index(one) for one in order]
    assert places == sorted(places)
    assert "Nearly." not in said


def test_n_is_said_for_people_and_only_for_them(shown):
    rows = [_row("a", "training", "act", n=5), _row("a", "roles", "act", n=7)]
    assert "at least 5 people" in standing(shown(*rows), "a", "post").n_text
    rows = [_row("a", "training", "act")]
    assert "no answers of people" in standing(shown(*rows), "a", "post").n_text


def test_simulated_states_say_so_on_every_drawing(shipped):
    team = shipped["team"]
    for drawn in (
        readiness(team, "m18"),
        reasons(team, "lakeside", "m18"),
        standing(team, "lakeside", "m18"),
    ):
        assert drawn.provenance_mark == "Simulated data"
        assert "Simulated data" in _plain(drawn.figure)


def test_no_hidden_state_is_drawn_in_the_shareable_view(shipped):
    shareable = shipped["shareable"]
    rows = shareable.frame.filter(wave_id="m18")
    hidden = rows.filter(rows["state"].is_null())
    assert hidden.height
    said = _plain(readiness(shareable, "m18").figure)
    assert said.count("– hidden") == hidden.height


def test_what_is_asked_is_told_in_words_with_who_set_it(demonstration, published):
    every = asked(demonstration)
    assert every.height == 8
    assert set(every["Set by"]) == {"default"}
    assert not [cell for cell in every["Ready where"] if "psa12" in cell or "None" in cell]
    own = {
        "targets": {
            "resources": {"milestone": "Room found", "rating_at_least": -1},
            "peer_network": {},
            "financial_arrangements": {"supporting_fact": "payment_of_psws"},
        }
    }
    rows = {row["Influence"]: row for row in asked(published({}, own)).iter_rows(named=True)}
    assert rows["Resources"]["Ready where"] == (
        "One of its CFIR constructs or more is rated, and none below −1; the step “Room found” is "
        "done."
    )
    assert rows["Resources"]["Set by"] == "the programme"
    assert rows["Access to a peer network"]["Ready where"] == "Nothing: it can't become ready."
    assert "“Payment of PSWs” supports" in rows["Financial arrangements"]["Ready where"]
