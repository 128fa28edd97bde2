"""themes: what was said where."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import IS_TOTAL, SITE, WAVE, Column, Matrix, Measure, integer
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.release import STATEMENT_RELEASED
from bridgeboard.measures.words import NAMED

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

STANCES = ("benefit", "concern", "mixed", "neutral")

COLUMNS = (
    *SITE,
    *WAVE,
    IS_TOTAL,
    Column("theme_id", "The theme"),
    Column("parent_id", "The theme above it"),
    Column("theme_label", "Its name"),
    integer("depth", "0 at the top of its tree"),
    integer("theme_order", "Place in the tree, each theme followed by those under it"),
    Column("tree", "The codebook or source it belongs to"),
    integer("n", "Statements coded with the theme itself", "statements"),
    *(
        integer(f"n_{stance}", f"Of n, those of stance {stance}", "statements")
        for stance in STANCES
    ),
    integer("n_incl", "Statements coded with the theme or any theme under it", "statements"),
    *(
        integer(f"n_incl_{stance}", f"Of n_incl, those of stance {stance}", "statements")
        for stance in STANCES
    ),
    integer(
        "n_named",
        "Of n, those whose source names the site (scope site or multi_site), not all sites, an "
        "income group or a transcript's label",
        "statements",
    ),
    integer("n_interpretation", "Of n, those in which the authors speak", "statements"),
    integer("n_shareable", "Of n, those released to be read outside the team", "statements"),
    Column("status", "reported; not reported in the sources; or none released"),
)

#: One row per theme, site (null: none named), wave and total; a statement counts once in each.
_THEMES = f"""
WITH s AS (
    SELECT * FROM statements WHERE NOT $released OR {STATEMENT_RELEASED}
),
places AS (
    SELECT site_id, wave_id, false AS is_total FROM focus_groups
    UNION
    -- Where nothing was released, that something was said is not told either.
    SELECT site_id, wave_id, false FROM s
    UNION
    SELECT NULL, wave_id, true FROM statements
    UNION
    SELECT NULL, wave_id, true FROM focus_groups
),
trees AS (
    SELECT DISTINCT st.wave_id, coalesce(t.tree, '') AS tree
    FROM statements st JOIN themes t USING (theme_id)
),
said AS (
    SELECT *, false AS is_total FROM s
    UNION ALL BY NAME
    SELECT * REPLACE (NULL AS site_id), true AS is_total FROM s
),
counts AS (
    SELECT w.within_id AS theme_id, said.site_id, said.wave_id, said.is_total,
           {{counts}}
    FROM said JOIN themes_within w USING (theme_id)
    GROUP BY ALL
)
SELECT p.site_id, p.wave_id, p.is_total, t.theme_id, t.parent_id, t.label AS theme_label, t.depth,
       t.tree, COLUMNS(c.* EXCLUDE (theme_id, site_id, wave_id, is_total))
FROM places p
JOIN trees USING (wave_id)
JOIN theme_depths t ON coalesce(t.tree, '') = trees.tree
LEFT JOIN counts c
  ON c.theme_id = t.theme_id AND c.wave_id = p.wave_id AND c.is_total = p.is_total
 AND c.site_id IS NOT DISTINCT FROM p.site_id
"""


def _count(name: str, condition: str) -> str:
    return f"count(DISTINCT statement_id) FILTER (WHERE {condition}) AS {name}"


_NAMED = ", ".join(f"'{scope}'" for scope in NAMED)
_THEMES = _THEMES.format(
    counts=",\n           ".join(
        [
            _count("n", "steps = 0"),
            *(_count(f"n_{s}", f"steps = 0 AND stance = '{s}'") for s in STANCES),
            _count("n_incl", "true"),
            *(_count(f"n_incl_{s}", f"stance = '{s}'") for s in STANCES),
            _count("n_named", f"steps = 0 AND scope IN ({_NAMED})"),
            _count("n_interpretation", "steps = 0 AND kind = 'interpretation'"),
            _count("n_shareable", f"steps = 0 AND {STATEMENT_RELEASED}"),
        ]
    )
)

_ORDER = 'SELECT theme_id, parent_id FROM theme_depths ORDER BY "order", theme_id'
_ANY_HELD_BACK = f"SELECT count(*) > 0 FROM statements WHERE NOT {STATEMENT_RELEASED}"


def themes(snapshot: Snapshot, released: bool = False) -> pl.DataFrame:
    """How many statements each site made on each theme, at each wave, for and against.

    In:      statements, themes, focus_groups.
    Out:     one row per theme, wave and site with a focus group or a statement at that wave; "No
             site named" where the source names none; "All sites" as total. A theme stands at the
             waves in which any statement uses its tree. Statements count once, however many sites
             or rows they have.
    Unit:    statements: findings as coded, not speakers and not how often a thing was said.
    Missing: 0 with status "not reported": no statement in this source, never "absent at the site".
             In the shareable view of a programme that holds statements back: "none released".
    Source:  own definition.
    """
    rows = snapshot.query(_THEMES, {"released": released}).join(
        _theme_order(snapshot), on="theme_id"
    )
    none = "not reported"
    if released and snapshot.query(_ANY_HELD_BACK).item():
        none = "none released"
    counts = [name for name in rows.columns if name == "n" or name.startswith("n_")]
    rows = rows.with_columns(pl.col(counts).fill_null(0)).with_columns(
        status=pl.when(pl.col("n_incl") > 0).then(pl.lit("reported")).otherwise(pl.lit(none))
    )
    return laid_out(rows, COLUMNS, snapshot, then=["theme_order"])


def _theme_order(snapshot: Snapshot) -> pl.DataFrame:
    """theme_id, theme_order: trees one after the other, each theme followed by those under it."""
    under: dict[str | None, list[str]] = {}
    for theme_id, parent_id in snapshot.query(_ORDER).iter_rows():
        under.setdefault(parent_id, []).append(theme_id)
    walked: list[str] = []
    waiting = under.get(None, [])[::-1]
    while waiting:
        theme_id = waiting.pop()
        walked.append(theme_id)
        waiting += under.get(theme_id, [])[::-1]
    return pl.DataFrame(
        {"theme_id": walked, "theme_order": range(1, len(walked) + 1)},
        schema={"theme_id": pl.String, "theme_order": pl.Int64},
    )


MEASURE = Measure(
    name="themes",
    title="Themes",
    question="What did mental health workers say, at which site, for and against?",
    unit="statements",
    source="own definition; the coding tree is the programme's",
    evidence=("statements",),
    columns=COLUMNS,
    compute=themes,
    released=partial(themes, released=True),
    matrix=Matrix(
        rows=("wave_id", "wave_label", "theme_id", "theme_label"),
        order=("wave_order", "theme_order"),
        cell="n_incl",
        outside="no focus group",
        words=("not reported", "none released"),
    ),
)
