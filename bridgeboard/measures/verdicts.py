"""Do survey, ratings and statements say the same? One rule, from what a row of together shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Which way a reading points; a reading that is not here speaks without pointing.
_WAYS = {
    "up": 1,
    "down": -1,
    "above the middle": 1,
    "below the middle": -1,
    "facilitator": 1,
    "barrier": -1,
    "for": 1,
    "against": -1,
}
SOURCES = {
    "Survey": "survey_reading",
    "Ratings": "rating_reading",
    "Statements": "statements_reading",
}

#: Each verdict with the rule that gave it.
RULES = {
    "converge": "Two sources or more speak, and all that speak point the same way.",
    "diverge": "Two sources point opposite ways.",
    "not clear": "Two sources or more speak and none contradicts another, but not all point one "
    "way: no clear change, balanced, mixed and neutral are no direction.",
    "one source": "Only one source speaks: there is nothing to hold it against.",
    "silent": "No source speaks here, which says nothing about the site.",
}

#: Statements, at least two thirds of which must be on one side.
_SIDES = ("n_for", "n_against", "n_mixed")


def judged(row: Mapping[str, Any]) -> dict[str, Any]:
    """The verdict of a row, and how it came about.

    In:  survey_reading, rating_reading, statements_reading: None where a source says nothing; the
         columns that say them in words; hidden, in the shareable view.
    Out: n_speaking, n_pointing, verdict, sentence, rule, sources. Nothing else goes in, so that the
         verdict on what may be shown gives away nothing that may not.
    """
    readings = {source: row[name] for source, name in SOURCES.items() if row.get(name)}
    ways = [_WAYS[reading] for reading in readings.values() if reading in _WAYS]
    if row["status"] != "ok":
        verdict = None
    elif {1, -1} <= set(ways):
        verdict = "diverge"
    elif len(readings) < 2:
        verdict = "one source" if readings else "silent"
    else:
        verdict = "converge" if len(ways) == len(readings) else "not clear"
    said = [f"Survey: {_survey(row)}.", f"Ratings: {_ratings(row)}.", _statements(row)]
    return {
        "n_speaking": len(readings),
        "n_pointing": len(ways),
        "verdict": verdict,
        "sentence": " ".join(said),
        "rule": RULES.get(verdict or ""),
        "sources": "; ".join(f"{name.lower()} {said}" for name, said in readings.items()) or None,
    }


def statements_reading(n_for: int, n_against: int, n_mixed: int) -> str | None:
    """for or against where two thirds or more are on that side; balanced; None without any."""
    n = n_for + n_against + n_mixed
    if not n:
        return None
    if 3 * max(n_for, n_against) < 2 * n:
        return "balanced"
    return "for" if n_for > n_against else "against"


def _survey(row: Mapping[str, Any]) -> str:
    if row.get("survey_reading"):
        return f"{row['survey_reading']} ({row['survey']})"
    if row.get("hidden") and row.get("survey_kind"):
        return "nothing that may be shown"
    return (row.get("survey_reason") or "no item on this").removesuffix(".")


def _ratings(row: Mapping[str, Any]) -> str:
    cells = row["rating_to"]
    if row["rating_from"] and cells:
        cells = f"{row['rating_from']}, later {cells}"
    if row["rating_reading"]:
        return f"{row['rating_reading']} ({cells})"
    if cells:
        return f"not counted ({cells})"
    return "none that may be shown" if row.get("hidden") else "none"


def _statements(row: Mapping[str, Any]) -> str:
    if not row["statements_reading"]:
        return "Statements: none for or against."
    counts = ", ".join(f"{row[f'{side}_to']} {side[2:]}" for side in _SIDES)
    return f"Statements: {row['statements_reading']} ({counts})."
