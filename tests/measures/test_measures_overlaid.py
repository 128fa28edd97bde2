"""What people decided, in every answer on ratings: the change, the barriers, the groups."""

import pytest

from bridgeboard.decisions import Decisions
from bridgeboard.measures import answer
from bridgeboard.measures.overlaid import Decided, evidence, overlaid
from tests.measures.ratings import rating
from tests.measures.surveys import waves

FUNDING = "III-J-1"


@pytest.fixture(scope="module")
def snapshot(published_once):
    rows = [
        rating("+1", construct_id=FUNDING),
        rating("+2", construct_id=FUNDING, wave="post"),
        rating("+1", construct_id=FUNDING, site="b"),
    ]
    said = [{"construct_id": "V-A", "valence": "negative", "release": "team"}]
    return published_once({"ratings": rows, "statements": said, "waves": waves("Pre", "Post")})


@pytest.fixture
def asked(snapshot, tmp_path):
    """asked(measure) with Ulm's first rating of funding accepted as a strong barrier."""
    kept = Decisions(tmp_path, "test")
    place = {"site_id": "a", "wave_id": "pre", "framework": "2022", "construct_id": FUNDING}
    kept.accept_rating(**place, rating=-2, state="rated", reason="We asked.", basis="raters")
    kept.set_grouping("Ours", {"a": "low", "b": "high"})
    decided = Decided(kept.accepted(), kept.groupings(), kept.actions())
    return lambda name: overlaid(name, lambda one: answer(one, snapshot), decided, snapshot)


def test_a_change_starts_from_what_was_accepted(snapshot, asked):
    def steps(frame):
        return frame.filter(site_id="a")["steps"].to_list()

    assert steps(answer("cfir_change", snapshot).frame) == [1]
    assert steps(asked("cfir_change").frame) == [4]


def test_an_accepted_barrier_has_strategies(snapshot, asked):
    assert FUNDING not in answer("strategies", snapshot).frame["construct_id"].to_list()
    found = asked("strategies").frame.filter(construct_id=FUNDING)
    assert set(found["site_id"]) == {"a"}
    assert set(found["basis"]) == {"accepted"}
    assert found["strategy"].drop_nulls().len() > 0


def test_own_groups_and_accepted_ratings_part_the_sites(asked):
    rows = asked("distinguishing").frame.filter(
        grouping="own:Ours", construct_id=FUNDING, wave_id="pre"
    )
    assert rows.select("verdict", "direction").rows() == [("strong", "higher where it went well")]


def test_evidence_holds_back_what_is_not_released(snapshot):
    assert evidence(snapshot).statements["construct_id"].to_list() == ["V-A"]
    assert evidence(snapshot, released=True).statements.is_empty()


def test_factors_of_a_construct_come_from_the_table_of_influences(snapshot):
    factors = evidence(snapshot).factors
    assert "training" in factors["III-K"]
    assert "role_clarity" not in factors["III-K"]
