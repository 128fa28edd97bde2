"""The programme's stages and the steps it expects of every site, beside the steps on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.places import grid, sites
from schemas.defaults import stages, targets

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

_RECORDED = """
SELECT site_id::VARCHAR AS site_id, stage::VARCHAR AS stage, milestone::VARCHAR AS milestone,
       planned_on, done_on, provenance::VARCHAR AS provenance, note::VARCHAR AS note
FROM milestones
"""
#: How a stage and a step are told from others; the frames keep them beside the names to read.
_STAGE, _STEP = "_stage", "_step"


@dataclass(frozen=True, slots=True)
class Steps:
    """stages: phase, stage, stage_order, of the programme and then those that only rows name.

    rows: one per site and step, on record or not; influence_id: whose target asks for the step.
    """

    stages: pl.DataFrame
    rows: pl.DataFrame


def steps(snapshot: Snapshot) -> Steps:
    """Every step of every site: those on record, and those that are expected and aren't.

    In:      milestones; the programme's stages and targets, or their defaults.
    Out:     see Steps. rows: site_id, phase, stage, stage_order, milestone, step_order,
             influence_id, is_on_record, planned_on, done_on, provenance, note. Names are compared
             without regard to case and to how many spaces stand between words, and are spelt as
             the programme spells them. A row stays in the stage that it names.
    Missing: a step is on record if a row of the site has its name in its stage, or in a stage in
             which no step of that name is expected. Stages that only rows name have no phase and
             come last, the one with the earliest day first; steps that only rows name have no
             step_order.
    """
    known, expected = _of_programme(snapshot)
    recorded = _keyed(snapshot.query(_RECORDED))
    known = pl.concat([known, _further(recorded, known)])
    spelt = expected.unique(_STEP, keep="first", maintain_order=True)
    recorded = (
        recorded.join(spelt.select(_STEP, spelt_so="milestone"), on=_STEP, how="left")
        .with_columns(milestone=pl.coalesce("spelt_so", "milestone"))
        .join(expected.select(_STAGE, _STEP, "step_order"), on=(_STAGE, _STEP), how="left")
    )
    rows = pl.concat(
        [
            recorded.with_columns(is_on_record=True),
            _missing(snapshot, expected, recorded).with_columns(is_on_record=False),
        ],
        how="diagonal",
    )
    rows = (
        rows.drop("stage")
        .join(known, on=_STAGE, how="left")
        .join(_asked_for(snapshot), on=_STEP, how="left")
    )
    return Steps(known.drop(_STAGE), rows.drop(_STAGE, _STEP, "spelt_so"))


def _plain(name: str) -> pl.Expr:
    """The name as it is compared."""
    return pl.col(name).str.replace_all(r"\s+", " ").str.strip_chars().str.to_lowercase()


def _keyed(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(_plain("stage").alias(_STAGE), _plain("milestone").alias(_STEP))


def _of_programme(snapshot: Snapshot) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The programme's stages in order, and the steps that they expect; each name once."""
    listed = stages(snapshot.programme)
    text = pl.String
    named = pl.DataFrame(
        [(one.phase, one.stage) for one in listed],
        schema={"phase": text, "stage": text},
        orient="row",
    )
    named = (
        named.with_columns(_plain("stage").alias(_STAGE))
        .unique(_STAGE, keep="first", maintain_order=True)
        .with_columns(stage_order=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    )
    expected = pl.DataFrame(
        [(one.stage, step) for one in listed for step in one.milestones],
        schema={"stage": text, "milestone": text},
        orient="row",
    )
    expected = (
        _keyed(expected)
        .unique((_STAGE, _STEP), keep="first", maintain_order=True)
        .with_columns(step_order=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    )
    return named.select("phase", "stage", "stage_order", _STAGE), expected


def _further(recorded: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Stages that only rows name, after those of the programme."""
    return (
        recorded.join(known, on=_STAGE, how="anti")
        .group_by(_STAGE)
        .agg(
            pl.col("stage").min(),
            first=pl.min_horizontal(pl.col("planned_on").min(), pl.col("done_on").min()),
        )
        .sort("first", _STAGE, nulls_last=True)
        .select(
            pl.lit(None, pl.String).alias("phase"),
            "stage",
            pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("stage_order") + known.height,
            _STAGE,
        )
    )


def _missing(snapshot: Snapshot, expected: pl.DataFrame, recorded: pl.DataFrame) -> pl.DataFrame:
    """Expected steps of each site that no row of it is about."""
    elsewhere = recorded.join(expected, on=(_STAGE, _STEP), how="anti")
    return (
        grid(sites(snapshot).select("site_id"), expected.drop("stage"))
        .join(recorded, on=("site_id", _STAGE, _STEP), how="anti")
        .join(elsewhere, on=("site_id", _STEP), how="anti")
    )


def _asked_for(snapshot: Snapshot) -> pl.DataFrame:
    """Which influence's target asks for a step; the first where several do."""
    asked = [
        (target.milestone, influence)
        for influence, target in targets(snapshot.programme).items()
        if target.milestone
    ]
    schema = {"milestone": pl.String, "influence_id": pl.String}
    return (
        pl.DataFrame(asked, schema=schema, orient="row")
        .with_columns(_plain("milestone").alias(_STEP))
        .unique(_STEP, keep="first", maintain_order=True)
        .select(_STEP, "influence_id")
    )
