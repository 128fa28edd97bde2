-- One row: a rating that a person accepted for a site, or withdrew.
CREATE TABLE rating_log (
    entry INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL CHECK (event IN ('accepted', 'withdrawn', 'not saved')),
    version INTEGER NOT NULL,
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    site_id TEXT NOT NULL,
    wave_id TEXT NOT NULL,
    framework TEXT NOT NULL CHECK (framework IN ('2009', '2022', 'own')),
    construct_id TEXT NOT NULL,
    rating INTEGER CHECK (rating BETWEEN -2 AND 2),
    state TEXT CHECK (state IN ('rated', 'mixed', 'missing', 'not_applicable')),
    reason TEXT,
    basis TEXT CHECK (basis IN ('statements', 'pcat', 'raters'))
);
CREATE UNIQUE INDEX rating_versions ON rating_log (site_id, wave_id, framework, construct_id, version)
WHERE event <> 'not saved';
CREATE TRIGGER rating_log_never_changes BEFORE UPDATE ON rating_log
BEGIN SELECT RAISE(ABORT, 'a log is added to, never changed'); END;
CREATE TRIGGER rating_log_never_shrinks BEFORE DELETE ON rating_log
BEGIN SELECT RAISE(ABORT, 'a log is added to, never shortened'); END;

-- One row: a rating that is accepted now.
CREATE VIEW accepted_ratings AS
SELECT site_id, wave_id, framework, construct_id, rating, state, reason, basis, "by", at, version
FROM rating_log last
WHERE event = 'accepted'
  AND version = (
      SELECT max(version) FROM rating_log
      WHERE event <> 'not saved'
        AND (site_id, wave_id, framework, construct_id)
          = (last.site_id, last.wave_id, last.framework, last.construct_id)
  )
ORDER BY site_id, wave_id, framework, construct_id;
