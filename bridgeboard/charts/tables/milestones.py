"""Steps and stages as tables: what stands behind the drawings."""

from __future__ import annotations

import polars as pl

from bridgeboard.charts.readings.milestones import LABELS


def steps(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of the measure `milestones`, one line a step."""
    return frame.select(
        Site="site_name",
        Phase="phase",
        Stage="stage",
        Step="milestone",
        Planned="planned_on",
        Done="done_on",
        Status=pl.col("status").replace_strict(LABELS, return_dtype=pl.String),
        **{"Days late": "days_late"},
        Provenance="provenance",
        Note="note",
    )


def stages(frame: pl.DataFrame, every: str) -> pl.DataFrame:
    """Rows of the measure `stages`, one line a stage and one for all of them, named `every`."""
    return frame.select(
        Site="site_name",
        Phase="phase",
        Stage=pl.when("is_all_stages").then(pl.lit(every)).otherwise("stage"),
        Steps="n_steps",
        Done="n_done",
        **{
            "On record": "n_on_record",
            "Share done": "share_done",
            "Done late": "n_done_late",
            "Overdue": "n_overdue",
            "Not due yet": "n_planned",
            "No day planned": "n_no_date",
            "Median days late": "days_late",
            "Steps behind that median": "n_days_late",
            "First day": "first_on",
            "Last done": "last_done_on",
            "Days it took": "days",
        },
    )
