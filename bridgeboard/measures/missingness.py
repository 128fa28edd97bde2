"""missingness: which items people leave out, at each site and wave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import SITE, WAVE, Column, Measure, integer, number
from bridgeboard.measures.places import laid_out

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *SITE,
    *WAVE,
    Column("instrument_id", "The instrument"),
    Column("instrument_name", "Its short name"),
    Column("item_id", "The item"),
    Column("item_label", "The item in our own short words"),
    integer("item_order", "Place of the item among all items"),
    integer("n_asked", "Respondents who have any row for the instrument", "people"),
    integer("n_answered", "Of them, those who answered the item", "people"),
    integer("n_missing", "Of them, those who left it out without a reason", "people"),
    integer("n_dont_know", "Of them, those who said that they don't know", "people"),
    integer("n_not_applicable", "Of them, those whom it doesn't apply to", "people"),
    number("share_missing", "n_missing of n_asked", "0 to 1"),
)

_STATES = """
SELECT site_id, wave_id, instrument_id::VARCHAR AS instrument_id, item_id::VARCHAR AS item_id,
       sum(n)::BIGINT AS n_asked,
       coalesce(sum(n) FILTER (state = 'answered'), 0)::BIGINT AS n_answered,
       coalesce(sum(n) FILTER (state = 'missing'), 0)::BIGINT AS n_missing,
       coalesce(sum(n) FILTER (state = 'dont_know'), 0)::BIGINT AS n_dont_know,
       coalesce(sum(n) FILTER (state = 'not_applicable'), 0)::BIGINT AS n_not_applicable
FROM mart_distribution GROUP BY ALL
"""


def missingness(snapshot: Snapshot) -> pl.DataFrame:
    """How many of those asked left each item out, at each site and wave.

    In:      mart_distribution, instruments.
    Out:     one row per site, wave and item of an instrument that anybody was asked there.
    Unit:    people; shares of those asked.
    Missing: no row where nobody was asked. Without a reason means: the cell is empty, or there is
             no row for the item; "don't know" and "not applicable" are reasons.
    Source:  own definition.
    """
    names = [
        (instrument.instrument_id, instrument.short_name, item.item_id, item.label)
        for instrument in snapshot.instruments.values()
        for item in instrument.items
    ]
    schema = ("instrument_id", "instrument_name", "item_id", "item_label")
    items = pl.DataFrame(names, schema=dict.fromkeys(schema, pl.String), orient="row")
    rows = snapshot.query(_STATES).join(
        items.with_row_index("item_order", offset=1), on=["instrument_id", "item_id"]
    )
    rows = rows.with_columns(share_missing=pl.col("n_missing") / pl.col("n_asked"))
    return laid_out(rows, COLUMNS, snapshot, then=["item_order"])


MEASURE = Measure(
    name="missingness",
    title="Items left out",
    question="Which items do people leave out, at each site and wave?",
    unit="people",
    source="own definition",
    evidence=("survey:",),
    columns=COLUMNS,
    compute=missingness,
    rule="team",
)
