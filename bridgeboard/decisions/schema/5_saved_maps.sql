-- One row: a map of an export's columns that a person saved under a name, or withdrew.
-- kind: of export that it is for; toml: the map itself.
CREATE TABLE map_log (
    entry INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL CHECK (event IN ('saved', 'withdrawn', 'not saved')),
    version INTEGER NOT NULL,
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    map_name TEXT NOT NULL,
    kind TEXT,
    toml TEXT
);
CREATE UNIQUE INDEX map_versions ON map_log (map_name, version) WHERE event <> 'not saved';
CREATE TRIGGER map_log_never_changes BEFORE UPDATE ON map_log
BEGIN SELECT RAISE(ABORT, 'a log is added to, never changed'); END;
CREATE TRIGGER map_log_never_shrinks BEFORE DELETE ON map_log
BEGIN SELECT RAISE(ABORT, 'a log is added to, never shortened'); END;

-- One row: a map as it stands.
CREATE VIEW saved_maps AS
SELECT map_name, kind, toml, "by", at, version
FROM map_log last
WHERE event = 'saved'
  AND version = (
      SELECT max(version) FROM map_log
      WHERE event <> 'not saved' AND map_name = last.map_name
  )
ORDER BY map_name;
