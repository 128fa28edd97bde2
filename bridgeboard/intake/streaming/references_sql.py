"""Names of another table's rows, looked up in DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from bridgeboard.intake.references import (
    KNOWN,
    fallen_rule,
    fallen_words,
    no_such,
    no_table_rule,
    no_table_words,
    unknown_words,
)
from bridgeboard.intake.streaming.checks import Check
from bridgeboard.intake.streaming.finding import Finding
from bridgeboard.intake.streaming.sql import literal, name
from bridgeboard.intake.streaming.workplace import STAGED, Workplace
from bridgeboard.intake.validation import MOST_WORDS
from bridgeboard.intake.working import SHOWN_ROWS, Working


@dataclass(frozen=True)
class Named:
    """A table whose rows others name, in the workplace: id, row, refused; in the file's order.

    file: None if there is no such table; unreadable: it is there and could not be read.
    """

    table: str
    column: str
    file: str | None
    unreadable: bool = False

    @property
    def ids(self) -> str:
        """The table in the workplace."""
        return name(f"named {self.table}")


def named(
    place: Workplace, table: str, column: str, work: Working | None, unreadable: bool
) -> Named:
    """A short table's rows, put into the workplace."""
    one = Named(table, column, None if work is None else work.file, unreadable)
    place.run(
        f"CREATE TABLE {one.ids} (place BIGINT, id VARCHAR, row BIGINT, refused BOOLEAN, "
        "site_id VARCHAR, wave_id VARCHAR)"
    )
    if work is not None:
        no_place = pl.repeat(None, len(work.rows), dtype=pl.String, eager=True)
        frame = pl.DataFrame(
            {
                "place": pl.int_range(0, len(work.rows), eager=True),
                "id": work.typed[column],
                "row": work.rows,
                "refused": pl.Series(work.refused, dtype=pl.Boolean),
                **{
                    where: work.typed[where] if where in work.typed.columns else no_place
                    for where in ("site_id", "wave_id")
                },
            }
        )
        place.insert(one.ids, frame.filter(pl.col("id").is_not_null()))
    return one


def named_respondents(place: Workplace, file: str, finding: Finding | None) -> Named:
    """Long respondents, judged. In: finding: None where none of them is refused."""
    one = Named("respondents", "respondent_id", file)
    if finding is None:
        # Rows' numbers are asked for where one is refused only.
        columns = "place, respondent_id AS id, place + 2 AS row, false AS refused"
        columns += ", site_id::VARCHAR AS site_id, wave_id::VARCHAR AS wave_id"
        place.run(f"CREATE VIEW {one.ids} AS SELECT {columns} FROM {STAGED}.respondents")
        return one
    columns = f"place, respondent_id AS id, row, place IN ({finding.refused()}) AS refused"
    place.run(
        f"CREATE TABLE {one.ids} AS SELECT {columns}, site_id, wave_id FROM respondents "
        "WHERE respondent_id IS NOT NULL"
    )
    return one


def reference_checks(place: Workplace, column: str, target: Named) -> Iterator[Check]:
    """That a column names rows that are there and not refused."""
    cell = name(column)
    if target.file is None:
        yield Check(
            no_table_rule(target.table),
            column,
            f"{cell} IS NOT NULL",
            lambda work, of: no_table_words(work, column, target.table, target.unreadable),
            listed=1,
        )
        return
    good = f"{cell} IN (SELECT id FROM {target.ids} WHERE NOT refused)"
    fallen = f"{cell} IN (SELECT id FROM {target.ids} WHERE refused)"
    yield Check(
        fallen_rule(target.table),
        column,
        f"NOT ({good}) AND {fallen}",
        lambda work, of: fallen_words(work, column, target.file, _rows_of(place, target)),
        by_value=True,
    )
    yield Check(
        KNOWN,
        column,
        f"NOT ({good}) AND NOT ({fallen})",
        lambda work, of: unknown_words(
            work, column, _ids(place, target), no_such(target.file, target.column)
        ),
        by_value=True,
    )


def _rows_of(place: Workplace, target: Named) -> Callable[[str], tuple[Sequence[int], int]]:
    """The rows that have an id: the first few, and how many."""

    def rows_of(value: str) -> tuple[Sequence[int], int]:
        same = f"FROM {target.ids} WHERE id = {literal(value)}"
        rows = place.rows(f"SELECT row {same} ORDER BY place LIMIT {SHOWN_ROWS}")
        return [row for (row,) in rows], place.number(f"SELECT count(*) {same}")

    return rows_of


def _ids(place: Workplace, target: Named) -> list[str]:
    """The ids that are there; of more than are ever looked at, the first."""
    rows = place.rows(
        f"SELECT id FROM {target.ids} WHERE NOT refused ORDER BY place LIMIT {MOST_WORDS + 1}"
    )
    return [one for (one,) in rows]
