"""Scales in their order, with the ends of their range."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import SCALE

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot


def scales(snapshot: Snapshot) -> pl.DataFrame:
    """The columns of SCALE: one row per scale of each instrument in use, in order.

    An instrument without scales (pCAT) has no row: its items are never summed.
    """
    rows = []
    for instrument in snapshot.instruments.values():
        for scale in instrument.scales:
            low, high = instrument.score_range(scale)
            rows.append(
                {
                    "instrument_id": instrument.instrument_id,
                    "instrument_name": instrument.short_name,
                    "scale_id": scale.scale_id,
                    "scale_label": scale.label,
                    "scale_order": len(rows) + 1,
                    "minimum": low,
                    "maximum": high,
                    "higher_is": scale.higher_is,
                }
            )
    return pl.DataFrame(rows, schema={column.name: column.dtype for column in SCALE})
