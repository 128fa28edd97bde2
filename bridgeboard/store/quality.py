"""How people answered, counted when a snapshot is published: for data quality."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from bridgeboard.instruments import Instrument
from bridgeboard.store.wide import Arranged

#: Two people who agree on fewer items may well do so by chance.
ITEMS_TO_BE_ALIKE = 10

_FLAGS = ("asked", "answered", "could_straight", "straight", "could_be_alike", "alike")
#: A row without an instrument is about all of them: a person counts once.
COUNTS = {
    "instrument_id": pl.String,
    "site_id": pl.String,
    "wave_id": pl.String,
    **{f"n_{flag}": pl.Int64 for flag in _FLAGS},
}


def tells_straight_lining(instrument: Instrument) -> bool:
    """Has it reversed items beside others, so that one answer to all contradicts itself?"""
    return len({item.reversed for item in instrument.items}) == 2


def tells_alike(instrument: Instrument) -> bool:
    """Has it so many items that nobody answers all of them as somebody else does by chance?"""
    return len(instrument.items) >= ITEMS_TO_BE_ALIKE


@dataclass
class Quality:
    """What was counted so far, instrument by instrument.

    In: respondents, in the order of which Arranged.places are places.
    """

    respondents: pl.DataFrame
    parts: list[pl.DataFrame] = field(default_factory=list)
    flags: dict[str, np.ndarray] = field(init=False)

    def __post_init__(self) -> None:
        self.flags = {name: np.zeros(self.respondents.height, dtype=bool) for name in _FLAGS}

    def add(self, instrument: Instrument, done: Arranged) -> None:
        """Count an instrument's answers.

        straight: answered all items, all with the same number, where tells_straight_lining.
        alike: answered all items as somebody else of the site and wave did, where tells_alike (by a
            hash of 64 bits: two different rows are taken for one less than once in 100,000
            programmes of a million people).
        """
        wide, item_ids = done.wide, list(instrument.item_ids)
        items = wide.select(item_ids)
        n_given = items.select(pl.sum_horizontal(pl.all().is_not_null())).to_series().to_numpy()
        complete = n_given == len(item_ids)
        nobody = np.zeros(wide.height, dtype=bool)
        found = {"asked": ~nobody, "answered": n_given > 0}
        could_straight = complete if tells_straight_lining(instrument) else nobody
        same = items.select(pl.min_horizontal(pl.all()) == pl.max_horizontal(pl.all())).to_series()
        found |= {
            "could_straight": could_straight,
            "straight": could_straight & same.fill_null(False).to_numpy(),
        }
        could_be_alike = complete if tells_alike(instrument) else nobody
        found |= {"could_be_alike": could_be_alike, "alike": _alike(wide, item_ids, could_be_alike)}
        for name, flag in found.items():
            self.flags[name][done.places] |= flag
        self.parts.append(_counted(wide, found, instrument.instrument_id))

    def counts(self) -> pl.DataFrame:
        """The rows of mart_quality: those without an instrument first."""
        whole = _counted(self.respondents, self.flags, None)
        return pl.concat([whole, *self.parts])


def _alike(wide: pl.DataFrame, item_ids: list[str], could: np.ndarray) -> np.ndarray:
    found = np.zeros(wide.height, dtype=bool)
    rows = wide.filter(pl.Series(could)).select("site_id", "wave_id", *item_ids)
    if rows.height:
        found[could] = rows.hash_rows(seed=0).is_duplicated().to_numpy()
    return found


def _counted(
    where: pl.DataFrame, flags: dict[str, np.ndarray], instrument_id: str | None
) -> pl.DataFrame:
    columns: Iterable[pl.Series] = (pl.Series(f"n_{name}", flag) for name, flag in flags.items())
    counted = (
        where.select(pl.col("site_id", "wave_id"))
        .with_columns(columns)
        .group_by("site_id", "wave_id", maintain_order=True)
        .agg(pl.col("^n_.*$").sum().cast(pl.Int64))
    )
    of = pl.lit(instrument_id, pl.String).alias("instrument_id")
    return counted.select(of, *(name for name in COUNTS if name != "instrument_id"))
