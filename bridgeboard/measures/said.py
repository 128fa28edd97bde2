"""Which statement bears on which influence, construct or theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.bearing import influences
from bridgeboard.measures.release import STATEMENT_RELEASED

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: A theme of a later codebook bears on the theme of the earlier one that it is related to.
_BY_THEME = f"""
WITH reached AS (
    SELECT theme_id, within_id FROM themes_within
    UNION
    SELECT later.theme_id, earlier.within_id
    FROM themes t
    JOIN themes_within later ON later.within_id = t.theme_id
    JOIN themes_within earlier ON earlier.theme_id = t.related_theme_id
)
SELECT DISTINCT r.within_id AS theme_id, s.statement_id, s.site_id, s.wave_id, s.scope,
       s.provenance, s.stance, coalesce(s.valence::VARCHAR, {{stance}}) AS valence
FROM statements s JOIN reached r USING (theme_id)
WHERE s.site_id IS NOT NULL AND (NOT $released OR s.{STATEMENT_RELEASED})
"""
_BY_CONSTRUCT = f"""
SELECT s.statement_id, s.site_id, s.wave_id, s.scope, s.provenance,
       coalesce(s.construct_id, t.construct_id) AS construct_id,
       CASE WHEN s.construct_id IS NULL THEN t.construct_role_id
            ELSE s.construct_role_id END AS role_id,
       coalesce(s.valence::VARCHAR, {{stance}}) AS valence
FROM statements s LEFT JOIN themes t USING (theme_id)
WHERE s.site_id IS NOT NULL AND coalesce(s.construct_id, t.construct_id) IS NOT NULL
  AND (NOT $released OR s.{STATEMENT_RELEASED})
"""
_STANCE = (
    "CASE s.stance WHEN 'benefit' THEN 'positive' WHEN 'concern' THEN 'negative' "
    "WHEN 'mixed' THEN 'mixed' END"
)
_STATEMENT = ["statement_id", "site_id", "wave_id", "scope"]


def statements_on_subjects(snapshot: Snapshot, released: bool = False) -> pl.DataFrame:
    """Which statement bears on which subject at which site and wave, for it or against it.

    In:      statements, themes, influences; released: only those that may be read outside the team.
    Out:     kind, subject_id, statement_id, site_id, wave_id, scope, side (positive, negative,
             mixed or null: neutral), provenance. On a theme: coded with it, a theme under it, or
             a theme of another codebook that is related to one of these; for or against by stance.
             On a construct: mapped to it, itself or by its theme; by valence, or else stance. On
             an influence: on a theme or construct that the reference table names for it.
    Missing: a statement that names no site is left out.
    """
    asked = {"released": released}
    by_theme = snapshot.query(_BY_THEME.format(stance=_STANCE), asked)
    by_construct = snapshot.query(_BY_CONSTRUCT.format(stance=_STANCE), asked)
    of_stance = {"benefit": "positive", "concern": "negative", "mixed": "mixed"}
    parts = [
        by_theme.select(
            pl.lit("theme").alias("kind"),
            pl.col("theme_id").alias("subject_id"),
            *_STATEMENT,
            pl.col("stance")
            .replace_strict(of_stance, default=None, return_dtype=pl.String)
            .alias("side"),
            "provenance",
        ),
        by_construct.select(
            pl.lit("construct").alias("kind"),
            pl.col("construct_id").alias("subject_id"),
            *_STATEMENT,
            pl.col("valence").alias("side"),
            "provenance",
        ),
    ]
    for subject, named in influences(snapshot):
        roles = pl.DataFrame(
            named.roles, {"construct_id": pl.String, "role": pl.String}, orient="row"
        )
        of_role = by_construct.join(roles, on="construct_id").filter(
            (pl.col("role") == "") | (pl.col("role") == pl.col("role_id"))
        )
        of_theme = by_theme.filter(pl.col("theme_id").is_in(named.themes))
        both = pl.concat(
            part.select(*_STATEMENT, pl.col("valence").alias("side"), "provenance")
            for part in (of_role, of_theme)
        )
        parts.append(
            both.unique(_STATEMENT, keep="first", maintain_order=True).select(
                pl.lit("influence").alias("kind"),
                pl.lit(subject.subject_id).alias("subject_id"),
                pl.all(),
            )
        )
    return pl.concat(parts)
