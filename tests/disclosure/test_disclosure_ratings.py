"""What the shareable view keeps of ratings: what a site is rated, not who rated it, nor why."""

from dataclasses import replace

import polars as pl
import pytest

from bridgeboard.decisions import Decisions
from bridgeboard.disclosure import Filters, shown
from bridgeboard.disclosure.ratings import TEAM_ONLY
from bridgeboard.measures import answer
from bridgeboard.measures.accepted import answer_with_accepted
from bridgeboard.measures.cfir_change import changes
from tests.measures.ratings import by_raters, rating

NAMES = ("cfir", "cfir_change", "rater_agreement", "rater_disagreements")
SECRET = "Anna of the night shift said so."


def asked(site, n):
    """So many people of a site who answered an item of pCAT."""
    people = [f"{site}{i}" for i in range(n)]
    return (
        [{"respondent_id": one, "site_id": site, "wave_id": "pre"} for one in people],
        [
            {"respondent_id": one, "instrument_id": "pcat", "item_id": "p1", "value": 1}
            for one in people
        ],
    )


@pytest.fixture(scope="module")
def snapshot(published_once):
    """Ratings of our own at pre, published ones at post; a survey at three sites."""
    rows = []
    for provenance, wave in (("collected", "pre"), ("published", "post")):
        about = {"wave": wave, "provenance": provenance, "rationale": SECRET, "raw": SECRET}
        for n in range(12):
            cells = ("+1", "0") if n % 2 else ("-1", "-1")
            rows += by_raters(*cells, framework="own", construct_id=f"c{n}", **about)
        rows.append(rating("0", framework="own", construct_id="c1", **about))
    # Two small groups, so that the total of all three gives neither away.
    groups = [asked("a", 12), asked("b", 4), asked("c", 8)]
    tables = {
        "ratings": rows,
        "respondents": [row for people, _ in groups for row in people],
        "answers": [row for _, answers in groups for row in answers],
        "waves": [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}],
    }
    return published_once(tables, {"k": 10})


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


def at(frame, wave):
    column = "wave_id" if "wave_id" in frame.columns else "to_wave_id"
    return frame.filter(pl.col(column) == wave)


def test_no_reason_and_no_rater_leaves_the_team(snapshot, name):
    found = answer(name, snapshot)
    team, shared = (shown(found, view).frame for view in ("team", "shareable"))
    if name != "cfir_change":
        assert "rater1" in str(team.rows())
    own = at(shared, "pre") if name != "cfir_change" else shared
    assert SECRET not in str(own.rows())
    assert "rater1" not in str(own.rows())
    assert own.height > 0


def test_what_was_published_stays_as_it_was_printed(snapshot):
    for name in ("cfir", "rater_disagreements", "rater_agreement"):
        found = answer(name, snapshot)
        team, shared = (at(shown(found, view).frame, "post") for view in ("team", "shareable"))
        assert team.equals(shared), name


def test_what_a_site_is_rated_and_that_raters_differ_is_no_secret(snapshot):
    found = answer("cfir", snapshot)
    kept = ["construct_id", "site_id", "wave_id", "cell", "state", "basis", "n_raters"]
    team, shared = (shown(found, view).frame.select(kept) for view in ("team", "shareable"))
    assert team.equals(shared)
    assert set(shared["cell"]) == {"−1", "0", "differ", ""}


def test_agreement_is_shown_of_all_raters_and_of_no_pair(snapshot):
    found = answer("rater_agreement", snapshot)
    shared = at(shown(found, "shareable").frame, "pre")
    assert shared["raters"].to_list() == ["All raters"]
    assert shared["n_units"].item() == 12
    # Over all sites, whichever are chosen; that is said.
    notes = shown(found, "team", Filters(sites=("a",))).notes
    assert any("all sites together" in note for note in notes)


def test_it_is_said_that_something_is_for_the_team(snapshot, published):
    for name in NAMES:
        assert TEAM_ONLY in shown(answer(name, snapshot), "shareable").notes
        assert TEAM_ONLY not in shown(answer(name, snapshot), "team").notes
    printed = published({"ratings": [rating("+1", provenance="published")]})
    assert TEAM_ONLY not in shown(answer("cfir", printed), "shareable").notes


@pytest.fixture
def accepted(snapshot, tmp_path):
    """The answer with a rating of each site that was accepted from pCAT."""
    decisions = Decisions(tmp_path, "test")
    for site, wave in (("a", "pre"), ("b", "pre"), ("a", "post")):
        decisions.accept_rating(
            site_id=site,
            wave_id=wave,
            framework="2022",
            construct_id="III-E",
            rating=2,
            state="rated",
            reason=SECRET,
            basis="pcat",
        )
    return answer_with_accepted(answer("cfir", snapshot), decisions.accepted(), snapshot)


def test_what_rests_on_few_answers_is_hidden_even_if_accepted(accepted):
    shared = shown(accepted, "shareable")
    rows = shared.frame.filter(pl.col("basis") == "accepted")
    columns = ("site_id", "wave_id", "cell", "rating", "state")
    assert rows.select(columns).rows() == [
        ("a", "pre", "+2", 2, "rated"),
        # Nobody was asked there: what it rests on is not known to be enough.
        ("a", "post", None, None, None),
        # Four people.
        ("b", "pre", None, None, None),
    ]
    assert rows["hidden"].null_count() == 1
    assert SECRET not in str(rows.rows())
    assert shared.n_hidden == 2
    assert any("fewer than 10 people" in note for note in shared.notes)


def test_a_change_from_or_to_it_is_hidden_too(accepted, snapshot):
    frame = changes(accepted.frame, snapshot)
    found = answer("cfir_change", snapshot)
    shared = shown(replace(found, frame=frame), "shareable").frame
    row = shared.filter(pl.col("construct_id") == "III-E", pl.col("site_id") == "a")
    assert row["hidden"].null_count() == 0
    hidden = ("from_cell", "to_cell", "steps", "reading", "status", "reason")
    assert row.select(hidden).row(0) == (None,) * 6


def test_statements_that_are_not_released_do_not_count(published):
    said = [{"construct_id": "I-C", "valence": "positive", "release": "team"}]
    rows = [rating("+1", construct_id="I-C", provenance="published")]
    found = answer("cfir", published({"ratings": rows, "statements": said}))
    assert shown(found, "team").frame["n_for"].to_list() == [1]
    assert shown(found, "shareable").frame["n_for"].to_list() == [0]
