"""One table to be made, and the names of those that steps read and make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bridgeboard.instruments import Instrument
from bridgeboard.intake.staged import NOT_APPLICABLE
from bridgeboard.store.sql import identifier

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """Rows for one table: "CREATE TABLE table AS sql", or INSERT where an earlier step has made it.

    kind: working: only later steps read it, then it can go;
          counts:  small, and exact: of these pages live.
    unfold: what the rows of the SQL become before they are written; as they are if None.
    sliced: may be made of some respondents after the others, of which each gives rows of their own:
          so memory is bounded at any number of them.
    """

    table: str
    sql: str
    kind: Literal["working", "counts"]
    unfold: Callable[[Rows], Rows] | None = None
    sliced: bool = False


def cells(instrument: Instrument) -> str:
    """The name of the relation of the instrument's cells, and of its table in a snapshot."""
    return f"cells_{instrument.instrument_id}"


def given(instrument: Instrument) -> str:
    """The name of the working table of who was given the instrument; columns as in given.py."""
    return f"given_{instrument.instrument_id}"


def item(at: int) -> str:
    """What an item is called inside of a text: by its place, for items may have any id."""
    return f"i{at}"


def value(item_id: str, of: str = "c") -> str:
    """The cell's value; null where there is none."""
    cell = f"{of}.{identifier(item_id)}"
    return f"CASE WHEN {cell} > {NOT_APPLICABLE} THEN {cell} END"


def union(parts: Sequence[str]) -> str:
    """All rows of these SELECTs."""
    return "\nUNION ALL\n".join(parts)
