"""Sites and waves in their order, and frames laid out by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import ALL_SITES, NO_SITE, Column
from bridgeboard.measures.once import once

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot


@once
def sites(snapshot: Snapshot) -> pl.DataFrame:
    """site_id, site_name, site_order: in the order of sites.csv."""
    return snapshot.query(
        "SELECT site_id, site_name, site_order FROM ordered_sites ORDER BY site_order"
    )


@once
def waves(snapshot: Snapshot) -> pl.DataFrame:
    """wave_id, wave_label, wave_order: in time."""
    return snapshot.query(
        'SELECT wave_id, label AS wave_label, "order" AS wave_order '
        "FROM ordered_waves ORDER BY wave_order"
    )


def grid(*parts: pl.DataFrame) -> pl.DataFrame:
    """Every row of each part with every row of the others."""
    whole, *others = parts
    for part in others:
        whole = whole.join(part, how="cross")
    return whole


def laid_out(
    frame: pl.DataFrame,
    columns: Sequence[Column],
    snapshot: Snapshot,
    then: Sequence[str] = (),
) -> pl.DataFrame:
    """The frame with the declared columns and types, sorted by site, wave and what `then` names.

    In: site_id (null: no site, or all of them where is_total), and wave_id if waves are declared.
        The names of sites and waves are added here.
    """
    declared = {column.name: column.dtype for column in columns}
    frame = frame.join(sites(snapshot), on="site_id", how="left", maintain_order="left")
    is_total = pl.col("is_total") if "is_total" in frame.columns else pl.lit(False)
    frame = frame.with_columns(
        site_name=pl.when(is_total)
        .then(pl.lit(ALL_SITES))
        .when(pl.col("site_id").is_null())
        .then(pl.lit(NO_SITE))
        .otherwise("site_name"),
        _site=pl.when(is_total)
        .then(pl.lit(2**40))
        .otherwise(pl.col("site_order").fill_null(pl.lit(2**39))),
    )
    order = ["_site"]
    if "wave_id" in declared:
        frame = frame.join(waves(snapshot), on="wave_id", how="left", maintain_order="left")
        order.append("wave_order")
    frame = frame.sort([*order, *then], nulls_last=True, maintain_order=True)
    return frame.select(pl.col(name).cast(dtype) for name, dtype in declared.items())
