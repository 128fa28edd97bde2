"""detectable: which shift a number of respondents can show."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.comparisons import compared_scales, compared_sites, comparisons
from bridgeboard.measures.measure import IS_TOTAL, SCALE, SITE, Column, Measure, integer, number
from bridgeboard.measures.places import laid_out, sites
from bridgeboard.measures.pooled_shift import pooled_shift
from bridgeboard.statistics import detectable as smallest
from bridgeboard.statistics import detectable_pooled, half_width

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *SITE,
    IS_TOTAL,
    *SCALE,
    Column("kind", "planned (any site with so many people) or present (the site's latest wave)"),
    Column("design", "unpaired (other people at each wave) or paired (the same people)"),
    integer("n_planned", "People at each wave", "people"),
    integer("n_sites", "Sites with scores, for pooled_value", "sites"),
    number("sd", "Spread between people of the same site and wave", "scale points"),
    integer("n", "Scores on which sd rests", "people"),
    number("correlation", "Between the same people's scores at two waves; paired only", "-1 to 1"),
    Column("correlation_basis", "Where the correlation is from"),
    number("tau", "How far the sites' true shifts differ (sd)", "scale points"),
    number("value", "Smallest true shift at one site that would be shown", "scale points"),
    number("half_width", "How far the 95 % interval will reach to each side", "scale points"),
    number("pooled_value", "Smallest true mean shift over all sites", "scale points"),
    number("power", "Chance to show a shift of that size", "0 to 1"),
    Column("status", "ok, no spread, not enough data, or no answers"),
)

#: People at each wave that somebody may plan with.
PLANNED = (*range(3, 61), *range(65, 101, 5), 120, 150, 200)
POWER = 0.8

#: The correlation between waves where fewer people are linked than say it. A mean per site is
#: taken away, so ten people at one site are nine that can say something.
ASSUMED = 0.5
_LINKED = 10

#: A spread below this is the noise of sums: scores differ by parts of a point or not at all.
_NOISE = 1e-9

_SPREAD = """
WITH means AS (
    SELECT instrument_id, scale_id, site_id, wave_id, sum(score * n) / sum(n) AS mean
    FROM mart_scores WHERE score IS NOT NULL GROUP BY ALL
)
SELECT instrument_id, scale_id, site_id, wave_order, sum(n)::BIGINT AS n,
       sum(n * (score - mean) ** 2) AS squares
FROM mart_scores
JOIN means USING (instrument_id, scale_id, site_id, wave_id)
JOIN ordered_waves USING (wave_id)
WHERE score IS NOT NULL
GROUP BY ALL
ORDER BY wave_order
"""

#: Around the means of each site, so that sites that differ don't look like people who stay alike.
_LINKED_PEOPLE = """
WITH means AS (
    SELECT instrument_id, scale_id, from_wave_id, to_wave_id, site_id,
           sum(score_from * n) / sum(n) AS mean_from, sum(score_to * n) / sum(n) AS mean_to
    FROM mart_pairs GROUP BY ALL
)
SELECT instrument_id, scale_id, from_wave_id, to_wave_id, site_id, sum(n)::BIGINT AS n,
       sum(n * (score_from - mean_from) ** 2) AS squares_from,
       sum(n * (score_to - mean_to) ** 2) AS squares_to,
       sum(n * (score_from - mean_from) * (score_to - mean_to)) AS products
FROM mart_pairs
JOIN means USING (instrument_id, scale_id, from_wave_id, to_wave_id, site_id)
GROUP BY ALL
"""

_SCALE = ["instrument_id", "scale_id"]


def detectable(snapshot: Snapshot) -> pl.DataFrame:
    """The smallest true shift that a number of people at each wave would show with 80 % power.

    In:      mart_scores (spread between people within site and wave), mart_pairs (correlation
             between waves within sites), pooled_shift (how far sites differ).
    Out:     for each scale and design a row per number of people that somebody may plan with
             (kind planned, is_total), and one per site with the number of its latest wave that has
             scores (kind present): what as many at a next wave would show. Shown means that the
             95 % interval excludes 0. pooled_value: the same for the mean over n_sites sites with
             n_planned people each, where sites differ by tau as they did between the waves furthest
             apart. correlation is that of the two waves with most linked people, or 0.5 where they
             are too few; correlation_basis says which.
    Unit:    scale points.
    Missing: value, half_width and pooled_value are null below minimum_n (never under 3), and where
             sd is unknown or 0; pooled_value also where tau is unknown, and for a site alone.
    Source:  Cohen 1988, Statistical power analysis, chapter 2; exact, by the noncentral t.
    """
    scores = snapshot.query(_SPREAD)
    spreads = {key: _spread(part) for key, part in scores.group_by(_SCALE)}
    correlations, taus = _correlations(snapshot), _taus(snapshot)
    places = sites(snapshot)["site_id"].to_list()
    apart = compared_sites(snapshot).filter(pl.col("comparable") == "no")["site_id"]
    minimum = max(3, snapshot.programme.minimum_n)
    rows = []
    for scale in compared_scales(snapshot).to_dicts():
        which = scale["instrument_id"], scale["scale_id"]
        spread = spreads.get(which, _Spread({}, 0, None))
        for design in ("unpaired", "paired"):
            correlation, basis = correlations.get(which, _TOO_FEW)
            plan = _Plan(
                sd=spread.sd,
                n_sites=sum(site not in apart for site in spread.latest),
                tau=taus.get(which),
                correlation=correlation if design == "paired" else None,
                minimum=minimum,
            )
            same = scale | {
                "design": design,
                "n": spread.n,
                "n_sites": plan.n_sites,
                "sd": plan.sd,
                "tau": plan.tau,
                "correlation": plan.correlation,
                "correlation_basis": basis if design == "paired" else None,
                "power": POWER,
            }
            planned = {"site_id": None, "is_total": True, "kind": "planned"}
            rows += [same | planned | plan.shown(n) for n in PLANNED]
            present = {"is_total": False, "kind": "present", "n_sites": None, "tau": None}
            rows += [
                same
                | present
                | {"site_id": site}
                | plan.shown(spread.latest.get(site, 0))
                | {"pooled_value": None}
                for site in places
            ]
    declared = {name: dtype for name, dtype in MEASURE.schema.items() if name != "site_name"}
    return laid_out(pl.DataFrame(rows, schema=declared), COLUMNS, snapshot, then=["scale_order"])


@dataclass(frozen=True, slots=True)
class _Spread:
    """How people of one site and wave differ, over all sites and waves.

    latest: people with a score at each site's latest wave that has any.
    """

    latest: dict[str, int]
    n: int
    sd: float | None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is known when the next wave is planned."""

    sd: float | None
    n_sites: int
    tau: float | None
    correlation: float | None
    minimum: int

    def shown(self, n: int) -> dict[str, Any]:
        """What n people at each wave would show."""
        row = {"n_planned": n}
        if n == 0:
            return row | {"status": "no answers"}
        if self.sd is None:
            return row | {"status": "not enough data"}
        if self.sd == 0:
            return row | {"status": "no spread"}
        if n < self.minimum:
            return row | {"status": "not enough data"}
        if self.tau is not None:
            row["pooled_value"] = detectable_pooled(
                self.sd, n, self.n_sites, self.tau, power=POWER, correlation=self.correlation
            )
        return row | {
            "value": smallest(self.sd, n, power=POWER, correlation=self.correlation),
            "half_width": half_width(self.sd, n, correlation=self.correlation),
            "status": "ok",
        }


def _spread(groups: pl.DataFrame) -> _Spread:
    """In: n and squares of each site and wave of one scale, in order of waves."""
    several = groups.filter(pl.col("n") > 1)
    degrees = several["n"].sum() - several.height
    # Of two people nobody can say how people differ.
    sd = math.sqrt(several["squares"].sum() / degrees) if degrees > 1 else None
    return _Spread(
        latest=dict(groups.select("site_id", "n").iter_rows()),
        n=several["n"].sum(),
        sd=0.0 if sd is not None and sd < _NOISE else sd,
    )


_TOO_FEW = (ASSUMED, "assumed: too few people are linked to say")


def _correlations(snapshot: Snapshot) -> dict[tuple[str, str], tuple[float, str]]:
    """The correlation between the two waves with most linked people, and which they are."""
    apart = compared_sites(snapshot).filter(pl.col("comparable") == "no").select("site_id")
    waves = ["from_wave_id", "to_wave_id"]
    each = (
        snapshot.query(_LINKED_PEOPLE)
        .join(apart, on="site_id", how="anti")
        .group_by([*_SCALE, *waves])
        .agg(pl.col("n", "squares_from", "squares_to", "products").sum(), n_sites=pl.len())
        .filter(pl.col("n") - pl.col("n_sites") >= _LINKED - 1)
        .filter(pl.min_horizontal("squares_from", "squares_to") > _NOISE)
        .join(comparisons(snapshot), on=waves)
        # dict keeps the last: most linked people, then the waves furthest apart and latest.
        .sort("n", pl.col("to_wave_order") - pl.col("from_wave_order"), "to_wave_order")
    )
    return {
        (row["instrument_id"], row["scale_id"]): (
            row["products"] / math.sqrt(row["squares_from"] * row["squares_to"]),
            f"observed: {row['from_wave_label']} to {row['to_wave_label']}",
        )
        for row in each.iter_rows(named=True)
    }


def _taus(snapshot: Snapshot) -> dict[tuple[str, str], float]:
    """By scale: tau between the waves furthest apart that could be pooled.

    Sites' true shifts differ by as much whoever is asked; most sites are pooled where all people
    count.
    """
    each = (
        pooled_shift(snapshot)
        .filter(pl.col("is_total"), pl.col("tau").is_not_null(), design="unpaired", metric="points")
        # dict keeps the last.
        .sort(pl.col("to_wave_order") - pl.col("from_wave_order"), "to_wave_order")
        .select(*_SCALE, "tau")
    )
    return {tuple(key): tau for *key, tau in each.iter_rows()}


MEASURE = Measure(
    name="detectable",
    title="What a number of people can show",
    question="Which shift would so many respondents show?",
    unit="scale points",
    source="Cohen 1988, Statistical power analysis, chapter 2",
    evidence=("survey:",),
    columns=COLUMNS,
    compute=detectable,
    people="n",
    hides=(
        *("n_planned", "n_sites", "sd", "n", "correlation", "correlation_basis", "tau"),
        *("value", "half_width", "pooled_value"),
    ),
    rule="planned",
)
