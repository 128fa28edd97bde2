"""docs/measures.md, from what each measure says of itself."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from functools import partial

from bridgeboard.measures import interval_coverage
from bridgeboard.measures.measure import Column, Measure
from bridgeboard.measures.order import MEASURES

_HEAD = """# Measures

Generated from the measures themselves by `python -m bridgeboard docs`; don't edit it.

A measure is a named question with one answer frame. It is computed for the whole programme; what
the shareable view hides is decided on that, and only then are rows chosen by site, wave or income
level. In the shareable view every frame has one more column, `hidden`, which says why a row's
numbers are empty.
"""


def document(coverage: Sequence[Mapping[str, str]] = ()) -> str:
    """The page that lists every measure, its question and its columns, in Markdown.

    In: coverage: rows of docs/interval_coverage.csv, for the section on intervals.
    """
    sections = [_section(measure) for measure in MEASURES.values()]
    if coverage:
        sections.append(interval_coverage.section(coverage))
    return "\n".join([_HEAD, *sections])


def _section(measure: Measure) -> str:
    lines = [
        f"## {measure.name}",
        "",
        f"**{measure.question}**",
        "",
        "```",
        explanation(measure),
        "```",
        "",
        f"In the shareable view: {in_shareable_view(measure)}",
        "",
        "| column | type | unit | what it says |",
        "|---|---|---|---|",
        *(_row(column) for column in measure.columns),
        "",
    ]
    return "\n".join(lines)


def explanation(measure: Measure) -> str:
    """What the measure's own docstring says: the answer, In, Out, Unit, Missing, Source."""
    compute = measure.compute.func if isinstance(measure.compute, partial) else measure.compute
    return inspect.getdoc(compute) or ""


def in_shareable_view(measure: Measure) -> str:
    """What the shareable view hides of this measure, in a sentence."""
    parts = []
    if measure.people:
        hidden = ", ".join(f"`{name}`" for name in (*measure.hides, *measure.group))
        parts.append(
            f"{hidden} are hidden where `{measure.people}` is under the programme's k, or where "
            "they would reveal such a group."
        )
    if measure.released:
        parts.append("only rows released for sharing are counted and shown.")
    return " ".join(parts) if parts else "nothing is hidden; it counts no people."


def _row(column: Column) -> str:
    dtype = str(column.dtype() if isinstance(column.dtype, type) else column.dtype)
    cells = (f"`{column.name}`", dtype, column.unit or "", column.description)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
