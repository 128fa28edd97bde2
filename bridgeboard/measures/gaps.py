"""gaps: what is missing for a sound answer at each site, and how to get it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.cfir import cfir
from bridgeboard.measures.looked import looked
from bridgeboard.measures.measure import SITE, Column, Measure, integer
from bridgeboard.measures.milestones import milestones
from bridgeboard.measures.missing import KINDS, Missing, merged
from bridgeboard.measures.missing_evidence import focus_groups, respondents, surveys
from bridgeboard.measures.missing_for_targets import of_readiness, steps
from bridgeboard.measures.missing_records import payments, places, rating_gaps
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.readiness import readiness

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *SITE,
    integer(
        "priority",
        "1 holds a state of readiness back, 2 leaves the last wave open, 3 leaves a change open, "
        "4 is a detail",
    ),
    Column("thing", "What is missing, by a name that stays the same from snapshot to snapshot"),
    Column("kind", ", ".join(KINDS)),
    Column("kind_label", "Name of the kind"),
    Column("what", "What is missing, in a sentence"),
    Column("why", "What can't be said without it, in a sentence"),
    Column("how", "How to get it, in a sentence"),
    Column("influence_ids", "Influences whose readiness it holds back, joined by ;"),
    Column("influences", "Their names, joined by ;"),
    Column("source", "The file or setting that it belongs into"),
)


def gaps(snapshot: Snapshot, day: date, released: bool = False) -> pl.DataFrame:
    """What is missing for a sound answer at each site, why it matters and how to get it.

    In:      readiness and cfir, seen from the last wave; milestones, mart_coverage,
             mart_distribution, mart_person_codes, focus_groups, statements, payments,
             proposed_ratings, sites, waves; day: on which it is read.
    Out:     one row per site and thing that is missing; one thing that serves several influences is
             one row. What targets of readiness ask for and is not known; surveys with fewer answers
             than a mean needs, at any wave; surveys and focus groups that other sites have at the
             last wave; groups of which no statement is written; whether waves may be compared;
             respondents without a person code; pay, amount, or a wage to compare with; steps not on
             record or without a day; ratings that differ or are only proposed. Without a site:
             waves without days. By site, then the most needed first.
    Missing: no row where a rule finds nothing. A site that another one stands for at a later wave
             is asked for nothing more. In the shareable view rules that count people are left out,
             since they would tell that a group is small or that nobody answered: too few answers,
             targets on a survey in use, respondents without a code; a survey is told to be missing
             only where nobody was asked. So are proposed ratings, which are for the team; and what
             is not released counts as not on record, and the sentence says so.
    Source:  own rules; each row names the file or setting that it belongs into.
    """
    found = readiness(snapshot, day, released)
    return gap_rows(snapshot, day, found, cfir(snapshot, released), released)


def gap_rows(
    snapshot: Snapshot,
    day: date,
    found: pl.DataFrame,
    ratings: pl.DataFrame,
    released: bool = False,
) -> pl.DataFrame:
    """The rows of gaps beside these states and ratings.

    In: frames of readiness and cfir, with what people decided or without, nothing hidden yet.
    """
    at = looked(snapshot, day, released)
    last = found.filter(
        pl.col("wave_order") == pl.col("wave_order").max(),
        pl.col("site_id").is_in(list(at.sites)),
    )
    of_steps = milestones(snapshot, day).filter(pl.col("site_id").is_in(list(at.sites)))
    rows = merged(
        [
            *of_readiness(last, snapshot, released),
            *surveys(at),
            *respondents(at),
            *focus_groups(at),
            *payments(at),
            *steps(last, of_steps),
            *rating_gaps(at, ratings),
            *places(at),
        ]
    )
    schema = {name: dtype for name, dtype in MEASURE.schema.items() if name != "site_name"}
    kinds = list(KINDS)
    frame = pl.DataFrame([_row(one) for one in rows], schema=schema).with_columns(
        _kind=pl.col("kind").replace_strict(kinds, range(len(kinds)), return_dtype=pl.Int64)
    )
    return laid_out(frame, COLUMNS, snapshot, then=["priority", "_kind"])


def _row(one: Missing) -> dict[str, object]:
    return {
        "site_id": one.site_id,
        "priority": one.priority,
        "thing": one.thing,
        "kind": one.kind,
        "kind_label": KINDS[one.kind],
        "what": one.what,
        "why": one.why,
        "how": one.how,
        "influence_ids": "; ".join(key for key, _ in one.influences) or None,
        "influences": "; ".join(label for _, label in one.influences) or None,
        "source": one.source,
    }


MEASURE = Measure(
    name="gaps",
    title="Data gaps",
    question="What is missing for a sound answer at each site, and how can it be had?",
    unit="",
    source="own rules",
    evidence=("",),
    columns=COLUMNS,
    compute=gaps,
    released=partial(gaps, released=True),
    dated=True,
    withholds=True,
)
