"""distinguishing: which constructs separate the sites that did well from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.cfir import cfir
from bridgeboard.measures.constructs import CONSTRUCT
from bridgeboard.measures.groupings import groupings
from bridgeboard.measures.measure import WAVE, Column, Measure, integer, number
from bridgeboard.measures.separation import compared

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: Fewer sites than this are few, over all and on a side.
FEW_SITES, FEW_A_SIDE = 6, 2

GROUPING = (
    Column("grouping", "outcome:<name>, shift:<instrument>, milestones or own:<name>"),
    Column("grouping_kind", "outcome, shift, milestones or own"),
    Column("grouping_label", "What doing well means here"),
    Column("grouping_rule", "How sites were put into the groups, in a sentence"),
)

#: How two groups of sites were rated, and what the rule makes of it.
COMPARED = (
    integer("n_high", "Sites that did well with a rating that counts (rated or mixed)", "sites"),
    integer("n_low", "Sites that did not do well, likewise", "sites"),
    integer("n_mixed", "Of both, those whose rating is mixed: it stands at 0 here", "sites"),
    Column("cells_high", "Ratings of the sites that did well, as shown, joined by ;"),
    Column("cells_low", "Ratings of the other sites of the grouping, as shown, joined by ;"),
    integer("lowest_high", "Lowest rating of the sites that did well", "-2 to +2"),
    integer("highest_high", "Highest rating of the sites that did well", "-2 to +2"),
    integer("lowest_low", "Lowest rating of the others", "-2 to +2"),
    integer("highest_low", "Highest rating of the others", "-2 to +2"),
    number("mean_high", "Mean of their ratings, mixed ones apart: for the rule only, no score"),
    number("mean_low", "The same of the others"),
    integer("gap", "Steps between the groups; 0 or less where they touch or overlap", "steps"),
    number(
        "by_chance",
        "Of all ways to choose as many of these sites as the high group, the share in which the "
        "groups would not overlap either",
        "0 to 1",
    ),
    Column("verdict", "strong, weak or none; empty unless status is ok"),
    Column(
        "direction",
        "higher where it went well or lower where it went well; empty where nothing separates",
    ),
    Column(
        "verdict_without_mixed",
        "The verdict if mixed ratings were left out instead: another one rests on how they count",
    ),
)

COLUMNS = (
    *GROUPING,
    *CONSTRUCT,
    *WAVE,
    integer("n_sites_high", "Sites of the grouping that did well, rated or not", "sites"),
    integer("n_sites_low", "The other sites of the grouping, rated or not", "sites"),
    *COMPARED,
    Column("pcat_sites", "Sites whose rating was accepted from pCAT answers, joined by ;"),
    Column("status", "ok, one group (all sites are in the same), or not rated (on one side)"),
    Column("reason", "Why there is no verdict, in a sentence; empty where there is"),
    Column("caveat", "few sites and why, in a sentence; empty where there are enough"),
)

_GROUPING = [column.name for column in GROUPING]
_ROW = [column.name for column in (*CONSTRUCT, *WAVE)]
_KEY = ("framework", "construct_id", "wave_id")
_RATED = ("site_name", "state", "rating", "cell")
_OF_SITE = ("site_id", "accepted_from", *_RATED)


def distinguishing(snapshot: Snapshot) -> pl.DataFrame:
    """Which constructs separate sites that did well from the others, for each meaning of "well".

    In:      cfir, outcomes, shift, milestones; groupings that people made come in by
             distinguishing_rows.
    Out:     one row per grouping, wave and construct that was rated anywhere. Groups by outcome as
             the programme names them, else above its median; by shift, sites whose mean on all
             items rose (fell, where higher is worse) from first to last wave by an interval that
             excludes 0; by milestones, sites with a larger share done than the median site.
             The groups don't overlap: lowest rating of one at least a step above the highest of the
             other. Strong if the means of their ratings differ by more than 2, else weak. Mixed
             stands at 0 and is in no mean.
    Unit:    steps of an ordinal rating. The means serve the rule and are no score.
    Missing: missing, not applicable, not rated and raters who differ are left out, never 0. No
             verdict where a side has no rating. Below 6 sites, or 2 a side, the caveat says so:
             the fewer sites, the more constructs separate them by chance.
    Source:  own reading of Varsi et al. 2015, doi:10.2196/jmir.5091, and papers like it, which
             print classes and no rule; distinguishing_record has its hits and misses.
    """
    return distinguishing_rows(cfir(snapshot), groupings(snapshot))


def distinguishing_rows(ratings: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """The rows of distinguishing from ratings and groups of sites.

    In:  a frame of cfir; a frame of groupings, own ones or the programme's.
    Out: as distinguishing, in the order of the groupings.
    """
    ratings = ratings.sort("wave_order", "construct_order", maintain_order=True)
    constructs = ratings.select(_ROW).unique(maintain_order=True).to_dicts()
    rated: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for *which, about in ratings.select(*_KEY, pl.struct(*_OF_SITE)).iter_rows():
        rated.setdefault(tuple(which), []).append(about)
    rows = []
    for grouping, members in groups.group_by(_GROUPING, maintain_order=True):
        group_of = dict(members.select("site_id", "group").iter_rows())
        about = dict(zip(_GROUPING, grouping, strict=True))
        rows += [
            about | row | _compared(rated[tuple(row[name] for name in _KEY)], group_of)
            for row in constructs
        ]
    return pl.DataFrame(rows, schema=MEASURE.schema, orient="row")


def _compared(rated: list[dict[str, Any]], group_of: dict[str, str]) -> dict[str, Any]:
    """The columns of one construct and wave for sites in these groups."""
    of_group = {
        group: [site for site in rated if group_of.get(site["site_id"]) == group]
        for group in ("high", "low")
    }
    n_sites = {group: list(group_of.values()).count(group) for group in of_group}
    found = compared(
        {
            group: [tuple(site[name] for name in _RATED) for site in sites]
            for group, sites in of_group.items()
        }
    )
    pcat = [
        site["site_id"]
        for sites in of_group.values()
        for site in sites
        if "pcat" in (site["accepted_from"] or "")
    ]
    status, reason = "ok", None
    if not all(n_sites.values()):
        status, reason = "one group", _ONE_GROUP
    elif found["verdict"] is None:
        side = "did well" if not found["n_high"] else "did not do well"
        status, reason = "not rated", f"No site that {side} has a rating of it at this wave."
    return {
        "n_sites_high": n_sites["high"],
        "n_sites_low": n_sites["low"],
        **found,
        "pcat_sites": "; ".join(pcat) or None,
        "status": status,
        "reason": reason,
        "caveat": caveat(found["n_high"], found["n_low"]) if status == "ok" else None,
    }


_ONE_GROUP = "All sites are in the same group: there is nothing to compare."


def caveat(n_high: int, n_low: int) -> str | None:
    """What must be said of a comparison of so few sites; None if there are enough."""
    if n_high + n_low >= FEW_SITES and min(n_high, n_low) >= FEW_A_SIDE:
        return None
    return (
        f"Few sites: {n_high} that did well against {n_low}. With fewer than {FEW_SITES}, or fewer "
        f"than {FEW_A_SIDE} on a side, many constructs separate them by chance."
    )


MEASURE = Measure(
    name="distinguishing",
    title="Distinguishing constructs",
    question="Which constructs separate the sites that did well from those that did not?",
    unit="steps of a rating",
    source="own reading of published tables; see distinguishing_record",
    evidence=("ratings", "survey:", "milestones"),
    columns=COLUMNS,
    compute=distinguishing,
    hides=(
        *("n_sites_high", "n_sites_low"),
        *(column.name for column in COMPARED),
        *("pcat_sites", "status", "reason", "caveat"),
    ),
    rule="distinguishing",
)
