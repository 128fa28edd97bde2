"""Rows of respondents: how a snapshot shows them, and what is counted from."""

from __future__ import annotations

from collections.abc import Sequence

from bridgeboard.instruments import Instrument
from bridgeboard.intake.staged import DONT_KNOW, MISSING, NOT_APPLICABLE
from bridgeboard.store.sql import identifier, literal
from bridgeboard.store.survey.quality_counts import keys, tells_straight_lining
from bridgeboard.store.survey.scoring import enough, kind, n_answered, total
from bridgeboard.store.survey.step import cells, item, union, value

#: What respondents are counted by. experience: the number of its class in people.EXPERIENCE.
PEOPLE = """
SELECT r.place, r.site_id, r.wave_id, w.wave_order, r.provenance, r.profession, r.gender,
       r.prior_peer_support,
       CAST(CASE WHEN r.years_experience < 2 THEN 0 WHEN r.years_experience < 5 THEN 1
                 WHEN r.years_experience < 10 THEN 2 WHEN r.years_experience >= 10 THEN 3
            END AS SMALLINT) AS experience
FROM respondents r
JOIN wave_orders w ON w.wave_id = r.wave_id
"""


def wide(instrument: Instrument) -> str:
    """A row for each respondent with any row for the instrument, in the respondents' order."""
    items = ", ".join(f"{value(i)} AS {identifier(i)}" for i in instrument.item_ids)
    counts = ",\n       ".join(
        f"CAST({_n_of(instrument, code)} AS SMALLINT) AS {name}"
        for name, code in (
            ("n_not_applicable", NOT_APPLICABLE),
            ("n_dont_know", DONT_KNOW),
            ("n_missing", MISSING),
        )
    )
    return (
        f"SELECT r.respondent_id, r.site_id, r.wave_id, {items},\n       {counts}\n"
        f"FROM {identifier(cells(instrument))} c\nJOIN respondents r ON r.place = c.place\n"
        "ORDER BY c.place"
    )


def _n_of(instrument: Instrument, code: int) -> str:
    cell = (f"coalesce(c.{identifier(i)}, {MISSING})" for i in instrument.item_ids)
    return " + ".join(f"CAST({one} = {code} AS SMALLINT)" for one in cell)


def unanswered(instruments: Sequence[Instrument]) -> str:
    """A row for each item that a respondent gave a reason for not answering.

    Out: instrument_id, respondent_id, item_id, state: not_applicable or dont_know. A null in a wide
         table without a row here was left out.
    """
    parts = [
        f"SELECT {nth} AS nth, {literal(one.instrument_id)} AS instrument_id, {at} AS item, "
        f"{literal(item_id)} AS item_id, place, {identifier(item_id)} AS cell "
        f"FROM {identifier(cells(one))} "
        f"WHERE {identifier(item_id)} IN ({NOT_APPLICABLE}, {DONT_KNOW})"
        for nth, one in enumerate(instruments)
        for at, item_id in enumerate(one.item_ids)
    ]
    nobody = (
        "SELECT 0 AS nth, '' AS instrument_id, 0 AS item, '' AS item_id, 0 AS place, 0 AS cell "
        "WHERE false"
    )
    return (
        'SELECT CAST(u.instrument_id AS "instruments.instrument_id") AS instrument_id, '
        'r.respondent_id, CAST(u.item_id AS "instruments.item_id") AS item_id, '
        f"CAST(CASE u.cell WHEN {DONT_KNOW} THEN 'dont_know' ELSE 'not_applicable' END "
        'AS "answers.state") AS state\n'
        f"FROM (\n{union(parts) if parts else nobody}\n) u\n"
        "JOIN respondents r ON r.place = u.place\nORDER BY u.nth, u.item, u.place"
    )


def given(instrument: Instrument) -> str:
    """What is counted of each respondent with any row for the instrument.

    Out: the columns of people; i0, i1, ...: the answers, null where there is none, if the
         instrument has scales; n_given: items answered; is_straight: 1 where all are, with one
         number, and that tells something; k0, k1, ...: see quality_counts.keys; and for each scale,
         by its place in the instrument, t0 and n0: the sum of the turned answers and how many they
         are, both 0 without a score.
    """
    of = kind(instrument)
    items = ", ".join(
        f"CAST({value(i)} AS {of}) AS {item(at)}" for at, i in enumerate(instrument.item_ids)
    )
    names = [item(at) for at in range(len(instrument.items))]
    same = " AND ".join(f"{names[0]} = {name}" for name in names[1:]) or "true"
    straight = "0"
    if tells_straight_lining(instrument):
        straight = f"CASE WHEN n_given = {len(names)} AND {same} THEN 1 ELSE 0 END"
    sums = "".join(
        f",\n       CAST({total(scale, instrument)} AS {of}) AS s{at}, "
        f"{n_answered(scale.item_ids, instrument)} AS a{at}"
        for at, scale in enumerate(instrument.scales)
    )
    n = {scale.scale_id: f"a{at}" for at, scale in enumerate(instrument.scales)}
    known = {scale.scale_id: scale for scale in instrument.scales}
    scores = "".join(
        f",\n       CASE WHEN {enough(scale, known, n)} THEN s{at} ELSE 0 END AS t{at}, "
        f"CASE WHEN {enough(scale, known, n)} THEN a{at} ELSE 0 END AS n{at}"
        for at, scale in enumerate(instrument.scales)
    )
    answered = "".join(f", b.{name}" for name in names) if instrument.scales else ""
    alike = "".join(f", {key} AS k{at}" for at, key in enumerate(keys(instrument)))
    return (
        f"SELECT p.*{answered}, b.n_given, CAST({straight} AS SMALLINT) AS is_straight"
        f"{alike}{scores}\n"
        f"FROM (\nSELECT a.*, {n_answered(instrument.item_ids, instrument)} AS n_given{sums}\n"
        f"FROM (SELECT c.place, {items} FROM {identifier(cells(instrument))} c) a\n"
        ") b\nJOIN people p ON p.place = b.place"
    )
