-- Marts: the small tables that pages read, built once when a snapshot is published.
-- They hold exact counts, never summaries, so that every measure can be computed from them and they
-- stay small at any number of respondents. Pages never touch answers.
--
-- In: the snapshot's tables, and the temporary one of survey_sql.py, started. Further marts, which are
-- counted from answers, are in survey_marts.sql.

-- What evidence exists, for whom, and where it comes from.
-- One row: a site, wave and kind of evidence that exists. site_id or wave_id is null where the
-- source names none. provenance lists all that occur, joined by a comma.
--   survey:<instrument>  n and n_people: respondents who answered at least one item
--   focus_groups         n: groups; n_people: their participants, null unless all are known
--   statements           n: distinct statements; one that names two sites counts at each
--   ratings              n: ratings that say something (state missing says nothing)
--   context              n: facts
--   payments             n: payment records, at the last wave that had begun by then
--   milestones           n: milestones; they belong to no wave
CREATE TABLE mart_coverage AS
WITH evidence AS (
    SELECT site_id, wave_id, 'survey:' || instrument_id AS evidence,
           sum(n_answered)::BIGINT AS n, 'respondents' AS unit, sum(n_answered)::BIGINT AS n_people,
           list(provenance::VARCHAR) AS provenance
    FROM started WHERE n_answered > 0 GROUP BY instrument_id, site_id, wave_id
    UNION ALL
    SELECT site_id, wave_id, 'focus_groups', count(*), 'focus groups',
           CASE WHEN count(*) = count(n_participants) THEN sum(n_participants)::BIGINT END,
           list(provenance::VARCHAR)
    FROM focus_groups GROUP BY site_id, wave_id
    UNION ALL
    SELECT site_id, wave_id, 'statements', count(DISTINCT statement_id), 'statements', NULL,
           list(provenance::VARCHAR)
    FROM statements GROUP BY site_id, wave_id
    UNION ALL
    SELECT site_id, wave_id, 'ratings', count(*), 'ratings', NULL, list(provenance::VARCHAR)
    FROM ratings WHERE state <> 'missing' GROUP BY site_id, wave_id
    UNION ALL
    SELECT site_id, wave_id, 'context', count(*), 'facts', NULL, list(provenance::VARCHAR)
    FROM context GROUP BY site_id, wave_id
    UNION ALL
    SELECT site_id, wave_id, 'payments', count(*), 'payment records', NULL,
           list(provenance::VARCHAR)
    FROM (
        SELECT p.site_id, p.provenance,
               (SELECT arg_max(w.wave_id, (w.from_on, w."order")) FROM waves w
                WHERE w.from_on <= p.from_on) AS wave_id
        FROM payments p
    ) GROUP BY site_id, wave_id
    UNION ALL
    SELECT site_id, NULL, 'milestones', count(*), 'milestones', NULL, list(provenance::VARCHAR)
    FROM milestones GROUP BY site_id
)
SELECT site_id, wave_id, evidence, n, unit, n_people,
       array_to_string(list_sort(list_distinct(provenance)), ', ') AS provenance
FROM evidence
ORDER BY ALL;

-- Each site's income level at each wave, on the three bases a programme may choose.
-- One row: a site, wave and basis.
--   at_wave      the World Bank's group of the country on the wave's first day
--   at_baseline  the same on the first wave's first day, for all waves
--   as_reported  what the site's source calls it, in its own words
-- income_level is null where the wave has no date, or the World Bank no group for that year.
-- A World Bank fiscal year begins on from_on (1 July) and runs a year.
CREATE TABLE site_income AS
WITH dated AS (
    SELECT s.site_id, w.wave_id, s.country_iso3, 'at_wave' AS basis, w.from_on AS on_date
    FROM sites s, waves w
    UNION ALL
    SELECT s.site_id, w.wave_id, s.country_iso3, 'at_baseline',
           (SELECT from_on FROM waves ORDER BY "order", wave_id LIMIT 1)
    FROM sites s, waves w
)
SELECT d.site_id, d.wave_id, d.basis, g.income_level::VARCHAR AS income_level, d.on_date,
       g.fiscal_year, g.source
FROM dated d
LEFT JOIN income_groups g
  ON g.country_iso3 = d.country_iso3
 AND d.on_date >= g.from_on AND d.on_date < g.from_on + INTERVAL 1 YEAR
UNION ALL
SELECT s.site_id, w.wave_id, 'as_reported', s.income_as_reported, NULL, NULL, s.source
FROM sites s, waves w
ORDER BY ALL;
