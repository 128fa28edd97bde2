"""What "did well" may mean: ways of putting a programme's sites into a high and a low group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from statistics import median
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.places import waves
from bridgeboard.measures.shift import shift

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: Kinds in the order in which they stand.
KINDS = ("outcome", "shift", "milestones", "own")

SCHEMA = {
    "grouping": pl.String(),
    "grouping_kind": pl.String(),
    "grouping_label": pl.String(),
    "grouping_rule": pl.String(),
    "site_id": pl.String(),
    "group": pl.String(),
}

_OUTCOMES = """
SELECT o.outcome, o.site_id, o."group"::VARCHAR AS "group", o.value, o.unit
FROM outcomes o ORDER BY o.rowid
"""

_MILESTONES = """
SELECT site_id, count(done_on)::BIGINT AS n_done, count(*)::BIGINT AS n
FROM milestones GROUP BY site_id ORDER BY site_id
"""

Row = dict[str, str]


def groupings(snapshot: Snapshot) -> pl.DataFrame:
    """Every way in which the programme's own tables say which sites did well.

    In:      outcomes, shift (unpaired, the scale of all items, first to last wave), milestones.
    Out:     one row per grouping and site that is in one of its groups: grouping (outcome:<name>,
             shift:<instrument> or milestones), grouping_kind, grouping_label, grouping_rule (how
             its sites were parted, in a sentence), site_id, group (high or low).
    Missing: a site of which the table says nothing is in neither group. A grouping that has no site
             has no row.
    Source:  own rules.
    """
    return _frame([*_outcomes(snapshot), *_shifts(snapshot), *_milestones(snapshot)])


def told_groupings(snapshot: Snapshot, decided: pl.DataFrame | None = None) -> pl.DataFrame:
    """Those that need no estimate: by outcome, by milestones, and as people made them in the app.

    In: decided: as for own_groupings.
    """
    told = _frame([*_outcomes(snapshot), *_milestones(snapshot)])
    return told if decided is None else pl.concat([told, own_groupings(decided)])


def own_groupings(decided: pl.DataFrame) -> pl.DataFrame:
    """The same for groupings that people made in the app.

    In: grouping (its name), site_id, group, as decisions keep them; more columns don't matter.
    """
    return _frame(
        _row(
            f"own:{name}", "own", name, "High and low: as somebody of the programme put the sites."
        )
        | {"site_id": site, "group": group}
        for name, site, group in decided.select("grouping", "site_id", "group").iter_rows()
        if site is not None
    )


def _frame(rows: Iterable[Row]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def _row(grouping: str, kind: str, label: str, rule: str) -> Row:
    return {
        "grouping": grouping,
        "grouping_kind": kind,
        "grouping_label": label,
        "grouping_rule": rule,
    }


def _outcomes(snapshot: Snapshot) -> Iterator[Row]:
    outcomes: dict[str, list[dict[str, Any]]] = {}
    for row in snapshot.query(_OUTCOMES).to_dicts():
        outcomes.setdefault(row["outcome"], []).append(row)
    for name, rows in outcomes.items():
        groups = {row["site_id"]: row["group"] for row in rows if row["group"]}
        rule = "High and low: as the programme itself says."
        if not groups:
            values = {row["site_id"]: row["value"] for row in rows}
            unit = next((f" {row['unit']}" for row in rows if row["unit"]), "")
            middle = median(values.values())
            groups = _parted(values, middle)
            rule = f"High: above the median of the sites ({middle:g}{unit}); low: at it or below."
        about = _row(f"outcome:{name}", "outcome", name, rule)
        yield from (about | {"site_id": site, "group": group} for site, group in groups.items())


def _milestones(snapshot: Snapshot) -> Iterator[Row]:
    done = {str(site): n_done / n for site, n_done, n in snapshot.query(_MILESTONES).iter_rows()}
    if not done:
        return
    middle = median(done.values())
    about = _row(
        "milestones",
        "milestones",
        "Share of milestones done",
        f"High: a larger share done than the median of the sites ({middle:.0%}); low: the others.",
    )
    for site, group in _parted(done, middle).items():
        yield about | {"site_id": site, "group": group}


def _parted(values: Mapping[str, float], middle: float) -> dict[str, str]:
    return {site: "high" if value > middle else "low" for site, value in values.items()}


def _shifts(snapshot: Snapshot) -> Iterator[Row]:
    known = waves(snapshot)["wave_id"].to_list()
    if len(known) < 2:
        return
    rows = shift(snapshot).filter(
        pl.col("design") == "unpaired",
        pl.col("from_wave_id") == known[0],
        pl.col("to_wave_id") == known[-1],
        pl.col("status") == "ok",
    )
    for row in rows.sort("scale_order", maintain_order=True).to_dicts():
        if not _is_total(snapshot, row["instrument_id"], row["scale_id"]):
            continue
        well = "fell" if row["higher_is"] == "worse" else "rose"
        apart = f"{row['from_wave_label']} to {row['to_wave_label']}"
        about = _row(
            f"shift:{row['instrument_id']}",
            "shift",
            f"Shift of {row['instrument_name']}, {apart}",
            f"High: the mean of {row['scale_label']} {well} from {apart}, by an interval that "
            "excludes 0; low: every other site with an interval, also where there was no clear "
            "change; a site without one is in neither group.",
        )
        yield about | {
            "site_id": row["site_id"],
            "group": "high" if row["reading"] == well else "low",
        }


def _is_total(snapshot: Snapshot, instrument_id: str, scale_id: str) -> bool:
    """Does the scale take in every item of its instrument?"""
    instrument = snapshot.instruments[instrument_id]
    return len(instrument.scale(scale_id).item_ids) == len(instrument.items)
