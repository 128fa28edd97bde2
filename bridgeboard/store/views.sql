-- Views that several measures share. A snapshot carries them, so a measure's SQL stays short and
-- two measures can't differ in what they mean by a subtheme or a statement.

-- Sites in the order of sites.csv.
CREATE VIEW ordered_sites AS
SELECT *, enum_code(site_id)::BIGINT AS site_order FROM sites ORDER BY site_order;

-- Waves in order of time.
CREATE VIEW ordered_waves AS
SELECT *, enum_code(wave_id)::BIGINT AS wave_order FROM waves ORDER BY wave_order;

-- Every theme with itself and all themes under it, at any depth: join a statement's theme_id to
-- theme_id and group by within_id to count a theme with its subthemes.
-- steps: 0 for the theme itself. Intake refuses circles; UNION without ALL would end in one anyway
-- but for steps, so steps stop at 50.
CREATE VIEW themes_within AS
WITH RECURSIVE up(theme_id, within_id, steps) AS (
    SELECT theme_id, theme_id, 0 FROM themes
    UNION
    SELECT up.theme_id, t.parent_id, up.steps + 1
    FROM up JOIN themes t ON t.theme_id = up.within_id
    WHERE t.parent_id IS NOT NULL AND up.steps < 50
)
SELECT theme_id, within_id, steps::BIGINT AS steps FROM up;

-- Themes with their depth: 0 at the top of a tree.
CREATE VIEW theme_depths AS
SELECT t.*, d.depth
FROM themes t
JOIN (SELECT theme_id, max(steps) AS depth FROM themes_within GROUP BY theme_id) d USING (theme_id)
ORDER BY t."order";

-- Each statement once, with all its sites: what is counted wherever sites are not the unit.
CREATE VIEW statements_once AS
SELECT statement_id, any_value(wave_id) AS wave_id, any_value(theme_id) AS theme_id,
       any_value(stance) AS stance, any_value(kind) AS kind, any_value("text") AS "text",
       any_value(release) AS release,
       list(site_id ORDER BY site_id) FILTER (site_id IS NOT NULL) AS site_ids,
       count(site_id) AS n_sites
FROM statements
GROUP BY statement_id;

-- Scores to compare two waves by: on the items in common where these are not the whole scale or a
-- version was used, else the scale's own.
CREATE VIEW comparison_scores AS
SELECT instrument_id, scale_id, site_id, from_wave_id, to_wave_id, wave_id, score, n
FROM mart_common_scores
UNION ALL
SELECT s.instrument_id, s.scale_id, s.site_id, c.from_wave_id, c.to_wave_id, s.wave_id, s.score, s.n
FROM mart_comparisons c
JOIN mart_scores s
  ON s.instrument_id = c.instrument_id AND s.scale_id = c.scale_id
 AND s.wave_id IN (c.from_wave_id, c.to_wave_id)
WHERE NOT EXISTS (
    FROM mart_common_scores x
    WHERE x.instrument_id = c.instrument_id AND x.scale_id = c.scale_id
      AND x.from_wave_id = c.from_wave_id AND x.to_wave_id = c.to_wave_id
);
