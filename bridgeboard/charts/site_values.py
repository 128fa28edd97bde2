"""What is compared at sites: a number for each with its interval, from any measure that has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from bridgeboard.charts import words
from bridgeboard.charts.by_income import AtSite, Levels
from bridgeboard.charts.pooled_sites import Together, of_means
from bridgeboard.charts.readings.together import notes
from bridgeboard.charts.scale_rows import scale_rows

if TYPE_CHECKING:
    from bridgeboard.charts.comparison import Comparison
    from bridgeboard.disclosure import Shown

_WORDS = {
    "shift": "{scale}, {first} to {last}",
    "unit_score": "points on a scale from {low} to {high}; {higher}",
    "unit_shift": {
        "points": "shift in points on a scale from {low} to {high}; {higher}",
        "standardised": "shift in standard deviations; {higher}",
    },
    "n_score": "n = people with a score",
}


@dataclass(frozen=True, slots=True, eq=False)
class SiteValues:
    """One thing to compare, site by site.

    what: its name with its wave. low, high: the ends of its scale; None where it has none, as a
    shift. places: decimals; percent: is it a share? together: estimates over sites, all of them
    first. samples: are the values estimates, with intervals? chosen: are sites only some of those
    that `together` is about?
    """

    kind: str
    what: str
    sites: tuple[AtSite, ...]
    low: float | None
    high: float | None
    places: int
    percent: bool
    unit: str
    n_text: str
    shown: Shown
    together: tuple[Together, ...] = ()
    notes: tuple[str, ...] = ()
    samples: bool = True
    chosen: bool = False

    @property
    def known(self) -> tuple[AtSite, ...]:
        """Sites that have a value here."""
        return tuple(site for site in self.sites if site.value is not None)

    def written(self, value: float) -> str:
        """A value as charts write it."""
        if self.percent:
            return words.percent(value)
        if self.low is None:
            return words.signed(value, self.places)
        return words.number(value, self.places)

    def interval(self, lower: float, upper: float) -> str:
        """Both ends as charts write them."""
        if self.percent:
            return f"{lower * 100:.0f} to {words.percent(upper)}"
        return words.interval(lower, upper, self.places)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Values of sites, one after another.

    values: at each wave, or of each stage; names: theirs; what: what all of them are.
    """

    what: str
    values: tuple[SiteValues, ...]
    names: tuple[str, ...]
    along: Literal["waves", "stages"] = "waves"


def scores(
    shown: Shown, instrument_id: str, scale_id: str, wave_id: str, levels: Levels
) -> SiteValues:
    """Each site's mean score at a wave; over all shown sites, and those of each income level.

    In: the measure `score`.
    """
    found = scale_rows(shown, instrument_id, scale_id, wave_id)
    return SiteValues(
        kind="score",
        what=found.name,
        sites=tuple(_score(row, found.places) for row in found.rows),
        low=found.low,
        high=found.high,
        places=found.places,
        percent=False,
        unit=_WORDS["unit_score"].format(**found.ends),
        n_text=_WORDS["n_score"],
        shown=shown,
        together=_of_groups(found.rows, levels, found.places),
        notes=shown.notes,
    )


def _of_groups(rows: Sequence[dict[str, Any]], levels: Levels, places: int) -> tuple[Together, ...]:
    members: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: levels.place(row["site_id"])):
        if row["site_id"] in levels.of:
            members.setdefault(levels.of[row["site_id"]], []).append(row)
    groups: list[tuple[str | None, list[dict[str, Any]]]] = [(None, rows), *members.items()]
    return tuple(one for level, group in groups for one in of_means(group, places, level))


def _score(row: dict[str, Any], places: int) -> AtSite:
    if row["hidden"] or row["value"] is None:
        statuses = {"no answers": words.NO_ANSWERS, "no score": words.NO_SCORE}
        why = row["hidden"] or statuses.get(row["status"], words.NOT_ENOUGH)
        people = "" if row["hidden"] or not row["n"] else words.number(row["n"], 0)
        return AtSite(row["site_id"], row["site_name"], people=people, why=why)
    interval = words.interval(row["lower"], row["upper"], places)
    return AtSite(
        row["site_id"],
        row["site_name"],
        row["value"],
        row["lower"],
        row["upper"],
        f"{words.number(row['value'], places)} ({interval})",
        words.number(row["n"], 0),
        n=row["n"],
        sd=row["sd"],
    )


def shifts(found: Comparison, shown: Shown, pooled: Shown) -> SiteValues:
    """Each site's shift, with the estimates over sites of `pooled_shift`.

    In: the comparison, and the measures `shift` and `pooled_shift` that it was read from.
    """
    first = found.first or {}
    sites = []
    for row in found.sites:
        estimate = found.estimate(row)
        if estimate is None:
            sites.append(AtSite(row["site_id"], row["site_name"], why=found.why(row)))
            continue
        sites.append(
            AtSite(
                row["site_id"],
                row["site_name"],
                estimate.value,
                estimate.lower,
                estimate.upper,
                found.numbers(row),
                _people(row, found.design),
            )
        )
    rows = [row for row in (found.total, *found.levels) if row is not None]
    together = tuple(
        Together(
            level=row["income_level"],
            n_sites=row["n_sites"],
            value=estimate.value,
            lower=estimate.lower,
            upper=estimate.upper,
            numbers=found.numbers(row),
            prediction_lower=row["prediction_lower"],
            prediction_upper=row["prediction_upper"],
            tau=row["tau"],
            i2=row["i2"],
            caveat=row["caveat"] or "",
            people=_people(row, found.design),
        )
        for row in rows
        if (estimate := found.estimate(row)) is not None
    )
    ends = {end: words.end(first.get(name, 0)) for end, name in _ENDS}
    return SiteValues(
        kind="shift",
        what=_WORDS["shift"].format(scale=first.get("scale_label", ""), **found.waves),
        sites=tuple(sites),
        low=None,
        high=None,
        places=found.places,
        percent=False,
        unit=_WORDS["unit_shift"][found.metric].format(
            higher=words.BETTER_OR_WORSE.get(first.get("higher_is", ""), ""), **ends
        ),
        n_text=f"n = people with a score at each wave: {words.DESIGNS[found.design]}",
        shown=shown,
        together=together,
        notes=notes(found, shown, pooled),
        chosen=found.is_chosen,
    )


def _people(row: dict[str, Any], design: str) -> str:
    """How many then and now; of the same people once."""
    ends = (row["n_from"], row["n_to"])[: 1 if design == "paired" else 2]
    return ", ".join(words.number(n, 0) for n in ends if n is not None)


_ENDS = (("low", "minimum"), ("high", "maximum"))
