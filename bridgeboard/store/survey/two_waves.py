"""Two waves of one instrument: scores on the items in common, and linked respondents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bridgeboard.instruments import Instrument
from bridgeboard.store.sql import identifier, literal
from bridgeboard.store.survey.scoring import enough, n_answered, score, total
from bridgeboard.store.survey.shared_items import Shared, unit_of
from bridgeboard.store.survey.step import Step, cells, given, item, union, value

_CODED = """
SELECT r.place, r.site_id, r.wave_id, r.person_code, w.wave_order
FROM respondents r JOIN wave_orders w ON w.wave_id = r.wave_id
WHERE r.person_code IS NOT NULL
"""
#: Everybody with one code and site at two waves, the earlier first.
LINKS = f"""
SELECT a.place AS from_place, b.place AS to_place, a.site_id, a.wave_id AS from_wave_id,
       b.wave_id AS to_wave_id
FROM ({_CODED}) a
JOIN ({_CODED}) b
  ON b.person_code = a.person_code AND b.site_id = a.site_id AND b.wave_order > a.wave_order
"""

_PAIR = "instrument_id, scale_id, site_id, from_wave_id, to_wave_id"


def of_family(
    family: Sequence[Instrument], first: str | None, shared: Sequence[Shared]
) -> list[Step]:
    """mart_common_scores and mart_pairs of an instrument and its versions.

    In: the table made by counts.first_of, where there are versions.
    """
    found = []
    if any(one.whole for one in shared):
        found.append(Step("mart_pairs", _whole_pairs(family[0], shared), "counts"))
    partly = sorted((one for one in shared if not one.whole), key=lambda one: one.two)
    for number, (two, each) in enumerate(groupby(partly, key=lambda one: one.two)):
        scales = list(each)
        table = f"common_{family[0].instrument_id}_{number}"
        found += [
            Step(table, _scored(family, first, two, scales), "working"),
            Step("mart_common_scores", _common_scores(family, two, scales, table), "counts"),
            Step("mart_pairs", _common_pairs(family, two, scales, table), "counts"),
        ]
    return found


def _whole_pairs(base: Instrument, shared: Sequence[Shared]) -> str:
    places = {scale.scale_id: at for at, scale in enumerate(base.scales)}
    scales = sorted({places[one.whole_scale.scale_id] for one in shared if one.whole})
    pairs = _pairs(base, scales, given(base), "FROM links l", 1)
    partly = [one for one in shared if not one.whole]
    if not partly:
        return pairs
    without = " OR ".join(
        f"(scale_id = {literal(one.whole_scale.scale_id)} AND from_wave_id = {literal(one.two[0])}"
        f" AND to_wave_id = {literal(one.two[1])})"
        for one in partly
    )
    return f"SELECT * FROM (\n{pairs}\n) w WHERE NOT ({without})"


def _pairs(base: Instrument, scales: Sequence[int], table: str, links: str, unit: int) -> str:
    """How many linked respondents have which two scores.

    In: the scales by their place, and a table with their t and n.
    """
    sums = ", ".join(
        f"a.t{at} AS ft{at}, a.n{at} AS fn{at}, b.t{at} AS tt{at}, b.n{at} AS tn{at}"
        for at in scales
    )
    names = ", ".join(f"ft{at}, fn{at}, tt{at}, tn{at}" for at in scales)
    group = "site_id, from_wave_id, to_wave_id"
    sets = ", ".join(f"({group}, ft{at}, fn{at}, tt{at}, tn{at})" for at in scales)
    which = " ".join(
        f"WHEN fn{at} IS NOT NULL THEN {literal(base.scales[at].scale_id)}" for at in scales
    )
    scores = []
    for name, t, n in (("score_from", "ft", "fn"), ("score_to", "tt", "tn")):
        each = " ".join(
            f"WHEN fn{at} IS NOT NULL THEN "
            + score(base.scales[at], f"{t}{at}", f"{n}{at}", unit=unit)
            for at in scales
        )
        scores.append(f"CASE {each} END AS {name}")
    return (
        f"SELECT {_PAIR}, score_from, score_to, CAST(sum(n) AS BIGINT) AS n\n"
        f"FROM (SELECT {literal(base.instrument_id)} AS instrument_id, CASE {which} END AS "
        f"scale_id, {group},\n       {', '.join(scores)}, n\n"
        f"FROM (\nSELECT {names}, {group}, count(*) AS n\n"
        f"FROM (SELECT l.site_id, l.from_wave_id, l.to_wave_id, {sums}\n{links}\n"
        f"JOIN {identifier(table)} a ON a.place = l.from_place\n"
        f"JOIN {identifier(table)} b ON b.place = l.to_place) x\n"
        f"GROUP BY GROUPING SETS ({sets})\n) y\n) z\n"
        "WHERE score_from IS NOT NULL AND score_to IS NOT NULL\n"
        f"GROUP BY {_PAIR}, score_from, score_to"
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


def _common_scores(
    family: Sequence[Instrument], two: tuple[str, str], shared: Sequence[Shared], table: str
) -> str:
    base, unit = family[0], unit_of(family)
    places = {scale.scale_id: at for at, scale in enumerate(base.scales)}
    scales = [places[one.whole_scale.scale_id] for one in shared]
    sums = ", ".join(f"t{at}, n{at}" for at in scales)
    sets = ", ".join(f"(site_id, wave_id, t{at}, n{at})" for at in scales)
    which = " ".join(
        f"WHEN n{at} IS NOT NULL THEN {literal(base.scales[at].scale_id)}" for at in scales
    )
    scores = " ".join(
        f"WHEN n{at} IS NOT NULL THEN {score(base.scales[at], f't{at}', f'n{at}', unit=unit)}"
        for at in scales
    )
    group = "instrument_id, scale_id, site_id, from_wave_id, to_wave_id, wave_id, score"
    return (
        f"SELECT {group}, CAST(sum(n) AS BIGINT) AS n\n"
        f"FROM (SELECT {literal(base.instrument_id)} AS instrument_id, CASE {which} END AS "
        f"scale_id, site_id, {literal(two[0])} AS from_wave_id, {literal(two[1])} AS to_wave_id, "
        f"wave_id,\n       CASE {scores} END AS score, n\n"
        f"FROM (\nSELECT site_id, wave_id, {sums}, count(*) AS n\nFROM {identifier(table)}\n"
        f"GROUP BY GROUPING SETS ({sets})\n) x\n) y\nWHERE scale_id IS NOT NULL\nGROUP BY {group}"
    )


def _common_pairs(
    family: Sequence[Instrument], two: tuple[str, str], shared: Sequence[Shared], table: str
) -> str:
    places = {scale.scale_id: at for at, scale in enumerate(family[0].scales)}
    scales = [places[one.whole_scale.scale_id] for one in shared]
    links = (
        f"FROM (SELECT * FROM links WHERE from_wave_id = {literal(two[0])} "
        f"AND to_wave_id = {literal(two[1])}) l"
    )
    return _pairs(family[0], scales, table, links, unit_of(family))
