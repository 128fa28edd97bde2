"""Problems of an export's rows: in its own rows and headings, the first of each kind one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from bridgeboard.collected import SurveyTable
from bridgeboard.problems import LISTED, Problem

Words = tuple[str, str, str]


@dataclass
class RowProblems:
    """What is wrong with a table's rows, so far."""

    table: SurveyTable

    def __post_init__(self) -> None:
        self.found: list[Problem] = []
        self._headings = {
            field.column: field.heading or field.column for field in self.table.fields
        }

    def heading(self, column: str) -> str:
        """The column's heading as it stands in the file."""
        return self._headings.get(column, column)

    def report(
        self,
        rows: pl.DataFrame,
        rule: str,
        words: Callable[[dict], Words],
        column: str | None = None,
        severity: Literal["refused", "doubtful"] = "refused",
    ) -> None:
        """Report each row of the frame, which has the row's number in `row`.

        words: found, expected and mend of a row. Only the first are written out; the last of them
        counts the rest.
        """
        listed = rows.head(LISTED).to_dicts()
        for place, row in enumerate(listed):
            found, expected, mend = words(row)
            last = place == len(listed) - 1
            self.found.append(
                Problem(
                    file=self.table.file,
                    row=row["row"],
                    column=None if column is None else self.heading(column),
                    rule=rule,
                    found=found,
                    expected=expected,
                    mend=mend,
                    severity=severity,
                    also=len(rows) - len(listed) if last else 0,
                )
            )
