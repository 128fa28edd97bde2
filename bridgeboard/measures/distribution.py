"""distribution: how items were answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import (
    IS_TOTAL,
    SITE,
    WAVE,
    Column,
    Measure,
    integer,
    number,
)
from bridgeboard.measures.once import once
from bridgeboard.measures.places import grid, laid_out, sites, waves
from bridgeboard.measures.words import STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bridgeboard.instruments import Instrument, Item
    from bridgeboard.store import Snapshot

COLUMNS = (
    *SITE,
    *WAVE,
    IS_TOTAL,
    Column("instrument_id", "The instrument"),
    Column("instrument_name", "Its short name"),
    Column("item_id", "The item"),
    Column("item_label", "The item in our own short words"),
    integer("item_order", "Place of the item among all items"),
    Column("scale_id", "The scale that the item belongs to, if any"),
    Column("scale_label", "Its name"),
    Column("reversed", "True where agreeing lowers the score", dtype=pl.Boolean),
    Column("state", "answered, or why not: not_applicable, dont_know, missing"),
    integer("level", "The number ticked, before any reversing; empty unless answered"),
    Column("level_label", "What the level or state means"),
    integer("level_order", "Place of the level; the states without an answer stand last"),
    integer("n_level", "Respondents at this level or state", "people"),
    integer("n", "Respondents who answered the item", "people"),
    integer("n_asked", "Respondents who began the instrument", "people"),
    number(
        "share",
        "n_level of n for levels, n_level of n_asked for the states without an answer",
        "0 to 1",
    ),
)

_COUNTS = """
SELECT instrument_id, item_id, site_id, wave_id, state, value AS level, sum(n) AS n_level
FROM mart_distribution GROUP BY ALL
"""

_ITEM = ["instrument_id", "item_id"]
_LEVEL = [*_ITEM, "state", "level"]


@once
def distribution(snapshot: Snapshot) -> pl.DataFrame:
    """How many respondents gave each answer to each item, for each site and wave.

    In:      mart_distribution, instruments.
    Out:     one row per site, wave, item and level, levels that nobody chose included, and one for
             each of the three states without an answer; "All sites" as total.
    Unit:    people; share runs 0 to 1, shown as %.
    Missing: share is null where its base (n or n_asked) is 0. Someone who began the instrument and
             left the item out counts as "not answered".
    Source:  own definition.
    """
    counts = snapshot.query(_COUNTS)
    levels = _levels(snapshot, counts)
    if levels.is_empty():
        return pl.DataFrame(schema=MEASURE.schema)
    totals = counts.group_by([*_LEVEL, "wave_id"]).agg(pl.col("n_level").sum())
    rows = pl.concat(
        [
            _complete(counts, levels, sites(snapshot).select("site_id"), snapshot).with_columns(
                is_total=pl.lit(False)
            ),
            _complete(
                totals.with_columns(site_id=pl.lit(None, pl.String)),
                levels,
                pl.DataFrame({"site_id": [None]}, schema={"site_id": pl.String}),
                snapshot,
            ).with_columns(is_total=pl.lit(True)),
        ]
    )
    item = [*_ITEM, "site_id", "wave_id", "is_total"]
    answered = pl.col("state") == "answered"
    rows = rows.with_columns(
        n=pl.col("n_level").filter(answered).sum().over(item),
        n_asked=pl.col("n_level").sum().over(item),
    )
    base = pl.when(answered).then("n").otherwise("n_asked")
    rows = rows.with_columns(share=pl.when(base > 0).then(pl.col("n_level") / base))
    return laid_out(rows, COLUMNS, snapshot, then=["item_order", "level_order"])


def _complete(
    counts: pl.DataFrame, levels: pl.DataFrame, where: pl.DataFrame, snapshot: Snapshot
) -> pl.DataFrame:
    """Every place, wave and level, with 0 where nobody gave that answer."""
    return (
        grid(where, waves(snapshot).select("wave_id"), levels)
        .join(counts, on=["site_id", "wave_id", *_LEVEL], how="left", nulls_equal=True)
        .with_columns(pl.col("n_level").fill_null(0))
    )


def _levels(snapshot: Snapshot, counts: pl.DataFrame) -> pl.DataFrame:
    """One row per item and level or state: what can be ticked, and whatever was."""
    ticked = counts.drop_nulls("level").group_by(_ITEM).agg(pl.col("level").unique())
    seen = {(instrument, item): levels for instrument, item, levels in ticked.iter_rows()}
    items = [
        (instrument, item)
        for instrument in snapshot.instruments.values()
        for item in instrument.items
    ]
    rows = [
        {"item_order": place, **about}
        for place, (instrument, item) in enumerate(items, 1)
        for about in _item_levels(
            instrument, item, seen.get((instrument.instrument_id, item.item_id), [])
        )
    ]
    return pl.DataFrame(rows, schema_overrides={"level": pl.Int64, "scale_id": pl.String})


def _item_levels(
    instrument: Instrument, item: Item, ticked: list[int]
) -> Iterator[dict[str, object]]:
    labels = {level.value: level.label for level in instrument.levels}
    scales = {scale.scale_id: scale.label for scale in instrument.scales}
    answers: list[tuple[str, int | None, str]] = [
        ("answered", level, labels.get(level, str(level))) for level in sorted({*labels, *ticked})
    ]
    answers += [(state, None, label) for state, label in STATES.items()]
    for place, (state, level, label) in enumerate(answers, 1):
        yield {
            "instrument_id": instrument.instrument_id,
            "instrument_name": instrument.short_name,
            "item_id": item.item_id,
            "item_label": item.label,
            "scale_id": item.scale_id,
            "scale_label": scales.get(item.scale_id),
            "reversed": item.reversed,
            "state": state,
            "level": level,
            "level_label": label,
            "level_order": place,
        }


MEASURE = Measure(
    name="distribution",
    title="Answers",
    question="How was each item answered?",
    unit="people; shares of those who answered",
    source="own definition",
    evidence=("survey:",),
    columns=COLUMNS,
    compute=distribution,
    people="n",
    asked="n_asked",
    hides=("n_level", "n", "share"),
    group=("n_asked",),
)
