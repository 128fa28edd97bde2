"""Sites and income levels in words: what can be said, what can't, and what an order is worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from bridgeboard.charts import words
from bridgeboard.charts.by_income import (
    Levels,
    Order,
    counted_sites,
    level_name,
    on_chart,
    told_apart,
)
from bridgeboard.statistics import means_apart, shares_apart

if TYPE_CHECKING:
    from bridgeboard.charts.site_values import SiteValues

_ALPHA = 0.05
_WORDS = {
    "none": "{what}: no site has a number that can be shown.",
    "range": "{what}: {low} to {high} over {n}",
    "one": "{what}: {low} at {site}, the only site with a number that can be shown",
    "mean": ", {mean} on average (95 % interval {interval})",
    "people": ", {mean} of all people",
    "moved": "{what}: {reading} on average over {n} ({mean}, 95 % interval {interval})",
    "each": "{what}: {read}",
    "read": "{reading} at {names}",
    "no_interval": "no interval",
    "sites": "the sites",
    "cannot": "; whether income level makes a difference can't be told from {sites}.",
    "same": "; all have one income level.",
    "unknown": "; income levels aren't known here.",
    "alt": "{what}, by income level. {groups}. {caution}",
    "group": "{level}: {sites}",
    "order": "Sites stand by value because you asked: the order says little.",
    "pairs": "Of {all} of sites, {n} can be told apart beyond chance ({test}, allowing for their "
    "number by Holm).",
    "pair": "pair",
    "means": "Welch's t",
    "shares": "Fisher's exact test",
    "caveat": "{level}: {caveat}",
    "all": "All together",
}


def headline(values: SiteValues, levels: Levels) -> str:
    """What can be said, and what can't, in one sentence."""
    known = values.known
    if not known:
        return _WORDS["none"].format(what=values.what)
    return _can(values) + cannot([site.site_id for site in values.sites], levels)


def cannot(site_ids: Sequence[str], levels: Levels) -> str:
    """The end of a sentence that says what these sites can't tell about income levels."""
    if not any(site in levels.of for site in site_ids):
        return _WORDS["unknown"]
    if not told_apart(site_ids, levels):
        return _WORDS["same"]
    return _WORDS["cannot"].format(sites=counted_sites(site_ids, levels))


def finding(said: str) -> str:
    """What can be said, without the ending that `cannot` gave: said once of many, it is enough."""
    for form in ("cannot", "same", "unknown"):
        before, ending, _ = said.rpartition(_WORDS[form].partition("{")[0])
        if ending:
            return f"{before}."
    return said


def _can(values: SiteValues) -> str:
    known = values.known
    whole = next((one for one in values.together if one.level is None), None)
    interval = ""
    if whole is not None and whole.lower is not None and whole.upper is not None:
        interval = values.interval(whole.lower, whole.upper)
    if values.kind == "shift":
        if whole is None or not interval or values.chosen:
            return _WORDS["each"].format(what=values.what, read=_read(values))
        n = words.count(whole.n_sites, "site") if whole.n_sites is not None else _WORDS["sites"]
        return _WORDS["moved"].format(
            what=values.what,
            reading=_reading(whole.lower or 0.0, whole.upper or 0.0),
            n=n,
            mean=values.written(whole.value),
            interval=interval,
        )
    numbers = [site.value for site in known if site.value is not None]
    low, high = values.written(min(numbers)), values.written(max(numbers))
    if len(known) == 1:
        site = words.isolated(known[0].name)
        return _WORDS["one"].format(what=values.what, low=low, site=site)
    said = _WORDS["range"].format(
        what=values.what, low=low, high=high, n=words.count(len(known), "site")
    )
    if whole is None:
        return said
    if values.kind == "share":
        return said + _WORDS["people"].format(mean=values.written(whole.value))
    return said + _WORDS["mean"].format(mean=values.written(whole.value), interval=interval)


def _read(values: SiteValues) -> str:
    """Site by site: rose at A; no clear change at B and C."""
    found: dict[str, list[str]] = {}
    for site in values.known:
        has_interval = site.lower is not None and site.upper is not None
        reading = (
            _reading(site.lower or 0.0, site.upper or 0.0)
            if has_interval
            else _WORDS["no_interval"]
        )
        found.setdefault(reading, []).append(words.isolated(site.name))
    return "; ".join(
        _WORDS["read"].format(reading=reading, names=words.listed(found[reading], 12))
        for reading in (words.ROSE, words.FELL, words.NO_CLEAR_CHANGE, _WORDS["no_interval"])
        if reading in found
    )


def _reading(lower: float, upper: float) -> str:
    if lower > 0:
        return words.ROSE
    return words.FELL if upper < 0 else words.NO_CLEAR_CHANGE


def alt(values: SiteValues, levels: Levels) -> str:
    """The reading of a drawing by income level, for people who can't see it."""
    members: dict[str, list[str]] = {}
    for site in sorted(values.known, key=lambda site: levels.place(site.site_id)):
        said = f"{words.isolated(site.name)} {values.written(site.value or 0.0)}"
        members.setdefault(levels.label(site.site_id), []).append(said)
    if not members:
        return _WORDS["none"].format(what=values.what)
    groups = "; ".join(
        _WORDS["group"].format(level=level, sites=words.listed(sites, 12))
        for level, sites in members.items()
    )
    caution = on_chart(values.sites, levels)[-1]
    return _WORDS["alt"].format(what=values.what, groups=groups, caution=caution)


def income_source(levels: Levels) -> str:
    """Who says which level a country has; nobody but the source itself where that is the basis."""
    return "" if levels.basis == "as_reported" else "World Bank (income)"


def notes(
    values: SiteValues, levels: Levels, order: Order, heterogeneity: str = ""
) -> tuple[str, ...]:
    """What must be said beside the drawing: what its order is worth, then what limits it."""
    caveats: dict[str, list[str]] = {}
    for one in values.together:
        # Of shifts the notes say so already.
        if one.caveat and values.kind != "shift":
            name = _WORDS["all"] if one.level is None else level_name(one.level, levels.basis)
            caveats.setdefault(one.caveat, []).append(name)
    said = [
        *((_WORDS["order"], told_apart_by_chance(values)) if order == "value" else ()),
        heterogeneity,
        *(
            _WORDS["caveat"].format(level=words.listed(names, 12), caveat=caveat)
            for caveat, names in caveats.items()
        ),
        *values.notes,
    ]
    return tuple(dict.fromkeys(one for one in said if one))


def told_apart_by_chance(values: SiteValues) -> str:
    """How many pairs of the shown sites differ by more than chance; "" where nobody can say."""
    known = values.known
    if len(known) < 2 or values.kind not in ("score", "share"):
        return ""
    ns = [site.n or 0 for site in known]
    if values.kind == "score":
        means = [site.value or 0.0 for site in known]
        p, test = means_apart(means, [site.sd or 0.0 for site in known], ns), _WORDS["means"]
    else:
        p, test = shares_apart([site.count or 0 for site in known], ns), _WORDS["shares"]
    tested = int((~np.isnan(p)).sum())
    if not tested:
        return ""
    return _WORDS["pairs"].format(
        all=words.count(tested, _WORDS["pair"]), n=int((p < _ALPHA).sum()), test=test
    )
