"""Answers on ratings with what people decided in the app: ratings accepted, own groups of sites."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.accepted import answer_with_accepted
from bridgeboard.measures.answering import PROVENANCE
from bridgeboard.measures.bearing import influences
from bridgeboard.measures.cfir_change import changes
from bridgeboard.measures.constructs import crosswalk, statements_on_constructs
from bridgeboard.measures.decided import answer_with_groupings
from bridgeboard.measures.gaps import gap_rows
from bridgeboard.measures.measure import Answer
from bridgeboard.measures.proposed_ratings import proposed_ratings
from bridgeboard.measures.readiness import readiness_rows
from bridgeboard.measures.strategies import library, strategy_rows
from bridgeboard.measures.together import together_rows

if TYPE_CHECKING:
    from bridgeboard.access import Sight
    from bridgeboard.decisions import Decisions
    from bridgeboard.store import Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """What people decided about a programme: Decisions.accepted(), groupings() and actions()."""

    accepted: pl.DataFrame
    groupings: pl.DataFrame
    actions: pl.DataFrame


def decided(kept: Decisions, sight: Sight) -> Decided:
    """What people decided, as far as somebody may see it.

    In: of some sites only, what is about these: no groups of sites, and no actions that name none.
    """
    accepted, groupings, actions = kept.accepted(), kept.groupings(), kept.actions()
    if sight.sites is None:
        return Decided(accepted, groupings, actions)
    own = pl.col("site_id").is_in(list(sight.sites)).fill_null(value=False)
    return Decided(accepted.filter(own), groupings.clear(), actions.filter(own))


def overlaid(
    name: str, answers: Callable[[str], Answer], decided: Decided, snapshot: Snapshot
) -> Answer:
    """The answer of cfir and of measures that rest on it with what people decided.

    In:  answers: gives the answer of a measure without decisions. Nothing is hidden yet: the
         result goes through disclosure.shown as any other answer.
    """
    ratings = answer_with_accepted(answers("cfir"), decided.accepted, snapshot)
    if name == "cfir":
        return ratings
    answer = answers(name)
    if name == "distinguishing":
        return answer_with_groupings(answer, ratings.frame, decided.groupings, snapshot)
    if name == "cfir_change":
        return replace(
            answer, frame=changes(ratings.frame, snapshot), provenance=ratings.provenance
        )
    if name == "readiness":
        return _readiness(answer, ratings, decided.actions, snapshot)
    if name == "gaps":
        states = _readiness(answers("readiness"), ratings, decided.actions, snapshot)
        return _gaps(answer, states, ratings, snapshot)
    if name == "together":
        return _together(answer, ratings, answers("proposed_ratings"), snapshot)
    known = library(snapshot)
    released = answer.released
    if released is not None:
        proposed = proposed_ratings(snapshot, released=True)
        of_released = ratings.frame if ratings.released is None else ratings.released
        released = strategy_rows(of_released, known, proposed, snapshot)
    frame = strategy_rows(ratings.frame, known, answers("proposed_ratings").frame, snapshot)
    provenance = _provenances(answer, ratings)
    return replace(answer, frame=frame, released=released, provenance=provenance)


def _together(answer: Answer, ratings: Answer, proposed: Answer, snapshot: Snapshot) -> Answer:
    released = answer.released
    if released is not None:
        given = ratings.frame if ratings.released is None else ratings.released
        only_released = proposed.frame if proposed.released is None else proposed.released
        released = together_rows(snapshot, given, only_released, released=True)
    frame = together_rows(snapshot, ratings.frame, proposed.frame)
    provenance = _provenances(answer, ratings)
    return replace(answer, frame=frame, released=released, provenance=provenance)


def _readiness(
    answer: Answer, ratings: Answer, actions: pl.DataFrame, snapshot: Snapshot
) -> Answer:
    """Actions answer facts that hinder, for the team; in the released frame they don't."""
    given = ratings.frame if ratings.released is None else ratings.released
    return replace(
        answer,
        frame=readiness_rows(snapshot, answer.day, ratings.frame, actions),
        released=readiness_rows(snapshot, answer.day, given, None, released=True),
        provenance=_provenances(answer, ratings),
    )


def _gaps(answer: Answer, states: Answer, ratings: Answer, snapshot: Snapshot) -> Answer:
    """What was accepted is missing no more."""
    given = ratings.frame if ratings.released is None else ratings.released
    return replace(
        answer,
        frame=gap_rows(snapshot, answer.day, states.frame, ratings.frame),
        released=gap_rows(snapshot, answer.day, states.released, given, released=True),
    )


def _provenances(*answers: Answer) -> tuple[str, ...]:
    """Of all that the answers rest on, accepted ratings included."""
    words = {word for one in answers for word in one.provenance}
    return tuple(word for word in PROVENANCE if word in words)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What bears on constructs: statements, as statements_on_constructs gives them; and context
    factors by construct, of the influences for which the reference table names it."""

    statements: pl.DataFrame
    factors: dict[str, tuple[str, ...]]


def evidence(snapshot: Snapshot, released: bool = False) -> Evidence:
    """What bears on each construct besides its ratings."""
    factors: dict[str, tuple[str, ...]] = {}
    for _, named in influences(snapshot):
        for construct_id, _ in named.roles:
            known = factors.get(construct_id, ())
            factors[construct_id] = tuple(dict.fromkeys((*known, *named.factors)))
    for id_2009, id_2022 in crosswalk(snapshot).select("id_2009", "id_2022").iter_rows():
        known = (*factors.get(id_2009, ()), *factors.get(id_2022, ()))
        factors[id_2009] = tuple(dict.fromkeys(known))
    return Evidence(statements_on_constructs(snapshot, released), factors)
