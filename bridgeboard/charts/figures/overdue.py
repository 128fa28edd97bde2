"""Overdue steps: at which site, planned for when, and how many days ago that was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Mark, Matrix, Row
from bridgeboard.charts.readings import milestones as reading
from bridgeboard.charts.tables import milestones as tables
from bridgeboard.measures.milestones import OVERDUE

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: On a phone, ten of them are two screens.
MOST = 10
_WORDS = {
    "title": "Which steps are overdue?",
    "corner": "Site",
    "columns": ("Step", "How late"),
    "late": "{days} late",
    "n": "{n} of {steps} on record, read on {day}",
    "first": "; the {most} longest overdue are drawn, the table has all",
    "unit": "days since the planned day",
    "none": "No step is overdue on {day}.",
    "alt": "{n} overdue on {day}. The longest: {longest}.",
    "longest": "{site}, {step}, {said}",
}


def overdue(steps: Shown, *, dark: bool = False, most: int = MOST) -> Chart:
    """The overdue steps, the longest first: each with its site, stage, planned day and days late.

    In:      the measure `milestones`, of one site or of all.
    Missing: a step without a planned day, or not on record, can't be overdue.
    """
    colours = style.palette(dark)
    late = reading.overdue(steps)
    rows = late.head(most).to_dicts()
    day = f"{steps.answer.day:%Y-%m-%d}"
    alt = _reading(rows, late.height, day)
    matrix = Matrix(
        name=alt,
        corner=_WORDS["corner"],
        columns=_WORDS["columns"],
        rows=[
            Row(row["site_name"], _cells(row, colours), under=row["stage"] or "") for row in rows
        ],
        stamp=provenance.mark(steps),
        widths=(26, 40, 34),
    )
    known = steps.frame["provenance"].count()
    n = _WORDS["n"].format(n=late.height, steps=words.count(known, "step"), day=day)
    return Chart(
        title=_WORDS["title"],
        figure=html_matrix.drawn(matrix, colours) if rows else None,
        alt=alt,
        n_text=n + (_WORDS["first"].format(most=most) if late.height > most else ""),
        unit=_WORDS["unit"],
        source_text=provenance.source(steps),
        provenance_mark=provenance.mark(steps),
        table=tables.steps(late),
        notes=steps.notes,
    )


def _cells(row: dict[str, Any], colours: style.Palette) -> tuple[Cell, Cell]:
    late = _WORDS["late"].format(days=words.count(row["days_late"], "day"))
    said = reading.sentence(row).partition(":")[0]
    shape = Mark(reading.SHAPES[OVERDUE], colours.directions["hinders"])
    return Cell(lines=(row["milestone"],)), Cell(marks=(shape,), lines=(late, said))


def _reading(rows: list[dict[str, Any]], n: int, day: str) -> str:
    if not rows:
        return _WORDS["none"].format(day=day)
    longest = _WORDS["longest"].format(
        site=rows[0]["site_name"], step=rows[0]["milestone"], said=reading.sentence(rows[0])
    )
    return _WORDS["alt"].format(n=words.count(n, "step"), day=day, longest=longest)
