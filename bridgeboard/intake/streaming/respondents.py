"""Long respondents: all their rules, and what later tables need of them."""

from __future__ import annotations

from collections.abc import Mapping

from bridgeboard.intake.across import ONE_SITE, person_words
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.streaming.checks import Check, cell_checks
from bridgeboard.intake.streaming.finding import Finding
from bridgeboard.intake.streaming.loading import Loaded
from bridgeboard.intake.streaming.references_sql import Named, reference_checks
from bridgeboard.intake.streaming.same_rows import key_checks, others
from bridgeboard.intake.streaming.sql import name
from bridgeboard.intake.streaming.workplace import Workplace
from schemas.respondents import Respondents


def found_respondents(place: Workplace, table: Loaded, targets: Mapping[str, Named]) -> Finding:
    """What is wrong with respondents. In: targets: by table, what they name."""
    checks = [*cell_checks(Respondents, table.known), *key_checks(place, table)]
    for column, rule in rules_of(Respondents).items():
        if rule.refers_to is not None:
            target, _, _ = rule.refers_to.partition(".")
            checks += reference_checks(place, column, targets[target])
    persons = name("respondents persons")
    checks.append(
        Check(
            ONE_SITE,
            "person_code",
            "",
            lambda work, of: person_words(work, of),
            "doubtful",
            facts=others(place, table, persons, own_site=True),
        )
    )
    finding = Finding(place, table, checks)
    finding.find(name(table.name))
    _find_persons(place, finding, persons)
    return finding


def _find_persons(place: Workplace, finding: Finding, persons: str) -> None:
    rows = (
        f"SELECT place, person_code, site_id FROM {name('respondents')} "
        f"WHERE person_code IS NOT NULL AND place NOT IN ({finding.refused()})"
    )
    place.run(
        f"""
        CREATE TABLE {persons} AS
        WITH good AS ({rows}), moved AS (
            SELECT person_code, min(place) AS first, count(*) AS n
            FROM good GROUP BY person_code HAVING count(DISTINCT site_id) > 1
        )
        SELECT place, first, n FROM good JOIN moved USING (person_code)
        """
    )
    finding.add(len(finding.checks) - 1, f"SELECT DISTINCT first AS place FROM {persons}")
