"""Barriers in the shareable view: what few people's pCAT answers say is not there at all."""

from dataclasses import replace

import polars as pl
import pytest

from bridgeboard.disclosure import Filters, shown
from bridgeboard.disclosure.barriers import LEFT_OUT
from bridgeboard.measures import answer
from tests.measures.ratings import rating, with_accepted

PLACE = ["site_id", "wave_id", "construct_id"]


def asked(site, n, left_out=0):
    """People of a site who all see a barrier in p11 (tension for change) and p12."""
    people = [f"{site}{i}" for i in range(n)]
    answers = [
        {"respondent_id": one, "instrument_id": "pcat", "item_id": item, "value": -2}
        for number, one in enumerate(people)
        for item in ("p11", "p12")
        if item == "p11" or number >= left_out
    ]
    return [{"respondent_id": one, "site_id": site, "wave_id": "pre"} for one in people], answers


@pytest.fixture(scope="module")
def snapshot(published_once):
    """Three sites answer pCAT; at two of them few do. Raters say why at a fourth."""
    groups = [asked("a", 12, left_out=4), asked("b", 4), asked("c", 8)]
    about = {"construct_id": "III-E", "site": "d", "rationale": "Anna said so."}
    tables = {
        "respondents": [row for people, _ in groups for row in people],
        "answers": [row for _, answers in groups for row in answers],
        "ratings": [
            rating("-2", wave="pre", **about),
            rating("-2", wave="post", **about | {"provenance": "published"}),
        ],
        "waves": [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}],
    }
    return published_once(tables, {"k": 10})


def barriers(answer_or_frame, view="shareable"):
    frame = shown(answer_or_frame, view).frame
    return set(frame.select(PLACE).iter_rows())


def test_a_barrier_from_few_answers_is_left_out_and_not_only_blanked(snapshot):
    given = answer("strategies", snapshot)
    of_raters = {("d", "pre", "III-E"), ("d", "post", "III-E")}
    assert barriers(given, "team") == of_raters | {
        (site, "pre", construct) for site in "abc" for construct in ("III-E", "I-C")
    }
    # Of site a twelve answered p11; p12 was left out by four.
    assert barriers(given) == of_raters | {("a", "pre", "III-E")}
    view = shown(given, "shareable")
    assert (view.n_hidden, view.frame["hidden"].null_count()) == (0, view.frame.height)
    assert LEFT_OUT in view.notes


def test_that_barriers_are_left_out_is_said_also_where_none_is(snapshot):
    given = replace(answer("strategies", snapshot), k=1)
    assert barriers(given) == barriers(given, "team")
    assert LEFT_OUT in shown(given, "shareable").notes
    assert LEFT_OUT not in shown(given, "team").notes


def test_a_rating_accepted_from_few_answers_is_left_out(snapshot):
    accepted = pl.DataFrame(
        {
            "site_id": ["a", "b"],
            "wave_id": ["pre", "pre"],
            "framework": ["2022", "2022"],
            "construct_id": ["III-G", "III-G"],
            "rating": [-1, -1],
            "state": ["rated", "rated"],
            "reason": ["Few said so.", "Few said so."],
            "basis": ["pcat", "pcat"],
        }
    )
    given = with_accepted("strategies", accepted, snapshot)
    assert {("a", "pre", "III-G"), ("b", "pre", "III-G")} <= barriers(given, "team")
    assert ("a", "pre", "III-G") in barriers(given)
    assert ("b", "pre", "III-G") not in barriers(given)


def test_why_raters_rated_so_is_for_the_team_unless_published(snapshot):
    frame = shown(answer("strategies", snapshot), "shareable").frame.filter(site_id="d")
    by_wave = dict(frame.select("wave_id", "why").unique().iter_rows())
    assert by_wave == {"pre": None, "post": "Anna said so."}


def test_choosing_sites_shows_no_barrier_that_all_sites_don_t(snapshot):
    given = answer("strategies", snapshot)
    for site in "abcd":
        frame = shown(given, "shareable", Filters(sites=(site,))).frame
        assert set(frame.select(PLACE).iter_rows()) <= barriers(given)
