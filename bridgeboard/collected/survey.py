"""A survey's export as text, with all that the tool itself says of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from bridgeboard.collected.left_out import LeftOut, Suspect
from bridgeboard.problems import Problem

#: What a column is for, where the tool says so. "question" is all that a person answered.
Role = Literal[
    "question",
    "record",
    "event",
    "repeat_form",
    "repeat",
    "data_group",
    "submitted",
    "complete",
    "row_key",
    "parent_key",
    "system",
]
#: What a question takes. "tick": one choice of several, a column of its own, holding 0 or 1.
Takes = Literal["one", "several", "tick", "number", "text", "date", "time", "file", "unknown"]


@dataclass(frozen=True)
class Field:
    """One column of a survey's export.

    column:  its name in the table's frame: unique, as near to the file's heading as can be.
    heading: the heading as it stands in the file.
    place:   which column of the file it is, from 0 (None if it was made by the reader).
    label:   the question in words, without markup; labels: the same by language where several.
    choices: code to label, in the tool's order.
    missing: codes that the tool itself declares as missing.
    of, code: for a tick: the question's name and the choice that the column stands for.
    group:   the form, page or group it stands in.
    """

    column: str
    heading: str
    place: int | None
    role: Role = "question"
    takes: Takes = "unknown"
    label: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    of: str | None = None
    code: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class SurveyTable:
    """One table of an export: one row per what the tool calls a row.

    name:   the sheet, form or "" where there is one table only.
    file:   how problems call it ("export.xlsx, sheet Main").
    frame:  every column of fields as String, null where the cell is empty; no others.
    rows:   the number of each row as a spreadsheet shows it.
    holds:  do cells of questions with choices hold the codes or the labels?
    parent: name of the table whose rows these repeat.
    asked:  for each event the groups of fields that its rows hold, where they don't hold all: what
            is empty beyond them was never asked, and is not missing.
    """

    name: str
    file: str
    frame: pl.DataFrame
    rows: pl.Series
    fields: tuple[Field, ...]
    holds: Literal["codes", "labels"] = "codes"
    parent: str | None = None
    asked: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def field(self, column: str) -> Field:
        """The field of this column. Raises: KeyError."""
        for one in self.fields:
            if one.column == column:
                return one
        raise KeyError(column)


@dataclass(frozen=True)
class Survey:
    """All that an export of a survey tool holds.

    kind:     the name of its Kind.
    said:     what was recognised, in plain sentences ("Longitudinal: 2 events, pre and post.").
    problems: "refused" ones mean that the file (or row) could not be read.
    """

    kind: str
    file: str
    tables: tuple[SurveyTable, ...] = ()
    said: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    problems: tuple[Problem, ...] = ()
