"""newly_reported: what later waves say, and whether it was said before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import SITE, WAVE, Column, Measure, integer
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.release import STATEMENT_RELEASED

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

STANCES = ("benefit", "concern", "mixed", "neutral")

COLUMNS = (
    *SITE,
    *WAVE,
    Column("theme_id", "The theme"),
    Column("theme_label", "Its name"),
    integer("theme_order", "Place in the codebook"),
    Column("related_theme_id", "A theme of an earlier codebook on the same matter; our link"),
    Column("related_theme_label", "Its name"),
    integer("n", "Statements on the theme here at this wave", "statements"),
    *(
        integer(f"n_{stance}", f"Of n, those of stance {stance}", "statements")
        for stance in STANCES
    ),
    integer("n_interpretation", "Of n, those in which the authors speak", "statements"),
    Column("before_at", "Sites where the matter was reported at an earlier wave, joined by ;"),
    Column("status", "new; same theme before; or related theme before"),
)

_NEWLY = f"""
WITH s AS (
    SELECT statements.*, w."order" AS wave_order
    FROM statements JOIN waves w USING (wave_id)
    WHERE NOT $released OR {STATEMENT_RELEASED}
),
matters AS (
    SELECT theme_id, theme_id AS matter_id, true AS same FROM themes
    UNION ALL
    SELECT theme_id, related_theme_id, false FROM themes WHERE related_theme_id IS NOT NULL
),
now AS (
    SELECT theme_id, site_id, wave_id, wave_order, count(DISTINCT statement_id) AS n,
           {
    ", ".join(
        f"count(DISTINCT statement_id) FILTER (WHERE stance = '{stance}') AS n_{stance}"
        for stance in STANCES
    )
},
           count(DISTINCT statement_id) FILTER (WHERE kind = 'interpretation') AS n_interpretation
    FROM s
    WHERE wave_order > (SELECT min("order") FROM waves)
    GROUP BY ALL
),
earlier AS (
    SELECT now.theme_id, now.site_id, now.wave_id, s.site_id AS before_id, matters.same,
           now.site_id IS NULL OR s.site_id = now.site_id AS here
    FROM now
    JOIN matters USING (theme_id)
    JOIN themes_within w ON w.within_id = matters.matter_id
    JOIN s ON s.theme_id = w.theme_id AND s.wave_order < now.wave_order
),
before AS (
    SELECT e.theme_id, e.site_id, e.wave_id,
           string_agg(DISTINCT o.site_name, '; ' ORDER BY o.site_name) AS before_at,
           bool_or(e.here) AS here, bool_or(e.here AND e.same) AS here_same
    FROM earlier e LEFT JOIN sites o ON o.site_id = e.before_id
    GROUP BY ALL
)
SELECT now.* EXCLUDE (wave_order), t.label AS theme_label, t."order" AS theme_order,
       t.related_theme_id, r.label AS related_theme_label, before.before_at,
       CASE WHEN before.here_same THEN 'same theme before'
            WHEN before.here THEN 'related theme before'
            ELSE 'new' END AS status
FROM now
JOIN themes t ON t.theme_id = now.theme_id
LEFT JOIN themes r ON r.theme_id = t.related_theme_id
LEFT JOIN before ON before.theme_id = now.theme_id AND before.wave_id = now.wave_id
  AND before.site_id IS NOT DISTINCT FROM now.site_id
"""


def newly_reported(snapshot: Snapshot, released: bool = False) -> pl.DataFrame:
    """What is reported at each wave after the first, and whether it had been reported before.

    In:      statements, themes (related_theme_id), waves, sites.
    Out:     one row per theme, site and wave after the first with a statement on that very theme;
             "No site named" where the source names none. status says whether an earlier wave has
             a statement of the same site (of any site, where none is named) on the theme or one
             under it, or else on the related theme of an earlier codebook; if neither, it is new.
    Unit:    statements, each counted once. Waves are never subtracted: sources differ in length.
    Missing: no row where nothing was reported at that wave, which doesn't mean that it went away.
    Source:  own rule; the links between codebooks are ours.
    """
    rows = snapshot.query(_NEWLY, {"released": released})
    return laid_out(rows, COLUMNS, snapshot, then=["theme_order"])


MEASURE = Measure(
    name="newly_reported",
    title="Newly reported",
    question="What do later waves say, and was it said before?",
    unit="statements",
    source="own rule",
    evidence=("statements",),
    columns=COLUMNS,
    compute=newly_reported,
    released=partial(newly_reported, released=True),
)
