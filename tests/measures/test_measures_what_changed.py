"""What changed between two publishes of one small programme, and between two waves."""

import datetime as dt

import polars as pl
import pytest

from bridgeboard.disclosure import Filters, shown
from bridgeboard.measures import answer
from bridgeboard.measures.what_changed import SCHEMA, Pages, states_moved, what_changed
from tests.measures.surveys import people

SINCE, DAY = dt.date(2024, 5, 1), dt.date(2024, 6, 1)
WAVES = [
    {"wave_id": "pre", "label": "Before", "from_on": "2023-01-01", "to_on": "2023-01-31"},
    {"wave_id": "post", "label": "After", "from_on": "2024-01-01", "to_on": "2024-01-31"},
]
ROLE = {"targets": {"role_definition": {"item": "psa12:r1", "share_agreeing_at_least": 0.6}}}


def pages(snapshot, view="team", **filters):
    """What one view shows of a snapshot."""
    return Pages(
        *(
            shown(answer(name, snapshot, DAY), view, Filters(**filters)).frame
            for name in ("readiness", "gaps", "milestones")
        )
    )


@pytest.fixture
def changed(published):
    """Publish twice and compare: changed(before, after, view=...) -> frame."""

    def compared(before, after, view="team", programme=None, **filters):
        given = programme or {}
        two = [published({"waves": WAVES} | tables, given) for tables in (before, after)]
        return what_changed(*(pages(one, view, **filters) for one in two), SINCE)

    return compared


def _paid(basis):
    return {"payments": [{"site_id": "a", "basis": basis}]}


def _said(frame, kind):
    return frame.filter(kind=kind)["sentence"].to_list()


@pytest.mark.parametrize(
    ("before", "now", "turn", "sentence"),
    [
        (
            "unpaid",
            "employed",
            "better",
            "“Financial arrangements” went from act to ready.",
        ),
        (
            "employed",
            "unpaid",
            "worse",
            "“Financial arrangements” went from ready to act. PSWs are unpaid, since 2020-01-01.",
        ),
        (
            "employed",
            "unknown",
            "worse",
            "“Financial arrangements” went from ready to not enough data. How PSWs are paid is not "
            "known.",
        ),
        (
            "unknown",
            "unpaid",
            "worse",
            "“Financial arrangements” went from not enough data to act. PSWs are unpaid, since "
            "2020-01-01.",
        ),
        (
            "unknown",
            "employed",
            "better",
            "“Financial arrangements” went from not enough data to ready.",
        ),
    ],
)
def test_a_state_that_moved_says_from_where_to_where_and_why(changed, before, now, turn, sentence):
    for view in ("team", "shareable"):
        frame = changed(_paid(before), _paid(now), view)
        (row,) = frame.filter(kind="state").to_dicts()
        assert (row["turn"], row["sentence"]) == (turn, sentence)
        assert (row["site_name"], row["influence_id"]) == ("Site a", "financial_arrangements")


def test_nothing_changed_gives_no_row_and_all_columns(changed):
    frame = changed(_paid("employed"), _paid("employed"))
    assert frame.is_empty()
    assert frame.schema == pl.Schema(SCHEMA)


def _step(planned, done=None, name="Room found"):
    return {"stage": "Start", "milestone": name, "planned_on": planned, "done_on": done}


def _steps(*steps):
    return {"milestones": list(steps), "sites": [{"site_id": "a"}]}


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        # Only time has passed.
        (
            _step("2024-05-10"),
            "“Room found” was planned for 2024-05-10. That day has passed since then, and it is "
            "not done.",
        ),
        # On the day of the earlier publish it was due, not overdue.
        (
            _step("2024-05-01"),
            "“Room found” was planned for 2024-05-01. That day has passed since then, and it is "
            "not done.",
        ),
        (
            _step("2024-07-01"),
            "“Room found” was planned for 2024-07-01. Now it is planned for 2024-05-10, which has "
            "passed, and it is not done.",
        ),
        (
            _step("2024-05-10", "2024-05-09"),
            "“Room found” was on record as done. Now it is planned for 2024-05-10, which has "
            "passed, and not done.",
        ),
        (
            _step(None),
            "“Room found” is on record now: planned for 2024-05-10, which has passed, and not "
            "done.",
        ),
        (
            _step(None, name="Another"),
            "“Room found” is on record now: planned for 2024-05-10, which has passed, and not "
            "done.",
        ),
        # It was overdue already when it was published.
        (_step("2024-04-30"), None),
    ],
)
def test_a_step_that_is_newly_overdue_says_how_it_came_to_be(changed, before, sentence):
    planned = before["planned_on"] if sentence and "since then" in sentence else "2024-05-10"
    frame = changed(_steps(before), _steps(_step(planned)))
    assert _said(frame, "overdue step") == ([sentence] if sentence else [])
    assert set(frame.filter(kind="overdue step")["turn"]) <= {"worse"}


def test_a_gap_that_is_new_is_told_and_one_that_is_closed_is_not(changed):
    yes = {"sites": [{"site_id": "a", "comparable_across_waves": "yes"}]}
    unknown = {"sites": [{"site_id": "a", "comparable_across_waves": "unknown"}]}
    frame = changed(yes, unknown)
    assert frame.select("kind", "label", "now", "turn", "sentence").rows() == [
        (
            "gap",
            "The site itself",
            "missing",
            "worse",
            "Missing now: Whether this is the same service at all waves is not known.",
        )
    ]
    assert changed(unknown, yes).is_empty()


def test_a_gap_that_a_state_tells_already_is_not_told_twice(changed):
    frame = changed(_paid("unpaid"), _paid("unknown"))
    assert frame["kind"].to_list() == ["state"]
    # No state rests on it where no target asks for it.
    targets = {"targets": {"financial_arrangements": {"rating_at_least": 0}}}
    frame = changed(_paid("unpaid"), _paid("unknown"), programme=targets)
    assert _said(frame, "gap") == ["Missing now: How PSWs are paid is not known."]


def test_a_site_that_is_new_is_one_row(changed):
    frame = changed({"sites": [{"site_id": "a"}]}, {"sites": [{"site_id": "a"}, {"site_id": "b"}]})
    assert frame.select("site_id", "label").rows() == [("b", "New site")]
    assert frame["sentence"][0].startswith("A new site; ")


def test_what_got_worse_comes_first_states_before_steps_before_gaps(changed):
    before = {
        "sites": [{"site_id": "a"}, {"site_id": "b"}],
        "payments": [
            {"site_id": "a", "basis": "unpaid"},
            {"site_id": "b", "basis": "employed", "amount": 9, "currency": "EUR", "per": "month"}
            | {"reference_wage": 9},
        ],
    }
    after = {
        "sites": [{"site_id": "a"}, {"site_id": "b", "comparable_across_waves": "unknown"}],
        "payments": [
            {"site_id": "a", "basis": "employed", "amount": 9, "currency": "EUR", "per": "month"},
            {"site_id": "b", "basis": "unpaid"},
        ],
        "milestones": [_step("2024-05-10") | {"site_id": "a"}],
    }
    frame = changed(before, after)
    assert frame.select("site_id", "kind", "turn").rows() == [
        ("b", "state", "worse"),
        ("a", "overdue step", "worse"),
        ("b", "gap", "worse"),
        ("a", "gap", "worse"),
        ("a", "state", "better"),
    ]


def test_only_the_chosen_sites_are_compared(changed):
    before = {"payments": [{"site_id": one, "basis": "unpaid"} for one in "ab"]}
    after = {"payments": [{"site_id": one, "basis": "employed"} for one in "ab"]}
    frame = changed(before, after, sites=("b",)).filter(kind="state")
    assert frame["site_id"].to_list() == ["b"]


def test_a_state_says_from_which_wave_it_is_seen_where_that_changed(published):
    agree = people({("a", "pre"): [5, 5, 5]}, "psa12", "r1")
    both = people({("a", "pre"): [5, 5, 5], ("a", "post"): [1, 1, 1]}, "psa12", "r1")
    two = [
        published(agree | {"waves": WAVES[:1]}, ROLE),
        published(both | {"waves": WAVES}, ROLE),
    ]
    (sentence,) = _said(what_changed(*map(pages, two), SINCE), "state")
    assert sentence.startswith(
        "“PSW role definition” went from ready (Before) to act (After). 0 of 3 MHWs agree"
    )


@pytest.fixture
def role_changed(changed):
    """Everybody agreed, and then nobody: n people of one site, in a view."""

    def given(n, view):
        two = [
            people({("a", "pre"): [value] * n, ("b", "pre"): [5] * 30}, "psa12", "r1")
            for value in (5, 1)
        ]
        return changed(*two, view, ROLE)

    return given


def test_a_state_that_rests_on_few_people_moves_for_the_team_only(role_changed):
    assert len(_said(role_changed(12, "team"), "state")) == 1
    assert len(_said(role_changed(12, "shareable"), "state")) == 1
    assert len(_said(role_changed(4, "team"), "state")) == 1
    assert role_changed(4, "shareable").is_empty()


@pytest.mark.parametrize(("before", "after"), [(4, 12), (12, 4)])
def test_a_group_that_crosses_k_gives_no_row_in_the_shareable_view(changed, before, after):
    two = [
        people({("a", "pre"): [value] * n, ("b", "pre"): [5] * 30}, "psa12", "r1")
        for value, n in ((5, before), (1, after))
    ]
    assert len(_said(changed(*two, "team", ROLE), "state")) == 1
    assert _said(changed(*two, "shareable", ROLE), "state") == []


def test_states_move_from_wave_to_wave_of_one_snapshot(published):
    scores = {("a", "pre"): [5] * 12, ("a", "post"): [1] * 12, ("b", "pre"): [1] * 4}
    scores |= {("b", "post"): [5] * 4}
    # Two small sites protect each other; of one alone a large one would be hidden, too.
    scores |= {("c", wave): [5] * 9 for wave in ("pre", "post")}
    snapshot = published(people(scores, "psa12", "r1") | {"waves": WAVES}, ROLE)
    team = states_moved(pages(snapshot).readiness, "pre", "post")
    assert team.select("site_id", "before", "now", "turn").rows() == [
        ("a", "ready", "act", "worse"),
        ("b", "act", "ready", "better"),
    ]
    assert "(Before)" not in team["sentence"][0]
    shared = states_moved(pages(snapshot, "shareable").readiness, "pre", "post")
    assert shared["site_id"].to_list() == ["a"]
    assert states_moved(pages(snapshot).readiness, "post", "post").is_empty()


def test_the_shipped_programmes_did_not_change_since_themselves(upsides, demonstration):
    for snapshot in (upsides, demonstration):
        for view in ("team", "shareable"):
            whole = pages(snapshot, view)
            assert what_changed(whole, whole, DAY).is_empty()


def test_the_demonstrations_states_move_between_waves_only_where_both_are_shown(demonstration):
    for view in ("team", "shareable"):
        frame = pages(demonstration, view).readiness
        found = states_moved(frame, "m12", "m18")
        states = {
            (row["site_id"], row["influence_id"], row["wave_id"]): row["state"]
            for row in frame.to_dicts()
        }
        expected = {
            (site, influence)
            for site, influence, wave in states
            if wave == "m18"
            and None
            not in (a := states[site, influence, "m12"], b := states[site, influence, wave])
            and a != b
        }
        assert set(found.select("site_id", "influence_id").iter_rows()) == expected
        turns = found["turn"].to_list()
        assert turns == sorted(turns, key=("worse", "neither", "better").index)
