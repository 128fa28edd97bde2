"""facts: the context in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import SITE, WAVE, Column, Measure, number
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.release import FACT_RELEASED
from bridgeboard.measures.sources import SOURCE, with_source
from bridgeboard.measures.words import factor_label

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    Column("fact_id", "The fact"),
    *SITE,
    *WAVE,
    Column("factor", "What it is about"),
    Column("factor_label", "Name of the factor"),
    Column("finding", "The fact in words"),
    Column("direction", "Its bearing on implementation: supports, hinders, mixed, unknown"),
    number("value", "The fact as a number, if it is one", "as `unit` says"),
    Column("unit", "Of the number"),
    Column("scope", "How the source ties it to the site"),
    Column("kind", "quote or summary of participants, interpretation by the authors, or record"),
    Column("transcript_refs", "References printed in the source, joined by ;"),
    Column("provenance", "published, collected or simulated"),
    *SOURCE,
    Column("note", "Remark for readers"),
)

_FACTS = f"SELECT * FROM context WHERE NOT $released OR {FACT_RELEASED} ORDER BY rowid"


def facts(snapshot: Snapshot, released: bool = False) -> pl.DataFrame:
    """Every context fact with its source.

    In:      context, the programme's sources.
    Out:     one row per fact and site, by factor within a site and wave.
    Missing: site_id is null for facts about the programme as a whole.
    Source:  the fact's own: source_citation, source_doi, source_location.
    """
    rows = with_source(snapshot.query(_FACTS, {"released": released}), snapshot).with_columns(
        factor_label=pl.col("factor").map_elements(factor_label, return_dtype=pl.String)
    )
    return laid_out(rows, COLUMNS, snapshot, then=["factor_label", "factor"])


MEASURE = Measure(
    name="facts",
    title="Context facts",
    question="Which facts about a site's context are known, and from where?",
    unit="",
    source="each fact's own",
    evidence=("context",),
    columns=COLUMNS,
    compute=facts,
    released=lambda snapshot: facts(snapshot, released=True),
)
