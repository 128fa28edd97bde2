"""What changed from one line of a history to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from bridgeboard.decisions.rows import ACTION_FIELDS


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an action's history: who did what when, and what became of which field.

    event:  added, changed, or "not saved" (written without having seen a newer version).
    fields: what was and what became of each field that differs; of an addition, what was said.
    """

    event: str
    at: datetime
    by: str
    fields: Mapping[str, tuple[Any, Any]]


def changes(history: pl.DataFrame) -> list[Change]:
    """The changes of one action, oldest first: each line against the version that it was made on.

    In: Decisions.history(action_id).
    """
    versions: dict[int, dict[str, Any]] = {0: dict.fromkeys(ACTION_FIELDS)}
    found = []
    for row in history.to_dicts():
        saved = row["event"] != "not saved"
        before = versions[row["version"] - saved]
        found.append(Change(row["event"], row["at"], row["by"], differing(before, row)))
        if saved:
            versions[row["version"]] = row
    return found


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields of an action in which two of its states differ, with both values."""
    return {name: (one[name], other[name]) for name in ACTION_FIELDS if one[name] != other[name]}
