"""Exact counts of respondents and answers, from which every mart of one wave is made."""

from __future__ import annotations

from collections.abc import Sequence

from bridgeboard.instruments import Instrument
from bridgeboard.intake.staged import DONT_KNOW, MISSING, NOT_APPLICABLE
from bridgeboard.store.people import ATTRIBUTES, EXPERIENCE, NOT_SAID
from bridgeboard.store.sql import identifier, literal
from bridgeboard.store.survey.scoring import score, times
from bridgeboard.store.survey.step import cells, given, union


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
    cell = union(
        [
            f"SELECT c.place, {at} AS item, c.{identifier(i)} AS cell "
            f"FROM {identifier(cells(instrument))} c"
            for at, i in enumerate(instrument.item_ids)
        ]
    )
    is_first, joined = "1", ""
    if first is not None:
        is_first = f"CASE WHEN f.member = {member} THEN 1 ELSE 0 END"
        joined = f"\nLEFT JOIN {identifier(first)} f ON f.place = c.place"
    which = " ".join(f"WHEN {at} THEN {literal(i)}" for at, i in enumerate(instrument.item_ids))
    group = "site_id, wave_id, wave_order, is_first"
    return (
        f"SELECT {literal(instrument.instrument_id)} AS instrument_id, CASE item {which} END AS "
        f"item_id, {group}, code, n\n"
        f"FROM (\nSELECT item, code, {group}, count(*) AS n\n"
        f"FROM (SELECT c.item, coalesce(c.cell, {MISSING}) AS code, p.site_id, p.wave_id, "
        f"p.wave_order, {is_first} AS is_first\n"
        f"FROM (\n{cell}\n) c\nJOIN people p ON p.place = c.place{joined}) x\n"
        f"GROUP BY item, code, {group}\n) y"
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
        _of_attribute(instrument, attribute, at)
        for instrument in instruments
        for attribute in ATTRIBUTES
        for at in range(len(instrument.scales))
    ]
    group = "instrument_id, scale_id, site_id, wave_id, attribute, category, score"
    return (
        f"SELECT {group}, CAST(sum(n_people) AS BIGINT) AS n\n"
        "FROM (SELECT instrument_id, scale_id, site_id, wave_id, attribute, "
        f"coalesce(category, {literal(NOT_SAID)}) AS category, {score('t', 'n')} AS score, "
        f"n_people\nFROM (\n{union(parts)}\n) y) z\nGROUP BY {group}"
    )


def _of_attribute(instrument: Instrument, attribute: str, at: int) -> str:
    scale = instrument.scales[at]
    category = f"CAST({attribute} AS VARCHAR)"
    if attribute == "experience":
        words = (f"WHEN {at} THEN {literal(text)}" for at, (_, text) in enumerate(EXPERIENCE))
        category = f"CASE experience {' '.join(words)} END"
    group = f"site_id, wave_id, {attribute}, t{at}, n{at}"
    return (
        f"SELECT {literal(instrument.instrument_id)} AS instrument_id, "
        f"{literal(scale.scale_id)} AS scale_id, site_id, wave_id, "
        f"{literal(attribute)} AS attribute, {category} AS category, "
        f"t{at} AS t, n{at} AS n, {times(scale)} AS times, n_people\n"
        f"FROM (SELECT {group}, count(*) AS n_people FROM {identifier(given(instrument))} "
        f"WHERE n_given > 0 GROUP BY {group}) x"
    )
