-- One row: a statement that a person released to be read outside the team, or held back.
-- fingerprint: of its words as that person read them; other words were not decided about.
CREATE TABLE release_log (
    entry INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL CHECK (event IN ('released', 'held back', 'not saved')),
    version INTEGER NOT NULL,
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    statement_id TEXT NOT NULL,
    release TEXT NOT NULL CHECK (release IN ('shareable', 'team')),
    fingerprint TEXT NOT NULL
);
CREATE UNIQUE INDEX release_versions ON release_log (statement_id, version)
WHERE event <> 'not saved';
CREATE TRIGGER release_log_never_changes BEFORE UPDATE ON release_log
BEGIN SELECT RAISE(ABORT, 'a log is added to, never changed'); END;
CREATE TRIGGER release_log_never_shrinks BEFORE DELETE ON release_log
BEGIN SELECT RAISE(ABORT, 'a log is added to, never shortened'); END;

-- One row: what was decided last about a statement.
CREATE VIEW decided_releases AS
SELECT statement_id, release, fingerprint, "by", at, version
FROM release_log last
WHERE event <> 'not saved'
  AND version = (
      SELECT max(version) FROM release_log
      WHERE event <> 'not saved' AND statement_id = last.statement_id
  )
ORDER BY statement_id;
