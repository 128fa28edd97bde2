"""proposed_ratings: what statements and pCAT answers propose as ratings, until a person accepts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.constructs import CONSTRUCT, constructs, statements_on_constructs
from bridgeboard.measures.measure import SITE, WAVE, Column, Measure, integer
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.proposals import Proposal, Said, from_answers, from_statements
from bridgeboard.measures.rated import cell

if TYPE_CHECKING:
    from bridgeboard.instruments import Instrument
    from bridgeboard.store import Snapshot

#: The instrument whose items are constructs, answered from -2 to +2.
PCAT = "pcat"

COLUMNS = (
    *CONSTRUCT,
    *SITE,
    *WAVE,
    Column("basis", "statements or pcat"),
    Column("instrument_id", "The instrument (pcat, or a version of it); empty for statements"),
    Column("item_id", "Its item; two items may bear on one construct, about other people"),
    Column("item_label", "The item in our own short words"),
    Column("role_label", "Whom the item is about, where its construct is a trait of people"),
    integer("rating", "Proposed: -2 to +2; empty where mixed, or not enough data", "-2 to +2"),
    Column("state", "rated or mixed; empty where there is not enough data"),
    Column("cell", "As shown: +2, −1, 0 or mixed; empty where there is not enough data"),
    integer("n_for", "Statements of the site that speak for it; pcat: people who see help"),
    integer("n_against", "Statements of the site against it; pcat: people who see hindrance"),
    integer("n_mixed", "Statements of the site that are mixed; pcat: people who see neither"),
    integer(
        "n_informants",
        "Informants with concrete examples on the side that prevails: transcript references, or "
        "focus groups that have none; empty where no side prevails; pcat: people who answered",
    ),
    integer(
        "n_concrete",
        "Quotes on the side that prevails; pcat: people who answered strongly on it; empty where "
        "no side prevails",
    ),
    integer(
        "n_of_all_sites",
        "Statements that speak of all sites, of an income group or of none by name: never counted; "
        "empty for pcat",
        "statements",
    ),
    Column("refs", "Ids of the statements of the site, each with its references, joined by ;"),
    Column("rule", "The rule that gave the rating, in a sentence"),
    Column("sentence", "Why this rating, in a sentence"),
    Column("status", "proposed or not enough data; never more until a person accepts it"),
    Column("provenance", "published, collected or simulated; several joined by a comma"),
)

_WHERE = """
SELECT statement_id, site_id, kind::VARCHAR AS kind, scope::VARCHAR AS scope, transcript_refs,
       group_id, provenance::VARCHAR AS provenance
FROM statements
"""

_ANSWERS = """
SELECT instrument_id, item_id, site_id, wave_id, value, sum(n)::BIGINT AS n
FROM mart_distribution WHERE state = 'answered' GROUP BY ALL ORDER BY ALL
"""

_ASKED = """
SELECT substr(evidence, 8) AS instrument_id, site_id, wave_id, provenance
FROM mart_coverage WHERE starts_with(evidence, 'survey:')
"""

_ROLES = "SELECT construct_id, label FROM cfir_constructs"

_PLACE = ("site_id", "wave_id", "framework", "construct_id")


def proposed_ratings(snapshot: Snapshot, released: bool = False) -> pl.DataFrame:
    """What statements and pCAT answers propose as a construct's rating at a site and wave.

    In:      statements, themes, mart_distribution (pCAT), instruments.
    Out:     one row per site, wave, construct and basis on which anything bears: from statements
             one, from pCAT one per item. Statements: 2 if all of the site point one way and two
             informants or more give concrete examples (quotes); 1 if all do and fewer give them, or
             if two thirds do; else mixed. Authors' interpretations are remarks, never informants;
             what speaks of all sites, or of none by name, never counts. pCAT: at least two thirds
             of the people on one side, 2 if half of all answered strongly so, else 1; a third on
             each side is mixed; else 0; the first that holds.
    Unit:    an ordinal rating, proposed. Nothing here is a rating before a person accepts it.
    Missing: not enough data, and no rating, where no statement of the site speaks for or against,
             and where fewer than minimum_n people answered. No row: nothing in these sources, never
             "no barrier". References are places in transcripts: two may be of one person.
    Source:  rating rules in doi:10.1186/s12889-021-11644-5, table 3, and
             doi:10.1186/1748-5908-8-51, table 2, in our own words; thirds and halves are our own.
    """
    rows = [*_of_statements(snapshot, released), *_of_answers(snapshot)]
    named = {column.name for column in (*CONSTRUCT, *SITE, *WAVE)} - {*_PLACE}
    schema = {name: dtype for name, dtype in MEASURE.schema.items() if name not in named}
    frame = pl.DataFrame(rows, schema=schema).join(
        constructs(snapshot), on=["framework", "construct_id"], how="left", maintain_order="left"
    )
    return laid_out(frame, COLUMNS, snapshot, then=["construct_order"])


def _of_statements(snapshot: Snapshot, released: bool) -> Iterator[dict[str, Any]]:
    """Rows of basis statements, without names."""
    said = statements_on_constructs(snapshot, released).join(
        snapshot.query(_WHERE), on=["statement_id", "site_id"], maintain_order="left"
    )
    said = said.sort(_PLACE, maintain_order=True)
    for place, rows in groupby(said.to_dicts(), key=lambda row: [row[name] for name in _PLACE]):
        of_place = list(rows)
        each = [_said(row) for row in of_place]
        found = from_statements(each)
        own = [one for one in each if one.of_the_site]
        yield dict(zip(_PLACE, place, strict=True)) | {
            "basis": "statements",
            **_proposed(found),
            "n_of_all_sites": len(each) - len(own),
            "refs": "; ".join(_cited(one) for one in own) or None,
            "provenance": ", ".join(sorted({row["provenance"] for row in of_place})),
        }


def _said(row: dict[str, Any]) -> Said:
    refs = (ref.strip() for ref in (row["transcript_refs"] or "").split(";"))
    return Said(
        statement_id=row["statement_id"],
        way=row["valence"],
        kind=row["kind"],
        scope=row["scope"],
        refs=tuple(ref for ref in refs if ref),
        group_id=row["group_id"],
    )


def _cited(said: Said) -> str:
    return f"{said.statement_id} ({' + '.join(said.refs)})" if said.refs else said.statement_id


def _of_answers(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Rows of basis pcat, without names: every item at every site and wave where it was asked."""
    versions = [one for one in snapshot.instruments.values() if _is_pcat(one)]
    if not versions:
        return
    ticked: dict[tuple[str, ...], dict[int, int]] = {}
    for *which, value, n in snapshot.query(_ANSWERS).iter_rows():
        ticked.setdefault(tuple(which), {})[value] = n
    roles = dict(snapshot.query(_ROLES).iter_rows())
    asked = snapshot.query(_ASKED).rows()
    minimum = snapshot.programme.minimum_n
    for instrument in versions:
        for item in instrument.items:
            if item.construct_id is None:
                continue
            for instrument_id, site, wave, provenance in asked:
                if instrument_id != instrument.instrument_id:
                    continue
                levels = ticked.get((instrument_id, item.item_id, site, wave), {})
                yield dict(zip(_PLACE, (site, wave, "2022", item.construct_id), strict=True)) | {
                    "basis": "pcat",
                    "instrument_id": instrument_id,
                    "item_id": item.item_id,
                    "item_label": item.label,
                    "role_label": roles.get(item.construct_role_id),
                    **_proposed(from_answers(levels, minimum)),
                    "provenance": provenance,
                }


def _is_pcat(instrument: Instrument) -> bool:
    return PCAT in (instrument.instrument_id, instrument.version_of)


def _proposed(found: Proposal) -> dict[str, Any]:
    return {
        "rating": found.rating,
        "state": found.state,
        "cell": None if found.state is None else cell(found.state, found.rating),
        "n_for": found.n_for,
        "n_against": found.n_against,
        "n_mixed": found.n_mixed,
        "n_informants": found.n_informants,
        "n_concrete": found.n_concrete,
        "rule": found.rule,
        "sentence": found.sentence,
        "status": "proposed" if found.state else "not enough data",
    }


MEASURE = Measure(
    name="proposed_ratings",
    title="Proposed ratings",
    question="What would statements and pCAT answers rate a construct, if a person accepts it?",
    unit="-2 to +2",
    source="rating rules in doi:10.1186/s12889-021-11644-5 and doi:10.1186/1748-5908-8-51, in our "
    "own words",
    evidence=("statements", "survey:pcat"),
    columns=COLUMNS,
    compute=proposed_ratings,
    released=partial(proposed_ratings, released=True),
    hides=(
        *("rating", "state", "cell", "n_for", "n_against", "n_mixed", "n_informants"),
        *("n_concrete", "rule", "sentence", "status"),
    ),
    rule="proposed",
)
