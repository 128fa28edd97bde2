"""What changed, in sentences: at most so many, by site, and never below today's k."""

import datetime as dt

import pytest

from bridgeboard.charts.readings.changed import at_least, since_publish, since_wave
from bridgeboard.disclosure import Filters, shown
from bridgeboard.measures import answer
from tests.measures.surveys import people, waves

DAY = dt.date(2024, 6, 1)
ROLE = {"targets": {"role_definition": {"item": "psa12:r1", "share_agreeing_at_least": 0.6}}}


@pytest.fixture
def three(published):
    """three(tables, programme, view=..., sites=...) -> readiness, gaps and milestones as shown."""

    def given(tables, programme=None, view="team", **filters):
        snapshot = published(tables, programme)
        return tuple(
            shown(answer(name, snapshot, DAY), view, Filters(**filters))
            for name in ("readiness", "gaps", "milestones")
        )

    return given


def _paid(basis, n=1):
    return {"payments": [{"site_id": f"s{i}", "basis": basis} for i in range(n)]}


def test_several_sites_are_named_and_one_alone_is_not(three):
    two = three(_paid("employed")), three(_paid("unpaid"))
    assert since_publish(*two, DAY) == (
        "Site s0: “Financial arrangements” went from ready to act. PSWs are unpaid, since "
        "2020-01-01.",
    )
    one = three(_paid("employed"), sites=("s0",)), three(_paid("unpaid"), sites=("s0",))
    assert since_publish(*one, DAY)[0].startswith("“Financial arrangements” went from ready to act")


def test_of_many_the_first_are_told_and_how_many_more_there_are(three):
    found = since_publish(three(_paid("employed", 13)), three(_paid("unpaid", 13)), DAY)
    assert len(found) == 11
    assert found[-1] == "And 3 more."
    assert len(since_publish(three(_paid("employed", 2)), three(_paid("unpaid", 2)), DAY)) == 2
    few = since_publish(three(_paid("employed", 4)), three(_paid("unpaid", 4)), DAY, most=1)
    assert few[1:] == ("And 3 more.",)


def test_the_programmes_own_gap_says_whose_it_is(three):
    dated = {"wave_id": "pre", "label": "Before", "from_on": "2023-01-01", "to_on": "2023-01-31"}
    undated = {"wave_id": "pre", "label": "Before"}
    found = since_publish(three({"waves": [dated]}), three({"waves": [undated]}), DAY)
    assert found[0] == "The whole programme: Missing now: “Before” has no first and last day."


def test_an_older_snapshot_tells_no_group_that_is_hidden_by_now(three):
    """Six people were shown while k was 5; k is 10 now, and what they said is not told again."""

    def tables(n, value):
        return people({("a", "pre"): [value] * n, ("b", "pre"): [5] * 30}, "psa12", "r1")

    before = three(tables(6, 5), ROLE | {"k": 5}, "shareable")
    now = three(tables(12, 1), ROLE | {"k": 10}, "shareable")
    state = before[0].frame.filter(site_id="a", influence_id="role_definition")["state"].item()
    assert state == "ready"
    assert since_publish(before, now, DAY) == ()
    assert at_least(now[0], 5) is now[0]
    assert at_least(before[0], 10).k == 10
    team = three(tables(6, 5), ROLE | {"k": 5}), three(tables(12, 1), ROLE | {"k": 10})
    assert len(since_publish(*team, DAY)) == 1


def test_from_wave_to_wave_in_sentences(three):
    scores = {("a", "pre"): [5] * 3, ("a", "post"): [1] * 3}
    tables = people(scores, "psa12", "r1") | {"waves": waves("Pre", "Post")}
    (said,) = since_wave(three(tables, ROLE)[0], "pre", "post")
    assert said.startswith("Site a: “PSW role definition” went from ready to act. 0 of 3 MHWs")
