"""coverage: which evidence there is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import IS_TOTAL, SITE, WAVE, Column, Matrix, Measure, integer
from bridgeboard.measures.places import laid_out, sites, waves
from bridgeboard.measures.release import FACT_RELEASED, STATEMENT_RELEASED
from bridgeboard.measures.words import EVIDENCE

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *SITE,
    *WAVE,
    IS_TOTAL,
    Column("evidence", "Kind of evidence; survey:<instrument_id> for a survey"),
    Column("evidence_label", "Name of the kind of evidence"),
    integer("evidence_order", "Place of the kind of evidence on a page"),
    integer("n", "How many there are; a statement that names several sites counts once in total"),
    Column("unit", "What n counts"),
    integer(
        "n_people",
        "Respondents, or participants of focus groups; empty where unknown or not counted",
        "people",
    ),
    Column("provenance", "published, collected or simulated; several joined by a comma"),
    Column("status", "present, or nothing loaded; of a hidden group: present if it was asked"),
)

_COUNTS = f"""
SELECT evidence, site_id, wave_id, n, unit, n_people, provenance
FROM mart_coverage WHERE evidence NOT IN ('statements', 'context')
UNION ALL BY NAME
SELECT 'statements' AS evidence, site_id, wave_id, count(DISTINCT statement_id) AS n,
       'statements' AS unit, string_agg(DISTINCT provenance, ', ') AS provenance
FROM statements WHERE NOT $released OR {STATEMENT_RELEASED} GROUP BY ALL
UNION ALL BY NAME
SELECT 'context' AS evidence, site_id, wave_id, count(*) AS n, 'facts' AS unit,
       string_agg(DISTINCT provenance, ', ') AS provenance
FROM context WHERE NOT $released OR {FACT_RELEASED} GROUP BY ALL
"""

#: Statements that name several sites must not be added up over sites.
_STATEMENTS = f"""
SELECT wave_id, count(DISTINCT statement_id) AS n
FROM statements WHERE NOT $released OR {STATEMENT_RELEASED} GROUP BY ALL
"""


def coverage(snapshot: Snapshot, released: bool = False) -> pl.DataFrame:
    """What evidence exists, for each site, wave and kind of evidence.

    In:      mart_coverage, statements, context.
    Out:     one row per kind of evidence that the programme has anywhere, site and wave, those with
             nothing included; "No site named" where the source names none; "All sites" as total.
             Evidence without a date (milestones) has one row per site, its wave empty.
    Unit:    n counts what `unit` says; n_people counts people.
    Missing: n is 0 and status "nothing loaded" where nothing was loaded, which says nothing about
             the site. n_people is null where a group's size isn't known; then the total isn't
             either.
    Source:  own definition.
    """
    counts = _counts(snapshot, released)
    kinds = _kinds(counts, snapshot)
    rows = pl.concat(
        [
            _sites_grid(counts, snapshot).join(
                counts, on=["evidence", "site_id", "wave_id"], how="left", nulls_equal=True
            ),
            counts.filter(pl.col("site_id").is_null()),
        ],
        how="diagonal",
    ).with_columns(is_total=pl.lit(False))
    rows = pl.concat([rows, _totals(rows, snapshot, released)], how="diagonal")
    is_people = pl.col("evidence").str.starts_with("survey:") | (
        pl.col("evidence") == "focus_groups"
    )
    rows = (
        rows.drop("unit")
        .join(kinds, on="evidence")
        .with_columns(
            n_people=pl.when(is_people & pl.col("n").is_null())
            .then(pl.lit(0))
            .when(is_people)
            .then("n_people"),
            status=pl.when(pl.col("n").is_null())
            .then(pl.lit("nothing loaded"))
            .otherwise(pl.lit("present")),
        )
        .with_columns(pl.col("n").fill_null(0))
    )
    return laid_out(rows, COLUMNS, snapshot, then=["evidence_order"])


def _counts(snapshot: Snapshot, released: bool) -> pl.DataFrame:
    return snapshot.query(_COUNTS, {"released": released}).with_columns(
        pl.col("provenance").str.split(", ").list.sort().list.join(", ")
    )


def _kinds(counts: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """evidence, evidence_label, evidence_order, unit: surveys first, then the others."""
    labels = {
        **{f"survey:{key}": f"Survey {i.short_name}" for key, i in snapshot.instruments.items()},
        **EVIDENCE,
    }
    order = {evidence: place for place, evidence in enumerate(labels, 1)}
    units = counts.group_by("evidence").agg(pl.col("unit").first())
    return units.with_columns(
        evidence_label=pl.col("evidence").replace_strict(labels, default=pl.col("evidence")),
        evidence_order=pl.col("evidence").replace_strict(
            order, default=len(order) + 1, return_dtype=pl.Int64
        ),
    )


def _sites_grid(counts: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """evidence, site_id, wave_id: a kind of evidence that is dated anywhere is asked of every wave,
    and one that is undated anywhere has a row without a wave."""
    kinds = counts.group_by("evidence").agg(
        dated=pl.col("wave_id").is_not_null().any(), undated=pl.col("wave_id").is_null().any()
    )
    dated = kinds.filter("dated").join(waves(snapshot).select("wave_id"), how="cross")
    undated = kinds.filter("undated").with_columns(wave_id=pl.lit(None, pl.String))
    when = pl.concat([part.select("evidence", "wave_id") for part in (dated, undated)])
    return when.join(sites(snapshot).select("site_id"), how="cross")


def _totals(rows: pl.DataFrame, snapshot: Snapshot, released: bool) -> pl.DataFrame:
    present = pl.col("n").is_not_null()
    unknown = (present & pl.col("n_people").is_null()).any()
    totals = rows.group_by("evidence", "wave_id").agg(
        n=pl.when(present.any()).then(pl.col("n").sum()),
        n_people=pl.when(~unknown).then(pl.col("n_people").sum()),
        provenance=pl.col("provenance").str.split(", ").explode().unique().drop_nulls().sort(),
    )
    once = snapshot.query(_STATEMENTS, {"released": released}).with_columns(
        evidence=pl.lit("statements")
    )
    return totals.join(
        once, on=["evidence", "wave_id"], how="left", nulls_equal=True, suffix="_once"
    ).select(
        "evidence",
        "wave_id",
        pl.coalesce("n_once", "n").alias("n"),
        "n_people",
        pl.when(pl.col("provenance").list.len() > 0)
        .then(pl.col("provenance").list.join(", "))
        .alias("provenance"),
        is_total=pl.lit(True),
    )


MEASURE = Measure(
    name="coverage",
    title="Evidence",
    question="What evidence exists, where and from when?",
    unit="as each kind of evidence is counted",
    source="own definition",
    columns=COLUMNS,
    compute=coverage,
    released=partial(coverage, released=True),
    evidence=("",),
    people="n_people",
    asked="n_people",
    hides=("n_people",),
    group=("n",),
    matrix=Matrix(
        rows=("wave_id", "wave_label", "evidence", "evidence_label"),
        order=("wave_order", "evidence_order"),
        cell="n",
        outside="nothing loaded",
        words=("nothing loaded",),
    ),
)
