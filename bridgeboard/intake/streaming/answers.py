"""Long answers: all their rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bridgeboard.instruments import Instrument
from bridgeboard.intake.streaming.checks import Check, cell_checks
from bridgeboard.intake.streaming.finding import Finding
from bridgeboard.intake.streaming.loading import Loaded
from bridgeboard.intake.streaming.references_sql import Named, reference_checks
from bridgeboard.intake.streaming.same_rows import key_checks
from bridgeboard.intake.streaming.sql import literal, literals, name
from bridgeboard.intake.streaming.workplace import Workplace
from bridgeboard.intake.surveys import (
    INSTRUMENT_IN_USE,
    KNOWN_INSTRUMENT,
    KNOWN_ITEM,
    RESPONSE_RANGE,
    item_words,
    range_words,
    unknown_words,
    unlisted_words,
)
from bridgeboard.intake.versions import ONE_VERSION, several, version_words, versions_of
from schemas.answers import Answers

#: Stands between the parts of two names that are looked up as one.
_BETWEEN = "\x1f"


def found_answers(
    place: Workplace,
    table: Loaded,
    respondents: Named,
    registry: Mapping[str, Instrument],
    in_use: Sequence[str] | None,
) -> Finding:
    """What is wrong with answers. In: in_use: as check_answers() takes it."""
    listed_ids = list(registry) if in_use is None else list(in_use)
    checks = [*cell_checks(Answers, table.known), *key_checks(place, table)]
    checks += _survey_checks(registry, listed_ids)
    versions = len(checks)
    base_of = versions_of(listed_ids, registry)
    checks.append(
        Check(
            ONE_VERSION,
            "instrument_id",
            "",
            lambda work, of: version_words(work, of),
            "doubtful",
            facts=lambda places: _versions(place, places, base_of),
        )
    )
    checks += reference_checks(place, "respondent_id", respondents)
    finding = Finding(place, table, checks)
    finding.find(name(table.name))
    if base_of:
        _find_versions(place, finding, versions, base_of)
    return finding


def _survey_checks(registry: Mapping[str, Instrument], in_use: Sequence[str]) -> Iterator[Check]:
    known = f"instrument_id IN ({literals(registry)})"
    used = f"coalesce(instrument_id IN ({literals(in_use)}), false)"
    yield Check(
        KNOWN_INSTRUMENT,
        "instrument_id",
        f"NOT ({known})",
        lambda work, of: unknown_words(work, registry),
        by_value=True,
    )
    yield Check(
        INSTRUMENT_IN_USE,
        "instrument_id",
        f"{known} AND NOT {used}",
        lambda work, of: unlisted_words(work, in_use),
        by_value=True,
    )
    items = literals(
        f"{one.instrument_id}{_BETWEEN}{item_id}"
        for one in registry.values()
        for item_id in one.item_ids
    )
    pair = f"instrument_id || {literal(_BETWEEN)} ||"
    yield Check(
        KNOWN_ITEM,
        "item_id",
        f"{known} AND NOT ({pair} item_id IN ({items}))",
        lambda work, of: item_words(work, registry),
        by_value=True,
    )
    values = literals(
        f"{one.instrument_id}{_BETWEEN}{level.value}"
        for one in registry.values()
        for level in one.levels
    )
    yield Check(
        RESPONSE_RANGE,
        "value",
        f"{known} AND NOT ({pair} value::VARCHAR IN ({values}))",
        lambda work, of: range_words(work, registry),
    )


def _find_versions(
    place: Workplace, finding: Finding, nth: int, base_of: Mapping[str, str]
) -> None:
    """Who answered several versions of one instrument: all of their first answers to each."""
    bases = " ".join(f"WHEN {literal(one)} THEN {literal(base)}" for one, base in base_of.items())
    rank = " ".join(
        f"WHEN {literal(one)} THEN {1000 * (base != one) + order}"
        for order, (one, base) in enumerate(base_of.items())
    )
    place.run(
        f"""
        CREATE TABLE "answers versions" AS
        WITH firsts AS (
            SELECT respondent_id, instrument_id, min(place) AS place,
                CASE instrument_id {bases} END AS base, CASE instrument_id {rank} END AS rank
            FROM answers
            WHERE state = 'answered' AND instrument_id IN ({literals(base_of)})
                AND place NOT IN ({finding.refused(before=nth)})
            GROUP BY respondent_id, instrument_id
        ), ranked AS (
            SELECT *, row_number() OVER (PARTITION BY respondent_id, base ORDER BY rank) AS nth,
                count(*) OVER (PARTITION BY respondent_id, base) AS n
            FROM firsts
        )
        SELECT * FROM ranked WHERE n > 1
        """
    )
    finding.add(nth, 'SELECT place FROM "answers versions" WHERE nth = 2')


def _versions(
    place: Workplace, places: Sequence[int], base_of: Mapping[str, str]
) -> dict[int, tuple[str, list[str]]]:
    facts = {}
    for one in places:
        rows = place.rows(
            f"""
            SELECT v.instrument_id, v.place
            FROM "answers versions" AS v JOIN "answers versions" AS own
            ON v.respondent_id = own.respondent_id AND v.base = own.base
            WHERE own.place = {one} AND own.nth = 2
            """
        )
        _, counts, versions = several(dict(rows), base_of)
        facts[one] = (counts, versions)
    return facts
