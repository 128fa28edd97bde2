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
