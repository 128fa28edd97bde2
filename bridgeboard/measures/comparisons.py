"""What can be compared: the scales, and every wave with every later one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import COMPARISON
from bridgeboard.measures.once import once
from bridgeboard.measures.scales import scales

if TYPE_CHECKING:
    from bridgeboard.instruments import Instrument
    from bridgeboard.store import Snapshot

_WAVES = """
SELECT wave_id, label AS wave_label, wave_order, months_since_start FROM ordered_waves
ORDER BY wave_order
"""

#: What stands for one that must not be compared, or has one standing for it, must not either.
_SITES = """
SELECT s.site_id, s.site_name,
       CASE WHEN coalesce(bool_or(p.comparable_across_waves = 'no'), false) THEN 'no'
            ELSE s.comparable_across_waves::VARCHAR END AS comparable,
       string_agg(p.site_name, ' and ' ORDER BY p.site_order) AS partner
FROM ordered_sites s
LEFT JOIN ordered_sites p ON p.site_id = s.alias_of OR p.alias_of = s.site_id
GROUP BY s.site_id, s.site_name, s.comparable_across_waves, s.site_order
ORDER BY s.site_order
"""


@once
def compared_sites(snapshot: Snapshot) -> pl.DataFrame:
    """site_id, site_name, comparable (yes, no or unknown), partner: the place of another wave."""
    return snapshot.query(_SITES)


def comparisons(snapshot: Snapshot) -> pl.DataFrame:
    """The columns of COMPARISON: one row per earlier and later wave, in time."""
    waves = snapshot.query(_WAVES)
    rows = waves.select(pl.all().name.prefix("from_")).join_where(
        waves.select(pl.all().name.prefix("to_")),
        pl.col("from_wave_order") < pl.col("to_wave_order"),
    )
    rows = rows.with_columns(
        months=pl.col("to_months_since_start") - pl.col("from_months_since_start")
    ).sort("from_wave_order", "to_wave_order")
    return rows.select(pl.col(column.name).cast(column.dtype) for column in COMPARISON)


def families(snapshot: Snapshot) -> dict[str, tuple[Instrument, ...]]:
    """Each instrument that is no version of another, with its versions after it.

    A version of an instrument that is not in use, or of a version, stands for itself.
    """
    known = snapshot.instruments
    base_of = {}
    for name, instrument in known.items():
        base = known.get(instrument.version_of or "")
        base_of[name] = name if base is None or base.version_of else base.instrument_id
    return {
        name: (known[name], *(known[v] for v, base in base_of.items() if base == name != v))
        for name in known
        if base_of[name] == name
    }


def compared_scales(snapshot: Snapshot) -> pl.DataFrame:
    """The columns of SCALE for the scales on which waves are compared: those of no version."""
    return scales(snapshot).filter(pl.col("instrument_id").is_in(list(families(snapshot))))
