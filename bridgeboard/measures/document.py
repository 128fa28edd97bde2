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


#: What is hidden in the shareable view, by Measure.rule; `hidden` are the columns.
_RULES = {
    "groups": "{hidden} are hidden where `{people}` is under the programme's k, or where they "
    "would reveal such a group.",
    "comparison": "a row's numbers are hidden where either wave's group, or the pairs, are under "
    "the programme's k or hidden elsewhere, or where those who are not linked would be revealed.",
    "pooled": "a row in which sites have a part whose own shift is hidden stays only where there "
    "are three of them or more, with the programme's k people or more; it is rounded and names no "
    "sites then. Else only shown sites are pooled, and the row says so.",
    "breakdown": "no number of a single site is shown; over all sites a category is hidden where "
    "it has fewer than the programme's k people, or would reveal one that has.",
    "flows": "only all sites together are shown, all nine flows or none: each that anybody took "
    "must be of the programme's k people or more, and so must those who are not linked.",
    "complete": "numbers are hidden where they rest on fewer than the programme's k people, or "
    "would reveal so few who left something out.",
    "planned": "numbers are hidden where the spread between people would reveal a group under the "
    "programme's k; a site's row where its own group is hidden.",
    "ratings": "what single raters gave, and why, is for the team unless it was published; a "
    "rating accepted from pCAT answers is hidden where that group is.",
    "proposed": "what is proposed from pCAT answers is hidden where these are in distribution.",
    "barriers": "a barrier from pCAT answers that are hidden is left out; why raters rated so is "
    "for the team unless it was published.",
    "together": "{hidden} are hidden where shift, score or distribution hide what they rest on, "
    "and ratings where they were accepted from pCAT answers of a hidden group; the verdict is on "
    "what is left. Proposed ratings are for the team.",
    "readiness": "a reason from a survey is left out where score or distribution hide what it "
    "rests on, and ratings where they were accepted from pCAT answers; {hidden} are hidden with "
    "it. Actions are for the team: no fact counts as answered by one.",
    "team": "no row is shown; it is for the team.",
    "distinguishing": "groups by shift are left out where a site's shift is hidden, and those that "
    "people made always; a row is hidden where a rating in it was accepted from pCAT answers of a "
    "group that is.",
}


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
        parts.append(_RULES[measure.rule].format(hidden=hidden, people=measure.people))
    elif measure.rule != "groups":
        parts.append(_RULES[measure.rule])
    if measure.released:
        parts.append("only rows released for sharing are counted and shown.")
    return " ".join(parts) if parts else "nothing is hidden; it counts no people."


def _row(column: Column) -> str:
    dtype = str(column.dtype() if isinstance(column.dtype, type) else column.dtype)
    cells = (f"`{column.name}`", dtype, column.unit or "", column.description)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
