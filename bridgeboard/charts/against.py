"""Two things known of each site, held against each other: what can stand on either axis.

Everything is read from frames that a view may see: what is hidden there has no value here, and so
no point; it is counted in a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import site_records, words
from bridgeboard.charts.by_income import AtSite
from bridgeboard.charts.scale_rows import scale_rows
from bridgeboard.measures.readiness_rule import STATES

if TYPE_CHECKING:
    from bridgeboard.charts.comparison import Comparison
    from bridgeboard.disclosure import Shown

#: Where a site stands whose facts on a factor point one way, or both.
_DIRECTIONS = ("hinders", "mixed", "supports")
_READY = STATES[-1]
_NOT_ENOUGH = "not enough data"
_WORDS = {
    "pay": "Pay of PSWs as a share of the site's reference wage",
    "supports": "Context facts that support",
    "hinders": "Context facts that hinder",
    "direction": "{factor}: what the facts say",
    "score": "{name}, mean",
    "shift": "{scale}, {first} to {last}: shift",
    "ready": "Influences that are ready at {wave}",
    "unit_percent": "%",
    "unit_facts": "facts on record",
    "unit_direction": "direction of the facts",
    "unit_points": "points from {low} to {high}; {higher}",
    "unit_shift": "points; {higher}",
    "unit_ready": "of {n} influences",
    "no_fact": "no fact on record",
    "no_direction": "no direction said",
    "no_state": "no state of readiness can be told",
    "of": "{n} of {all} ready, {unknown} not known",
    "facts": "{n} of {all}",
    "numbers": "{value} ({interval})",
}


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """One thing to hold against another, site by site.

    what, unit: what stands at the axis. categories: words instead of numbers, from the low end up;
    values are their places. low: where the axis must begin; with_zero: it must show 0.
    """

    what: str
    unit: str
    sites: tuple[AtSite, ...]
    shown: Shown
    categories: tuple[str, ...] = ()
    places: int = 0
    percent: bool = False
    signed: bool = False
    whole: bool = False
    with_zero: bool = False
    notes: tuple[str, ...] = ()

    def written(self, value: float) -> str:
        """A value as it stands at a tick."""
        if self.percent:
            return words.percent(value)
        return (words.signed if self.signed else words.number)(value, self.places)


def pay(shown: Shown) -> Axis:
    """Each site's latest pay as a share of its reference wage. In: `payment`."""
    found = site_records.pay(shown)
    return Axis(
        what=_WORDS["pay"],
        unit=_WORDS["unit_percent"],
        sites=found.sites,
        shown=shown,
        percent=True,
        with_zero=True,
        notes=shown.notes,
    )


def facts(shown: Shown, direction: str) -> Axis:
    """How many of each site's facts support, or hinder, over all factors. In: `context`.

    Missing: a site without any fact: that nobody wrote one down doesn't make it 0.
    """
    return Axis(
        what=_WORDS[direction],
        unit=_WORDS["unit_facts"],
        sites=tuple(_facts(rows, direction) for rows in _by_site(shown.frame)),
        shown=shown,
        whole=True,
        with_zero=True,
        notes=shown.notes,
    )


def _facts(rows: list[dict[str, Any]], direction: str) -> AtSite:
    if why := _hidden(rows):
        return _silent(rows, why)
    everything = sum(row["n"] or 0 for row in rows)
    if not everything:
        return _silent(rows, _WORDS["no_fact"])
    n = sum(row[f"n_{direction}"] or 0 for row in rows)
    return _said(rows, n, _WORDS["facts"].format(n=n, all=words.count(everything, "fact")))


def direction(shown: Shown, factor: str) -> Axis:
    """Which way each site's facts on one factor point: hinders, mixed, supports. In: `context`.

    Out:     mixed where facts differ, by the rule of the measure, over all waves that are shown.
    """
    frame = shown.frame.filter(pl.col("factor") == factor)
    label = frame["factor_label"].first() or factor
    return Axis(
        what=_WORDS["direction"].format(factor=label),
        unit=_WORDS["unit_direction"],
        sites=tuple(_direction(rows) for rows in _by_site(frame)),
        shown=shown,
        categories=tuple(words.DIRECTIONS[one] for one in _DIRECTIONS),
        whole=True,
        notes=shown.notes,
    )


def _direction(rows: list[dict[str, Any]]) -> AtSite:
    if why := _hidden(rows):
        return _silent(rows, why)
    n = {one: sum(row[f"n_{one}"] or 0 for row in rows) for one in _DIRECTIONS}
    if not sum(n.values()):
        silent = not sum(row["n"] or 0 for row in rows)
        return _silent(rows, _WORDS["no_fact" if silent else "no_direction"])
    found = "mixed"
    if not n["mixed"] and not (n["supports"] and n["hinders"]):
        found = "supports" if n["supports"] else "hinders"
    told = words.count(sum(n.values()), "fact")
    return _said(rows, _DIRECTIONS.index(found), f"{words.DIRECTIONS[found]}, {told}")


def scores(shown: Shown, instrument_id: str, scale_id: str, wave_id: str) -> Axis:
    """Each site's mean score at a wave, with its interval. In: `score`."""
    found = scale_rows(shown, instrument_id, scale_id, wave_id)
    return Axis(
        what=_WORDS["score"].format(name=found.name),
        unit=_WORDS["unit_points"].format(**found.ends),
        sites=tuple(_score(row, found.places) for row in found.rows),
        shown=shown,
        places=found.places,
        notes=shown.notes,
    )


def _score(row: dict[str, Any], places: int) -> AtSite:
    if row["hidden"] or row["value"] is None:
        statuses = {"no answers": words.NO_ANSWERS, "no score": words.NO_SCORE}
        return _silent([row], row["hidden"] or statuses.get(row["status"], words.NOT_ENOUGH))
    interval = words.interval(row["lower"], row["upper"], places)
    numbers = _WORDS["numbers"].format(value=words.number(row["value"], places), interval=interval)
    return _said([row], row["value"], numbers, row["lower"], row["upper"], row["n"])


def shifts(found: Comparison, shown: Shown) -> Axis:
    """Each site's shift between two waves, with its interval. In: the comparison, and `shift`."""
    first = found.first or {}
    sites = []
    for row in found.sites:
        estimate = found.estimate(row)
        if estimate is None:
            sites.append(_silent([row], found.why(row)))
        else:
            sites.append(
                _said([row], estimate.value, found.numbers(row), estimate.lower, estimate.upper)
            )
    return Axis(
        what=_WORDS["shift"].format(scale=first.get("scale_label", ""), **found.waves),
        unit=_WORDS["unit_shift"].format(
            higher=words.BETTER_OR_WORSE.get(first.get("higher_is", ""), "")
        ),
        sites=tuple(sites),
        shown=shown,
        places=found.places,
        signed=True,
        with_zero=True,
        notes=shown.notes,
    )


def ready(shown: Shown, wave_id: str) -> Axis:
    """How many influences are ready at each site at a wave: a count of states, never a score.

    In:      `readiness`. Missing: a site any of whose states is hidden, as the count would tell
             it; a site of which no state is known.
    """
    frame = shown.frame.filter(pl.col("wave_id") == wave_id)
    wave = frame["wave_label"].first() or ""
    influences = frame["influence_id"].n_unique()
    return Axis(
        what=_WORDS["ready"].format(wave=words.isolated(wave)),
        unit=_WORDS["unit_ready"].format(n=influences),
        sites=tuple(_ready(rows) for rows in _by_site(frame)),
        shown=shown,
        whole=True,
        with_zero=True,
        notes=shown.notes,
    )


def _ready(rows: list[dict[str, Any]]) -> AtSite:
    if why := _hidden(rows):
        return _silent(rows, why)
    states = [row["state"] for row in rows]
    unknown = states.count(_NOT_ENOUGH)
    if unknown == len(states):
        return _silent(rows, _WORDS["no_state"])
    n = states.count(_READY)
    return _said(rows, n, _WORDS["of"].format(n=n, all=len(states), unknown=unknown))


def pairs(x: Axis, y: Axis) -> list[tuple[AtSite, AtSite]]:
    """Sites that have a value on both axes, in the order of sites.csv."""
    others = {site.site_id: site for site in y.sites}
    found = [(site, others.get(site.site_id)) for site in x.sites if site.value is not None]
    return [(one, other) for one, other in found if other is not None and other.value is not None]


def left_out(x: Axis, y: Axis) -> dict[str, list[str]]:
    """Names of sites without a point, by why; what x lacks is said before what y lacks."""
    drawn = {site.site_id for site, _ in pairs(x, y)}
    others = {site.site_id: site for site in y.sites}
    found: dict[str, list[str]] = {}
    for site in x.sites:
        if site.site_id in drawn:
            continue
        other = others.get(site.site_id)
        why = site.why or (other.why if other else "") or words.NOT_ENOUGH
        found.setdefault(why, []).append(site.name)
    return found


def _by_site(frame: pl.DataFrame) -> list[list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in frame.filter(pl.col("site_id").is_not_null()).to_dicts():
        groups.setdefault(row["site_id"], []).append(row)
    return list(groups.values())


def _hidden(rows: Sequence[dict[str, Any]]) -> str:
    return next((row["hidden"] for row in rows if row.get("hidden")), "")


def _silent(rows: Sequence[dict[str, Any]], why: str) -> AtSite:
    return AtSite(rows[0]["site_id"], rows[0]["site_name"], why=why)


def _said(
    rows: Sequence[dict[str, Any]],
    value: float,
    numbers: str,
    lower: float | None = None,
    upper: float | None = None,
    n: int | None = None,
) -> AtSite:
    people = words.number(n, 0) if n is not None else ""
    return AtSite(
        rows[0]["site_id"], rows[0]["site_name"], float(value), lower, upper, numbers, people
    )
