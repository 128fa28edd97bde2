"""In which order sites stand side by side, and the words that say why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.charts import options, words

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown
    from bridgeboard.instruments import Instrument

LISTED, INCOME, SHIFT = "listed", "income", "shift"
_WORDS = {
    "income": "Income level",
    "shift": "Shift, {name}",
    "unknown": "not dated",
    "none": "none",
    "group": {"high": "high", "low": "low", "": "in neither"},
}
_LEVELS = {level: place for place, level in enumerate(words.INCOMES)}
_GROUPS = {"high": 0, "low": 1, "": 2}


@dataclass(frozen=True, slots=True)
class SiteOrder:
    """Sites by id, with their names, in order; beside: what stands under each name, under label."""

    sites: Mapping[str, str]
    label: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)


def listed(shown: Shown) -> SiteOrder:
    """As the programme lists them."""
    return SiteOrder(options.sites(shown))


def by_income(shown: Shown, basis: str, wave_id: str) -> SiteOrder:
    """By the income level of their country at a wave, low first; undated last."""
    names = options.sites(shown)
    known = shown.answer.income.filter((pl.col("basis") == basis) & (pl.col("wave_id") == wave_id))
    levels = dict(known.select("site_id", "income_level").iter_rows())
    return _sorted(
        names,
        _WORDS["income"],
        {site: _LEVELS.get(levels.get(site), len(_LEVELS)) for site in names},
        {site: levels.get(site) or _WORDS["unknown"] for site in names},
    )


def total_scale(instruments: Iterable[Instrument]) -> tuple[Instrument, str] | None:
    """The first instrument with a scale of all its items, and that scale; None without one."""
    for instrument in instruments:
        for scale in instrument.scales:
            if instrument.version_of is None and len(scale.item_ids) == len(instrument.items):
                return instrument, scale.scale_id
    return None


def by_shift(shown: Shown, shift: Shown, instrument: Instrument, scale_id: str) -> SiteOrder:
    """By how far the total scale moved from the first to the last wave, what rose most first.

    Sites without a shift in this view stand last.
    """
    names = options.sites(shown)
    rows = shift.frame.filter(
        (pl.col("instrument_id") == instrument.instrument_id)
        & (pl.col("scale_id") == scale_id)
        & (pl.col("design") == "unpaired")
        & pl.col("value").is_not_null()
    )
    rows = rows.filter(
        (pl.col("from_wave_order") == pl.col("from_wave_order").min())
        & (pl.col("to_wave_order") == pl.col("to_wave_order").max())
    )
    values = dict(rows.select("site_id", "value").iter_rows())
    return _sorted(
        names,
        _WORDS["shift"].format(name=instrument.short_name),
        {site: -values[site] if site in values else float("inf") for site in names},
        {
            site: words.signed(values[site], 2) if site in values else _WORDS["none"]
            for site in names
        },
    )


def groupings(groups: pl.DataFrame) -> dict[str, str]:
    """What doing well may mean, by id, in order."""
    rows = groups.select("grouping", "grouping_label").unique(maintain_order=True)
    return dict(rows.iter_rows())


def by_group(shown: Shown, groups: pl.DataFrame, grouping: str) -> SiteOrder:
    """Sites that did well first, by a grouping of `groupings`; those in neither group last."""
    names = options.sites(shown)
    rows = groups.filter(pl.col("grouping") == grouping)
    group_of = dict(rows.select("site_id", "group").iter_rows())
    label = rows["grouping_label"][0] if rows.height else ""
    return _sorted(
        names,
        label,
        {site: _GROUPS[group_of.get(site, "")] for site in names},
        {site: _WORDS["group"][group_of.get(site, "")] for site in names},
    )


def _sorted(
    names: Mapping[str, str],
    label: str,
    places: Mapping[str, float],
    beside: Mapping[str, str],
) -> SiteOrder:
    """Sites of one place keep the order of the list."""
    order = sorted(names, key=lambda site: places[site])
    return SiteOrder({site: names[site] for site in order}, label, beside)
