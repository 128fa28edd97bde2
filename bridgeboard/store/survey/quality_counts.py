"""How people answered, for data quality: what mart_quality counts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bridgeboard.instruments import Instrument
from bridgeboard.store.sql import identifier, literal
from bridgeboard.store.survey.step import Step, given, item, union

#: Two people who agree on fewer items may well do so by chance.
ITEMS_TO_BE_ALIKE = 10
FLAGS = ("asked", "answered", "could_straight", "straight", "could_be_alike", "alike")


def tells_straight_lining(instrument: Instrument) -> bool:
    """Has it reversed items beside others, so that one answer to all contradicts itself?"""
    return len({item.reversed for item in instrument.items}) == 2


def tells_alike(instrument: Instrument) -> bool:
    """Has it so many items that nobody answers all of them as somebody else does by chance?"""
    return len(instrument.items) >= ITEMS_TO_BE_ALIKE


def keys(instrument: Instrument) -> list[str]:
    """Whole numbers, over columns i0, i1, ..., that are equal for two people who answered all items
    alike, and only then; null for who did not answer all.

    Each holds as many items as fit into 63 bits, as digits: two numbers are grouped by much faster,
    and in much less memory, than a dozen.
    """
    if not tells_alike(instrument):
        return []
    base = instrument.maximum - instrument.minimum + 1
    at_once = max(1, int(62 / math.log2(max(base, 2))))
    found = []
    for first in range(0, len(instrument.items), at_once):
        key = "CAST(0 AS BIGINT)"
        for at in range(first, min(first + at_once, len(instrument.items))):
            key = f"({key} * {base} + {item(at)} - ({instrument.minimum}))"
        found.append(key)
    return found


def quality(instruments: Sequence[Instrument], parts: int) -> list[Step]:
    """mart_quality, and what it is counted from.

    Who is alike is found one by one only where several instruments tell it: all of them together
    count a person once. In parts: of people whose answers can't be alike, to bound the memory.
    """
    telling = [one for one in instruments if tells_alike(one)]
    named = len(instruments) > 1
    found = [
        Step(
            _alike(one), _alike_people(one, only) if named else _alike_groups(one, only), "working"
        )
        for one in telling
        for only in (_part(one, part, parts) for part in range(parts))
    ]
    if instruments:
        each = [_of_instrument(one) for one in instruments]
        found.append(Step("quality_by_instrument", union(each), "working"))
    whole = _of_all(instruments) if named else _of_one(instruments)
    every = "\nUNION ALL\nSELECT * FROM quality_by_instrument" if instruments else ""
    return [*found, Step("mart_quality", whole + every, "counts")]


def _alike(instrument: Instrument) -> str:
    return f"alike_{instrument.instrument_id}"


def _part(instrument: Instrument, part: int, parts: int) -> str:
    """Which rows of given."""
    complete = f"n_given = {len(instrument.items)}"
    return complete if parts == 1 else f"{complete} AND k0 % {parts} = {part}"


def _same(instrument: Instrument) -> list[str]:
    """What two people who are alike have in common."""
    return ["site_id", "wave_id", *(f"k{at}" for at in range(len(keys(instrument))))]


def _alike_groups(instrument: Instrument, only: str) -> str:
    group = ", ".join(_same(instrument))
    return (
        "SELECT site_id, wave_id, sum(n) AS n\n"
        f"FROM (SELECT {group}, count(*) AS n FROM {identifier(given(instrument))} WHERE {only}\n"
        f"GROUP BY {group} HAVING count(*) > 1) y\nGROUP BY site_id, wave_id"
    )


def _alike_people(instrument: Instrument, only: str) -> str:
    group = ", ".join(_same(instrument))
    same = " AND ".join(f"y.{name} = x.{name}" for name in _same(instrument))
    rows = f"{identifier(given(instrument))} WHERE {only}"
    return (
        f"SELECT x.place, x.site_id, x.wave_id, 1 AS n\nFROM (SELECT * FROM {rows}) x\n"
        f"JOIN (SELECT {group} FROM {rows}\n"
        f"GROUP BY {group} HAVING count(*) > 1) y ON {same}"
    )


def _flags(instrument: Instrument) -> list[str]:
    """In the order of FLAGS, but for alike."""
    complete = f"CASE WHEN n_given = {len(instrument.items)} THEN 1 ELSE 0 END"
    return [
        "1",
        "CASE WHEN n_given > 0 THEN 1 ELSE 0 END",
        complete if tells_straight_lining(instrument) else "0",
        "is_straight",
        complete if tells_alike(instrument) else "0",
    ]


def _of_instrument(instrument: Instrument) -> str:
    sums = ", ".join(
        f"CAST(sum({flag}) AS BIGINT) AS n_{name}"
        for flag, name in zip(_flags(instrument), FLAGS, strict=False)
    )
    counts = ", ".join(f"g.n_{name}" for name in FLAGS[:-1])
    alike, joined = "0", ""
    if tells_alike(instrument):
        alike = "coalesce(a.n, 0)"
        joined = (
            f"\nLEFT JOIN (SELECT site_id, wave_id, sum(n) AS n "
            f"FROM {identifier(_alike(instrument))}\n"
            "GROUP BY site_id, wave_id) a ON a.site_id = g.site_id AND a.wave_id = g.wave_id"
        )
    return (
        f"SELECT {literal(instrument.instrument_id)} AS instrument_id, g.site_id, g.wave_id, "
        f"{counts}, CAST({alike} AS BIGINT) AS n_alike\n"
        f"FROM (SELECT site_id, wave_id, {sums} FROM {identifier(given(instrument))}\n"
        f"GROUP BY site_id, wave_id) g{joined}"
    )


def _of_one(instruments: Sequence[Instrument]) -> str:
    """Every site and wave with respondents, with the one instrument's counts."""
    counts = ", ".join(
        f"coalesce(q.n_{name}, 0) AS n_{name}" if instruments else f"0 AS n_{name}"
        for name in FLAGS
    )
    joined = (
        "\nLEFT JOIN quality_by_instrument q ON q.site_id = p.site_id AND q.wave_id = p.wave_id"
    )
    return (
        f"SELECT CAST(NULL AS VARCHAR) AS instrument_id, p.site_id, p.wave_id, {counts}\n"
        "FROM (SELECT DISTINCT site_id, wave_id FROM people) p" + (joined if instruments else "")
    )


def _of_all(instruments: Sequence[Instrument]) -> str:
    """Every site and wave with respondents; a person counts once."""
    parts = []
    for one in instruments:
        alike, joined = "0", ""
        if tells_alike(one):
            alike = "CASE WHEN a.place IS NULL THEN 0 ELSE 1 END"
            joined = f" LEFT JOIN {identifier(_alike(one))} a ON a.place = g.place"
        flags = [*_flags(one), alike]
        said = ", ".join(f"{flag} AS {name}" for flag, name in zip(flags, FLAGS, strict=True))
        parts.append(f"SELECT g.place, {said} FROM {identifier(given(one))} g{joined}")
    most = ", ".join(f"max({name}) AS {name}" for name in FLAGS)
    sums = ", ".join(f"CAST(sum(coalesce(f.{name}, 0)) AS BIGINT) AS n_{name}" for name in FLAGS)
    return (
        f"SELECT CAST(NULL AS VARCHAR) AS instrument_id, p.site_id, p.wave_id, {sums}\n"
        f"FROM people p\nLEFT JOIN (SELECT place, {most} FROM (\n{union(parts)}\n) x\n"
        "GROUP BY place) f ON f.place = p.place\nGROUP BY p.site_id, p.wave_id"
    )
