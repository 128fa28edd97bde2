"""Surveys by hand: headings, rows and what the tool says of its columns."""

from __future__ import annotations

from typing import Any

import polars as pl

from bridgeboard.collected import Field, Survey, SurveyTable
from bridgeboard.mapping.known import Known, KnownSite, KnownWave
from bridgeboard.mapping.survey_map import ItemColumn

KNOWN = Known(
    sites=(KnownSite("north", "Northern clinic", ("Gulu",)), KnownSite("south", "South House")),
    waves=(KnownWave("pre", "Before", 1), KnownWave("post", "After 12 months", 2, months=12)),
)
AGREEMENT = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "98": "dont_know", "99": "missing"}
PSA12 = ("b1", "b2", "b3", "b4", "c1", "c2", "c3", "c4", "r1", "r2", "t1", "t2")
LABELS = {
    "1": "Strongly disagree",
    "2": "Disagree",
    "3": "Neither agree nor disagree",
    "4": "Agree",
    "5": "Strongly agree",
}


def survey(
    columns: list[str],
    rows: list[tuple],
    kind: str = "csv",
    file: str = "export.csv",
    holds: str = "codes",
    **about: dict[str, Any],
) -> Survey:
    """A survey of one table. about: column -> what its Field says besides its name."""
    about = {key.replace("__", " "): value for key, value in about.items()}
    fields = tuple(
        Field(column, column, place, **about.get(column, {}))
        for place, column in enumerate(columns)
    )
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    numbers = pl.Series(range(2, len(rows) + 2))
    return Survey(kind, file, (SurveyTable("", file, frame, numbers, fields, holds),))


def items(*columns: str, values: str | None = "agreement", instrument: str = "psa12"):
    """A map's answers where columns are named as the items."""
    return tuple(ItemColumn(column, instrument, column, values) for column in columns)
