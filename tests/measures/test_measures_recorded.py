"""What counts as newest on record: for each factor and construct, and never of another place."""

import pytest

from tests.measures.ratings import rating
from tests.measures.reasoned import read, reason, reasons, row, ticks, together

ROLES = {"targets": {"role_definition": {"item": "psa12:r1", "share_agreeing_at_least": 0.6}}}


def _fact(factor, direction, wave, n):
    return {
        "fact_id": f"f{n}",
        "factor": factor,
        "direction": direction,
        "wave_id": wave,
        "finding": f"Finding {n}.",
    }


def test_a_newer_fact_hides_no_older_one_on_another_matter(published_once):
    facts = [_fact("workload", "hinders", "pre", 1), _fact("resources", "supports", "post", 2)]
    found = reason(read(published_once(together({"context": facts}))), "resources", kind="fact")
    assert found["outcome"] == "close"
    assert "Finding 1 (Before, 2024-01 and After, 2024-07)" in found["sentence"]


def test_a_newer_fact_on_the_same_matter_takes_its_place(published_once):
    facts = [_fact("resources", "hinders", "pre", 1), _fact("resources", "supports", "post", 2)]
    frame = read(published_once(together({"context": facts})))
    assert reason(frame, "resources", kind="fact")["outcome"] == "reached"
    assert reason(frame, "resources", wave="pre", kind="fact")["outcome"] == "close"


def test_a_rating_stands_until_another_one_is_decided(published_once):
    rated = [
        rating("-2", construct_id="III-J-1", wave_id="pre", rater="consensus"),
        rating("missing", construct_id="III-J-1", wave_id="post", rater="consensus"),
        rating("1", construct_id="III-J-2", wave_id="post", rater="consensus"),
    ]
    found = reason(read(published_once(together({"ratings": rated}))), "resources", kind="rating")
    assert found["outcome"] == "missed"
    assert "Available Resources: Funding −2" in found["sentence"]
    assert "Available Resources: Space +1" in found["sentence"]


@pytest.mark.parametrize(("comparable", "state"), [("yes", "ready"), ("no", "not enough data")])
def test_another_place_s_answers_say_nothing_of_this_one(published_once, comparable, state):
    tables = together(
        ticks([5, 5, 5, 5], wave="pre"),
        {"sites": [{"site_id": "a", "comparable_across_waves": comparable}]},
    )
    frame = read(published_once(tables, ROLES))
    assert row(frame, "role_definition", wave="pre")["state"] == "ready"
    assert row(frame, "role_definition", wave="post")["state"] == state


def test_unpaid_psws_are_not_made_unknown_by_others_whose_pay_is(published_once):
    pay = [{"from_on": "2024-01-01", "basis": basis} for basis in ("unpaid", "unknown")]
    found = reason(read(published_once(together({"payments": pay}))), "financial_arrangements")
    assert found["outcome"] == "missed"
    assert "not known how, unpaid" in found["sentence"]


@pytest.mark.parametrize(
    ("target", "facts", "said"),
    [
        ({}, [], "No target is set for this influence."),
        ({"no_hindering_fact": True}, [], "Nothing that the target asks about is on record."),
        (
            {"supporting_fact": "resources"},
            [_fact("resources", "supports", "post", 1)],
            "Remarks on record alone never make a site ready.",
        ),
    ],
)
def test_where_nothing_could_make_a_site_ready_it_is_said(published_once, target, facts, said):
    tables = together({"context": facts} if facts else {})
    frame = read(published_once(tables, {"targets": {"resources": target}}))
    (found,) = reasons(frame, "resources", kind="target")
    assert (found["sentence"], found["outcome"]) == (said, "not known")
    assert "programme.toml" in found["mend"]
    assert row(frame, "resources")["state"] == "not enough data"
