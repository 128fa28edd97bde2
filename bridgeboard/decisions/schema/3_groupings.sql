-- One row: which sites did well and which did not, as a person grouped them under a name.
-- members: {"site id": "high" | "low"}.
CREATE TABLE grouping_log (
    entry INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL CHECK (event IN ('set', 'withdrawn', 'not saved')),
    version INTEGER NOT NULL,
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    grouping TEXT NOT NULL,
    members TEXT NOT NULL
);
CREATE UNIQUE INDEX grouping_versions ON grouping_log (grouping, version)
WHERE event <> 'not saved';
CREATE TRIGGER grouping_log_never_changes BEFORE UPDATE ON grouping_log
BEGIN SELECT RAISE(ABORT, 'a log is added to, never changed'); END;
CREATE TRIGGER grouping_log_never_shrinks BEFORE DELETE ON grouping_log
BEGIN SELECT RAISE(ABORT, 'a log is added to, never shortened'); END;

-- One row: a grouping that holds now.
CREATE VIEW current_groupings AS
SELECT grouping, members, "by", at, version
FROM grouping_log last
WHERE event = 'set'
  AND version = (
      SELECT max(version) FROM grouping_log
      WHERE event <> 'not saved' AND grouping = last.grouping
  )
ORDER BY grouping;
