"""milestones and stages, on a handful of steps read on one day."""

import datetime as dt

import polars as pl
import pytest

from bridgeboard.measures.milestones import STATUSES, milestones
from bridgeboard.measures.stages import stages
from schemas.defaults import defaults

DAY = dt.date(2024, 6, 1)
DEFAULT_STEPS = sum(len(stage.milestones) for stage in defaults().stages)
OWN = {
    "stages": [
        {"stage": "Set up", "phase": "Before", "milestones": ["Room found", "Team asked"]},
        {"stage": "Run", "phase": "After", "milestones": ["First meeting"]},
    ]
}


def _step(milestone="Room found", planned=None, done=None, stage="Set up", site="a", note=None):
    return {
        "site_id": site,
        "stage": stage,
        "milestone": milestone,
        "planned_on": planned,
        "done_on": done,
        "note": note,
    }


@pytest.fixture
def read(published):
    """Publish steps and read them: read(steps, sites=..., programme=..., day=...)."""

    def given(steps, *, sites=("a",), programme=OWN, day=DAY, measure=milestones):
        rows = {"sites": [{"site_id": site} for site in sites]}
        if steps:
            rows["milestones"] = steps
        return measure(published(rows, programme), day)

    return given


@pytest.mark.parametrize(
    ("planned", "done", "status", "days_late"),
    [
        ("2024-05-01", "2024-05-01", "done", 0),
        ("2024-05-01", "2024-04-28", "done", -3),
        ("2024-05-01", "2024-05-04", "done late", 3),
        (None, "2024-05-04", "done", None),
        ("2024-05-31", None, "overdue", 1),
        ("2023-06-01", None, "overdue", 366),
        ("2024-06-01", None, "planned", None),
        ("2024-06-02", None, "planned", None),
        (None, None, "no date", None),
        # What is done on the day itself is done; what is done after it, not yet.
        ("2024-05-30", "2024-06-01", "done late", 2),
        ("2024-05-30", "2024-06-02", "overdue", 2),
        ("2024-06-30", "2024-06-02", "planned", None),
    ],
)
def test_a_step_has_one_status_and_is_late_by_days(read, planned, done, status, days_late):
    found = read([_step(planned=planned, done=done)]).filter(milestone="Room found")
    assert found.select("status", "days_late").rows() == [(status, days_late)]
    assert found["done_on"].to_list() == [done and dt.date.fromisoformat(done)]
    assert status in STATUSES


def test_steps_that_are_expected_and_not_on_record_say_so_at_every_site(read):
    frame = read([_step(done="2024-01-01")], sites=("b", "a"))
    assert frame.select("site_id", "stage", "milestone", "status", "provenance").rows() == [
        ("b", "Set up", "Room found", "not on record", None),
        ("b", "Set up", "Team asked", "not on record", None),
        ("b", "Run", "First meeting", "not on record", None),
        ("a", "Set up", "Room found", "done", "collected"),
        ("a", "Set up", "Team asked", "not on record", None),
        ("a", "Run", "First meeting", "not on record", None),
    ]
    assert frame["phase"].to_list() == ["Before", "Before", "After"] * 2
    assert frame["days_late"].null_count() == 6


def test_names_are_compared_without_case_and_spaces_and_spelt_as_the_programme_does(read):
    frame = read([_step("  room   FOUND ", "2024-01-01", stage="SET  up", note="Small")])
    first = frame.row(0, named=True)
    assert (first["stage"], first["milestone"]) == ("Set up", "Room found")
    assert (first["status"], first["days_late"], first["note"]) == ("overdue", 152, "Small")
    assert frame.height == 3


def test_stages_and_steps_of_rows_alone_come_last_by_their_first_day(read):
    frame = read(
        [
            _step("Late idea", "2024-05-01", stage="Extra two"),
            _step("Early idea", done="2024-02-01", stage="Extra one", site="b"),
            _step("Undated idea", stage="Extra none"),
            _step("Own step", "2024-03-01"),
            _step("Own earlier step", "2024-02-01"),
        ],
        sites=("a", "b"),
    )
    at_a = frame.filter(site_id="a").select("phase", "stage", "stage_order", "milestone")
    assert at_a.rows() == [
        ("Before", "Set up", 1, "Room found"),
        ("Before", "Set up", 1, "Team asked"),
        ("Before", "Set up", 1, "Own earlier step"),
        ("Before", "Set up", 1, "Own step"),
        ("After", "Run", 2, "First meeting"),
        (None, "Extra two", 4, "Late idea"),
        (None, "Extra none", 5, "Undated idea"),
    ]
    own = frame.filter(milestone="Early idea").row(0, named=True)
    assert (own["site_id"], own["stage_order"], own["step_order"]) == ("b", 3, None)


def test_a_step_in_another_stage_than_expected_stays_there_and_is_on_record(read):
    frame = read([_step("room found", "2024-07-01", stage="Run")])
    assert frame.select("stage", "milestone", "status").rows() == [
        ("Set up", "Team asked", "not on record"),
        ("Run", "First meeting", "not on record"),
        ("Run", "Room found", "planned"),
    ]


def test_a_step_that_two_stages_expect_is_on_record_only_in_its_own(read):
    twice = [
        {"stage": stage, "phase": "P", "milestones": ["Looked back"]} for stage in ("One", "Two")
    ]
    frame = read(
        [_step("Looked back", done="2024-01-01", stage="Two")], programme={"stages": twice}
    )
    assert frame.select("stage", "status").rows() == [("One", "not on record"), ("Two", "done")]
    elsewhere = read(
        [_step("Looked back", done="2024-01-01", stage="Three")], programme={"stages": twice}
    )
    assert elsewhere.select("stage", "status").rows() == [("Three", "done")]


def test_stages_without_steps_and_named_twice_give_no_row_twice(read):
    programme = {
        "stages": [
            {"stage": "One", "phase": "P"},
            {"stage": "Two", "phase": "P", "milestones": ["x", "X "]},
            {"stage": "two", "phase": "Q", "milestones": ["x", "y"]},
        ]
    }
    assert read([], programme=programme).select("phase", "stage", "milestone").rows() == [
        ("P", "Two", "x"),
        ("P", "Two", "y"),
    ]
    by_stage = read([], programme=programme, measure=stages)
    assert by_stage.select("stage", "n_steps").rows() == [("One", 0), ("Two", 2), (None, 2)]


def test_without_any_row_every_default_step_is_not_on_record(read):
    frame = read([], sites=("a", "b"), programme={})
    assert frame.height == 2 * DEFAULT_STEPS
    assert frame["status"].unique().to_list() == ["not on record"]
    assert frame["stage"].n_unique() == 8
    assert frame["phase"].unique(maintain_order=True).to_list() == [
        "Preparation",
        "Implementation",
        "Sustainment",
    ]


def test_a_step_names_the_influence_whose_target_asks_for_it(read):
    programme = {
        **OWN,
        "targets": {"resources": {"milestone": "ROOM found"}, "peer_network": {"milestone": "-"}},
    }
    frame = read([_step()], programme=programme)
    assert frame["influence_id"].to_list() == ["resources", None, None]
    defaults_ask = read([], programme={})
    asked = defaults_ask.drop_nulls("influence_id").select("milestone", "influence_id")
    assert dict(asked.rows()) == {
        target.milestone: influence
        for influence, target in defaults().targets.items()
        if target.milestone
    }


#: Three steps on record in the first stage, one in the second, one of their own.
STEPS = [
    _step("Room found", "2024-01-10", "2024-01-05"),
    _step("Team asked", "2024-02-01", "2024-02-11"),
    _step("Wall painted", "2024-02-01", "2024-02-05"),
    _step("First meeting", "2024-05-22", stage="Run"),
    _step("Second meeting", "2024-08-01", stage="Run"),
    _step("Third meeting", None, "2024-04-01", stage="Run"),
    _step("Party", None, stage="End"),
]


def test_a_stage_counts_its_steps_by_status(read):
    frame = read(STEPS, measure=stages)
    counts = ["n_steps", "n_on_record", "n_done", "n_done_late", "n_overdue", "n_planned"]
    assert frame.select("stage", *counts, "n_no_date").rows() == [
        ("Set up", 3, 3, 3, 2, 0, 0, 0),
        ("Run", 3, 3, 1, 0, 1, 1, 0),
        ("End", 1, 1, 0, 0, 0, 0, 1),
        (None, 7, 7, 4, 2, 1, 1, 1),
    ]
    assert frame["is_all_stages"].to_list() == [False, False, False, True]


def test_days_late_are_a_median_of_done_steps_that_were_planned(read):
    frame = read(STEPS, measure=stages)
    assert frame.select("days_late", "n_days_late").rows() == [(4, 3), (None, 0), (None, 0), (4, 3)]


def test_a_stage_took_from_its_first_day_to_its_last_step_once_all_is_done(read):
    frame = read(STEPS, measure=stages)
    assert frame.select("first_on", "last_done_on", "days").rows() == [
        (dt.date(2024, 1, 5), dt.date(2024, 2, 11), 37),
        (dt.date(2024, 4, 1), dt.date(2024, 4, 1), None),
        (None, None, None),
        (dt.date(2024, 1, 5), dt.date(2024, 4, 1), None),
    ]


def test_the_share_done_is_of_steps_on_record(read):
    frame = read([_step(done="2024-01-01"), _step("Party", stage="End")], measure=stages)
    columns = ("stage", "n_steps", "n_on_record", "n_done", "share_done", "days")
    assert frame.select(columns).rows() == [
        ("Set up", 2, 1, 1, 1.0, None),
        ("Run", 1, 0, 0, None, None),
        ("End", 1, 1, 0, 0.0, None),
        (None, 4, 2, 1, 0.5, None),
    ]


def test_a_site_without_rows_has_every_stage_and_no_share(read):
    frame = read([_step("Party", done="2024-01-01", stage="End")], sites=("a", "b"), measure=stages)
    at_b = frame.filter(site_id="b")
    assert at_b.select("stage", "n_steps", "n_on_record", "share_done").rows() == [
        ("Set up", 2, 0, None),
        ("Run", 1, 0, None),
        ("End", 0, 0, None),
        (None, 3, 0, None),
    ]


def test_counts_of_a_site_and_of_its_stages_agree_with_a_loop(demonstration):
    day = dt.date(2024, 1, 1)
    by_stage = stages(demonstration, day)
    tallied: dict[tuple[str, str | None], list[str]] = {}
    for row in demonstration.query("SELECT * FROM milestones").to_dicts():
        planned, done = row["planned_on"], row["done_on"]
        if done and done <= day:
            status = "done late" if done > planned else "done"
        else:
            status = "overdue" if planned < day else "planned"
        for stage in (str(row["stage"]), None):
            tallied.setdefault((str(row["site_id"]), stage), []).append(status)
    for row in by_stage.to_dicts():
        found = tallied[row["site_id"], row["stage"]]
        assert row["n_steps"] == row["n_on_record"] == len(found)
        assert row["n_done"] == found.count("done") + found.count("done late")
        assert row["n_done_late"] == found.count("done late")
        assert row["n_overdue"] == found.count("overdue")
        assert row["n_planned"] == found.count("planned")
    assert by_stage.height == 12 * 9
    assert 0 < by_stage["n_overdue"].sum() < by_stage["n_done"].sum()


def test_the_demonstration_names_its_steps_as_the_default_stages_do(demonstration):
    frame = milestones(demonstration, DAY)
    assert frame.height == 12 * DEFAULT_STEPS
    assert frame["step_order"].null_count() == 0
    assert set(frame["status"]) <= set(STATUSES) - {"not on record", "no date"}


def test_of_the_published_evidence_no_step_is_on_record(upsides):
    frame = stages(upsides, DAY)
    whole = frame.filter(pl.col("is_all_stages"))
    assert whole["n_steps"].to_list() == [DEFAULT_STEPS] * 7
    assert frame["n_on_record"].sum() == 0
    assert frame["share_done"].null_count() == frame.height
