"""How far each site is: steps done of each stage, and what of it is overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Mark, Matrix, Row
from bridgeboard.charts.readings import milestones as reading
from bridgeboard.charts.tables import milestones as tables
from bridgeboard.measures.milestones import DONE, NOT_ON_RECORD, OVERDUE

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_CELL_PIXELS = 96
_WORDS = {
    "title": "How far is each site, stage by stage?",
    "corner": "Site",
    "opener": "Stages of",
    "every": "All stages",
    "no_step": "no step expected",
    "all_done": "every step is done",
    "overdue": "steps are overdue",
    "missing": "not on record, which is not “not done”",
    "n": "{steps} on record at {sites}, read on {day}",
    "unit": "steps done of those on record",
    "alt": "{done} of {steps} on record are done at {sites}{overdue}.",
    "alt_overdue": ", {n} overdue at {names}",
    "none": "No step is on record at {sites}.",
}


def stages(shown: Shown, *, dark: bool = False) -> Chart:
    """Sites by stages: steps done of those on record, overdue ones by shape and word.

    In:      the measure `stages`. Sites stand in the order of sites.csv, never by how far they are.
    Missing: steps not on record are counted apart; a stage of which nothing is on record is a dot.
    """
    colours = style.palette(dark)
    rows = shown.frame.to_dicts()
    whole = [row for row in rows if row["is_all_stages"]]
    columns = {row["stage_order"]: row["stage"] for row in rows if not row["is_all_stages"]}
    cells = {(row["site_id"], row["stage_order"]): row for row in rows}
    alt = _reading(whole)
    known = sum(row["n_on_record"] for row in whole)
    matrix = Matrix(
        name=alt,
        corner=_WORDS["corner"],
        columns=[columns[order] for order in sorted(columns)],
        rows=[
            Row(
                row["site_name"],
                tuple(_cell(cells[row["site_id"], order], colours) for order in sorted(columns)),
                under=", ".join(reading.counted(row)),
            )
            for row in whole
        ],
        legend=_legend(whole, colours),
        opener=_WORDS["opener"],
        stamp=provenance.mark(shown),
        cell_pixels=_CELL_PIXELS,
        brief="closed",
    )
    return Chart(
        title=_WORDS["title"],
        figure=html_matrix.drawn(matrix, colours) if known else None,
        alt=alt,
        n_text=_WORDS["n"].format(
            steps=words.count(known, "step"),
            sites=words.count(len(whole), "site"),
            day=f"{shown.answer.day:%Y-%m-%d}",
        ),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=tables.stages(shown.frame, _WORDS["every"]),
        notes=shown.notes,
    )


def _cell(row: dict[str, Any], colours: style.Palette) -> Cell:
    if not row["n_on_record"]:
        spoken = reading.LABELS[NOT_ON_RECORD] if row["n_steps"] else _WORDS["no_step"]
        return Cell(marks=(Mark(style.ABSENT, colours.muted),), spoken=spoken, absent=True)
    done, *rest = reading.counted(row)
    shape = f"{reading.SHAPES[DONE]} " if row["n_done"] == row["n_steps"] else ""
    looks = []
    for said in rest:
        is_late = row["n_overdue"] and said == rest[0]
        status, colour = (
            (OVERDUE, colours.directions["hinders"]) if is_late else (NOT_ON_RECORD, colours.muted)
        )
        looks.append(Mark(f"{reading.SHAPES[status]} {said}", colour, strong=bool(is_late)))
    return Cell(
        big=shape + done,
        marks=tuple(looks),
        spoken=", ".join((done, *rest)),
        tint=row["share_done"] * style.TINT_MOST,
    )


def _legend(
    whole: list[dict[str, Any]], colours: style.Palette
) -> tuple[tuple[str, str, str], ...]:
    """Only what is drawn: nobody looks for what isn't there."""
    told = [(reading.SHAPES[DONE], colours.ink, _WORDS["all_done"])]
    if any(row["n_overdue"] for row in whole):
        told.append((reading.SHAPES[OVERDUE], colours.directions["hinders"], _WORDS["overdue"]))
    if any(row["n_steps"] > row["n_on_record"] for row in whole):
        told.append((reading.SHAPES[NOT_ON_RECORD], colours.muted, _WORDS["missing"]))
    return tuple(told)


def _reading(whole: list[dict[str, Any]]) -> str:
    sites = words.count(len(whole), "site")
    known = sum(row["n_on_record"] for row in whole)
    if not known:
        return _WORDS["none"].format(sites=sites)
    late = sum(row["n_overdue"] for row in whole)
    names = words.listed([row["site_name"] for row in whole if row["n_overdue"]], 12)
    return _WORDS["alt"].format(
        done=sum(row["n_done"] for row in whole),
        steps=words.count(known, "step"),
        sites=sites,
        overdue=_WORDS["alt_overdue"].format(n=late, names=names) if late else "",
    )
