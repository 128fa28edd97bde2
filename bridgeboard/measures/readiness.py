"""readiness: is a site ready for peer support, influence by influence, and why?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.bearing import Subject, influences
from bridgeboard.measures.cfir import cfir
from bridgeboard.measures.measure import SITE, WAVE, Column, Matrix, Measure, integer
from bridgeboard.measures.once import once
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.rated import joined
from bridgeboard.measures.readiness_rule import BESIDE, STATES, Reason, lacks_a_target, state_of
from bridgeboard.measures.record_reasons import of_facts, of_milestone, of_payment, of_statements
from bridgeboard.measures.recorded import Moment, Recorded
from bridgeboard.measures.target_reasons import of_item, of_ratings, of_scale
from schemas.defaults import targets

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot
    from schemas.programme import Target


def _list(name: str, description: str) -> Column:
    return Column(name, f"Of each reason: {description}", dtype=pl.List(pl.String))


COLUMNS = (
    *SITE,
    *WAVE,
    Column("influence_id", "The influence"),
    Column("influence_label", "Its name"),
    integer("influence_order", "Place of the influence among the eight"),
    Column("state", "act, watch, not enough data or ready"),
    integer("state_order", "1 act, 2 watch, 3 not enough data, 4 ready"),
    integer("n", "Fewest people behind an answer that a target asks for; empty if none", "people"),
    integer("n_targets", "What the influence's target asks", "things"),
    integer("n_reached", "Of these, reached", "things"),
    integer("n_not_known", "Of these, not known", "things"),
    _list("sentences", "what is known, with its number, n, wave or day"),
    _list(
        "outcomes",
        "of a target reached, close, missed or not known; beside the targets for, against or "
        "neither",
    ),
    _list("kinds", "survey, rating, milestone, payment, fact, statement, or target (none is set)"),
    _list("wave_ids", "the wave that it is known from; empty if it has a day"),
    _list("labels", "name of that wave"),
    _list("sources_of", "where it comes from"),
    _list("refs", "what it rests on: psa12:r1 for an item or scale, a step's name, or ids"),
    _list("mends", "what to collect where it is not known; else empty"),
    Column("accepted_from", "What accepted ratings among them were proposed from, joined by ;"),
    Column("provenance", "published, collected or simulated; several joined by a comma"),
)
LISTS = tuple(column.name for column in COLUMNS if column.dtype == pl.List(pl.String))


@once
def readiness(snapshot: Snapshot, day: date, released: bool = False) -> pl.DataFrame:
    """What each site has reached of an influence's targets, what follows, and every reason.

    In:      programme.toml's targets (or the defaults), mart_distribution, score, cfir, milestones,
             payments, context, statements, influences (which constructs, themes and factors bear
             on one); day: on which it is read.
    Out:     one row per site, wave and influence: the state seen from that wave, by the newest
             answers, ratings, facts and statements up to it, and by steps done and pay agreed by
             its last day (for the last wave: by the day on which it is read). The rule is
             readiness_rule.RULE. Reasons stand in lists of equal length, targets first.
    Unit:    none: states are not numbers, and are never counted into a score.
    Missing: what is not known makes "not enough data" unless something else is missed or close.
             Answers by fewer people than minimum_n are not known. Proposed ratings never count.
    Source:  own rule and own targets, on the eight influences of Ibrahim et al. 2020,
             doi:10.1007/s00127-019-01739-1; Wilson 1927, doi:10.1080/01621459.1927.10502953
             (interval of a share).
    """
    return readiness_rows(snapshot, day, cfir(snapshot, released), None, released)


def readiness_rows(
    snapshot: Snapshot,
    day: date,
    ratings: pl.DataFrame,
    actions: pl.DataFrame | None,
    released: bool = False,
) -> pl.DataFrame:
    """The rows of readiness with these ratings and actions.

    In: a frame of cfir, with accepted ratings or without; actions as Decisions.actions() gives
        them, None to leave them out: a fact that hinders then has no action about it.
    """
    recorded = Recorded(snapshot, day, ratings, actions, released)
    asked = targets(snapshot.programme)
    sites = snapshot.query("SELECT site_id FROM ordered_sites ORDER BY site_order")
    about = [subject for subject, _ in influences(snapshot)]
    rows = [
        _row(subject, place, asked[subject.subject_id], site, moment, recorded)
        for site in sites["site_id"]
        for moment in recorded.moments
        for place, subject in enumerate(about, 1)
    ]
    schema = {name: dtype for name, dtype in MEASURE.schema.items() if name not in _NAMES}
    return laid_out(pl.DataFrame(rows, schema=schema), COLUMNS, snapshot, then=["influence_order"])


_NAMES = ("site_name", "wave_label", "wave_order")


def _row(
    subject: Subject, place: int, target: Target, site: str, at: Moment, recorded: Recorded
) -> dict[str, Any]:
    found = list(_reasons(subject, target, site, at, recorded))
    labels = [recorded.labels.get(one.wave_id or "", "") for one in found]
    return {
        "site_id": site,
        "wave_id": at.wave_id,
        "influence_id": subject.subject_id,
        "influence_label": subject.label,
        "influence_order": place,
        "labels": labels,
        "accepted_from": joined(
            row["accepted_from"]
            for one in found
            if one.kind == "rating"
            for row in recorded.rated(_votes(subject), site, at)
        ),
        **counted(
            {
                "sentences": [one.sentence for one in found],
                "outcomes": [one.outcome for one in found],
                "kinds": [one.kind for one in found],
                "wave_ids": [one.wave_id or "" for one in found],
                "sources_of": [one.source for one in found],
                "refs": [one.ref or "" for one in found],
                "mends": [one.mend or "" for one in found],
            }
        ),
        "n": min((one.n for one in found if one.n is not None), default=None),
        "provenance": joined(
            (word for one in found for word in (one.provenance or "").split(", ")), ", "
        ),
    }


def counted(lists: dict[str, list[str]]) -> dict[str, Any]:
    """The lists, with the state that follows from them and how many targets are reached."""
    state = state_of(lists["kinds"], lists["outcomes"])
    targets_of = [
        outcome
        for kind, outcome in zip(lists["kinds"], lists["outcomes"], strict=True)
        if outcome not in BESIDE and kind != "target"
    ]
    return {
        **lists,
        "state": state,
        "state_order": STATES.index(state) + 1,
        "n_targets": len(targets_of),
        "n_reached": targets_of.count("reached"),
        "n_not_known": targets_of.count("not known"),
    }


def _reasons(
    subject: Subject, target: Target, site: str, at: Moment, recorded: Recorded
) -> Iterable[Reason]:
    influence = subject.subject_id
    found = [
        *of_scale(target, site, at, recorded),
        *of_item(target, site, at, recorded),
        *of_milestone(target, site, at, recorded),
        *of_payment(target, site, at, recorded),
        *of_ratings(target, subject.rated, site, at, recorded),
        *of_facts(target, influence, subject.factors, site, at, recorded),
        *of_statements(influence, site, at, recorded),
    ]
    if lacking := lacks_a_target(found, target):
        found.append(lacking)
    # What beside the targets bears on it comes after them.
    return sorted(found, key=lambda one: one.outcome in BESIDE)


def _votes(subject: Subject) -> list[tuple[str, str]]:
    return [(one.framework, one.construct_id) for one in subject.rated if one.votes]


MEASURE = Measure(
    name="readiness",
    title="Readiness",
    question="Is each site ready, influence by influence, and what holds it back?",
    unit="",
    source="own rule and targets, on the eight influences of Ibrahim et al. 2020",
    evidence=("survey:", "ratings", "milestones", "payments", "statements", "context"),
    columns=COLUMNS,
    compute=readiness,
    released=partial(readiness, released=True),
    dated=True,
    withholds=True,
    people="n",
    hides=("state", "state_order", "n", "n_reached", "n_not_known"),
    matrix=Matrix(
        rows=("influence_label",),
        order=("influence_order",),
        cell="state",
        outside="",
    ),
    rule="readiness",
)
