-- Marts: the small tables that pages read, built once when a snapshot is published.
-- They hold exact counts, never summaries, so that every measure can be computed from them and they
-- stay small at any number of respondents. Pages never touch answers.
--
-- In: the snapshot's tables, and temporary ones made while answers are arranged:
--   answer_counts  instrument_id, item_id, site_id, wave_id, state, value, n: rows of answers.csv
--   started        instrument_id, site_id, wave_id, n_started, n_answered, provenance: respondents
--                  with any row for the instrument, and of them those who answered an item
--   score_counts   instrument_id, scale_id, site_id, wave_id, score, n: respondents who answered
--   breakdown_counts, item_sums, comparisons, common_scores, pairs: as the marts made of them

-- How many respondents gave each answer to each item.
-- One row: an item, site, wave, state and value that occurs. value is null unless answered.
-- A respondent who started an instrument but has no row for an item counts as missing there, so
-- the rows of an item add up to the respondents who started, whoever left rows out of the file.
CREATE TABLE mart_distribution AS
WITH without_a_row AS (
    SELECT s.instrument_id, i.item_id, s.site_id, s.wave_id,
           s.n_started - coalesce(c.n, 0) AS n
    FROM started s
    JOIN instrument_items i USING (instrument_id)
    LEFT JOIN (
        SELECT instrument_id, item_id, site_id, wave_id, sum(n)::BIGINT AS n
        FROM answer_counts GROUP BY ALL
    ) c USING (instrument_id, item_id, site_id, wave_id)
)
SELECT instrument_id, item_id, site_id, wave_id, state, value, sum(n)::BIGINT AS n
FROM (
    SELECT instrument_id, item_id, site_id, wave_id, state, value, n FROM answer_counts
    UNION ALL
    SELECT instrument_id, item_id, site_id, wave_id, 'missing'::"answers.state", NULL, n
    FROM without_a_row WHERE n > 0
)
GROUP BY ALL
ORDER BY ALL;

-- The exact distribution of scores.
-- One row: a scale, site, wave and score that occurs. score is null for respondents who answered
-- the instrument but have too few answers for this scale.
CREATE TABLE mart_scores AS
SELECT instrument_id, scale_id, site_id, wave_id, score, n FROM score_counts ORDER BY ALL;

-- Two waves of one instrument, and which items they have in common.
-- One row: a scale and two waves, the earlier first, at both of which somebody answered the
-- instrument. A version of an instrument (another response range, or other items) is part of it: a
-- respondent who answered several at a wave counts with the first, the instrument itself before its
-- versions. An item is in common if at both waves somebody answered it, of each version that asked
-- any item of the scale there. versions lists the instruments whose answers count, in the
-- programme's order, the instrument itself first if it is among them. n_items may be 0.
CREATE TABLE mart_comparisons AS SELECT * FROM comparisons ORDER BY ALL;

-- The exact distribution of scores on the items in common, at the two waves of a comparison.
-- One row: a comparison, scale, site, wave and score that occurs; only for comparisons in which
-- mart_scores would not do, because items were left out or a version was used. Answers to a version
-- are read on the instrument's response range by a straight line. Of the items in common as large a
-- share must be answered as of all, rounded up; a sum is the mean times the items of the whole
-- scale. score is null for respondents who answered the instrument but have too few of them.
CREATE TABLE mart_common_scores AS SELECT * FROM common_scores ORDER BY ALL;

-- The exact distribution of two scores of one person: respondents with one person code, at one
-- site, who have a score at both waves of a comparison, on the items in common.
-- One row: a comparison, scale, site and two scores that occur together.
CREATE TABLE mart_pairs AS SELECT * FROM pairs ORDER BY ALL;

-- The exact distribution of scores among those who said the same of themselves.
-- One row: a scale, site, wave, attribute, category and score that occurs. category is as the
-- programme words it, years of experience in four classes, "not said" where the cell is empty.
-- Adding up the categories of an attribute gives mart_scores.
CREATE TABLE mart_breakdown AS SELECT * FROM breakdown_counts ORDER BY ALL;

-- Sums of items and of their products, for covariances: alpha, omega, item-rest correlations.
-- One row: a scale, wave and two of its items that anybody answered at that wave, an item with
-- itself included; item_a stands before item_b in the instrument. Over the n_complete respondents
-- who answered all of those items; reversed items are turned. No rows for fewer than two items.
CREATE TABLE mart_item_sums AS SELECT * FROM item_sums ORDER BY ALL;

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
    SELECT site_id, wave_id, 'survey:' || instrument_id AS evidence, n_answered AS n,
           'respondents' AS unit, n_answered AS n_people, provenance
    FROM started WHERE n_answered > 0
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
