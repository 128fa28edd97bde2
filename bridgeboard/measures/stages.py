"""stages: how far each site is, stage by stage."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.expected_steps import steps
from bridgeboard.measures.measure import SITE, Column, Measure, integer, number
from bridgeboard.measures.milestones import (
    DONE,
    DONE_LATE,
    NO_DATE,
    NOT_ON_RECORD,
    OVERDUE,
    PLANNED,
    milestones,
)
from bridgeboard.measures.places import grid, laid_out, sites

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *SITE,
    Column("is_all_stages", "True for all stages of the site together", dtype=pl.Boolean),
    Column("phase", "The phase that the stage is in; empty for a stage that only rows name"),
    Column("stage", "The stage; empty for all of them"),
    integer("stage_order", "Place of the stage; empty for all of them"),
    integer("n_steps", "Steps expected or on record", "steps"),
    integer("n_on_record", "Of these, on record", "steps"),
    integer("n_done", "Of those on record, done, late or not", "steps"),
    integer("n_done_late", "Of those, done after their planned day", "steps"),
    integer("n_overdue", "Of those on record, overdue", "steps"),
    integer("n_planned", "Of those on record, planned for the day it is read or later", "steps"),
    integer("n_no_date", "Of those on record, neither done nor planned for a day", "steps"),
    number("share_done", "n_done of n_on_record", "1 is all of them"),
    number("days_late", "Median of the steps that are done and had a planned day", "days"),
    integer("n_days_late", "Steps that this median rests on", "steps"),
    Column("first_on", "Earliest planned or done day of its steps", dtype=pl.Date),
    Column("last_done_on", "Latest day on which one of its steps was done", dtype=pl.Date),
    integer("days", "From first_on to last_done_on, once every step is done", "days"),
)

_SITE_KEY, _STAGE_KEY = "site_id", "stage_order"


def stages(snapshot: Snapshot, day: date) -> pl.DataFrame:
    """How many steps of each stage are done at each site, how late, and how long the stage took.

    In:      the measure `milestones` on that day.
    Out:     one row per site and stage, and one per site for all stages. n_steps are n_done,
             n_overdue, n_planned, n_no_date and those not on record.
    Unit:    steps; share_done: 1 is all; days_late: the median, less than 0 if early; days: whole
             days from the earliest day of its steps, planned or done, to the last done.
    Missing: steps not on record don't count as not done: share_done is of those on record, and
             null where there are none. days_late is null where no step with a planned day is done.
             days is null until every step, expected or on record, is done. A stage without any
             step at the site has n_steps 0.
    Source:  own definition.
    """
    rows = milestones(snapshot, day)
    every = grid(sites(snapshot).select(_SITE_KEY), steps(snapshot).stages)
    by_stage = every.join(
        _counted(rows, _SITE_KEY, _STAGE_KEY), on=(_SITE_KEY, _STAGE_KEY), how="left"
    )
    whole = (
        sites(snapshot).select(_SITE_KEY).join(_counted(rows, _SITE_KEY), on=_SITE_KEY, how="left")
    )
    frame = pl.concat(
        [by_stage.with_columns(is_all_stages=False), whole.with_columns(is_all_stages=True)],
        how="diagonal",
    ).with_columns(pl.col("^n_.*$").fill_null(0))
    return laid_out(
        frame.with_columns(
            share_done=pl.when(pl.col("n_on_record") > 0).then(
                pl.col("n_done") / pl.col("n_on_record")
            ),
            days=pl.when(pl.col("n_done") == pl.col("n_steps")).then(
                (pl.col("last_done_on") - pl.col("first_on")).dt.total_days()
            ),
        ),
        COLUMNS,
        snapshot,
        then=["is_all_stages", "stage_order"],
    )


def _counted(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    status = pl.col("status")
    is_done = status.is_in([DONE, DONE_LATE])
    late = pl.col("days_late").filter(is_done)
    done_on = pl.col("done_on").filter(is_done)
    return rows.group_by(by, maintain_order=True).agg(
        n_steps=pl.len(),
        n_on_record=(status != NOT_ON_RECORD).sum(),
        n_done=is_done.sum(),
        n_done_late=(status == DONE_LATE).sum(),
        n_overdue=(status == OVERDUE).sum(),
        n_planned=(status == PLANNED).sum(),
        n_no_date=(status == NO_DATE).sum(),
        days_late=late.median(),
        n_days_late=late.count(),
        first_on=pl.min_horizontal(pl.col("planned_on").min(), done_on.min()),
        last_done_on=done_on.max(),
    )


MEASURE = Measure(
    name="stages",
    title="Stages",
    question="How far is each site, stage by stage, and how late?",
    unit="steps",
    source="own definition",
    evidence=("milestones",),
    columns=COLUMNS,
    compute=stages,
    dated=True,
)
