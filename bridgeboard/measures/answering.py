"""The answer to one measure, with all that must be said beside it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.comparisons import families
from bridgeboard.measures.measure import Answer, Measure
from bridgeboard.measures.once import asked
from bridgeboard.measures.order import MEASURES
from bridgeboard.measures.release import FACT_RELEASED, STATEMENT_RELEASED
from bridgeboard.problems import Refusal

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

PROVENANCE = ("published", "collected", "simulated")

#: Who was asked is the same for every item of an instrument; any item would do.
_PEOPLE = """
WITH asked AS (
    SELECT instrument_id, site_id, wave_id, max(n) AS n_asked
    FROM (
        SELECT instrument_id, item_id, site_id, wave_id, sum(n) AS n
        FROM mart_distribution GROUP BY ALL
    )
    GROUP BY ALL
),
surveys AS (
    SELECT 'survey:' || instrument_id AS evidence, site_id, wave_id, n_asked FROM asked
)
SELECT evidence, site_id, wave_id, n_asked, coalesce(c.n_people, 0) AS n
FROM surveys LEFT JOIN mart_coverage c USING (evidence, site_id, wave_id)
UNION ALL
SELECT evidence, site_id, wave_id, n_people, n_people
FROM mart_coverage WHERE evidence = 'focus_groups' AND n_people IS NOT NULL
ORDER BY ALL
"""

_INCOME = "SELECT basis, site_id, wave_id, income_level FROM site_income"

#: Mostly all is released; then the released rows are all rows, and needn't be counted again.
_HELD_BACK = f"""
SELECT EXISTS (FROM statements WHERE NOT {STATEMENT_RELEASED})
    OR EXISTS (FROM context WHERE NOT {FACT_RELEASED})
"""

#: Which other measures' whole frames decide what is hidden, by rule.
BESIDE = {
    "pooled": ("shift",),
    "breakdown": ("score",),
    "flows": ("shift",),
    "complete": ("distribution",),
    "planned": ("score", "shift"),
    "distinguishing": ("shift",),
    "proposed": ("distribution",),
    "barriers": ("distribution",),
    "together": ("shift", "score", "distribution"),
    "readiness": ("score", "distribution"),
}

_PROVENANCE = "SELECT evidence, provenance FROM mart_coverage"


def answer(name: str, snapshot: Snapshot, day: date | None = None) -> Answer:
    """The measure's answer for the whole programme.

    In:     a snapshot opened with somebody's sight: the answer is of what that shows, and goes into
            no other view. day: on which a dated measure is read; today if not given.
    Raises: Refusal, naming the measures there are, if there is none of this name.
    """
    measure = MEASURES.get(name)
    if measure is None:
        raise Refusal(f"There is no measure {name!r}: choose one of {', '.join(MEASURES)}.")
    programme = snapshot.programme
    given = (snapshot, day or date.today()) if measure.dated else (snapshot,)
    return Answer(
        measure=measure,
        frame=measure.compute(*given),
        released=_released(measure, *given),
        people=asked(snapshot, _PEOPLE),
        income=asked(snapshot, _INCOME),
        income_basis=programme.income_basis,
        snapshot_id=snapshot.snapshot_id,
        programme_id=programme.id,
        programme_name=programme.name,
        provenance=_provenance(measure, snapshot),
        k=programme.k,
        minimum_n=programme.minimum_n,
        sight=snapshot.sight,
        beside={other: MEASURES[other].compute(snapshot) for other in BESIDE.get(measure.rule, ())},
        bases={
            version.instrument_id: base
            for base, (_, *versions) in families(snapshot).items()
            for version in versions
        },
        day=given[1] if measure.dated else None,
    )


def _released(measure: Measure, snapshot: Snapshot, *day: date) -> pl.DataFrame | None:
    if measure.released and (measure.withholds or asked(snapshot, _HELD_BACK).item()):
        return measure.released(snapshot, *day)
    return None


def _provenance(measure: Measure, snapshot: Snapshot) -> tuple[str, ...]:
    """The provenances of the rows that the answer rests on; the programme's own if there are none.

    A measure that rests on no evidence of the programme (income) has none.
    """
    if not measure.evidence:
        return ()
    rests = pl.any_horizontal(
        pl.col("evidence").str.starts_with(start) for start in measure.evidence
    )
    rows = asked(snapshot, _PROVENANCE).filter(rests)
    found = set(rows["provenance"].str.split(", ").explode().drop_nulls())
    return tuple(word for word in PROVENANCE if word in found) or (snapshot.programme.provenance,)
