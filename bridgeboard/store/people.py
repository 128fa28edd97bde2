"""How a breakdown words what respondents say of themselves."""

from __future__ import annotations

#: What a breakdown says of a respondent whose cell is empty.
NOT_SAID = "not said"
#: Years in mental health work, as a breakdown words them: each up to, not with, the next one's.
EXPERIENCE = (
    (0, "under 2 years"),
    (2, "2 to under 5 years"),
    (5, "5 to under 10 years"),
    (10, "10 years or more"),
)
ATTRIBUTES = ("profession", "experience", "prior_peer_support", "gender")
