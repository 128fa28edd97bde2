"""pooled_shift: how far each scale moved over all sites, and by income level."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.measure import (
    COMPARISON,
    IS_TOTAL,
    SCALE,
    Column,
    Measure,
    integer,
    number,
)
from bridgeboard.measures.shift import shift
from bridgeboard.statistics import pooled

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

BASES = ("at_wave", "at_baseline", "as_reported")

#: As in schemas.income_groups, which no page may load: it brings Pandera.
_LEVELS = ("low", "lower-middle", "upper-middle", "high")

COLUMNS = (
    *COMPARISON,
    *SCALE,
    Column("design", "unpaired or paired, as in shift"),
    Column("metric", "points (raw scale points) or standardised (Hedges' g; paired: SMCC)"),
    Column("income_basis", "at_wave, at_baseline or as_reported; empty for all sites"),
    Column("income_level", "Income level of the sites at the earlier wave; empty for all sites"),
    IS_TOTAL,
    integer("n_sites", "Sites that are pooled", "sites"),
    Column("site_names", "Their names"),
    Column("site_ids", "Their ids", dtype=pl.List(pl.String)),
    integer("n_from", "Their respondents with a score at the earlier wave", "people"),
    integer("n_to", "Their respondents with a score at the later wave", "people"),
    number("value", "Mean of the sites' shifts (random effects)", "scale points, or sd"),
    number(
        "lower",
        "Lower end of its 95 % interval (Hartung-Knapp, or normal if wider)",
        "scale points, or sd",
    ),
    number("upper", "Upper end of its 95 % interval", "scale points, or sd"),
    number("se", "Standard error of value", "scale points, or sd"),
    number("tau", "How far the sites' true shifts differ (sd, by REML)", "scale points, or sd"),
    number("tau2", "Square of tau"),
    number("tau2_lower", "Lower end of the 95 % interval of tau2 (Q-profile)"),
    number("tau2_upper", "Upper end of the 95 % interval of tau2"),
    number("i2", "Share of the variance that is between sites", "%"),
    number("i2_lower", "Lower end of its 95 % interval", "%"),
    number("i2_upper", "Upper end of its 95 % interval", "%"),
    number("q", "Cochran's Q"),
    integer("q_degrees", "Degrees of freedom of Q"),
    number("q_p", "p of Q: do the sites differ?"),
    number("prediction_lower", "Lower end of the 95 % prediction interval", "scale points, or sd"),
    number(
        "prediction_upper",
        "Upper end: where the shift of one more site would lie",
        "scale points, or sd",
    ),
    integer("n_left_out", "Sites that are not pooled", "sites"),
    Column("left_out", "Their names, each with the reason"),
    Column("status", "ok, one site (see that site), or no sites"),
    Column("caveat", "What limits the estimate, in a sentence; empty where nothing does"),
)

#: Where a site's effect is, by metric.
_METRICS = {"points": "value", "standardised": "g"}

_ESTIMATED = (
    *("value", "lower", "upper", "se", "tau2", "tau2_lower", "tau2_upper"),
    *("i2", "i2_lower", "i2_upper", "q", "q_degrees", "q_p"),
    *("prediction_lower", "prediction_upper"),
)

_INCOME = "SELECT basis, site_id, wave_id, income_level FROM site_income"

_KEY = [*(column.name for column in (*COMPARISON, *SCALE)), "design"]

#: Under so many sites the estimate comes with a caveat.
FEW_SITES = 5

#: From so many people at each wave on a site's own spread is known, to a tenth or so.
OWN_SPREAD_FROM = 50

_LEVELS_ARE_SITES = (
    "Income level can't be told apart here from culture, experience or the sites themselves."
)


def pooled_shift(snapshot: Snapshot) -> pl.DataFrame:
    """How far each scale moved over all sites and within income levels, and how far sites differ.

    In:      shift (each site's estimate with status ok), site_income.
    Out:     one row per comparison, scale, design, metric and group of sites: all of them, and for
             each basis every income level that a site has at the earlier wave. Random effects by
             REML with Hartung-Knapp's interval, or the normal one where that is wider, so that
             sites that happen to agree don't look surer than their people allow; tau2 and I2 with
             Q-profile intervals. points pools the differences of means, each with the variance
             that the spread between people gives at its n; that spread is one for all these
             sites, since five people can't tell it for one. Where each of these sites has 50
             people or more at each wave, its own standard error is its variance. standardised
             pools Hedges' g or SMCC.
    Unit:    scale points, or standard deviations.
    Missing: a group with one site that can be pooled has no estimate ("one site": see that site),
             one without any neither ("no sites"). The prediction interval needs three sites.
             caveat comes with every estimate that rests on under five sites or is of an income
             level. A site without a level on a basis is in no group; left_out says how many.
    Source:  Viechtbauer 2005, doi:10.3102/10769986030003261 (REML); Hartung & Knapp 2001,
             doi:10.1002/sim.791; the wider one: Jackson et al. 2017, doi:10.1002/sim.7411;
             Viechtbauer 2007, doi:10.1002/sim.2514 (Q-profile).
    """
    return pooled_rows(shift(snapshot), snapshot.query(_INCOME))


def pooled_rows(shifts: pl.DataFrame, income: pl.DataFrame) -> pl.DataFrame:
    """The frame of pooled_shift from rows of shift; income as in Answer."""
    levels: dict[tuple[str, str], dict[str, str]] = {}
    for basis, site_id, wave_id, level in income.iter_rows():
        if level is not None:
            levels.setdefault((basis, wave_id), {})[site_id] = level
    sites = shifts.partition_by(_KEY, maintain_order=True)
    # shift is in the order of sites; here comparisons and scales come first.
    order = ["from_wave_order", "to_wave_order", "scale_order"]
    sites.sort(key=lambda frame: frame.select(order).row(0))
    rows = [row for frame in sites for row in _groups(frame.to_dicts(), levels)]
    return pl.DataFrame(rows, schema=MEASURE.schema)


def _groups(
    sites: list[dict[str, Any]], levels: dict[tuple[str, str], dict[str, str]]
) -> Iterator[dict[str, Any]]:
    """The rows of one comparison, scale and design."""
    about = {name: sites[0][name] for name in _KEY}
    groups = list(_members(sites, levels))
    for metric in _METRICS:
        # Levels are often the same sites on all three bases.
        known: dict[tuple[str, ...], dict[str, Any]] = {}
        for basis, level, members, n_without in groups:
            ok = [site for site in members if site["status"] == "ok"]
            ids = [site["site_id"] for site in ok]
            if tuple(ids) not in known:
                known[tuple(ids)] = _estimate(ok, metric)
            found = known[tuple(ids)]
            yield {
                **about,
                "metric": metric,
                "income_basis": basis,
                "income_level": level,
                "is_total": level is None,
                "n_sites": len(ok),
                "site_names": ", ".join(site["site_name"] for site in ok) or None,
                "site_ids": ids,
                "n_from": sum(site["n_from"] for site in ok),
                "n_to": sum(site["n_to"] for site in ok),
                **{name: found.get(name) for name in ("tau", *_ESTIMATED)},
                "n_left_out": len(members) - len(ok),
                "left_out": _left_out(members, n_without),
                "status": "ok" if found else ("one site" if ok else "no sites"),
                "caveat": _caveat(ok, found, level),
            }


def _members(
    sites: list[dict[str, Any]], levels: dict[tuple[str, str], dict[str, str]]
) -> Iterator[tuple[str | None, str | None, list[dict[str, Any]], int]]:
    """Basis, level, its sites and how many sites have none; all sites first."""
    yield None, None, sites, 0
    wave = sites[0]["from_wave_id"]
    for basis in BASES:
        level_of = levels.get((basis, wave), {})
        words = dict.fromkeys([*_LEVELS, *level_of.values()])
        for level in words:
            members = [site for site in sites if level_of.get(site["site_id"]) == level]
            if members:
                yield basis, level, members, sum(s["site_id"] not in level_of for s in sites)


def _estimate(ok: Sequence[dict[str, Any]], metric: str) -> dict[str, Any]:
    """What the sites say together; nothing for fewer than two."""
    if len(ok) < 2:
        return {}
    in_points = metric == "points"
    variances = _variances(ok) if in_points else [site["g_variance"] for site in ok]
    found = pooled([site[_METRICS[metric]] for site in ok], variances, interval="wider")
    tau = None if found.tau2 is None else math.sqrt(found.tau2)
    estimates = {name: getattr(found, name) for name in _ESTIMATED}
    return estimates | {"tau": tau, "interval": found.interval}


def _variances(ok: Sequence[dict[str, Any]]) -> list[float]:
    """Of each site's shift in points, if people differ as much at one site as at another.

    A site's own standard error would be a guess from five people: those who happen to agree would
    outweigh all others, and intervals at five a side would hold the truth in 91 to 93 %, not 95.
    With many people everywhere there is no need to take sites for alike in this.
    """
    if min(min(site["n_from"], site["n_to"]) for site in ok) >= OWN_SPREAD_FROM:
        return [site["se"] ** 2 for site in ok]
    is_paired = ok[0]["design"] == "paired"
    degrees = [s["n_from"] - 1 if is_paired else s["n_from"] + s["n_to"] - 2 for s in ok]
    squares = math.fsum(n * site["sd"] ** 2 for n, site in zip(degrees, ok, strict=True))
    variance = squares / sum(degrees)
    return [variance * (1 / site["n_from"] + (0 if is_paired else 1 / site["n_to"])) for site in ok]


def _left_out(members: list[dict[str, Any]], n_without: int) -> str | None:
    """Who is not pooled, and why; without any number of people, so that it may be shared."""
    names = [f"{s['site_name']} ({s['status']})" for s in members if s["status"] != "ok"]
    parts = [", ".join(names)] if names else []
    if n_without:
        parts.append(
            "1 site has no income level and is in no group"
            if n_without == 1
            else f"{n_without} sites have no income level and are in no group"
        )
    return "; ".join(parts) or None


def _caveat(ok: Sequence[dict[str, Any]], found: dict[str, Any], level: str | None) -> str | None:
    """What limits an estimate; few sites first."""
    if len(ok) == 1:
        return f"One site only: see {ok[0]['site_name']}."
    parts = []
    if len(ok) == 2:
        parts.append(
            "Only two sites: too few to tell how far sites differ, or where a further site would "
            "lie."
        )
    elif 2 < len(ok) < FEW_SITES:
        parts.append(f"Only {len(ok)} sites: how far sites differ is very unsure.")
    if found.get("interval") == "normal":
        parts.append(
            "These sites happen to agree more closely than expected from how far people differ, "
            "so the wider of two possible intervals is shown."
        )
    if found and level is not None:
        parts.append(_LEVELS_ARE_SITES)
    return " ".join(parts) or None


MEASURE = Measure(
    name="pooled_shift",
    title="Shift over all sites",
    question="Did attitudes move over all sites, and how much do sites differ?",
    unit="scale points, or standard deviations",
    source="Viechtbauer 2005, doi:10.3102/10769986030003261 (REML); Hartung & Knapp 2001, "
    "doi:10.1002/sim.791 (interval)",
    evidence=("survey:",),
    columns=COLUMNS,
    compute=pooled_shift,
    people="n_from",
    hides=("n_from", "n_to", "tau", *_ESTIMATED),
    rule="pooled",
)
