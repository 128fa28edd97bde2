"""Rows of a repeat with what was asked once, before it: a submission's site and day, say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bridgeboard.collected.survey import SurveyTable


def with_what_was_asked_once(tables: Sequence[SurveyTable]) -> tuple[SurveyTable, ...]:
    """Each table of repeats with the questions of the row that its rows repeat.

    Missing: where a row names no row of the parent, these cells are empty. A question that the
             repeat asks itself is the repeat's.
    """
    done: dict[str, SurveyTable] = {}
    left = list(tables)
    # Parents first, so that a repeat in a repeat has what stands above both.
    while left:
        ready = [one for one in left if one.parent not in {other.name for other in left}]
        if not ready:
            break
        for one in ready:
            above = done.get(one.parent) if one.parent is not None else None
            done[one.name] = one if above is None else _joined(one, above)
        left = [one for one in left if one.name not in done]
    return tuple(done.get(one.name, one) for one in tables)


def _joined(table: SurveyTable, above: SurveyTable) -> SurveyTable:
    key, own = _column(table, "parent_key"), _column(above, "row_key")
    if key is None or own is None or not above.frame[own].drop_nulls().is_unique().all():
        return table
    asked = [
        replace(field, place=None)
        for field in above.fields
        if field.role == "question" and field.column not in table.frame.columns
    ]
    columns = [field.column for field in asked]
    once = above.frame.drop_nulls(own).select(own, *columns).rename({own: key})
    frame = table.frame.join(once, on=key, how="left", maintain_order="left")
    return replace(table, frame=frame, fields=(*table.fields, *asked))


def _column(table: SurveyTable, role: str) -> str | None:
    return next((field.column for field in table.fields if field.role == role), None)
