"""Dates in cells: 2020-01-31 and 31.01.2020; with slashes only where nothing can be mistaken."""

from __future__ import annotations

import re
from datetime import date as Day
from datetime import timedelta

import polars as pl

_ISO = r"^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$"
_POINTS = r"^([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})$"
_SLASHES = r"^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})$"

#: Outside of these years a date is a slip of the pen: nothing here is older than its programme's
#: people, or planned for after them.
FIRST_YEAR, LAST_YEAR = 1900, 2100

#: Days that Excel counts from; its serial numbers of these years have five digits.
_EXCEL_ZERO = Day(1899, 12, 30)


def date(cells: pl.Series) -> pl.Series:
    """The days; null for all else."""
    cell = pl.col("cell")
    iso = cell.str.extract_groups(_ISO)
    points = cell.str.extract_groups(_POINTS)
    slashes = cell.str.extract_groups(_SLASHES)
    frame = cells.alias("cell").to_frame().select(
        *_parts("iso", iso, year="1", month="2", day="3"),
        *_parts("points", points, year="3", month="2", day="1"),
        *_parts("slashes", slashes, year="3", month="2", day="1"),
    )  # fmt: skip
    # 05/03/2020 is March to some and May to others; 31/03/2020 is March to all.
    day, month = pl.col("slashes_day"), pl.col("slashes_month")
    sure = (day > 12) | (day == month)
    return frame.select(
        pl.coalesce(_day("iso"), _day("points"), pl.when(sure).then(_day("slashes")))
    ).to_series()


def _parts(name: str, groups: pl.Expr, **places: str) -> list[pl.Expr]:
    return [
        groups.struct.field(place).cast(pl.Int32, strict=False).alias(f"{name}_{part}")
        for part, place in places.items()
    ]


def _day(name: str) -> pl.Expr:
    year = pl.col(f"{name}_year")
    text = pl.format(
        "{}-{}-{}",
        year.cast(pl.String).str.zfill(4),
        pl.col(f"{name}_month").cast(pl.String).str.zfill(2),
        pl.col(f"{name}_day").cast(pl.String).str.zfill(2),
    )
    known = year.is_between(FIRST_YEAR, LAST_YEAR)
    return pl.when(known).then(text).str.to_date("%Y-%m-%d", strict=False)


def why_not(cell: str, or_empty: str = "") -> tuple[str, str]:
    """What is expected of a cell that is no such date, and how to mend it."""
    expected = "it must be a date, written as 2020-01-31"
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", cell):
        day = _EXCEL_ZERO + timedelta(days=int(cell[:5]))
        return (
            f"{expected}; this is how Excel counts days inside",
            f"Format the column as text and write {day.isoformat()}, if that is the day meant.",
        )
    if slashes := re.fullmatch(_SLASHES[1:-1], cell):
        return _why_not_slashes([int(part) for part in slashes.groups()], expected)
    if match := re.match(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]+[0-9]{1,2}:", cell):
        return "it must be a day without a time", f"Write {match[1]}."
    if match := re.fullmatch(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})", cell):
        return _written(expected, *(int(part) for part in match.groups()))
    if match := re.fullmatch(r"([0-9]{1,2})[-.]([0-9]{1,2})[-.]([0-9]{4})", cell):
        day, month, year = (int(part) for part in match.groups())
        return _written(expected, year, month, day)
    if re.fullmatch(r"[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{2}", cell):
        return f"{expected}, with all four digits of the year", "Write the year in full."
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2})?", cell):
        return (
            f"{expected}, with its day",
            "Write the first or last day of the period, as the column asks.",
        )
    return expected, f"Write year, month and day so{or_empty}."


def _why_not_slashes(parts: list[int], expected: str) -> tuple[str, str]:
    first, second, year = parts
    if second > 12:
        return _written(expected, year, first, second)
    if first > 12 or first == second or not first or not second:
        return _written(expected, year, second, first)
    return (
        "day and month can't be told apart here",
        f"Write {year:04}-{second:02}-{first:02} or {year:04}-{first:02}-{second:02}, "
        "whichever is meant.",
    )


def _written(expected: str, year: int, month: int, day: int) -> tuple[str, str]:
    try:
        meant = Day(year, month, day)
    except ValueError:
        return f"{expected}; there is no such day", "Look up the day meant."
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return f"{expected}, from {FIRST_YEAR} to {LAST_YEAR}", "Mend the year."
    return expected, f"Write {meant.isoformat()}."
