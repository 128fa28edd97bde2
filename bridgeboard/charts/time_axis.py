"""Days along a line: which part of time it shows, where a day stands on it, and its ticks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

#: Months between two ticks: those that people count in.
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240)
#: As many labels as a phone has room for.
_MOST_TICKS = 5
#: Room for half a mark at either end, as a share of the line; and the least that a line shows.
_ROOM, _LEAST_DAYS = 0.03, 28


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """A stretch of days; positions run from 0 at its left end to 100 at its right."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where the day stands, in percent of the line."""
        span = max((self.last - self.first).days, _LEAST_DAYS)
        share = (day - self.first).days / span
        return 100 * (_ROOM + share * (1 - 2 * _ROOM))

    def ticks(self) -> list[tuple[float, str]]:
        """Positions and labels of first days of months, at most five: 2024 or 2024-07."""
        months = range(_month(self.first), _month(self.last) + 2)
        for step in _STEPS:
            days = [_first_of(month) for month in months if month % step == 0]
            inside = [day for day in days if self.first <= day <= self.last]
            if len(inside) <= _MOST_TICKS:
                break
        return [(self.at(day), f"{day:%Y}" if step >= 12 else f"{day:%Y-%m}") for day in inside]


def time_axis(days: Iterable[date | None]) -> TimeAxis | None:
    """The stretch that holds all these days; None where there is none."""
    known = [day for day in days if day is not None]
    return TimeAxis(min(known), max(known)) if known else None


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
