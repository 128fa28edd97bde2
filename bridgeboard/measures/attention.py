"""attention: what somebody should look at first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import SITE, WAVE, Column, Measure, integer
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.release import FACT_RELEASED

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    integer("priority", "1 first; the order of the rules below"),
    Column("rule", "The rule that found it"),
    Column("rule_label", "What the rule looks for"),
    *SITE,
    *WAVE,
    Column("sentence", "What was found, in one sentence"),
    integer("number", "The number behind it"),
    Column("unit", "What the number counts"),
    Column("source_label", "Where the number comes from"),
)

_NOT_COMPARABLE = """
SELECT s.site_id, 1 AS number, 'places' AS unit, s.source AS source_key,
       CASE WHEN a.site_name IS NULL
            THEN s.site_name || ' may not be compared across waves.'
            ELSE s.site_name || ' stands for ' || a.site_name || ' at a later wave: two places. '
                 || 'The two must not be compared.' END AS sentence
FROM ordered_sites s
LEFT JOIN sites a ON a.site_id = s.alias_of
WHERE s.comparable_across_waves = 'no'
  AND NOT EXISTS (SELECT 1 FROM sites later WHERE later.alias_of = s.site_id)
"""

_BELOW_MINIMUM = """
SELECT c.site_id, c.wave_id, c.n AS number, 'people' AS unit, c.evidence AS source_key,
       s.site_name || ', ' || w.label || ': ' || c.n || ' answered, fewer than the '
       || $minimum || ' that a mean needs.' AS sentence
FROM mart_coverage c JOIN sites s USING (site_id) JOIN waves w USING (wave_id)
WHERE starts_with(c.evidence, 'survey:') AND c.n < $minimum
"""

#: Evidence of one kind before, and none at any later wave that has it elsewhere. A site that
#: another one stands for is not missed. For sharing, a survey that was asked is there, answered or
#: not: that few people kept silent says something about each of them.
_NO_LATER_WAVE = """
WITH last AS (
    SELECT c.evidence, max(w."order") AS last
    FROM mart_coverage c JOIN waves w USING (wave_id)
    WHERE starts_with(c.evidence, 'survey:') OR c.evidence = 'focus_groups'
    GROUP BY ALL
),
seen AS (
    SELECT c.evidence, c.site_id, max(w."order") AS seen
    FROM (
        SELECT evidence, site_id, wave_id FROM mart_coverage
        UNION ALL
        SELECT 'survey:' || instrument_id, site_id, wave_id FROM mart_distribution WHERE $released
    ) c JOIN waves w USING (wave_id)
    GROUP BY ALL
)
SELECT seen.site_id, waves.wave_id, count(*) AS number, 'kinds of evidence' AS unit,
       string_agg(seen.evidence, '; ' ORDER BY seen.evidence) AS source_key,
       any_value(sites.site_name) || ': no {source} after “' || any_value(waves.label)
       || '”, though other sites have them.' AS sentence
FROM seen
JOIN last USING (evidence)
JOIN waves ON waves."order" = seen.seen
JOIN sites USING (site_id)
WHERE seen.seen < last.last
  AND NOT EXISTS (SELECT 1 FROM sites later WHERE later.alias_of = seen.site_id)
GROUP BY seen.site_id, waves.wave_id
"""

#: The last word on role clarity at a site hinders, and no fact there supports.
_ROLE_CLARITY = f"""
WITH roles AS (
    SELECT c.site_id, c.wave_id, c.direction, c.source, w."order" AS wave_order
    FROM context c JOIN waves w USING (wave_id)
    WHERE c.site_id IS NOT NULL AND (NOT $released OR {FACT_RELEASED})
      AND c.factor IN (
          SELECT unnest(string_split(replace(context_factors, ' ', ''), ';'))
          FROM influences WHERE influence_id = 'role_definition'
      )
)
SELECT r.site_id, arg_max(r.wave_id, r.wave_order) AS wave_id, count(*) AS number,
       'facts' AS unit, string_agg(DISTINCT r.source, '; ' ORDER BY r.source) AS source_key,
       any_value(s.site_name) || ' asks for clear PSW roles ('
       || count(*) || CASE count(*) WHEN 1 THEN ' fact' ELSE ' facts' END
       || '), and no source says that they became clear.' AS sentence
FROM roles r JOIN sites s USING (site_id)
WHERE r.direction = 'hinders' AND r.site_id NOT IN (
    SELECT site_id FROM roles WHERE direction IN ('supports', 'mixed')
)
GROUP BY r.site_id
"""

_NO_SURVEY = """
SELECT CAST(NULL AS VARCHAR) AS site_id, 0 AS number, 'answers' AS unit,
       'loaded tables' AS source_key,
       'No survey is loaded for any site: attitudes can be read, not measured.' AS sentence
WHERE NOT EXISTS (SELECT 1 FROM mart_coverage WHERE starts_with(evidence, 'survey:'))
"""

_PAY_UNKNOWN = """
SELECT s.site_id, 0 AS number, 'payment records' AS unit, 'loaded tables' AS source_key,
       'How PSWs are paid at ' || s.site_name || ' is not known.' AS sentence
FROM sites s
WHERE s.site_id NOT IN (SELECT site_id FROM payments WHERE basis <> 'unknown')
"""

_INCOME_CHANGED = """
WITH levels AS (
    SELECT i.site_id, w."order", w.label, w.wave_id, i.income_level,
           lag(i.income_level) OVER (PARTITION BY i.site_id ORDER BY w."order") AS earlier,
           lag(w.label) OVER (PARTITION BY i.site_id ORDER BY w."order") AS earlier_label
    FROM site_income i JOIN waves w USING (wave_id)
    WHERE i.basis = 'at_wave' AND i.income_level IS NOT NULL
)
SELECT site_id, wave_id, 2 AS number, 'income levels' AS unit, 'World Bank' AS source_key,
       s.site_name || ' moved from ' || earlier || ' income (' || earlier_label || ') to '
       || income_level || ' income (' || label || ').' AS sentence
FROM levels JOIN sites s USING (site_id)
WHERE earlier IS NOT NULL AND earlier <> income_level
"""

#: What could mislead first, then what is too thin or missing, then what hinders, then the rest.
#: rule: what it looks for, its SQL, whether it names a number of people.
RULES: dict[str, tuple[str, str, bool]] = {
    "not_comparable": ("Waves that must not be compared", _NOT_COMPARABLE, False),
    "below_minimum": ("Too few answers", _BELOW_MINIMUM, True),
    "no_later_wave": ("No later wave", _NO_LATER_WAVE, False),
    "role_clarity": ("Role clarity is asked for", _ROLE_CLARITY, False),
    "no_survey": ("No survey", _NO_SURVEY, False),
    "pay_unknown": ("Payment is not known", _PAY_UNKNOWN, False),
    "income_changed": ("Income level changed", _INCOME_CHANGED, False),
}


def attention(snapshot: Snapshot, released: bool = False) -> pl.DataFrame:
    """What deserves attention at each site, by fixed rules, the most urgent first.

    In:      sites, waves, context, payments, mart_coverage, site_income, influences.
    Out:     one row per rule and site (and wave, for too few answers). Rules in this order: waves
             that must not be compared; a survey with fewer answers than a mean needs; a site whose
             evidence ends before the last wave; role clarity asked for and not supported; no
             survey at all; payment of PSWs not known; an income level that changed.
    Missing: no row where a rule finds nothing; that says nothing about what was not loaded.
             Too few answers is left out of the shareable view: it would reveal a small group.
    Source:  own rules; each row names where its number comes from.
    """
    parts = [
        _found(snapshot, rule, place, released)
        for place, (rule, (_, _, counts_people)) in enumerate(RULES.items(), 1)
        if not (released and counts_people)
    ]
    rows = laid_out(pl.concat(parts, how="diagonal_relaxed"), COLUMNS, snapshot)
    return rows.sort("priority", maintain_order=True)


def _found(snapshot: Snapshot, rule: str, priority: int, released: bool) -> pl.DataFrame:
    label, sql, _ = RULES[rule]
    offered = {"minimum": snapshot.programme.minimum_n, "released": released}
    asked = {name: value for name, value in offered.items() if f"${name}" in sql}
    rows = snapshot.query(sql, asked or None)
    if "wave_id" not in rows.columns:
        rows = rows.with_columns(wave_id=pl.lit(None, pl.String))
    named = _names(snapshot)
    rows = rows.with_columns(
        source_label=pl.col("source_key")
        .str.split("; ")
        .list.eval(pl.element().replace(named))
        .list.join(", ")
    )
    return rows.with_columns(
        pl.col("site_id", "wave_id").cast(pl.String),
        pl.col("number").cast(pl.Int64),
        # {source} is where SQL leaves room for names that only the programme's settings have.
        sentence=pl.col("sentence").str.replace("{source}", pl.col("source_label"), literal=True),
        priority=pl.lit(priority, pl.Int64),
        rule=pl.lit(rule),
        rule_label=pl.lit(label),
    )


def _names(snapshot: Snapshot) -> dict[str, str]:
    """Words for the keys that SQL leaves in: sources, and kinds of evidence."""
    surveys = {f"survey:{k}": f"survey {i.short_name}" for k, i in snapshot.instruments.items()}
    sources = {key: source.label for key, source in snapshot.programme.sources.items()}
    return {**surveys, "focus_groups": "focus groups", **sources}


MEASURE = Measure(
    name="attention",
    title="What deserves attention",
    question="What should somebody look at first, and at which site?",
    unit="as each row says",
    source="own rules",
    evidence=("",),
    columns=COLUMNS,
    compute=attention,
    released=partial(attention, released=True),
    withholds=True,
)
