"""The rule of readiness: outcomes of targets, and the state that follows from all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from schemas.programme import Target

Outcome = Literal["reached", "close", "missed", "not known", "for", "against", "neither"]
State = Literal["ready", "watch", "act", "not enough data"]

#: Outcomes of what stands beside the targets.
BESIDE = ("for", "against", "neither")

#: Most urgent first: the order in which a manager reads.
STATES: tuple[State, ...] = ("act", "watch", "not enough data", "ready")

#: Words of people and remarks about a place. They stand beside the targets, and never make a site
#: ready by themselves.
QUALITATIVE = ("fact", "statement")

#: What each state says, in words for readers.
MEANING: dict[State, str] = {
    "act": "a target is clearly missed",
    "watch": "a target is not quite reached, or what people said or what is on record speaks "
    "against it",
    "not enough data": "nothing is missed, but something that a target asks for is not known",
    "ready": "every target is reached, and what was said does not speak against it",
}

RULE = (
    "Each influence has targets, which the programme sets. Act: a target is clearly missed. Watch: "
    "one is not quite reached; or all are, but statements or facts on record speak against it. Not "
    "enough data: no target is missed, but something that one asks for is not known, or was "
    "answered by fewer people than the programme's minimum. Ready: every target is reached. What "
    "people said in focus groups, and remarks on record, can turn ready into watch; they never "
    "make a site ready. There is no score over influences."
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that bears on an influence at a site.

    kind:     survey, rating, milestone, payment, fact, statement; target where one is lacking.
    outcome:  of a target reached, close, missed or not known; beside the targets for, against or
              neither.
    sentence: what is known, with its number, n, date and source.
    wave_id:  the wave that it is known from; None where it has a day of its own.
    ref:      what it rests on: psa12:r1 for an item or scale; ids joined by ; for rows.
    n:        people behind it; None where it counts no people.
    mend:     what to collect, where it is not known.
    """

    kind: str
    outcome: Outcome
    sentence: str
    source: str
    wave_id: str | None = None
    ref: str | None = None
    n: int | None = None
    mend: str | None = None
    provenance: str | None = None


def state_of(kinds: Iterable[str], outcomes: Iterable[str]) -> State:
    """What follows from the reasons of one influence at one site: RULE.

    In: the kind and the outcome of each, in the same order.
    """
    given = list(zip(kinds, outcomes, strict=True))
    asked = {outcome for _, outcome in given if outcome not in BESIDE}
    if "missed" in asked:
        return "act"
    if "close" in asked:
        return "watch"
    if "not known" in asked:
        return "not enough data"
    solid = [outcome for kind, outcome in given if kind not in QUALITATIVE]
    if "reached" not in solid:
        return "not enough data"
    return "watch" if any(outcome == "against" for _, outcome in given) else "ready"


def lacks_a_target(reasons: Sequence[Reason], target: Target) -> Reason | None:
    """What is said where nothing that could make a site ready was found; None where it was.

    A target may ask for nothing, for remarks alone, or only that nothing on record be bad where
    nothing is on record.
    """
    asked = [one for one in reasons if one.outcome not in BESIDE]
    solid = [one for one in asked if one.kind not in QUALITATIVE]
    if solid or any(one.outcome in ("missed", "close", "not known") for one in asked):
        return None
    form = "remarks" if asked else "silent" if target != type(target)() else "none"
    said, mend = _LACKING[form]
    return Reason("target", "not known", said, "programme.toml", mend=mend)


_LACKING = {
    "none": (
        "No target is set for this influence.",
        "Set one in programme.toml: on answers, ratings, a step or pay.",
    ),
    "silent": (
        "Nothing that the target asks about is on record.",
        "Put on record what the target asks about, or set one on answers, ratings, a step or pay "
        "in programme.toml.",
    ),
    "remarks": (
        "Remarks on record alone never make a site ready.",
        "Set a further target in programme.toml: on answers, ratings, a step or pay.",
    ),
}
