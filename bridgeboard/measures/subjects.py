"""What an action may be about, and by which strategy: names for ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.once import once

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

_SUBJECTS = """
SELECT 'influence' AS subject_kind, influence_id AS subject_id, label AS subject_label,
       1 AS kind_order, "order" AS subject_order
FROM influences
UNION ALL
SELECT 'construct', construct_id, label, 2, "order" FROM cfir_constructs
UNION ALL
SELECT 'construct', construct_id, construct, 3, "order" FROM cfir_2009
UNION ALL
SELECT 'theme', theme_id, label, 4, enum_code(theme_id)::BIGINT FROM themes
"""
_STRATEGIES = """
SELECT strategy_id, strategy, cluster FROM eric_strategies ORDER BY "order"
"""


@once
def subjects(snapshot: Snapshot) -> pl.DataFrame:
    """Influences, CFIR constructs (2022, then 2009) and the programme's themes, in their order.

    Out: subject_kind (influence, construct, theme), subject_id, subject_label.
    """
    found = snapshot.query(f"SELECT * FROM ({_SUBJECTS}) ORDER BY kind_order, subject_order")
    return found.select("subject_kind", "subject_id", "subject_label")


@once
def strategies(snapshot: Snapshot) -> pl.DataFrame:
    """ERIC's strategies in their order: strategy_id, strategy (its name), cluster."""
    return snapshot.query(_STRATEGIES)
