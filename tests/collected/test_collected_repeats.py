"""Rows of a repeat have what was asked once, above them."""

from __future__ import annotations

import polars as pl

from bridgeboard.collected import Field, SurveyTable
from bridgeboard.collected.repeats import with_what_was_asked_once


def _table(name: str, rows: dict[str, list[str | None]], parent: str | None = None) -> SurveyTable:
    roles = {"_index": "row_key", "_parent_index": "parent_key", "_uuid": "record"}
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows, pl.String))
    fields = tuple(
        Field(column, column, place, roles.get(column, "question"))
        for place, column in enumerate(rows)
    )
    numbers = pl.Series("row", range(2, len(frame) + 2), dtype=pl.Int64)
    return SurveyTable(name, name, frame, numbers, fields, parent=parent)


SITES = _table("sites", {"site": ["lake", "hill"], "day": ["1", "2"], "_index": ["1", "2"]})
WORKERS = _table(
    "workers",
    {
        "b1": ["5", "4", "3"],
        "day": ["8", "9", None],
        "_index": ["1", "2", "3"],
        "_parent_index": ["2", "1", "7"],
    },
    parent="sites",
)
VISITS = _table("visits", {"hours": ["2"], "_parent_index": ["2"]}, parent="workers")


def test_a_row_has_its_parents_questions_and_none_without_a_parent() -> None:
    # Children may stand before their parents.
    visits, workers, sites = with_what_was_asked_once((VISITS, WORKERS, SITES))
    assert sites is SITES
    assert workers.frame["site"].to_list() == ["hill", "lake", None]
    assert workers.frame["b1"].to_list() == ["5", "4", "3"]
    # What the repeat asks itself is the repeat's.
    assert workers.frame["day"].to_list() == ["8", "9", None]
    assert workers.field("site").place is None
    assert visits.frame.row(0, named=True) == {
        "hours": "2",
        "_parent_index": "2",
        "b1": "4",
        "day": "9",
        "site": "lake",
    }


def test_parents_that_can_not_be_told_apart_give_nothing() -> None:
    twice = _table("sites", {"site": ["lake", "hill"], "_index": ["1", "1"]})
    assert with_what_was_asked_once((twice, WORKERS)) == (twice, WORKERS)


def test_tables_that_repeat_each_other_end() -> None:
    one = _table("one", {"a": ["1"], "_parent_index": ["1"]}, parent="two")
    two = _table("two", {"b": ["1"], "_parent_index": ["1"]}, parent="one")
    assert [table.frame.columns for table in with_what_was_asked_once((one, two))] == [
        ["a", "_parent_index"],
        ["b", "_parent_index"],
    ]
