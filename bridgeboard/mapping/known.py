"""What a programme has already: its sites and waves, for maps to name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl


@dataclass(frozen=True, slots=True)
class KnownSite:
    """A site of the programme. aliases: other names under which it stands in files."""

    site_id: str
    site_name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownWave:
    """A wave of the programme. months: since peer support began; 0 or less is before."""

    wave_id: str
    label: str
    order: int
    from_on: date | None = None
    to_on: date | None = None
    months: float | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The programme's sites, and its waves in order. Both are empty for a new programme."""

    sites: tuple[KnownSite, ...] = ()
    waves: tuple[KnownWave, ...] = ()

    @property
    def site_ids(self) -> frozenset[str]:
        """The ids of all sites."""
        return frozenset(site.site_id for site in self.sites)

    @property
    def wave_ids(self) -> frozenset[str]:
        """The ids of all waves."""
        return frozenset(wave.wave_id for wave in self.waves)


def known_of(tables: Mapping[str, pl.DataFrame]) -> Known:
    """What the tables sites and waves say, as text or typed; rows that can't be read are left out.

    A site's aliases are its city and the id and name of the site that it stands for.
    """
    return Known(_sites(tables.get("sites")), _waves(tables.get("waves")))


def _sites(frame: pl.DataFrame | None) -> tuple[KnownSite, ...]:
    rows = [] if frame is None else frame.to_dicts()
    names = {row.get("site_id"): row.get("site_name") for row in rows}
    found = []
    for row in rows:
        if row.get("site_id"):
            earlier = row.get("alias_of")
            aliases = [row.get("city"), earlier, names.get(earlier) if earlier else None]
            found.append(
                KnownSite(
                    row["site_id"],
                    row.get("site_name") or row["site_id"],
                    tuple(alias for alias in aliases if alias),
                )
            )
    return tuple(found)


def _waves(frame: pl.DataFrame | None) -> tuple[KnownWave, ...]:
    found = []
    for place, row in enumerate([] if frame is None else frame.to_dicts(), start=1):
        if row.get("wave_id"):
            found.append(
                KnownWave(
                    row["wave_id"],
                    row.get("label") or row["wave_id"],
                    int(_number(row.get("order")) or place),
                    _day(row.get("from_on")),
                    _day(row.get("to_on")),
                    _number(row.get("months_since_start")),
                )
            )
    return tuple(sorted(found, key=lambda wave: wave.order))


def _number(cell: object) -> float | None:
    try:
        return None if cell is None else float(str(cell))
    except ValueError:
        return None


def _day(cell: object) -> date | None:
    if isinstance(cell, date):
        return cell
    try:
        return None if cell is None else date.fromisoformat(str(cell)[:10])
    except ValueError:
        return None
