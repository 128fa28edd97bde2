"""waves: when a programme measures, and what its sources report for a whole wave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import WAVE, Column, Measure, integer, number
from bridgeboard.measures.sources import SOURCE, with_source

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *WAVE,
    Column("from_on", "First day of data collection", dtype=pl.Date),
    Column("to_on", "Last day of data collection", dtype=pl.Date),
    Column("date_precision", "How exactly the source gives the dates: day, month, year, unknown"),
    number("months_since_start", "Time since peer support began; 0 or less is before", "months"),
    Column("months_are_approximate", "True where the source says about", dtype=pl.Boolean),
    integer("reported_n", "People in all groups of the wave together, as reported", "people"),
    integer("reported_female", "Of them women", "people"),
    integer("reported_male", "Of them men", "people"),
    number("reported_age_mean", "Mean age", "years"),
    number("reported_age_min", "Youngest", "years"),
    number("reported_age_max", "Oldest", "years"),
    *(column for column in SOURCE if column.name != "source_location"),
    Column("note", "Remark for readers"),
)

_WAVES = """
SELECT * REPLACE ("order" AS wave_order), label AS wave_label FROM ordered_waves ORDER BY "order"
"""

#: Given for a group of people, so hidden together where that group is small.
REPORTED = (
    "reported_n",
    "reported_female",
    "reported_male",
    "reported_age_mean",
    "reported_age_min",
    "reported_age_max",
)


def waves(snapshot: Snapshot) -> pl.DataFrame:
    """The programme's waves, with the totals that sources report for a wave as a whole.

    In:      waves, the programme's sources.
    Out:     one row per wave, in time. The reported_ columns are totals over all groups of the
             wave, as printed; they are never split over sites.
    Missing: dates are null where the source gives none.
    Source:  each row's own.
    """
    rows = with_source(snapshot.query(_WAVES), snapshot)
    return rows.select(pl.col(c.name).cast(c.dtype) for c in COLUMNS)


MEASURE = Measure(
    name="waves",
    title="Waves",
    question="When does the programme measure, and how many people took part in all?",
    unit="people",
    source="each wave's own",
    evidence=("",),
    columns=COLUMNS,
    compute=waves,
    people="reported_n",
    hides=REPORTED,
)
