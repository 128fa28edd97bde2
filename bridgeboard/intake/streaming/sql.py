"""Names and texts inside SQL."""

from __future__ import annotations

from collections.abc import Iterable


def name(text: str) -> str:
    """A column's or table's name."""
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text."""
    return "'" + text.replace("'", "''") + "'"


def literals(texts: Iterable[str]) -> str:
    """Texts with commas between them; one that is never found if there are none."""
    return ", ".join(map(literal, texts)) or "NULL"


def any_of(conditions: Iterable[str]) -> str:
    """True where one of them is."""
    return " OR ".join(f"({condition})" for condition in conditions) or "false"


def among(column: str, numbers: Iterable[int]) -> str:
    """Is it one of these whole numbers?

    As ranges: a list of more than a few DuckDB looks up by a join of its own for each column.
    """
    ranges: list[tuple[int, int]] = []
    for one in sorted(set(numbers)):
        if ranges and one == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], one)
        else:
            ranges.append((one, one))
    return any_of(f"{column} BETWEEN {low} AND {high}" for low, high in ranges)
