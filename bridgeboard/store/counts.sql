-- The temporary tables that are filled while answers are arranged, and that marts.sql is made from.
CREATE TEMP TABLE answer_counts (
    instrument_id "instruments.instrument_id", item_id "instruments.item_id",
    site_id "sites.site_id", wave_id "waves.wave_id", state "answers.state",
    value SMALLINT, n BIGINT);
CREATE TEMP TABLE started (
    instrument_id "instruments.instrument_id", site_id "sites.site_id",
    wave_id "waves.wave_id", n_started BIGINT, n_answered BIGINT, provenance VARCHAR[]);
CREATE TEMP TABLE score_counts (
    instrument_id "instruments.instrument_id", scale_id "instruments.scale_id",
    site_id "sites.site_id", wave_id "waves.wave_id", score DOUBLE, n BIGINT);
CREATE TEMP TABLE breakdown_counts (
    instrument_id "instruments.instrument_id", scale_id "instruments.scale_id",
    site_id "sites.site_id", wave_id "waves.wave_id", attribute "breakdown.attribute",
    category VARCHAR, score DOUBLE, n BIGINT);
CREATE TEMP TABLE item_sums (
    instrument_id "instruments.instrument_id", scale_id "instruments.scale_id",
    wave_id "waves.wave_id", n_complete BIGINT, item_a "instruments.item_id",
    item_b "instruments.item_id", sum_a BIGINT, sum_b BIGINT, sum_ab BIGINT);
CREATE TEMP TABLE comparisons (
    instrument_id "instruments.instrument_id", scale_id "instruments.scale_id",
    from_wave_id "waves.wave_id", to_wave_id "waves.wave_id", n_items BIGINT,
    n_items_scale BIGINT, items VARCHAR[], left_out VARCHAR[], versions VARCHAR[]);
CREATE TEMP TABLE common_scores (
    instrument_id "instruments.instrument_id", scale_id "instruments.scale_id",
    site_id "sites.site_id", from_wave_id "waves.wave_id", to_wave_id "waves.wave_id",
    wave_id "waves.wave_id", score DOUBLE, n BIGINT);
CREATE TEMP TABLE pairs (
    instrument_id "instruments.instrument_id", scale_id "instruments.scale_id",
    site_id "sites.site_id", from_wave_id "waves.wave_id", to_wave_id "waves.wave_id",
    score_from DOUBLE, score_to DOUBLE, n BIGINT);
