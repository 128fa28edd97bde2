"""Actions as a calendar file, which phones and mail programs take."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from icalendar import Event

#: In the title, where a calendar shows nothing else; an open action needs no word.
_BEFORE = {"open": "", "doing": "", "done": "Done: ", "dropped": "Dropped: "}


def calendar(listed: pl.DataFrame, programme: str) -> bytes:
    """The actions that have a due date, one whole day each, as iCalendar (RFC 5545).

    Events rather than to-dos, which most calendars leave out. Each keeps its identity and counts
    its versions, so that a file loaded again changes what was loaded before. A dropped action is a
    cancelled event. Nobody is shown as busy.
    In:     measures.action_list.action_list(), or some of its rows.
    Source: RFC 5545, RFC 7986 (the calendar's name).
    """
    # Only whoever asks for a calendar waits for this import: up to 0.2 s.
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Bridgeboard//Actions//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", programme)
    # What programs read that came before RFC 7986.
    made.add("x-wr-calname", programme)
    for row in listed.filter(pl.col("due").is_not_null()).to_dicts():
        made.add_component(_event(row))
    return made.to_ical()


def _event(row: dict[str, Any]) -> Event:
    from icalendar import Event

    day: date = row["due"]
    event = Event()
    event.add("uid", f"{row['action_id']}@bridgeboard")
    event.add("sequence", row["version"] - 1)
    event.add("dtstamp", _second(row["changed_at"]))
    event.add("created", _second(row["created_at"]))
    event.add("last-modified", _second(row["changed_at"]))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{_BEFORE[row['status']]}{row['what']} ({row['site_name']})")
    event.add("description", _description(row))
    event.add("status", "CANCELLED" if row["status"] == "dropped" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _description(row: dict[str, Any]) -> str:
    said = (
        ("Who", row["owner"]),
        ("Status", row["status"]),
        ("About", row["subject_label"]),
        ("Barrier", row["barrier"]),
        ("Strategy", row["strategy"]),
        ("Note", row["note"]),
    )
    return "\n".join(f"{name}: {value}" for name, value in said if value)


def _second(at: datetime) -> datetime:
    """A moment as RFC 5545 knows it: in UTC, without parts of a second."""
    return at.astimezone(UTC).replace(microsecond=0)
