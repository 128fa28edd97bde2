"""A shown frame as a matrix: one column per site."""

from __future__ import annotations

import polars as pl

from bridgeboard.disclosure.view import Shown
from bridgeboard.measures.measure import Matrix

#: What stands in a cell whose number is hidden; why is said once, in the notes.
HIDDEN_CELL = "hidden"


def matrix(shown: Shown) -> pl.DataFrame:
    """One row per what the measure names, one column per site, one cell each, all as text.

    In:      a shown answer of a measure that has a matrix.
    Out:     the measure's row columns, then a column per site in the frame's order, headed by its
             site_id; "No site named" and "All sites" last.
    Missing: a cell says in words why it has no number: a status such as "not reported", "hidden",
             or that the frame has no row for it. It is never 0 and never empty for that.
    Raises:  ValueError for a measure without a matrix.
    """
    layout = shown.answer.measure.matrix
    if layout is None:
        raise ValueError(f"{shown.answer.measure.name} has no matrix")
    frame = shown.frame.with_columns(
        _cell=_cell(layout, shown.frame), _head=pl.coalesce("site_id", "site_name")
    )
    heads = frame["_head"].unique(maintain_order=True).to_list()
    keys = list(dict.fromkeys([*layout.order, *layout.rows]))
    rows = frame.select(keys).unique().sort(list(layout.order), nulls_last=True)
    for head in heads:
        cells = frame.filter(pl.col("_head") == head).select(*keys, pl.col("_cell").alias(head))
        rows = rows.join(cells, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return rows.select(*layout.rows, pl.col(heads).fill_null(layout.outside))


def _cell(layout: Matrix, frame: pl.DataFrame) -> pl.Expr:
    value = pl.col(layout.cell)
    if frame.schema[layout.cell].is_float():
        value = value.map_elements(lambda number: f"{number:.2f}", return_dtype=pl.String)
    # A cell that is written as nothing, such as that of a construct nobody rated, gets its word.
    text = value.cast(pl.String).replace("", None)
    status = pl.col("status") if "status" in frame.columns else pl.lit(None, pl.String)
    return (
        pl.when(pl.col("hidden").is_not_null() & text.is_null())
        .then(pl.lit(HIDDEN_CELL))
        .when(status.is_in(list(layout.words)))
        .then(status)
        .otherwise(text.fill_null(pl.lit(layout.outside)))
    )
