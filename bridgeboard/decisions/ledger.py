"""A log per kind of decision: what is saved is a new line, and a line written in vain stays too."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bridgeboard.decisions import rows
from bridgeboard.problems import Refusal

_WITHDRAWN, _NOT_SAVED = "withdrawn", "not saved"


class Conflict(Refusal):
    """Somebody else saved the same thing meanwhile; what was wanted now is kept in the history.

    newer:  what stands now, as the other person saved it; None where they withdrew it.
    wanted: the fields as they would have been kept, and are in the history.
    """

    def __init__(self, sentence: str, newer: Any, wanted: Mapping[str, Any]) -> None:
        super().__init__(sentence)
        self.newer = newer
        self.wanted = wanted


@dataclass(frozen=True, slots=True)
class Ledger:
    """The log of one kind of decision, and the view of what stands by it.

    key:    what tells two decisions of the kind apart; fields: what is said of one.
    read:   a row of the view as what callers get.
    All names here are ours, never a person's: SQL is made of them.
    """

    log: str
    view: str
    key: tuple[str, ...]
    fields: tuple[str, ...]
    read: Callable[[Mapping[str, Any]], Any]

    def standing(self, con: sqlite3.Connection, key: Mapping[str, Any]) -> Any:
        """What stands now; None if it was never saved or is withdrawn."""
        sql = f"SELECT * FROM {self.view} WHERE {_all_of(key)}"
        row = con.execute(sql, dict(key)).fetchone()
        return None if row is None else self.read(row)

    def newest(self, con: sqlite3.Connection, key: Mapping[str, Any]) -> sqlite3.Row | None:
        """The last line that was saved, whatever it says."""
        sql = (
            f"SELECT * FROM {self.log} WHERE {_all_of(key)} AND event <> 'not saved' "
            "ORDER BY version DESC LIMIT 1"
        )
        return con.execute(sql, dict(key)).fetchone()

    def lines(self, con: sqlite3.Connection, key: Mapping[str, Any]) -> list[sqlite3.Row]:
        """All lines, oldest first; only those with this key, or this part of one."""
        only = f"WHERE {_all_of(key)}" if key else ""
        return con.execute(f"SELECT * FROM {self.log} {only} ORDER BY entry", dict(key)).fetchall()

    def save(
        self,
        con: sqlite3.Connection,
        event: str,
        key: Mapping[str, Any],
        values: Mapping[str, Any],
        by: str,
        version: int,
    ) -> bool:
        """Write one more line; False if it could only be kept as not saved.

        In: version that the person saw, 0 if they saw nothing. What stands already is not written
            a second time.
        """
        newest = self.newest(con, key)
        values = {name: _stored(value) for name, value in values.items()}
        stands = newest is not None and newest["event"] != _WITHDRAWN
        if stands and event != _WITHDRAWN and all(newest[name] == values[name] for name in values):
            return True
        if newest is None and version:
            raise Refusal(f"There is no version {version} of this: nothing was saved yet.")
        if event == _WITHDRAWN and not stands and not version:
            raise Refusal("There is nothing to withdraw: nothing stands.")
        if version != (newest["version"] if stands else 0):
            self._add(con, _NOT_SAVED, {**values, **key}, by, version)
            return False
        self._add(con, event, {**values, **key}, by, (newest["version"] if newest else 0) + 1)
        return True

    def _add(
        self, con: sqlite3.Connection, event: str, values: Mapping[str, Any], by: str, version: int
    ) -> None:
        columns = ("event", "version", "at", "by", *self.key, *self.fields)
        row = dict.fromkeys(columns) | dict(values)
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        row |= {"event": event, "version": version, "at": now, "by": by}
        named = ", ".join(f'"{column}"' for column in columns)
        places = ", ".join(f":{column}" for column in columns)
        con.execute(f"INSERT INTO {self.log} ({named}) VALUES ({places})", row)
        # Time goes on where a counter would start again: after a loss, or in a restored backup.
        con.execute("UPDATE state SET version = max(version + 1, ?)", (time.time_ns() // 1000,))


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _all_of(key: Mapping[str, Any]) -> str:
    return " AND ".join(f"{name} = :{name}" for name in key)


ACTIONS = Ledger("action_log", "actions", ("action_id",), rows.ACTION_FIELDS, rows.Action.from_row)
RATINGS = Ledger(
    "rating_log",
    "accepted_ratings",
    rows.RATING_KEY,
    rows.RATING_FIELDS,
    rows.AcceptedRating.from_row,
)
GROUPINGS = Ledger(
    "grouping_log", "current_groupings", ("grouping",), ("members",), rows.Grouping.from_row
)
RELEASES = Ledger(
    "release_log",
    "decided_releases",
    ("statement_id",),
    ("release", "fingerprint"),
    rows.Release.from_row,
)
MAPS = Ledger("map_log", "saved_maps", ("map_name",), ("kind", "toml"), rows.SavedMap.from_row)
