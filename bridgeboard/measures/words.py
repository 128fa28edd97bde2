"""Words that several measures write for a value of the tables."""

from __future__ import annotations

#: Kinds of evidence, in the order of the coverage matrix; a survey is named after its instrument.
EVIDENCE = {
    "focus_groups": "Focus groups",
    "statements": "Statements",
    "ratings": "CFIR ratings",
    "context": "Context facts",
    "payments": "Payment of PSWs",
    "milestones": "Milestones",
}

#: Answers that are none, in the order in which they stand below the levels.
STATES = {
    "not_applicable": "not applicable",
    "dont_know": "don't know",
    "missing": "not answered",
}

#: Scopes in which the source names the site, rather than it being known by a transcript's label, a
#: paragraph, or because all sites or an income group are meant.
NAMED = ("site", "multi_site")

#: Factors of the founding evidence whose key doesn't read well as a name.
_FACTORS = {
    "intervention_dose": "Dose of peer support",
    "medication_focus": "Focus on medication",
    "prior_experience": "Earlier peer support",
    "service_flexibility": "Flexible services",
    "staff_continuity": "Continuity of staff",
    "top_down_rollout": "Top-down roll-out",
    "tradition_movement": "Recovery tradition, user movement",
}

_AS_WRITTEN = {"psw": "PSW", "psws": "PSWs", "mhw": "MHW", "mhws": "MHWs"}


def factor_label(factor: str) -> str:
    """A context factor's name for readers: payment_of_psws is "Payment of PSWs"."""
    if factor in _FACTORS:
        return _FACTORS[factor]
    words = [_AS_WRITTEN.get(word, word) for word in factor.split("_")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]
