"""Exact counts of respondents and answers, from which every mart of one wave is made."""

from __future__ import annotations

from collections.abc import Sequence

from bridgeboard.instruments import Instrument
from bridgeboard.intake.staged import DONT_KNOW, MISSING, NOT_APPLICABLE
from bridgeboard.store.people import ATTRIBUTES, EXPERIENCE, NOT_SAID
from bridgeboard.store.sql import identifier, literal
from bridgeboard.store.survey.scoring import score
from bridgeboard.store.survey.step import cells, given, item, union


def first_of(family: Sequence[Instrument]) -> str:
    """Who of a family's respondents counts with which of its instruments: the first answered.

    Out: place, member: its place in the family.
    """
    parts = [
        f"SELECT place, CAST({at} AS SMALLINT) AS member FROM {identifier(given(one))} "
        "WHERE n_given > 0"
        for at, one in enumerate(family)
    ]
    return f"SELECT place, min(member) AS member\nFROM (\n{union(parts)}\n) m\nGROUP BY place"


def item_counts(instrument: Instrument, first: str | None, member: int) -> str:
    """How many respondents have which value or code in which cell.

    In:  the table made by first_of, where the instrument has versions, and its place there.
    Out: instrument_id, item_id, site_id, wave_id, wave_order, is_first: 1 for those who count with
         this instrument, code: the value, or a code of intake.staged, n.
    """
    items = [item(at) for at in range(len(instrument.items))]
    cell = ", ".join(
        f"coalesce(c.{identifier(i)}, {MISSING}) AS {name}"
        for i, name in zip(instrument.item_ids, items, strict=True)
    )
    is_first, joined = "1", ""
    if first is not None:
        is_first = f"CASE WHEN f.member = {member} THEN 1 ELSE 0 END"
        joined = f"\nLEFT JOIN {identifier(first)} f ON f.place = c.place"
    group = "site_id, wave_id, wave_order, is_first"
    sets = ", ".join(f"({group}, {name})" for name in items)
    # No cell is null here, so the one column that isn't says which item a row is of.
    which = " ".join(
        f"WHEN {name} IS NOT NULL THEN {literal(i)}"
        for i, name in zip(instrument.item_ids, items, strict=True)
    )
    return (
        f"SELECT {literal(instrument.instrument_id)} AS instrument_id, CASE {which} END AS item_id,"
        f" {group},\n       coalesce({', '.join([*items, 'NULL'])}) AS code, n\n"
        f"FROM (\nSELECT {group}, {', '.join(items)}, count(*) AS n\n"
        f"FROM (SELECT p.site_id, p.wave_id, p.wave_order, {is_first} AS is_first, {cell}\n"
        f"FROM {identifier(cells(instrument))} c JOIN people p ON p.place = c.place{joined}) x\n"
        f"GROUP BY GROUPING SETS ({sets})\n) y"
    )


#: A cell without a row counts as missing, so the rows of an item add up to those who started.
DISTRIBUTION = f"""
SELECT instrument_id, item_id, site_id, wave_id,
       CASE code WHEN {NOT_APPLICABLE} THEN 'not_applicable' WHEN {DONT_KNOW} THEN 'dont_know'
                 WHEN {MISSING} THEN 'missing' ELSE 'answered' END AS state,
       CASE WHEN code > {NOT_APPLICABLE} THEN code END AS value, CAST(sum(n) AS BIGINT) AS n
FROM item_counts
GROUP BY instrument_id, item_id, site_id, wave_id, code
"""

#: Which items anybody answered at which wave; is_first: anybody who counts with this instrument.
ASKED = f"""
SELECT instrument_id, item_id, wave_id, wave_order, max(is_first) AS is_first
FROM item_counts
WHERE code > {NOT_APPLICABLE}
GROUP BY instrument_id, item_id, wave_id, wave_order
"""

#: How many respondents have a code that links them with their other waves.
PERSON_CODES = """
SELECT site_id, wave_id, count(*) AS n, count(person_code) AS n_with_code
FROM respondents
GROUP BY site_id, wave_id
"""

#: Adding up the categories of any attribute.
SCORES = f"""
SELECT instrument_id, scale_id, site_id, wave_id, score, CAST(sum(n) AS BIGINT) AS n
FROM mart_breakdown
WHERE attribute = {literal(ATTRIBUTES[0])}
GROUP BY instrument_id, scale_id, site_id, wave_id, score
"""


def started(instrument: Instrument) -> str:
    """Respondents with any row for the instrument, and of them those who answered an item."""
    return (
        f"SELECT {literal(instrument.instrument_id)} AS instrument_id, site_id, wave_id, "
        "provenance, count(*) AS n_started,\n"
        "       CAST(sum(CASE WHEN n_given > 0 THEN 1 ELSE 0 END) AS BIGINT) AS n_answered\n"
        f"FROM {identifier(given(instrument))}\nGROUP BY site_id, wave_id, provenance"
    )


def breakdown(instruments: Sequence[Instrument]) -> str:
    """How many respondents of each category have which score, of all instruments with scales.

    Added up twice: first by whole numbers, which is quick, then by score.
    """
    parts = [
        _of_attribute(instrument, attribute)
        for instrument in instruments
        if instrument.scales
        for attribute in ATTRIBUTES
    ]
    group = "instrument_id, scale_id, site_id, wave_id, attribute, category, score"
    whole = f"SELECT {group}, CAST(sum(n) AS BIGINT) AS n"
    return f"{whole}\nFROM (\n{union(parts)}\n) z\nGROUP BY {group}"


def _of_attribute(instrument: Instrument, attribute: str) -> str:
    scales = list(enumerate(instrument.scales))
    category = f"CAST({attribute} AS VARCHAR)"
    if attribute == "experience":
        words = (f"WHEN {at} THEN {literal(text)}" for at, (_, text) in enumerate(EXPERIENCE))
        category = f"CASE experience {' '.join(words)} END"
    sets = ", ".join(f"(site_id, wave_id, {attribute}, t{at}, n{at})" for at, _ in scales)
    sums = ", ".join(f"t{at}, n{at}" for at, _ in scales)
    which = " ".join(
        f"WHEN n{at} IS NOT NULL THEN {literal(scale.scale_id)}" for at, scale in scales
    )
    scores = " ".join(
        f"WHEN n{at} IS NOT NULL THEN {score(scale, f't{at}', f'n{at}')}" for at, scale in scales
    )
    return (
        f"SELECT {literal(instrument.instrument_id)} AS instrument_id, CASE {which} END "
        f"AS scale_id, site_id, wave_id,\n       {literal(attribute)} AS attribute, "
        f"coalesce({category}, {literal(NOT_SAID)}) AS category,\n"
        f"       CASE {scores} END AS score, n\n"
        f"FROM (\nSELECT site_id, wave_id, {attribute}, {sums}, count(*) AS n\n"
        f"FROM {identifier(given(instrument))} WHERE n_given > 0\nGROUP BY GROUPING SETS ({sets})\n"
        ") y"
    )
