"""milestones: which steps are planned, done and overdue at each site."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.expected_steps import steps
from bridgeboard.measures.measure import SITE, Column, Measure, integer
from bridgeboard.measures.places import laid_out

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: Every step has one of these.
DONE, DONE_LATE, OVERDUE = "done", "done late", "overdue"
PLANNED, NO_DATE, NOT_ON_RECORD = "planned", "no date", "not on record"
STATUSES = (DONE, DONE_LATE, OVERDUE, PLANNED, NO_DATE, NOT_ON_RECORD)

COLUMNS = (
    *SITE,
    Column("phase", "The phase that the stage is in; empty for a stage that only rows name"),
    Column("stage", "The stage"),
    integer("stage_order", "Place of the stage: the programme's own order, then what rows name"),
    Column("milestone", "The step"),
    integer("step_order", "Place of the step among those expected; empty if it isn't expected"),
    Column("influence_id", "The influence of which a target asks for this step; the first of them"),
    Column("planned_on", "Day it is planned for", dtype=pl.Date),
    Column("done_on", "Day it was done, as the row says", dtype=pl.Date),
    Column("status", "done, done late, overdue, planned, no date or not on record"),
    integer(
        "days_late",
        "From the planned day to the day it was done, less than 0 if early; or, while overdue, to "
        "the day on which it is read",
        "days",
    ),
    Column("provenance", "published, collected or simulated; empty where nothing is on record"),
    Column("note", "Remark for readers"),
)


def milestones(snapshot: Snapshot, day: date) -> pl.DataFrame:
    """Which steps of implementation each site planned and did, and how late they are on a day.

    In:      milestones; the programme's stages with the steps expected of every site, and its
             targets, or their defaults; the day on which it is read.
    Out:     one row per site and step, those expected but not on record included. status: "done"
             (on its planned day or before, or with no planned day), "done late" (after it),
             "overdue" (planned for a day before the one on which it is read, and not done),
             "planned" (for that day or later), "no date" (neither a planned day nor done), "not on
             record" (expected by the programme's stages, and no row of the site is about it).
             Names of stages and steps are compared without regard to case and to how many spaces
             stand between words. By site, stage and step; steps that only rows name by their day.
    Unit:    days_late: whole days; 0 on the planned day, less than 0 before it.
    Missing: days_late is null for a step that is not due yet, and for one without a planned day.
             "not on record" isn't "not done": nobody wrote it down. A step done after the day on
             which it is read isn't done yet on that day.
    Source:  own definition.
    """
    today = pl.lit(day, pl.Date)
    is_done = (pl.col("done_on") <= today).fill_null(False)
    is_past = (pl.col("planned_on") < today).fill_null(False)
    is_late = (pl.col("done_on") > pl.col("planned_on")).fill_null(False)
    status = (
        pl.when(~pl.col("is_on_record"))
        .then(pl.lit(NOT_ON_RECORD))
        .when(is_done & is_late)
        .then(pl.lit(DONE_LATE))
        .when(is_done)
        .then(pl.lit(DONE))
        .when(is_past)
        .then(pl.lit(OVERDUE))
        .when(pl.col("planned_on").is_not_null())
        .then(pl.lit(PLANNED))
        .otherwise(pl.lit(NO_DATE))
    )
    rows = steps(snapshot).rows.with_columns(
        status=status,
        days_late=pl.when(is_done)
        .then(pl.col("done_on") - pl.col("planned_on"))
        .when(is_past)
        .then(today - pl.col("planned_on"))
        .dt.total_days(),
        _day=pl.min_horizontal("planned_on", "done_on"),
    )
    return laid_out(
        rows, COLUMNS, snapshot, then=["stage_order", "step_order", "_day", "milestone"]
    )


MEASURE = Measure(
    name="milestones",
    title="Milestones",
    question="Which steps of implementation are done at each site, and which are overdue?",
    unit="days",
    source="own definition",
    evidence=("milestones",),
    columns=COLUMNS,
    compute=milestones,
    dated=True,
)
