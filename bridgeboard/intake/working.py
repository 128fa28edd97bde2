"""A table on its way in: its text, its types, and which rows are refused and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
import polars as pl

from bridgeboard.intake.numbers import has_decimal_comma
from bridgeboard.intake.rules import Rule, rules_of
from bridgeboard.problems import LISTED, Problem
from bridgeboard.readers import TextTable
from bridgeboard.readers.quoting import grouped, listed, quoted
from schemas._table import Table

#: Of other rows that a sentence is about this many are named.
SHOWN_ROWS = 5
#: Of sites this many are named; one more, and the last of them stands for all others.
SHOWN_SITES = 5
#: A sentence leaves out the site of its own row.
MOST_SITES = SHOWN_SITES + 2


class Words(NamedTuple):
    """The three parts of a problem's sentence."""

    found: str
    expected: str
    mend: str


#: Says what is wrong with the row at a place.
Say = Callable[[int], Words]


@dataclass
class Working:
    """One table while it is checked. Rows are counted from 0 here and named as the user sees them.

    typed: exactly the columns of the schema; null where a cell is empty or could not be typed.
    refused: one flag a row.
    garbled: rows whose cells can't be told apart; nothing more is said about them.
    untyped: for each column, rows whose cell is not empty and could not be typed.
    faulty: for each column, rows whose cell has been reported; one cell gets one sentence.
    decimal_comma: columns of numbers of which it is known, without a look at their cells.
    """

    name: str
    file: str
    model: type[Table]
    text: pl.DataFrame
    rows: pl.Series
    typed: pl.DataFrame
    refused: np.ndarray
    garbled: np.ndarray
    untyped: dict[str, np.ndarray] = field(default_factory=dict)
    faulty: dict[str, np.ndarray] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    decimal_comma: dict[str, bool] = field(default_factory=dict)

    @property
    def rules(self) -> dict[str, Rule]:
        """The columns' rules."""
        return rules_of(self.model)

    @property
    def apart(self) -> Sequence[str]:
        """Columns of which a refused cell leaves the rest of its row as it is."""
        return self.model.Config.metadata.get("apart", ())

    def row(self, place: int) -> int:
        """The row's number as the user sees it."""
        return int(self.rows[int(place)])

    def cell(self, place: int, column: str) -> str:
        """The cell as it stands in the file, in quotation marks."""
        if column not in self.text.columns:
            return "nothing"
        return quoted(self.text[column][int(place)])

    def has_decimal_comma(self, column: str) -> bool:
        """Does a cell of this column show beyond doubt that its comma is a decimal comma?"""
        if column not in self.decimal_comma:
            self.decimal_comma[column] = has_decimal_comma(self.text[column])
        return self.decimal_comma[column]

    def good(self) -> pl.DataFrame:
        """The rows that are not refused."""
        return self.typed.filter(pl.Series(~self.refused))

    def report(
        self,
        places: Iterable[int] | np.ndarray,
        *,
        rule: str,
        words: Say,
        column: str | None = None,
        severity: Literal["refused", "doubtful"] = "refused",
        listed: int = LISTED,
    ) -> None:
        """A problem for each of these rows: the first few written out, the others counted."""
        places = self._unsaid(np.asarray(places, dtype=np.int64), column, severity)
        for nth, place in enumerate(places[:listed], start=1):
            rest = len(places) - listed if nth == listed else 0
            self._say(int(place), rule, words, column, severity, max(rest, 0))

    def report_values(
        self,
        places: np.ndarray,
        *,
        column: str,
        rule: str,
        words: Say,
        severity: Literal["refused", "doubtful"] = "refused",
    ) -> None:
        """The same for rows whose cell in this column is equal: one problem a value, counted."""
        places = self._unsaid(np.asarray(places, dtype=np.int64), column, severity)
        if not len(places):
            return
        frame = pl.DataFrame({"place": places, "value": self.typed[column].gather(places)})
        values = frame.group_by("value", maintain_order=True).agg(
            pl.col("place").first(), pl.len().alias("n")
        )
        beyond = int(values["n"][LISTED:].sum())
        shown = values.head(LISTED)
        for nth, (_, place, n) in enumerate(shown.iter_rows(), start=1):
            rest = beyond if nth == len(shown) else 0
            self._say(place, rule, words, column, severity, n - 1 + rest)

    def any_faulty(self, columns: Iterable[str]) -> np.ndarray:
        """Rows with a reported cell in one of these columns."""
        flags = np.zeros(len(self.rows), dtype=bool)
        for column in columns:
            if column in self.faulty:
                flags |= self.faulty[column]
        return flags

    def _unsaid(self, places: np.ndarray, column: str | None, severity: str) -> np.ndarray:
        """The places of which nothing was said yet; from now on it was."""
        places = places[~self.garbled[places]]
        if column is not None:
            flags = self.faulty.setdefault(column, np.zeros(len(self.rows), dtype=bool))
            places = places[~flags[places]]
            if severity == "refused":
                flags[places] = True
        if severity == "refused" and column not in self.apart:
            self.refused[places] = True
        return places

    def _say(
        self,
        place: int,
        rule: str,
        words: Say,
        column: str | None,
        severity: Literal["refused", "doubtful"],
        also: int,
    ) -> None:
        said = words(place)
        self.problems.append(
            Problem(
                file=self.file,
                row=self.row(place),
                column=column,
                rule=rule,
                found=said.found,
                expected=said.expected,
                mend=said.mend,
                severity=severity,
                also=also,
            )
        )


def working(table: TextTable, model: type[Table], text: pl.DataFrame) -> Working:
    """A table ready to be checked; its columns are still to be typed."""
    garbled = np.isin(table.rows.to_numpy(), np.array(sorted(table.refused), dtype=np.int64))
    return Working(
        name=table.name,
        file=table.file,
        model=model,
        text=text,
        rows=table.rows,
        typed=empty(model),
        refused=garbled.copy(),
        garbled=garbled,
    )


def empty(model: type[Table]) -> pl.DataFrame:
    """The table without rows, with its columns and their types."""
    return pl.DataFrame(schema={name: rule.dtype for name, rule in rules_of(model).items()})


def places_of(flags: pl.Series | np.ndarray) -> np.ndarray:
    """Where the flags are set; null counts as not set."""
    if isinstance(flags, pl.Series):
        flags = flags.fill_null(False).to_numpy()
    return np.flatnonzero(flags)


def listed_shortly(sites: Sequence[str]) -> str:
    """a, b and c; of many the first few and others."""
    if len(sites) > SHOWN_SITES:
        return f"{', '.join(sites[:SHOWN_SITES])} and others"
    return listed(list(sites))


def rows_in_words(rows: Sequence[int], n: int | None = None) -> str:
    """row 3; or rows 3, 4 and 9; or rows 3, 4, 9, 10, 11 and 88 more.

    n: how many there are, if rows holds only the first few of them.
    """
    n = len(rows) if n is None else n
    numbers = [grouped(row) for row in rows[:SHOWN_ROWS]]
    if n > SHOWN_ROWS:
        return f"rows {', '.join(numbers)} and {grouped(n - SHOWN_ROWS)} more"
    return f"row {numbers[0]}" if n == 1 else f"rows {listed(numbers)}"
