"""Who answered several versions of one instrument, where each version has a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bridgeboard.instruments import Instrument
from bridgeboard.intake.staged import CODES
from bridgeboard.intake.streaming.finding import Finding
from bridgeboard.intake.streaming.sql import literal, name
from bridgeboard.intake.streaming.workplace import Workplace
from bridgeboard.intake.versions import several
from bridgeboard.intake.wide_shape import RESPONDENT

_FOUND = '"answers versions"'


def find_versions(
    place: Workplace,
    files: Sequence[tuple[Instrument, str, Sequence[str], Finding]],
    base_of: Mapping[str, str],
) -> None:
    """Note in each file's finding, for its last check, who answered another version that counts.

    In: for each file its instrument, the relation of its good cells, and the items in it.
    """
    order = list(base_of)
    used = [one for one in files if one[0].instrument_id in base_of]
    if len(used) < 2:
        return
    parts = []
    for instrument, good, items, _ in used:
        own = instrument.instrument_id
        rank = 1000 * (base_of[own] != own) + order.index(own)
        parts.append(
            f"SELECT {RESPONDENT}, {literal(own)} AS instrument_id, place, "
            f"{literal(base_of[own])} AS base, {rank} AS rank FROM {good} WHERE {_answered(items)}"
        )
    same = f"PARTITION BY {RESPONDENT}, base"
    place.run(
        f"CREATE TABLE {_FOUND} AS SELECT * FROM (SELECT *, "
        f"row_number() OVER ({same} ORDER BY rank) AS nth, count(*) OVER ({same}) AS n "
        f"FROM ({' UNION ALL '.join(parts)})) WHERE n > 1"
    )
    for instrument, _, _, finding in used:
        own = f"instrument_id = {literal(instrument.instrument_id)}"
        places = f"SELECT place FROM {_FOUND} WHERE nth = 2 AND {own}"
        finding.add(len(finding.checks) - 1, places)


def facts_of(
    place: Workplace, instrument: Instrument, base_of: Mapping[str, str]
) -> Callable[[Sequence[int]], dict[int, tuple[str, list[str]]]]:
    """For rows of the instrument's file: the version that counts, and the others."""

    def facts(places: Sequence[int]) -> dict[int, tuple[str, list[str]]]:
        found = {}
        for one in places:
            rows = place.rows(
                f"SELECT v.instrument_id, v.place FROM {_FOUND} AS v JOIN {_FOUND} AS own "
                f"ON v.{RESPONDENT} = own.{RESPONDENT} AND v.base = own.base "
                f"WHERE own.place = {one} AND own.nth = 2 "
                f"AND own.instrument_id = {literal(instrument.instrument_id)}"
            )
            _, counts, others = several(dict(rows), base_of)
            found[one] = (counts, others)
        return found

    return facts


def _answered(items: Sequence[str]) -> str:
    """Has one of a respondent's good cells a value?"""
    states = ", ".join(map(str, CODES.values()))
    return " OR ".join(f"{name(one)} NOT IN ({states})" for one in items)
