"""What changed from one published state to the next, or from wave to wave: as the pages show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from bridgeboard.measures.milestones import DONE, DONE_LATE, OVERDUE, PLANNED
from bridgeboard.measures.readiness_rule import STATES
from bridgeboard.measures.recorded import plain

Turn = Literal["worse", "neither", "better"]

SCHEMA = {
    "site_id": pl.String,
    "site_name": pl.String,
    "kind": pl.String,
    "influence_id": pl.String,
    "label": pl.String,
    "before": pl.String,
    "now": pl.String,
    "turn": pl.String,
    "sentence": pl.String,
}
KINDS = ("state", "overdue step", "gap")

_UNKNOWN = "not enough data"
#: Of states that are known, the better the higher.
_RANK = {"act": 1, "watch": 2, "ready": 3}
#: Which of a site's reasons tells why the state is what it is.
_TELLING = {"act": ("missed",), "watch": ("close", "against"), _UNKNOWN: ("not known",)}
_WORDS = {
    "moved": "“{label}” went from {before} to {now}.{because}",
    "seen_from": "{state} ({wave})",
    "gap": "Missing now: {what}",
    "new_site": "A new site; {n} missing for sound answers there.",
    "passed": "“{step}” was planned for {on}. That day has passed since then, and it is not done.",
    "moved_day": "“{step}” was planned for {before}. Now it is planned for {on}, which has passed, "
    "and it is not done.",
    "undone": "“{step}” was on record as done. Now it is planned for {on}, which has passed, and "
    "not done.",
    "recorded": "“{step}” is on record now: planned for {on}, which has passed, and not done.",
}


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """What one view shows of one published state: frames of these measures as shown.

    None of them chosen by wave. Both states that are compared must be read on one day.
    """

    readiness: pl.DataFrame
    gaps: pl.DataFrame
    milestones: pl.DataFrame


def what_changed(before: Pages, now: Pages, since: date) -> pl.DataFrame:
    """What is new since an earlier publish: states that moved, steps overdue, things missing.

    In:      what one view shows of both, read on the same day; since: the day of the earlier one.
    Out:     one row per change: site_id, site_name, kind ("state", "overdue step", "gap"),
             influence_id and label (the influence, step or kind of gap), before and now (states, or
             status), turn (worse, neither, better), sentence (without the site's name). What got
             worse comes first: states, then steps, then gaps; then states that are neither better
             nor worse, or better.
    Missing: a state that either of them hides gives no row, so no comparison tells what a view may
             not see. A state is seen from the last wave of its own publish, and says so where these
             differ. A gap that is closed and a step that is done give no row of their own. A site
             that is new gives one row for all its gaps; a gap whose influences are told to be no
             longer known gives none.
    """
    order = _sites(now)
    known = set(_sites(before)) | {None}
    states = list(_states(_at_last(before.readiness), _at_last(now.readiness)))
    lost = {(row["site_id"], row["influence_id"]) for row in states if row["now"] == _UNKNOWN}
    found = [
        *states,
        *_overdue(before.milestones, now.milestones, since),
        *_gaps(before.gaps, now.gaps, known, lost),
    ]
    return _laid_out(found, order)


def states_moved(shown_readiness: pl.DataFrame, from_wave: str, to_wave: str) -> pl.DataFrame:
    """Which states of readiness moved from one wave to another, what got worse first.

    In:      the frame of readiness as one view shows it.
    Out:     as what_changed, all of kind "state".
    Missing: a state that is hidden at either wave gives no row.
    """
    two = [shown_readiness.filter(wave_id=wave) for wave in (from_wave, to_wave)]
    order = list(dict.fromkeys(shown_readiness["site_id"]))
    return _laid_out(list(_states(*two, tells_wave=False)), order)


def _sites(pages: Pages) -> list[str | None]:
    return list(dict.fromkeys((*pages.readiness["site_id"], *pages.gaps["site_id"])))


def _laid_out(found: list[dict[str, Any]], order: list[str | None]) -> pl.DataFrame:
    """Worse before better; within that by kind, then by urgency, then by site."""
    turns = ("worse", "neither", "better")
    found.sort(
        key=lambda row: (
            turns.index(row["turn"]),
            KINDS.index(row["kind"]),
            row["_urgency"],
            order.index(row["site_id"]) if row["site_id"] in order else -1,
        )
    )
    rows = [{name: row.get(name) for name in SCHEMA} for row in found]
    return pl.DataFrame(rows, schema=SCHEMA)


def _at_last(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("wave_order") == pl.col("wave_order").max())


def _states(
    before: pl.DataFrame, now: pl.DataFrame, *, tells_wave: bool = True
) -> Iterator[dict[str, Any]]:
    earlier = {(row["site_id"], row["influence_id"]): row for row in before.to_dicts()}
    for row in now.to_dicts():
        old = earlier.get((row["site_id"], row["influence_id"]))
        # What is hidden has no state.
        if old is None or not old["state"] or not row["state"] or old["state"] == row["state"]:
            continue
        other_wave = tells_wave and old["wave_id"] != row["wave_id"]
        said = [
            _WORDS["seen_from"].format(state=one["state"], wave=one["wave_label"])
            if other_wave
            else one["state"]
            for one in (old, row)
        ]
        yield {
            "site_id": row["site_id"],
            "site_name": row["site_name"],
            "kind": "state",
            "influence_id": row["influence_id"],
            "label": row["influence_label"],
            "before": old["state"],
            "now": row["state"],
            "turn": _turn(old["state"], row["state"]),
            "sentence": _WORDS["moved"].format(
                label=row["influence_label"], before=said[0], now=said[1], because=_because(row)
            ),
            "_urgency": STATES.index(row["state"]),
        }


def _turn(before: str, now: str) -> Turn:
    """Worse: towards act, or no longer known. That a site is at watch, if nothing was known, is
    neither."""
    if now == _UNKNOWN:
        return "worse"
    if before == _UNKNOWN:
        return {"act": "worse", "ready": "better"}.get(now, "neither")
    return "worse" if _RANK[now] < _RANK[before] else "better"


def _because(row: dict[str, Any]) -> str:
    """The first reason that tells why the state is what it is, as a sentence to follow."""
    for telling in _TELLING.get(row["state"], ()):
        for outcome, sentence in zip(row["outcomes"], row["sentences"], strict=True):
            if outcome == telling:
                return f" {sentence}"
    return ""


def _overdue(before: pl.DataFrame, now: pl.DataFrame, since: date) -> Iterator[dict[str, Any]]:
    earlier = {_step(row): row for row in before.to_dicts()}
    for row in now.filter(status=OVERDUE).to_dicts():
        old = earlier.get(_step(row))
        status = old["status"] if old else None
        if status == OVERDUE and old["planned_on"] < since:
            continue
        form, said = "recorded", {"step": row["milestone"], "on": row["planned_on"]}
        if status == OVERDUE:
            # Read on one day it is overdue in both: only time has passed.
            form, status = "passed", PLANNED
        elif status == PLANNED:
            form, said["before"] = "moved_day", old["planned_on"]
        elif status in (DONE, DONE_LATE):
            form = "undone"
        yield {
            "site_id": row["site_id"],
            "site_name": row["site_name"],
            "kind": "overdue step",
            "influence_id": row["influence_id"],
            "label": row["milestone"],
            "before": status,
            "now": OVERDUE,
            "turn": "worse",
            "sentence": _WORDS[form].format(**said),
            "_urgency": -row["days_late"],
        }


def _step(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["site_id"], plain(row["stage"] or ""), plain(row["milestone"])


def _gaps(
    before: pl.DataFrame,
    now: pl.DataFrame,
    known: set[str | None],
    lost: set[tuple[str | None, str]],
) -> Iterator[dict[str, Any]]:
    earlier = set(before.select("site_id", "thing").iter_rows())
    new_sites: set[str] = set()
    for row in now.to_dicts():
        site = row["site_id"]
        if (site, row["thing"]) in earlier:
            continue
        influences = (row["influence_ids"] or "").split("; ")
        # The state's own sentence says what isn't known.
        if all((site, influence) in lost for influence in influences):
            continue
        told = {"site_id": site, "site_name": row["site_name"], "kind": "gap", "turn": "worse"}
        if site not in known:
            if site not in new_sites:
                n = now.filter(site_id=site).height
                things = f"{n} thing is" if n == 1 else f"{n} things are"
                new_sites.add(site)
                said = _WORDS["new_site"].format(n=things)
                yield {
                    **told,
                    "label": "New site",
                    "now": "missing",
                    "sentence": said,
                    "_urgency": 0,
                }
            continue
        yield {
            **told,
            "influence_id": influences[0] or None,
            "label": row["kind_label"],
            "now": "missing",
            "sentence": _WORDS["gap"].format(what=row["what"]),
            "_urgency": row["priority"],
        }
