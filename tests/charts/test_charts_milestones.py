"""Overdue steps, stages by site, and one site's timeline: read back from what is drawn."""

import datetime as dt
import re
from dataclasses import replace
from html import unescape

import pytest

from bridgeboard import disclosure, measures
from bridgeboard.charts import options, style
from bridgeboard.charts.figures.overdue import overdue
from bridgeboard.charts.figures.stages import stages
from bridgeboard.charts.figures.timeline import timeline
from bridgeboard.charts.readings import milestones as reading
from bridgeboard.charts.time_axis import TimeAxis, time_axis
from bridgeboard.disclosure import Filters
from tests.charts.test_charts_matrices import Table

DAY = dt.date(2024, 6, 1)
OWN = {
    "stages": [
        {"stage": "Set up", "phase": "Before", "milestones": ["Room found", "Team asked"]},
        {"stage": "Before: run", "phase": "Before", "milestones": ["First meeting"]},
    ],
    "targets": {"resources": {"milestone": "Room found"}},
}
TABLES = {
    "sites": [
        {"site_id": "a", "site_name": "Lakeside"},
        {"site_id": "b", "site_name": "Riverside"},
        {"site_id": "c", "site_name": "בית"},
    ],
    "milestones": [
        {"stage": stage, "milestone": step, "planned_on": planned, "done_on": done, "site_id": site}
        for site, stage, step, planned, done in (
            ("a", "Set up", "Room found", "2024-04-10", "2024-04-12"),
            ("a", "Set up", "Team asked", "2024-05-31", None),
            ("a", "Before: run", "First meeting", "2024-07-01", None),
            ("a", "End", "Party", None, None),
            ("a", "End", "Thanks", None, "2024-05-02"),
            ("b", "Set up", "Room found", "2024-01-01", None),
            ("b", "Set up", "Team asked", "2024-01-01", "2023-12-31"),
            ("b", "Before: run", "First meeting", "2024-02-01", "2024-02-01"),
        )
    ],
}


@pytest.fixture(scope="module")
def looked_at(published_once):
    """What a view shows: looked_at(measure, view, sites=...)."""
    snapshot = published_once(TABLES, OWN)

    def given(measure, view="team", **filters):
        answer = measures.answer(measure, snapshot, DAY)
        return disclosure.shown(answer, view, Filters(**filters))

    return given


@pytest.fixture
def steps(looked_at):
    return looked_at("milestones")


def _plain(html: str) -> str:
    html = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    html = re.sub(r'<span style="white-space:nowrap">([^<]+)</span>', r"\1", html)
    html = re.sub(r"</(?:p|li|span|small)>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_the_headline_says_what_is_overdue_where_and_the_longest(steps):
    assert reading.headline(steps) == (
        "2 of 8 steps on record are overdue on 2024-06-01 at 2 of 3 sites. The longest: Riverside, "
        "“Room found”, planned for 2024-01-01, not done: 152 days late."
    )


def test_the_headline_of_one_site_names_it_once(looked_at):
    said = reading.headline(looked_at("milestones", sites=("a",)))
    assert said == (
        "1 of 5 steps on record is overdue on 2024-06-01 at Lakeside. The longest: “Team asked”, "
        "planned for 2024-05-31, not done: 1 day late."
    )


def test_the_headline_says_so_where_nothing_is_overdue(looked_at):
    steps = looked_at("milestones", sites=("a",))
    on_time = replace(steps, frame=steps.frame.filter(milestone="First meeting"))
    assert reading.headline(on_time) == (
        "No step is overdue on 2024-06-01: 0 of 1 step on record are done, 1 is planned."
    )


def test_what_nobody_wrote_down_is_said_beside_it(steps):
    assert reading.beside(steps) == [
        "Done: 4 of 8 steps on record, 1 of them late.",
        "Not done and without a planned day: 1 step.",
        "Expected, but not on record: 3 steps. Nobody wrote down whether they are done.",
        "No step is on record for \u2068בית\u2069.",
    ]


def test_nothing_on_record_is_empty(looked_at, steps):
    assert reading.is_empty(looked_at("milestones", sites=("c",)))
    assert not reading.is_empty(steps)


def test_every_step_has_its_sentence(steps):
    said = {
        (row["site_id"], row["milestone"]): reading.sentence(row) for row in steps.frame.to_dicts()
    }
    assert said["a", "Room found"] == "planned for 2024-04-10, done on 2024-04-12: 2 days late"
    assert said["a", "Team asked"] == "planned for 2024-05-31, not done: 1 day late"
    assert said["a", "First meeting"] == "planned for 2024-07-01, not done yet"
    assert said["a", "Party"] == "not done; no planned day on record"
    assert said["a", "Thanks"] == "done on 2024-05-02; no planned day on record"
    assert said["b", "Team asked"] == "planned for 2024-01-01, done on 2023-12-31: 1 day early"
    assert said["b", "First meeting"].endswith("done on 2024-02-01: on the day")
    assert said["c", "Room found"] == "expected, but not on record"


def test_overdue_steps_come_longest_first_by_shape_and_word(steps):
    chart = overdue(steps)
    table = Table(chart.figure)
    assert table.rows == ["Riverside", "Lakeside"]
    assert (
        table.cells["Riverside", "How late"] == "▲ 152 days late planned for 2024-01-01 , not done"
    )
    assert chart.n_text == "2 of 8 steps on record, read on 2024-06-01"
    assert chart.alt.startswith("2 steps overdue on 2024-06-01. The longest: Riverside, Room found")
    assert chart.table.select("Site", "Step", "Status", "Days late").rows() == [
        ("Riverside", "Room found", "overdue", 152),
        ("Lakeside", "Team asked", "overdue", 1),
    ]


def test_of_many_overdue_steps_the_longest_are_drawn_and_the_table_has_all(steps):
    chart = overdue(steps, most=1)
    assert Table(chart.figure).rows == ["Riverside"]
    assert "the 1 longest overdue are drawn, the table has all" in chart.n_text
    assert chart.table.height == 2


def test_without_an_overdue_step_nothing_is_drawn_and_it_is_said(looked_at):
    chart = overdue(looked_at("milestones", sites=("c",)))
    assert chart.figure is None
    assert chart.alt == "No step is overdue on 2024-06-01."


def test_a_stage_says_how_many_are_done_overdue_and_not_on_record(looked_at):
    chart = stages(looked_at("stages"))
    table = Table(chart.figure)
    assert table.rows == ["Lakeside", "Riverside", "בית"]
    assert table.cells["Lakeside", "Set up"] == "1 of 2 done ▲ 1 overdue"
    assert table.cells["Lakeside", "End"] == "1 of 2 done"
    assert table.cells["Riverside", "Before: run"] == "● 1 of 1 done"
    assert table.spoken["בית", "Set up"] == "Set up: not on record"
    assert table.spoken["Riverside", "End"] == "End: no step expected"
    assert chart.alt == (
        "4 of 8 steps on record are done at 3 sites, 2 overdue at Lakeside and Riverside."
    )
    assert chart.table["Stage"].to_list()[3] == "All stages"


def test_a_stage_of_which_a_part_is_not_on_record_is_not_called_done(published):
    rows = [{"stage": "Set up", "milestone": "Room found", "done_on": "2024-01-01"}]
    answer = measures.answer("stages", published({"milestones": rows}, OWN), DAY)
    table = Table(stages(disclosure.shown(answer, "team")).figure)
    assert table.cells["Site a", "Set up"] == "1 of 1 done · 1 not on record"


def test_stages_without_any_step_on_record_are_not_drawn(looked_at):
    chart = stages(looked_at("stages", sites=("c",)))
    assert chart.figure is None
    assert chart.alt == "No step is on record at 1 site."


def test_a_timeline_says_every_step_by_stage_with_its_note(looked_at, steps):
    chart = timeline(steps, looked_at("stages"), "a")
    said = _plain(chart.figure)
    assert "Before: Set up 1 of 2 done, 1 overdue" in said
    # A stage that begins with its phase's name doesn't say it twice.
    assert " Before: run 0 of 1 done" in said
    assert "▲ overdue, planned for 2024-05-31, not done: 1 day late" in said
    assert "◆ planned for 2024-04-10, done on 2024-04-12: 2 days late" in said
    assert "? not done; no planned day on record" in said
    assert chart.alt == (
        "Lakeside on 2024-06-01: 1 step overdue; 1 step planned, not due yet; 1 step done in time; "
        "1 step done late; 1 step open, no day planned."
    )
    assert chart.table.height == 5


def _marks(figure: str) -> list[list[tuple[str, float]]]:
    """Of each step with a line: its shapes and where they stand."""
    tracks = re.findall(r'<span class="t".*?</span>', figure)
    shape = r'<i class="m" style="left:([\d.]+)%[^"]*">(.)</i>'
    return [[(mark, float(at)) for at, mark in re.findall(shape, track)] for track in tracks]


def test_planned_and_done_stand_in_time_and_overdue_reaches_the_day(looked_at, steps):
    chart = timeline(steps, looked_at("stages"), "a")
    found, late, planned, undated = _marks(chart.figure)
    today = float(re.search(r"\.t::before\{[^}]*left:calc\(([\d.]+)%", chart.figure)[1])
    assert [mark for mark, _ in found] == ["○", "◆"]
    assert found[0][1] < found[1][1] < today
    assert late[1] == ("▲", today)
    assert late[0][1] < today
    assert "border-top-style:dashed" in chart.figure
    assert planned == [("○", 97)]
    assert [mark for mark, _ in undated] == ["●"]
    assert "read on 2024-06-01" in _plain(chart.figure)


def test_where_all_is_done_the_line_ends_with_the_last_step(looked_at, steps):
    done = replace(steps, frame=steps.frame.filter(site_id="b", status="done"))
    chart = timeline(done, looked_at("stages"), "b")
    assert "::before" not in chart.figure
    assert "the day it is read" not in chart.figure


def test_a_site_without_a_step_on_record_has_no_drawing(looked_at, steps):
    chart = timeline(steps, looked_at("stages"), "c")
    assert chart.figure is None
    assert chart.alt == "No step is on record at בית."
    assert chart.table["Status"].unique().to_list() == ["not on record"]


def test_two_timelines_on_a_page_and_two_themes_do_not_share_a_style(looked_at, steps):
    by_stage = looked_at("stages")
    drawn = [
        timeline(steps, by_stage, "a"),
        timeline(steps, by_stage, "b"),
        timeline(steps, by_stage, "a", dark=True),
    ]
    names = {re.search(r'class="bbt (\w+)"', chart.figure)[1] for chart in drawn}
    assert len(names) == 3
    assert style.DARK.ink in drawn[2].figure


def test_text_from_files_is_text(published):
    live = '<img src=x onerror=1> "<b>"'
    tables = {
        "sites": [{"site_id": "a", "site_name": live}],
        "milestones": [
            {"stage": live, "milestone": live, "planned_on": "2024-01-01", "note": live},
        ],
    }
    snapshot = published(tables)
    given = [
        disclosure.shown(measures.answer(name, snapshot, DAY), "team")
        for name in ("milestones", "stages")
    ]
    for chart in (overdue(given[0]), stages(given[1]), timeline(*given, "a")):
        assert "<img" not in chart.figure
        assert "&lt;img" in chart.figure


def test_simulated_steps_say_so_on_each_drawing(shown_demonstration):
    steps, by_stage = shown_demonstration("milestones"), shown_demonstration("stages")
    for chart in (overdue(steps), stages(by_stage), timeline(steps, by_stage, "lakeside")):
        assert chart.provenance_mark == "Simulated data"
        assert "<strong>Simulated data</strong>" in chart.figure
        assert "simulated data" in chart.source_text


def test_the_shareable_view_hides_no_step(looked_at):
    for measure in ("milestones", "stages"):
        team, shareable = looked_at(measure), looked_at(measure, "shareable")
        assert shareable.frame.equals(team.frame)
        assert shareable.n_hidden == 0


def test_an_overdue_step_fills_in_an_action(steps):
    offered = options.overdue_steps(steps)
    assert offered == {
        "b|Room found": "Riverside: Room found",
        "a|Team asked": "Lakeside: Team asked",
    }
    assert reading.as_action(steps, "b|Room found") == {
        "site_id": "b",
        "what": "Get this step done: Room found",
        "note": "Step of “Set up”: planned for 2024-01-01, not done on 2024-06-01.",
        "influence_id": "resources",
    }
    assert "influence_id" not in reading.as_action(steps, "a|Team asked")


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ((2024, 1, 20), (2024, 1, 25), []),
        ((2024, 1, 1), (2024, 4, 2), ["2024-01", "2024-02", "2024-03", "2024-04"]),
        ((2024, 2, 2), (2025, 1, 31), ["2024-04", "2024-07", "2024-10", "2025-01"]),
        ((2022, 11, 2), (2026, 11, 27), ["2023", "2024", "2025", "2026"]),
        ((2020, 1, 1), (2029, 1, 1), ["2020", "2022", "2024", "2026", "2028"]),
    ],
)
def test_a_line_of_time_has_few_round_ticks(first, last, labels):
    axis = TimeAxis(dt.date(*first), dt.date(*last))
    assert [label for _, label in axis.ticks()] == labels
    assert all(3 <= at <= 97 for at, _ in axis.ticks())


def test_a_line_of_time_holds_all_days_and_a_single_one():
    axis = time_axis([dt.date(2024, 3, 1), None, dt.date(2024, 1, 1), dt.date(2024, 2, 1)])
    assert (axis.at(dt.date(2024, 1, 1)), axis.at(dt.date(2024, 3, 1))) == (3, 97)
    assert time_axis([None]) is None
    alone = time_axis([dt.date(2024, 1, 1)])
    assert alone.at(dt.date(2024, 1, 1)) == 3
