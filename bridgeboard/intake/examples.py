"""One example row per table, for templates: invented, and accepted by the intake as it stands."""

from __future__ import annotations

from bridgeboard.intake.rules import rules_of
from schemas.tables import PROGRAMME_TABLES

_COLLECTED = {"provenance": "collected", "source": "report-2025"}
_AT = {"site_id": "lake", "wave_id": "pre"}
_THERE = {**_AT, **_COLLECTED, "scope": "site"}

#: What isn't filled in here may be empty.
_ROWS: dict[str, dict[str, str]] = {
    "sites": {
        "site_id": "lake",
        "site_name": "Lake clinic",
        "country_iso3": "UGA",
        "setting": "both",
        "comparable_across_waves": "yes",
        "provenance": "collected",
    },
    "waves": {
        "wave_id": "pre",
        "label": "Before",
        "order": "1",
        "from_on": "2025-01-13",
        "to_on": "2025-02-14",
        "date_precision": "day",
        "months_since_start": "-1",
    },
    "respondents": {
        **_AT,
        "respondent_id": "r001",
        "person_code": "p17",
        "profession": "nurse",
        "gender": "female",
        "years_experience": "4.5",
        "prior_peer_support": "no",
        "provenance": "collected",
    },
    "answers": {
        "respondent_id": "r001",
        "instrument_id": "psa12",
        "item_id": "b1",
        "value": "4",
        "state": "answered",
    },
    "focus_groups": {
        **_AT,
        **_COLLECTED,
        "group_id": "g1",
        "held_in": "2025-01",
        "stakeholder": "MHW",
        "n_participants": "6",
        "language": "English",
        "minutes": "75",
    },
    "themes": {"theme_id": "roles", "label": "Clear roles", "order": "1"},
    "statements": {
        **_THERE,
        "statement_id": "s1",
        "group_id": "g1",
        "theme_id": "roles",
        "stance": "concern",
        "kind": "summary",
        "text": "Staff don't know what they may ask of a peer support worker.",
        "construct_id": "III-C",
        "release": "team",
    },
    "ratings": {
        **_AT,
        **_COLLECTED,
        "construct_id": "III-C",
        "framework": "2022",
        "rater": "rater-1",
        "rating": "-1",
        "state": "rated",
        "rationale": "Roles were unclear in the focus group.",
    },
    "context": {
        **_THERE,
        "fact_id": "f1",
        "factor": "resources",
        "finding": "There is a room for peer support.",
        "direction": "supports",
        "kind": "record",
    },
    "payments": {
        **_COLLECTED,
        "site_id": "lake",
        "from_on": "2025-03-01",
        "basis": "hourly",
        "amount": "12.5",
        "currency": "UGX",
        "per": "hour",
    },
    "milestones": {
        **_COLLECTED,
        "site_id": "lake",
        "stage": "Preparation",
        "milestone": "Peer support workers chosen",
        "planned_on": "2025-02-01",
        "done_on": "2025-02-10",
    },
    "outcomes": {
        **_COLLECTED,
        "site_id": "lake",
        "outcome": "service users reached",
        "value": "12",
        "unit": "service users",
    },
    "strategy_endorsements": {
        "barrier_2009": "Cost",
        "strategy": "Access new funding",
        "percent": "35",
        "source": "report-2025",
    },
}


def example(table: str) -> dict[str, str]:
    """A row of this table, with every column of it; "" where it is left empty."""
    row = _ROWS[table]
    return {name: row.get(name, "") for name in rules_of(PROGRAMME_TABLES[table])}
