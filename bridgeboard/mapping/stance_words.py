"""Words in the names of codes that tell whether what is coded so speaks for or against."""

from __future__ import annotations

import re

_BENEFIT = (
    "benefit", "benefits", "facilitator", "facilitators", "facilitating", "enabler", "enablers",
    "advantage", "advantages", "positive", "positives", "strength", "strengths", "pro", "pros",
    "helpful", "supportive", "hopes", "nutzen", "vorteil", "vorteile", "förderfaktor",
    "förderfaktoren", "förderlich", "positiv", "stärken", "beneficios", "facilitadores", "ventajas",
)  # fmt: skip
_CONCERN = (
    "concern", "concerns", "barrier", "barriers", "challenge", "challenges", "obstacle",
    "obstacles", "negative", "negatives", "risk", "risks", "worry", "worries", "fear", "fears",
    "problem", "problems", "difficulty", "difficulties", "hindrance", "hindrances", "hindering",
    "disadvantage", "disadvantages", "weakness", "weaknesses", "con", "cons", "barriere",
    "barrieren", "hindernis", "hindernisse", "sorge", "sorgen", "bedenken", "nachteil",
    "nachteile", "herausforderung", "herausforderungen", "risiko", "risiken", "negativ",
    "barreras", "preocupaciones", "desventajas",
)  # fmt: skip
_MIXED = ("mixed", "ambivalent", "ambivalence", "ambivalenz", "gemischt")
_OF = {
    **dict.fromkeys(_BENEFIT, "benefit"),
    **dict.fromkeys(_CONCERN, "concern"),
    **dict.fromkeys(_MIXED, "mixed"),
}
#: "No concerns" and "lack of benefits" are left to people.
_TURNED = {"no", "not", "without", "lack", "lacking", "less", "fewer", "missing", "kein", "keine",
           "ohne", "reducing", "reduced", "overcoming", "addressing"}  # fmt: skip
#: Words that stand beside a stance without giving a code a subject of its own.
_BESIDE = {"the", "a", "of", "to", "for", "and", "or", "aspects", "factors", "views", "view",
           "expected", "perceived", "remarks", "comments", "general", "other"}  # fmt: skip


def stance_of(name: str) -> tuple[str, str] | None:
    """The stance that a name tells and the word that tells it; None if none, or if two differ."""
    words = _words(name)
    if _TURNED & set(words):
        return None
    found = {_OF[word]: word for word in reversed(words) if word in _OF}
    return next(iter(found.items())) if len(found) == 1 else None


def is_stance_alone(name: str) -> bool:
    """Does the name say a stance and no subject: "Barriers", "Negative aspects"?"""
    rest = [word for word in _words(name) if word not in _OF and word not in _BESIDE]
    return not rest and stance_of(name) is not None


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", name.casefold())
