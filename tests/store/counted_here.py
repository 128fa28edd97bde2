"""What a cluster would have sent, taken from a snapshot that was counted here."""

from __future__ import annotations

from dataclasses import replace

from bridgeboard.intake import Accepted
from bridgeboard.intake.counted import Counted
from bridgeboard.store import Snapshot

PLACE = "sc://cluster:15002 (Spark Connect 4.2.0)"
_MARTS = (
    "mart_person_codes",
    "mart_distribution",
    "mart_scores",
    "mart_breakdown",
    "mart_item_sums",
    "mart_common_scores",
    "mart_pairs",
    "mart_quality",
)
_STARTED = """
SELECT split_part(evidence, ':', 2) AS instrument_id, site_id, wave_id, provenance,
       n AS n_started, n AS n_answered
FROM mart_coverage WHERE starts_with(evidence, 'survey:')
"""
_ASKED = """
SELECT DISTINCT d.instrument_id, d.item_id, d.wave_id, w.wave_order, 1 AS is_first
FROM mart_distribution d JOIN ordered_waves w ON w.wave_id = d.wave_id WHERE d.value IS NOT NULL
"""


def counted(accepted: Accepted, snapshot: Snapshot) -> Accepted:
    """The accepted rows as if a cluster had counted respondents and answers.

    In: snapshot: of the same rows.
    """
    frames = [(name, snapshot.query(f"SELECT * FROM {name}")) for name in _MARTS]
    frames.append(("started", snapshot.query(_STARTED)))
    n_rows = {name: accepted.height(name) for name in ("respondents", "answers")}
    tables = {name: frame for name, frame in accepted.tables.items() if name not in n_rows}
    asked = snapshot.query(_ASKED).rows()
    return replace(accepted, tables=tables, counted=Counted(PLACE, n_rows, asked, frames))
