"""Milestones in words: what is overdue first, each step in a sentence, a stage's count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import style, words
from bridgeboard.measures.milestones import (
    DONE,
    DONE_LATE,
    NO_DATE,
    NOT_ON_RECORD,
    OVERDUE,
    PLANNED,
)

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: Each status by shape and word, so that nothing rests on colour.
SHAPES = {
    OVERDUE: "▲",
    PLANNED: "○",
    DONE: "●",
    DONE_LATE: "◆",
    NO_DATE: "?",
    NOT_ON_RECORD: style.ABSENT,
}
LABELS = {
    OVERDUE: "overdue",
    PLANNED: "planned, not due yet",
    DONE: "done in time",
    DONE_LATE: "done late",
    NO_DATE: "open, no day planned",
    NOT_ON_RECORD: "not on record",
}
_WORDS = {
    "overdue": "{n} of {all} on record {are} overdue on {day}{where}.",
    "longest": " The longest: {where}“{step}”, {said}.",
    "at": " at {site}",
    "at_sites": " at {n} of {sites}",
    "site": "{site}, ",
    "none": "No step is overdue on {day}: {done} of {all} on record {are} done{planned}.",
    "planned_ones": ", {n} {are} planned",
    "done": "Done: {n} of {all} on record{late}.",
    "late": ", {n} of them late",
    "open": "Not done and without a planned day: {n}.",
    "missing": "Expected, but not on record: {n}. Nobody wrote down whether they are done.",
    "silent": "No step is on record for {sites}.",
    "planned": "planned for {planned}",
    "step_overdue": "planned for {planned}, not done: {late} late",
    "step_planned": "planned for {planned}, not done yet",
    "step_done": "planned for {planned}, done on {done}: {how}",
    "step_unplanned": "done on {done}; no planned day on record",
    "step_no_date": "not done; no planned day on record",
    "step_not_on_record": "expected, but not on record",
    "late_by": "{days} late",
    "early": "{days} early",
    "in_time": "on the day",
    "count": "{done} of {all} done",
    "n_overdue": "{n} overdue",
    "n_missing": "{n} not on record",
    "days": "took {days}",
    "one_day": "on one day",
    "what": "Get this step done: {step}",
    "note": "Step of “{stage}”: planned for {planned}, not done on {day}.",
}


def is_empty(steps: Shown) -> bool:
    """Is no step on record, at any of the sites that are shown?"""
    return _on_record(steps.frame).is_empty()


def headline(steps: Shown) -> str:
    """What is overdue, where, and the longest of it; or that nothing is.

    In: the measure `milestones`, with a step on record.
    """
    known = _on_record(steps.frame)
    day = f"{steps.answer.day:%Y-%m-%d}"
    late = overdue(steps)
    every = words.count(known.height, "step")
    sites = steps.frame["site_id"].n_unique()
    if late.is_empty():
        done = known.filter(_is_done()).height
        planned = known.filter(status=PLANNED).height
        more = _WORDS["planned_ones"].format(n=planned, are=_are(planned)) if planned else ""
        return _WORDS["none"].format(day=day, done=done, all=every, are=_are(done), planned=more)
    names = late["site_name"].unique(maintain_order=True).to_list()
    where = _WORDS["at_sites"].format(n=len(names), sites=words.count(sites, "site"))
    if len(names) == 1:
        where = _WORDS["at"].format(site=words.isolated(names[0]))
    first = late.row(0, named=True)
    said = _WORDS["overdue"].format(
        n=late.height, all=every, are=_are(late.height), day=day, where=where
    )
    there = "" if len(names) == 1 else _WORDS["site"].format(site=words.isolated(names[0]))
    step = words.isolated(first["milestone"])
    return said + _WORDS["longest"].format(where=there, step=step, said=sentence(first))


def beside(steps: Shown) -> list[str]:
    """What else must be known: what is done, what has no day, what nobody wrote down, and where.

    In: the measure `milestones`.
    """
    frame = steps.frame
    known = _on_record(frame)
    done, late = (known.filter(one).height for one in (_is_done(), pl.col("status") == DONE_LATE))
    undated = known.filter(status=NO_DATE).height
    missing = frame.filter(status=NOT_ON_RECORD)
    silent = frame.join(known, on="site_id", how="anti")["site_name"].unique(maintain_order=True)
    told = [
        _WORDS["done"].format(
            n=done,
            all=words.count(known.height, "step"),
            late=_WORDS["late"].format(n=late) if late else "",
        )
    ]
    if undated:
        told.append(_WORDS["open"].format(n=words.count(undated, "step")))
    if not missing.is_empty():
        told.append(_WORDS["missing"].format(n=words.count(missing.height, "step")))
    if not silent.is_empty():
        sites = words.listed([words.isolated(name) for name in silent])
        told.append(_WORDS["silent"].format(sites=sites))
    return told


def overdue(steps: Shown) -> pl.DataFrame:
    """The overdue steps, the longest first; of one day in the order of sites and stages."""
    late = steps.frame.filter(status=OVERDUE)
    return late.sort("days_late", descending=True, maintain_order=True)


def sentence(row: Mapping[str, Any]) -> str:
    """A step in a sentence: when it was planned and done, and how late it is.

    In: a row of the measure `milestones`.
    """
    status, late = row["status"], row["days_late"]
    days = {name: f"{row[on]:%Y-%m-%d}" for name, on in _DAYS.items() if row[on]}
    if status == OVERDUE:
        return _WORDS["step_overdue"].format(**days, late=words.count(late, "day"))
    if status == PLANNED:
        return _WORDS["step_planned"].format(**days)
    if status in (NO_DATE, NOT_ON_RECORD):
        return _WORDS["step_" + status.replace(" ", "_")]
    if late is None:
        return _WORDS["step_unplanned"].format(**days)
    return _WORDS["step_done"].format(**days, how=_how_late(late))


def counted(row: Mapping[str, Any]) -> list[str]:
    """What stands in a stage's cell: done of those on record, overdue, not on record.

    In: a row of the measure `stages`.
    """
    missing = row["n_steps"] - row["n_on_record"]
    told = []
    if row["n_on_record"]:
        told.append(_WORDS["count"].format(done=row["n_done"], all=row["n_on_record"]))
    if row["n_overdue"]:
        told.append(_WORDS["n_overdue"].format(n=row["n_overdue"]))
    if missing:
        told.append(_WORDS["n_missing"].format(n=missing))
    return told


def took(row: Mapping[str, Any]) -> str:
    """How long a stage took, once all of it is done; else nothing."""
    if row["days"] is None:
        return ""
    if not row["days"]:
        return _WORDS["one_day"]
    return _WORDS["days"].format(days=words.count(row["days"], "day"))


def as_action(steps: Shown, key: str) -> dict[str, str]:
    """What an action about an overdue step is filled in with.

    In:     key: one of options.overdue_steps(steps).
    Out:    fields of an action; influence_id only where a target asks for the step.
    """
    site_id, milestone = key.split("|", 1)
    row = overdue(steps).filter(site_id=site_id, milestone=milestone).row(0, named=True)
    said = {
        "site_id": site_id,
        "what": _WORDS["what"].format(step=milestone),
        "note": _WORDS["note"].format(
            stage=row["stage"],
            planned=f"{row['planned_on']:%Y-%m-%d}",
            day=f"{steps.answer.day:%Y-%m-%d}",
        ),
    }
    return said | ({"influence_id": row["influence_id"]} if row["influence_id"] else {})


_DAYS = {"planned": "planned_on", "done": "done_on"}


def _on_record(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("status") != NOT_ON_RECORD)


def _is_done() -> pl.Expr:
    return pl.col("status").is_in([DONE, DONE_LATE])


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _how_late(days: int) -> str:
    if not days:
        return _WORDS["in_time"]
    how = "late_by" if days > 0 else "early"
    return _WORDS[how].format(days=words.count(abs(days), "day"))
