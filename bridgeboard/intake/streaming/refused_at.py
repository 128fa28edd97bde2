"""Where refused rows of a long table are."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from bridgeboard.intake.refused_rows import SCHEMA
from bridgeboard.intake.streaming.sql import literals
from bridgeboard.intake.streaming.workplace import Workplace
from bridgeboard.intake.working import Working

_NAMES = (("sites", "site_id"), ("waves", "wave_id"))


def refused_at(
    place: Workplace, table: str, refused: str, works: Mapping[str, Working]
) -> pl.DataFrame:
    """How many rows are refused at each site and wave; null where there is none of this name.

    In: refused: SQL for place, site_id, wave_id and n; works: the tables in memory, judged.
    """
    columns = ", ".join(
        f"CASE WHEN {column} IN ({ids}) THEN {column} END AS {column}"
        for of, column in _NAMES
        for ids in [literals(works[of].good()[column]) if of in works else "NULL"]
    )
    frame = place.frame(
        f"SELECT site_id, wave_id, sum(n)::BIGINT AS n FROM (SELECT place, n, {columns} "
        f"FROM ({refused})) GROUP BY site_id, wave_id ORDER BY min(place)"
    )
    which = pl.lit(table).alias("table_name")
    return frame.select(which, "site_id", "wave_id", "n").cast(SCHEMA)
