"""statements: what was said, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import SITE, WAVE, Column, Measure
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.sources import SOURCE, with_source

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    Column("statement_id", "The statement; rows that share it are one statement"),
    *SITE,
    Column("site_names", "All sites of the statement, joined by ;"),
    *WAVE,
    Column("group_id", "The focus group it was said in"),
    Column("theme_id", "Its theme"),
    Column("theme_label", "Name of the theme"),
    Column("stance", "benefit, concern, mixed or neutral"),
    Column("kind", "quote or summary of participants, or interpretation by the authors"),
    Column("scope", "How the source ties it to the site"),
    Column("text", "The statement in words"),
    Column("transcript_refs", "References printed in the source, joined by ;"),
    Column("strength", "How strongly the source words it"),
    Column("construct_id", "CFIR 2022 construct it bears on"),
    Column("construct_label", "Name of the construct"),
    Column("construct_role_id", "CFIR role"),
    Column("valence", "Its bearing on the construct: positive, negative or mixed"),
    Column("mapping_basis", "Who mapped it to CFIR"),
    Column("release", "team or shareable"),
    Column("provenance", "published, collected or simulated"),
    *SOURCE,
    Column("note", "Remark for readers"),
)

_STATEMENTS = """
SELECT s.*, t.label AS theme_label, c.label AS construct_label, n.site_names
FROM statements s
LEFT JOIN themes t USING (theme_id)
LEFT JOIN cfir_constructs c ON c.construct_id = s.construct_id
LEFT JOIN (
    SELECT statement_id, string_agg(site_name, '; ' ORDER BY site_order) AS site_names
    FROM statements JOIN ordered_sites USING (site_id) GROUP BY statement_id
) n USING (statement_id)
ORDER BY s.rowid
"""


def statements(snapshot: Snapshot) -> pl.DataFrame:
    """Every statement with its theme, stance, place and source.

    In:      statements, themes, cfir_constructs, the programme's sources.
    Out:     one row per statement and site, in the order of the file within a site and wave.
    Missing: site_id is null where the source names no site; site_names then is too.
    Source:  the statement's own: source_citation, source_doi, source_location.
    """
    rows = with_source(snapshot.query(_STATEMENTS), snapshot)
    return laid_out(rows, COLUMNS, snapshot)


MEASURE = Measure(
    name="statements",
    title="Statements",
    question="In which words, and where is it said?",
    unit="",
    source="each statement's own",
    evidence=("statements",),
    columns=COLUMNS,
    compute=statements,
    released=lambda snapshot: statements(snapshot).filter(pl.col("release") == "shareable"),
)
