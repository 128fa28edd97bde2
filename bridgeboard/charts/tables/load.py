"""Loading data: what there is to choose from, and what was found, as tables and names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.charts.tables.quality import problems as _problems_table

if TYPE_CHECKING:
    from bridgeboard.collected import Kind, Survey, SurveyTable
    from bridgeboard.collected.recognition import Recognised
    from bridgeboard.problems import Problem


def kinds(one: Recognised, known: Iterable[Kind]) -> dict[str, str]:
    """Names of kinds that a file may be instead, by id: those that it is like first."""
    first = {kind.name: kind.label for kind in one.others}
    rest = {kind.name: kind.label for kind in known}
    return first | {name: label for name, label in rest.items() if name not in first}


def problems(found: Sequence[Problem]) -> pl.DataFrame:
    """What must be mended, summed up, to hand to whoever can."""
    # Only whoever has dropped something waits for this import.
    from bridgeboard.store.kept_problems import as_frame

    return _problems_table(as_frame(found))


def counted(found: Iterable[Problem]) -> Mapping[str, int]:
    """How many problems there are of each severity, those not listed included."""
    n = {"refused": 0, "doubtful": 0}
    for problem in found:
        n[problem.severity] += 1 + problem.also
    return n


def sheets(survey: Survey) -> dict[str, str]:
    """Names of an export's tables, by their key."""
    return {one.name: f"{one.name or survey.file} ({one.frame.height})" for one in survey.tables}


def main_sheet(survey: Survey) -> SurveyTable:
    """The table that most likely holds the answers: no repeat of another, and most questions."""
    whole = [one for one in survey.tables if one.parent is None] or list(survey.tables)
    return max(whole, key=lambda one: sum(field.role == "question" for field in one.fields))
