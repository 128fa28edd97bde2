"""Ids that many rows refer to, in the order in which they are shown."""

from __future__ import annotations

import polars as pl

#: Ids of few rows, and the column of their table that orders them; the table's own order if None.
ID_ORDER = {"sites.site_id": None, "waves.wave_id": "order", "themes.theme_id": "order"}


def ids_in_order(place: str, table: pl.DataFrame) -> list[str]:
    """The ids of a table's rows, in order, each once. In: place: one of ID_ORDER."""
    order = ID_ORDER[place]
    rows = table.sort(order, maintain_order=True) if order else table
    return list(dict.fromkeys(rows[place.partition(".")[2]]))
