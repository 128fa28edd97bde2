"""CFIR constructs of both editions in their order, with the verified names of the other edition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import Column, integer
from bridgeboard.measures.once import asked, once
from bridgeboard.measures.release import STATEMENT_RELEASED

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: Every frame about constructs has these; sorted by construct_order they stand by domain.
CONSTRUCT = (
    Column("framework", "The CFIR edition, 2009 or 2022; own for a construct that is in neither"),
    Column("construct_id", "The construct, in its edition; an own one by its name"),
    Column("construct_label", "Its name"),
    Column(
        "domain",
        "innovation, outer_setting, inner_setting, individuals, process (the same in both "
        "editions) or own",
    ),
    Column("domain_label", "Name of the domain, in its edition"),
    integer("domain_order", "Place of the domain"),
    integer("construct_order", "Place of the construct among all, by domain and edition"),
    Column("group_label", "What it is part of within its domain; empty for most"),
    Column(
        "other_label",
        "Its name in the other edition, several joined by ;; empty unless the link was read in a "
        "source. One link read does not say that there are no others",
    ),
)

#: The links that were read in a source: a row of either table was read as a whole.
_LINKS = """
SELECT DISTINCT o.construct_id AS id_2009, o.construct AS label_2009, n.construct_id AS id_2022,
       n.label AS label_2022, o."order" AS order_2009, n."order" AS order_2022
FROM cfir_2009 o, cfir_constructs n
WHERE (n.verified AND list_contains(string_split(n.constructs_2009, '; '), o.construct))
   OR (o.verified AND list_contains(string_split(o.successors_2022, '; '), n.construct_id))
ORDER BY order_2009, order_2022
"""

_CONSTRUCTS = f"""
WITH links AS ({_LINKS}),
editions AS (
    SELECT '2022' AS framework, 1 AS edition, construct_id, label AS construct_label, domain,
           "order" AS place, regexp_replace("group", ' \\(.*\\)$', '') AS group_label
    FROM cfir_constructs
    UNION ALL
    SELECT '2009', 2, construct_id, construct, domain, "order", parent FROM cfir_2009
),
-- A trait of people is linked by single items of pCAT: that is no name for it.
named AS (FROM links WHERE NOT starts_with(id_2022, 'IV-C')),
others AS (
    SELECT '2022' AS framework, id_2022 AS construct_id,
           string_agg(label_2009, '; ' ORDER BY order_2009) AS other_label
    FROM named GROUP BY id_2022
    UNION ALL
    SELECT '2009', id_2009, string_agg(label_2022, '; ' ORDER BY order_2022)
    FROM named GROUP BY id_2009
)
SELECT framework, construct_id, construct_label, split_part(domain, '. ', 1) AS numeral,
       split_part(domain, '. ', 2) AS domain_label, edition, place,
       upper(group_label[1]) || group_label[2:] AS group_label, other_label
FROM editions LEFT JOIN others USING (framework, construct_id)
"""

_OWN = "SELECT DISTINCT construct_id FROM ratings WHERE framework = 'own' ORDER BY construct_id"

_DOMAINS = pl.DataFrame(
    {
        "numeral": ["I", "II", "III", "IV", "V", None],
        "domain": [
            "innovation",
            "outer_setting",
            "inner_setting",
            "individuals",
            "process",
            "own",
        ],
        "domain_order": [1, 2, 3, 4, 5, 6],
    }
)

#: A statement bears on its own construct, or else on its theme's; for or against as it says, or
#: else as its stance does. A neutral one bears on it neither way.
_STATEMENTS = f"""
SELECT s.statement_id, s.site_id, s.wave_id, '2022' AS framework,
       coalesce(s.construct_id, t.construct_id) AS construct_id,
       coalesce(s.valence::VARCHAR, CASE s.stance WHEN 'benefit' THEN 'positive'
                                                  WHEN 'concern' THEN 'negative'
                                                  WHEN 'mixed' THEN 'mixed' END) AS valence
FROM statements s LEFT JOIN themes t USING (theme_id)
WHERE s.site_id IS NOT NULL AND coalesce(s.construct_id, t.construct_id) IS NOT NULL
  AND (NOT $released OR s.{STATEMENT_RELEASED})
"""


def constructs(snapshot: Snapshot, own: Sequence[str] = ()) -> pl.DataFrame:
    """Every construct of both editions, and the programme's own, in their order.

    In:      cfir_constructs, cfir_2009, ratings; own: more names of constructs in neither edition.
    Out:     the columns of CONSTRUCT, sorted by construct_order: by domain, within it 2022 before
             2009, each in its framework's order; own constructs last, by name.
    Missing: other_label is null where no link to the other edition was read in a source.
    Source:  Damschroder et al. 2022, doi:10.1186/s13012-022-01245-0, and 2009,
             doi:10.1186/1748-5908-4-50.
    """
    named = sorted({*asked(snapshot, _OWN)["construct_id"], *own})
    rows = asked(snapshot, _CONSTRUCTS)
    more = pl.DataFrame(
        {
            "framework": "own",
            "construct_id": named,
            "construct_label": named,
            "domain_label": "Own constructs",
            "edition": 3,
            "place": range(len(named)),
        },
        schema_overrides={"construct_id": pl.String, "construct_label": pl.String},
    )
    frame = pl.concat([rows, more], how="diagonal_relaxed")
    frame = frame.join(_DOMAINS, on="numeral", nulls_equal=True, how="left")
    frame = frame.sort("domain_order", "edition", "place").with_row_index("construct_order", 1)
    return frame.select(pl.col(column.name).cast(column.dtype) for column in CONSTRUCT)


def crosswalk(snapshot: Snapshot) -> pl.DataFrame:
    """The links between the editions that were read in a source.

    Out:     id_2009, label_2009, id_2022, label_2022; one row per link.
    Missing: most links are from memory and left out; a construct with a link here may have others.
    """
    return asked(snapshot, _LINKS).drop("order_2009", "order_2022")


@once
def statements_on_constructs(snapshot: Snapshot, released: bool = False) -> pl.DataFrame:
    """Which statement bears on which construct, at which site and wave.

    In:      statements, themes; released: only those that may be read outside the team.
    Out:     statement_id, site_id, wave_id, framework (2022), construct_id, valence; one row per
             statement and site that it names.
    Missing: valence is null for a neutral statement. A statement that names no site is left out.
    """
    return snapshot.query(_STATEMENTS, {"released": released})
