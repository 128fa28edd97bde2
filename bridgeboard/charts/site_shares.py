"""The share of each site's people who agree with an item, as values of sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import words
from bridgeboard.charts.by_income import AtSite
from bridgeboard.charts.pooled_sites import Together
from bridgeboard.charts.site_values import SiteValues
from bridgeboard.statistics import proportion

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "share": "“{item}” at {wave}",
    "unit_share": "% of those who answered, on the side of “{level}”",
    "n_share": "n = people who answered the item",
    "percent": "{share} ({lower} to {upper} %)",
    "of": "{n} of {all}",
    "people": "All people together",
    "reversed": "Agreeing with this item lowers the score.",
    "by_people": "“All people together” counts people, so that large sites weigh more.",
}


def shares(shown: Shown, instrument_id: str, item_id: str, wave_id: str) -> SiteValues:
    """The share of each site's people on the agreeing side of an item. In: `distribution`.

    Out:     share with Wilson's interval; the middle level agrees with nobody.
    Missing: a site whose answers are hidden, or where nobody answered.
    """
    frame = shown.frame.filter(
        (pl.col("instrument_id") == instrument_id)
        & (pl.col("item_id") == item_id)
        & (pl.col("wave_id") == wave_id)
        & (pl.col("state") == "answered")
    ).sort("level", maintain_order=True)
    places: dict[str | None, list[dict[str, Any]]] = {}
    for row in frame.to_dicts():
        places.setdefault(None if row["is_total"] else row["site_id"], []).append(row)
    # Sites stand in the order of the frame, not in that of its levels.
    order = [site for site in frame["site_id"].unique(maintain_order=True) if site is not None]
    some = next(iter(places.values()), [])
    first = some[0] if some else {}
    whole = [_share(places[None])] if None in places else []
    return SiteValues(
        kind="share",
        what=_WORDS["share"].format(
            item=first.get("item_label", ""), wave=words.isolated(first.get("wave_label", ""))
        ),
        sites=tuple(_share(places[site]) for site in order),
        low=0.0,
        high=1.0,
        places=0,
        percent=True,
        unit=_WORDS["unit_share"].format(level=some[-1]["level_label"] if some else ""),
        n_text=_WORDS["n_share"],
        shown=shown,
        together=tuple(
            Together(
                level=None,
                n_sites=None,
                value=one.value,
                lower=one.lower,
                upper=one.upper,
                numbers=one.numbers,
                name=_WORDS["people"],
                people=one.people,
            )
            for one in whole
            if one.value is not None
        ),
        notes=(
            *((_WORDS["reversed"],) if first.get("reversed") else ()),
            *((_WORDS["by_people"],) if whole and whole[0].value is not None else ()),
            *shown.notes,
        ),
    )


def _share(levels: list[dict[str, Any]]) -> AtSite:
    """The upper half of the levels; where their number is odd, without the middle one."""
    row = levels[0]
    site_id, name = row["site_id"] or "", row["site_name"]
    if row["hidden"] or row["n"] is None:
        return AtSite(site_id, name, why=row["hidden"] or words.NOT_ENOUGH)
    if not row["n"]:
        return AtSite(site_id, name, why=words.NO_ANSWERS)
    n = sum(level["n_level"] for level in levels[(len(levels) + 1) // 2 :])
    found = proportion(n, row["n"])
    lower, upper = found.lower or 0.0, found.upper or 0.0
    return AtSite(
        site_id,
        name,
        found.share,
        lower,
        upper,
        _WORDS["percent"].format(
            share=words.percent(found.share or 0.0),
            lower=f"{lower * 100:.0f}",
            upper=f"{upper * 100:.0f}",
        ),
        _WORDS["of"].format(n=n, all=row["n"]),
        n=row["n"],
        count=n,
    )
