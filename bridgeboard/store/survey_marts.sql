-- Marts that are counted from answers and respondents, as survey_sql.py says. They hold exact counts,
-- never summaries, so that every measure can be computed from them. Pages never touch answers.

-- How many respondents gave each answer to each item.
-- One row: an item, site, wave, state and value that occurs. value is null unless answered.
-- A respondent who started an instrument but has no row for an item counts as missing there, so
-- the rows of an item add up to the respondents who started, whoever left rows out of the file.
CREATE TABLE mart_distribution (
    instrument_id "instruments.instrument_id", item_id "instruments.item_id",
    site_id "sites.site_id", wave_id "waves.wave_id", state "answers.state",
    value SMALLINT, n BIGINT);

-- How many respondents have a code that links them with their other waves.
-- One row: a site and wave with respondents; n_with_code of the n have a person_code.
CREATE TABLE mart_person_codes (
    site_id "sites.site_id", wave_id "waves.wave_id", n BIGINT, n_with_code BIGINT);

-- The exact distribution of scores.
-- One row: a scale, site, wave and score that occurs. score is null for respondents who answered
-- the instrument but have too few answers for this scale.
CREATE TABLE mart_scores (
    instrument_id "instruments.instrument_id", scale_id "instruments.scale_id",
    site_id "sites.site_id", wave_id "waves.wave_id", score DOUBLE, n BIGINT);

-- The exact distribution of scores among those who said the same of themselves.
-- One row: a scale, site, wave, attribute, category and score that occurs. category is as the
-- programme words it, years of experience in four classes, "not said" where the cell is empty.
-- Adding up the categories of an attribute gives mart_scores.
CREATE TABLE mart_breakdown (
    instrument_id "instruments.instrument_id", scale_id "instruments.scale_id",
    site_id "sites.site_id", wave_id "waves.wave_id", attribute "breakdown.attribute",
    category VARCHAR, score DOUBLE, n BIGINT);

-- Sums of items and of their products, for covariances: alpha, omega, item-rest correlations.
-- One row: a scale, wave and two of its items that anybody answered at that wave, an item with
-- itself included; item_a stands before item_b in the instrument. Over the n_complete respondents
-- who answered all of those items; reversed items are turned. No rows for fewer than two items.
CREATE TABLE mart_item_sums (
    instrument_id "instruments.instrument_id", scale_id "instruments.scale_id",
    wave_id "waves.wave_id", n_complete BIGINT, item_a "instruments.item_id",
    item_b "instruments.item_id", sum_a BIGINT, sum_b BIGINT, sum_ab BIGINT);

-- Two waves of one instrument, and which items they have in common.
-- One row: a scale and two waves, the earlier first, at both of which somebody answered the
-- instrument. A version of an instrument (another response range, or other items) is part of it: a
-- respondent who answered several at a wave counts with the first, the instrument itself before its
-- versions. An item is in common if at both waves somebody answered it, of each version that asked
-- any item of the scale there. versions lists the instruments whose answers count, in the
-- programme's order, the instrument itself first if it is among them. n_items may be 0.
CREATE TABLE mart_comparisons (
    instrument_id "instruments.instrument_id", scale_id "instruments.scale_id",
    from_wave_id "waves.wave_id", to_wave_id "waves.wave_id", n_items BIGINT,
    n_items_scale BIGINT, items VARCHAR[], left_out VARCHAR[], versions VARCHAR[]);

-- The exact distribution of scores on the items in common, at the two waves of a comparison.
-- One row: a comparison, scale, site, wave and score that occurs; only for comparisons in which
-- mart_scores would not do, because items were left out or a version was used. Answers to a version
-- are read on the instrument's response range by a straight line. Of the items in common as large a
-- share must be answered as of all, rounded up; a sum is the mean times the items of the whole
-- scale. score is null for respondents who answered the instrument but have too few of them.
CREATE TABLE mart_common_scores (
    instrument_id "instruments.instrument_id", scale_id "instruments.scale_id",
    site_id "sites.site_id", from_wave_id "waves.wave_id", to_wave_id "waves.wave_id",
    wave_id "waves.wave_id", score DOUBLE, n BIGINT);

-- The exact distribution of two scores of one person: respondents with one person code, at one
-- site, who have a score at both waves of a comparison, on the items in common.
-- One row: a comparison, scale, site and two scores that occur together.
CREATE TABLE mart_pairs (
    instrument_id "instruments.instrument_id", scale_id "instruments.scale_id",
    site_id "sites.site_id", from_wave_id "waves.wave_id", to_wave_id "waves.wave_id",
    score_from DOUBLE, score_to DOUBLE, n BIGINT);

-- How people answered, for data quality.
-- One row: a site and wave with respondents, and an instrument that anybody started there; or, without
-- an instrument, all of them together, where a person counts once.
--   n_asked           have a row for the instrument;  n_answered: answered an item
--   n_could_straight  answered every item of an instrument with reversed items beside others;
--   n_straight        of them, gave the same number everywhere
--   n_could_be_alike  answered every item of an instrument of ten items or more;
--   n_alike           of them, answered all as somebody else of the site and wave did
CREATE TABLE mart_quality (
    instrument_id "instruments.instrument_id", site_id "sites.site_id", wave_id "waves.wave_id",
    n_asked BIGINT, n_answered BIGINT, n_could_straight BIGINT, n_straight BIGINT,
    n_could_be_alike BIGINT, n_alike BIGINT);

-- Respondents with any row for the instrument, and of them those who answered an item: for marts.sql.
CREATE TEMP TABLE started (
    instrument_id "instruments.instrument_id", site_id "sites.site_id", wave_id "waves.wave_id",
    provenance "respondents.provenance", n_started BIGINT, n_answered BIGINT);
