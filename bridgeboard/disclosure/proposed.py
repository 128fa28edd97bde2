"""The rule for proposed ratings: what is proposed from pCAT answers is a group's answers again.

How many people see help or hindrance, and the rating that follows, are coarser than how many ticked
each level of the item, which `distribution` says: a row from pCAT is hidden wherever that item is
hidden at that site and wave. No two such rows have anybody in common that a total would link, for
there are no totals here. Rows from statements count no people; those of released statements stay.
"""

from __future__ import annotations

import polars as pl

from bridgeboard.disclosure.one_group import hidden_beside
from bridgeboard.disclosure.view import HIDDEN
from bridgeboard.measures.measure import Answer

_ITEM = ["instrument_id", "item_id", "site_id", "wave_id"]


def hide(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """`proposed_ratings` with `hidden`."""
    gone = pl.col("_gone")
    return (
        frame.with_columns(hidden_items(frame, answer).alias("_gone"))
        .with_columns(
            pl.when(gone).then(pl.lit(HIDDEN.format(k=answer.k))).alias("hidden"),
            *(pl.when(~gone).then(name).alias(name) for name in answer.measure.hides),
        )
        .drop("_gone")
    )


def hidden_items(frame: pl.DataFrame, answer: Answer) -> pl.Series:
    """Per row: is it proposed from pCAT answers to an item that is hidden at this site and wave?"""
    items = hidden_beside(answer, "distribution").filter(
        pl.col("hidden").is_null(), pl.col("state") == "answered", ~pl.col("is_total")
    )
    visible = items.select(_ITEM).unique().with_columns(_visible=pl.lit(True))
    rows = frame.select(*_ITEM, "basis").join(visible, on=_ITEM, how="left", maintain_order="left")
    return rows.select((pl.col("basis") == "pcat") & pl.col("_visible").is_null()).to_series()
