"""One site's steps in time: planned against done, and what is overdue on the day it is read."""

from __future__ import annotations

from datetime import date
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, timeline_sheet, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.readings import milestones as reading
from bridgeboard.charts.tables import milestones as tables
from bridgeboard.charts.time_axis import TimeAxis, time_axis
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

_OPEN = (OVERDUE, PLANNED)
_WORDS = {
    "title": "{site}: what was planned for when, and when was it done?",
    "planned": "planned day",
    "day": "the day it is read, {day}",
    "read": "read on {day}",
    "phase": "{phase}: {stage}",
    "n": "{known} of {all} on record, read on {day}",
    "unit": "days",
    "alt": "{site} on {day}: {counted}.",
    "counted": "{n} {status}",
    "none": "No step is on record at {site}.",
}


def timeline(steps: Shown, stages: Shown, site_id: str, *, dark: bool = False) -> Chart:
    """A site's steps by stage: each in a sentence, and where it has a day, on a line of time.

    In:      the measures `milestones` and `stages`, read on the same day.
    Missing: a step without any day, or not on record, has no line and says so; a site without a
             step on record has no drawing. The day on which it is read is on the line only if a
             step is open: else the line ends with the last step done.
    """
    colours = style.palette(dark)
    frame = steps.frame.filter(pl.col("site_id") == site_id)
    rows = frame.to_dicts()
    day = steps.answer.day
    counts = stages.frame.filter(site_id=site_id, is_all_stages=False).to_dicts()
    by_stage = {row["stage_order"]: row for row in counts}
    site = rows[0]["site_name"] if rows else ""
    known = frame.filter(pl.col("status") != NOT_ON_RECORD).height
    alt = _reading(rows, site, day, known)
    mark = provenance.mark(steps)
    return Chart(
        title=_WORDS["title"].format(site=words.isolated(site)),
        figure=_drawn(rows, by_stage, alt, day, mark, colours) if known else None,
        alt=alt,
        n_text=_WORDS["n"].format(
            known=known, all=words.count(len(rows), "step"), day=f"{day:%Y-%m-%d}"
        ),
        unit=_WORDS["unit"],
        source_text=provenance.source(steps),
        provenance_mark=mark,
        table=tables.steps(frame),
        notes=steps.notes,
    )


def _drawn(
    rows: list[dict[str, Any]],
    by_stage: dict[int, dict[str, Any]],
    alt: str,
    day: date,
    mark: str,
    colours: style.Palette,
) -> str:
    is_open = any(row["status"] in _OPEN for row in rows)
    axis = time_axis(
        [
            *(row["planned_on"] for row in rows),
            *(row["done_on"] for row in rows if _is_done(row)),
            day if is_open else None,
        ]
    )
    today = axis.at(day) if axis and is_open else None
    sheet = timeline_sheet.Sheet(tuple(axis.ticks()) if axis else (), today)
    me = sheet.name(colours)
    stamp = f'<p class="stamp"><strong>{escape(mark)}</strong></p>' if mark else ""
    groups = "".join(
        _group(by_stage[order], list(some), axis, today, colours)
        for order, some in groupby(rows, key=lambda row: row["stage_order"])
    )
    return (
        f'<figure class="bbt {me}" role="figure" aria-label="{escape(alt)}">{stamp}'
        f"{_legend(rows, is_open, day, colours)}{_scale(axis, today, day)}"
        f'<ol class="g">{groups}</ol><style>{sheet.css(me, colours)}</style></figure>'
    )


def _group(
    stage: dict[str, Any],
    rows: list[dict[str, Any]],
    axis: TimeAxis | None,
    today: float | None,
    colours: style.Palette,
) -> str:
    counted = ", ".join(part for part in (*reading.counted(stage), reading.took(stage)) if part)
    phase = stage["phase"] or ""
    # The default stages begin with their phase's name; it needn't be said twice.
    name = stage["stage"]
    if phase and not name.lower().startswith(phase.lower()):
        name = _WORDS["phase"].format(phase=phase, stage=name)
    steps = "".join(_step(row, axis, today, colours) for row in rows)
    return (
        f'<li><p class="h"><b><bdi>{escape(name)}</bdi></b> <small>{escape(counted)}</small></p>'
        f"<ul>{steps}</ul></li>"
    )


def _step(
    row: dict[str, Any], axis: TimeAxis | None, today: float | None, colours: style.Palette
) -> str:
    status = row["status"]
    colour = _colours(colours)[status]
    note = f'<small dir="auto">{escape(row["note"])}</small>' if row["note"] else ""
    word = f"<b>{escape(reading.LABELS[status])}</b>, " if status == OVERDUE else ""
    return (
        f'<li><span class="n"><bdi>{escape(row["milestone"])}</bdi>{note}</span>'
        f"{_track(row, axis, today, colour)}"
        f'<span class="s"><span style="color:{colour}" aria-hidden="true">'
        f"{reading.SHAPES[status]}</span> {word}"
        f"{html_matrix.unbroken(reading.sentence(row))}</span></li>"
    )


def _track(row: dict[str, Any], axis: TimeAxis | None, today: float | None, colour: str) -> str:
    """The step on the line of time; what it shows is said beside it, so it is not read out."""
    if axis is None or row["status"] in (NO_DATE, NOT_ON_RECORD):
        return ""
    planned = axis.at(row["planned_on"]) if row["planned_on"] else None
    status, end, shape = row["status"], None, ""
    if _is_done(row):
        end, shape = axis.at(row["done_on"]), reading.SHAPES[status]
    elif status == OVERDUE:
        end, shape = today, reading.SHAPES[status]
    inner = ""
    if planned is not None and end is not None and planned != end:
        left, width = min(planned, end), abs(end - planned)
        dashed = ";border-top-style:dashed" if status == OVERDUE else ""
        inner += (
            f'<i class="b" style="left:{left:.2f}%;width:{width:.2f}%;'
            f'border-top-color:{colour}{dashed}"></i>'
        )
    if planned is not None:
        inner += f'<i class="m" style="left:{planned:.2f}%">{reading.SHAPES[PLANNED]}</i>'
    if end is not None:
        inner += f'<i class="m" style="left:{end:.2f}%;color:{colour}">{shape}</i>'
    return f'<span class="t" dir="ltr" aria-hidden="true">{inner}</span>'


def _scale(axis: TimeAxis | None, today: float | None, day: date) -> str:
    """The labels above the lines: months or years, and the day it is read."""
    if axis is None:
        return ""
    labels = "".join(
        f'<i class="k" style="left:{at:.2f}%">{label}</i>' for at, label in axis.ticks()
    )
    if today is not None:
        side = "r" if today > 50 else "k"
        read = escape(_WORDS["read"].format(day=f"{day:%Y-%m-%d}"))
        labels += f'<i class="d {side}" style="{_side(today, side)}">{read}</i>'
    return f'<div class="x" aria-hidden="true"><span dir="ltr">{labels}</span></div>'


def _side(today: float, side: str) -> str:
    return f"right:{100 - today:.2f}%" if side == "r" else f"left:{today:.2f}%"


def _legend(rows: list[dict[str, Any]], is_open: bool, day: date, colours: style.Palette) -> str:
    """Only the shapes that are drawn; planned days stand on most lines."""
    found = {row["status"] for row in rows}
    entries = [
        (reading.SHAPES[status], colour, reading.LABELS[status])
        for status, colour in _colours(colours).items()
        if status in found and status != PLANNED
    ]
    if any(row["planned_on"] for row in rows):
        entries.append((reading.SHAPES[PLANNED], colours.ink, _WORDS["planned"]))
    if is_open:
        entries.append(("│", colours.ink, _WORDS["day"].format(day=f"{day:%Y-%m-%d}")))
    items = "".join(
        f'<li><span style="color:{colour}" aria-hidden="true">{shape}</span> {escape(word)}</li>'
        for shape, colour, word in entries
    )
    return f'<ul class="legend">{items}</ul>'


def _colours(colours: style.Palette) -> dict[str, str]:
    """A colour each, which the shape and the word say as well."""
    late = colours.directions["hinders"]
    return {
        OVERDUE: late,
        DONE_LATE: late,
        DONE: colours.directions["supports"],
        PLANNED: colours.ink,
        NO_DATE: colours.muted,
        NOT_ON_RECORD: colours.muted,
    }


def _is_done(row: dict[str, Any]) -> bool:
    return row["status"] in (DONE, DONE_LATE)


def _reading(rows: list[dict[str, Any]], site: str, day: date, known: int) -> str:
    if not known:
        return _WORDS["none"].format(site=site)
    statuses = [row["status"] for row in rows]
    counted = [
        _WORDS["counted"].format(n=words.count(statuses.count(status), "step"), status=label)
        for status, label in reading.LABELS.items()
        if status in statuses
    ]
    return _WORDS["alt"].format(site=site, day=f"{day:%Y-%m-%d}", counted="; ".join(counted))
