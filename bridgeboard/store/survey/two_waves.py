"""Two waves of one instrument: scores on the items in common, and linked respondents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bridgeboard.instruments import Instrument
from bridgeboard.store.sql import identifier, literal
from bridgeboard.store.survey.scoring import enough, n_answered, score, times, total
from bridgeboard.store.survey.shared_items import Shared, unit_of
from bridgeboard.store.survey.step import Step, cells, given, item, union, value


def links(parts: int) -> list[Step]:
    """Everybody with one code and site at two waves, the earlier first.

    In: parts: in how many codes are looked up, to bound the memory; more than one in DuckDB only.
    """
    return [Step("links", _links(part, parts), "working") for part in range(parts)]


def _links(part: int, parts: int) -> str:
    only = f" AND hash(r.person_code) % {parts} = {part}" if parts > 1 else ""
    coded = (
        "SELECT r.place, r.site_id, r.wave_id, r.person_code, w.wave_order\n"
        "FROM respondents r JOIN wave_orders w ON w.wave_id = r.wave_id\n"
        f"WHERE r.person_code IS NOT NULL{only}"
    )
    return (
        "SELECT a.place AS from_place, b.place AS to_place, a.site_id, "
        "a.wave_id AS from_wave_id, b.wave_id AS to_wave_id\n"
        f"FROM (\n{coded}\n) a\nJOIN (\n{coded}\n) b\n"
        "ON b.person_code = a.person_code AND b.site_id = a.site_id "
        "AND b.wave_order > a.wave_order"
    )


_PAIR = "instrument_id, scale_id, site_id, from_wave_id, to_wave_id"


def of_family(
    family: Sequence[Instrument], first: str | None, shared: Sequence[Shared], parts: int
) -> list[Step]:
    """mart_common_scores and mart_pairs of an instrument and its versions.

    In: the table made by counts.first_of, where there are versions; parts: in how many linked
        respondents are looked up, to bound the memory.
    """
    base, found = family[0], []
    whole = [one for one in shared if one.whole]
    if whole:
        every = len(whole) == len(shared)
        places = _places(base, whole)
        linked = f"linked_{base.instrument_id}"
        found += [
            *_linked(linked, given(base), places, None, parts),
            Step("mart_pairs", _pairs(base, linked, whole, 1, every=every), "counts"),
        ]
    partly = sorted((one for one in shared if not one.whole), key=lambda one: one.two)
    unit = unit_of(family)
    for number, (two, each) in enumerate(groupby(partly, key=lambda one: one.two)):
        some = list(each)
        common = f"common_{base.instrument_id}_{number}"
        linked = f"linked_{base.instrument_id}_{number}"
        found += [
            Step(common, _scored(family, first, two, some), "working"),
            Step("mart_common_scores", _common_scores(base, common, some, unit), "counts"),
            *_linked(linked, common, _places(base, some), two, parts),
            Step("mart_pairs", _pairs(base, linked, some, unit, every=True), "counts"),
        ]
    return found


def _places(base: Instrument, shared: Sequence[Shared]) -> list[int]:
    """The scales, by their place in the instrument."""
    names = {one.whole_scale.scale_id for one in shared}
    return [at for at, scale in enumerate(base.scales) if scale.scale_id in names]


def _linked(
    linked: str, table: str, scales: Sequence[int], two: tuple[str, str] | None, parts: int
) -> list[Step]:
    """Linked respondents with the t and n of both waves, of those who are in the table twice."""
    sums = ", ".join(
        f"a.t{at} AS ft{at}, a.n{at} AS fn{at}, b.t{at} AS tt{at}, b.n{at} AS tn{at}"
        for at in scales
    )
    at_waves = []
    if two is not None:
        at_waves = [f"from_wave_id = {literal(two[0])}", f"to_wave_id = {literal(two[1])}"]
    found = []
    for part in range(parts):
        only = at_waves + ([f"from_place % {parts} = {part}"] if parts > 1 else [])
        where = f" WHERE {' AND '.join(only)}" if only else ""
        sql = (
            f"SELECT l.site_id, l.from_wave_id, l.to_wave_id, {sums}\n"
            f"FROM (SELECT * FROM links{where}) l\n"
            f"JOIN {identifier(table)} a ON a.place = l.from_place\n"
            f"JOIN {identifier(table)} b ON b.place = l.to_place"
        )
        found.append(Step(linked, sql, "working"))
    return found


def _pairs(
    base: Instrument, linked: str, shared: Sequence[Shared], unit: int, *, every: bool
) -> str:
    """How many linked respondents have which two scores.

    every: do all two waves that are linked count for all scales of shared?
    """
    parts = []
    for at in _places(base, shared):
        scale = base.scales[at]
        waves = [one.two for one in shared if one.whole_scale.scale_id == scale.scale_id]
        only = " OR ".join(
            f"(from_wave_id = {literal(a)} AND to_wave_id = {literal(b)})" for a, b in waves
        )
        where = f"fn{at} > 0 AND tn{at} > 0" + ("" if every else f" AND ({only})")
        group = f"site_id, from_wave_id, to_wave_id, ft{at}, fn{at}, tt{at}, tn{at}"
        parts.append(
            f"SELECT {literal(base.instrument_id)} AS instrument_id, "
            f"{literal(scale.scale_id)} AS scale_id, site_id, from_wave_id, to_wave_id, "
            f"ft{at} AS ft, fn{at} AS fn, tt{at} AS tt, tn{at} AS tn, {times(scale)} AS times, "
            f"n_people\nFROM (SELECT {group}, count(*) AS n_people FROM {identifier(linked)} "
            f"WHERE {where} GROUP BY {group}) x"
        )
    return (
        f"SELECT {_PAIR}, score_from, score_to, CAST(sum(n_people) AS BIGINT) AS n\n"
        f"FROM (SELECT {_PAIR}, {score('ft', 'fn', unit=unit)} AS score_from, "
        f"{score('tt', 'tn', unit=unit)} AS score_to, n_people\n"
        f"FROM (\n{union(parts)}\n) y) z\nGROUP BY {_PAIR}, score_from, score_to"
    )


def _scored(
    family: Sequence[Instrument],
    first: str | None,
    two: tuple[str, str],
    shared: Sequence[Shared],
) -> str:
    """Who answered at these waves: place, site_id, wave_id, and of each of the base's scales that
    is in shared its t and n, on the items in common. Both are 0 without a score, and null where
    the respondent's version is none that counts for the scale."""
    base, unit = family[0], unit_of(family)
    places = {scale.scale_id: at for at, scale in enumerate(base.scales)}
    waves = ", ".join(literal(wave) for wave in two)
    # A part may be needed by several scales, and has the same items for all of them.
    needs = {scale_id: part for one in shared for scale_id, part in one.needs.items()}
    parts = {one.whole_scale.scale_id: one.scale for one in shared if one.scale is not None}
    named = [(f"p{at}", part) for at, part in enumerate([*needs.values(), *parts.values()])]
    n_of_need = {scale_id: f"c_p{at}" for at, scale_id in enumerate(needs)}
    n_of_part = {scale_id: f"c_p{at}" for at, scale_id in enumerate(parts, start=len(needs))}
    counted = "".join(
        f", {n_answered(part.item_ids, base)} AS c_{name}, {total(part, base, unit)} AS s_{name}"
        for name, part in named
    )
    rows = []
    for member, version in enumerate(family):
        values = []
        for one in shared:
            scale_id = one.whole_scale.scale_id
            at, t, n = places[scale_id], "0", "0"
            if version not in one.used:
                t = n = "CAST(NULL AS INTEGER)"
            elif one.scale is not None:
                here = n_of_need | {scale_id: n_of_part[scale_id]}
                is_enough = enough(one.scale, one.needs, here)
                n = f"CASE WHEN {is_enough} THEN {here[scale_id]} ELSE 0 END"
                t = f"CASE WHEN {is_enough} THEN s{here[scale_id][1:]} ELSE 0 END"
            values.append(f"CAST({t} AS INTEGER) AS t{at}, CAST({n} AS INTEGER) AS n{at}")
        who = "g.n_given > 0"
        joined = f"JOIN {identifier(given(version))} g ON g.place = b.place"
        if first is not None:
            joined += f" JOIN {identifier(first)} f ON f.place = b.place"
            who = f"f.member = {member}"
        items = ", ".join(
            f"CAST({on_range(i, version, base, unit)} AS INTEGER) AS {item(at)}"
            for at, i in enumerate(base.item_ids)
        )
        rows.append(
            f"SELECT g.place, g.site_id, g.wave_id, {', '.join(values)}\n"
            f"FROM (SELECT a.place{counted}\n"
            f"FROM (SELECT c.place, {items} FROM {identifier(cells(version))} c) a) b\n{joined}\n"
            f"WHERE {who} AND g.wave_id IN ({waves})"
        )
    return union(rows)


def on_range(item_id: str, version: Instrument, base: Instrument, unit: int) -> str:
    """An answer to a version as an answer to the base, in parts of a point.

    A straight line leads from one response range to the other. An item that only one of the two
    has reversed is the other way round afterwards, so that turning it as the base says gives what
    turning it as the version says would have given.
    """
    if item_id not in version.item_ids:
        return "NULL"
    if version is base and unit == 1:
        return value(item_id)
    span = (base.maximum - base.minimum) * unit
    step = span // (version.maximum - version.minimum)
    at = f"(CAST({value(item_id)} AS INTEGER) - ({version.minimum})) * {step}"
    if version.item(item_id).reversed != base.item(item_id).reversed:
        at = f"{span} - {at}"
    return f"{at} + ({base.minimum * unit})"


def _common_scores(base: Instrument, common: str, shared: Sequence[Shared], unit: int) -> str:
    """How many respondents have which score on the items in common; all of shared are of the same
    two waves."""
    before, after = shared[0].two
    group = "instrument_id, scale_id, site_id, from_wave_id, to_wave_id, wave_id, score"
    parts = [
        f"SELECT {literal(base.instrument_id)} AS instrument_id, "
        f"{literal(base.scales[at].scale_id)} AS scale_id, site_id, "
        f"{literal(before)} AS from_wave_id, {literal(after)} AS to_wave_id, wave_id, "
        f"t{at} AS t, n{at} AS n, {times(base.scales[at])} AS times, n_people\n"
        f"FROM (SELECT site_id, wave_id, t{at}, n{at}, count(*) AS n_people "
        f"FROM {identifier(common)} WHERE n{at} IS NOT NULL "
        f"GROUP BY site_id, wave_id, t{at}, n{at}) x"
        for at in _places(base, shared)
    ]
    return (
        f"SELECT {group}, CAST(sum(n_people) AS BIGINT) AS n\n"
        "FROM (SELECT instrument_id, scale_id, site_id, from_wave_id, to_wave_id, wave_id, "
        f"{score('t', 'n', unit=unit)} AS score, n_people\n"
        f"FROM (\n{union(parts)}\n) y) z\nGROUP BY {group}"
    )
