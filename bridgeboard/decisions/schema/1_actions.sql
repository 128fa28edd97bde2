-- Every table here is a log: lines are added, never changed or removed, so what two people wrote
-- at once is both there. What holds now is a view of the last lines.

-- One row: a number that grows with every write; whoever caches an answer keys it on this.
CREATE TABLE state (version INTEGER NOT NULL);
INSERT INTO state VALUES (0);

-- One row: an action as somebody saved it, or ("not saved") as somebody wanted to save it without
-- having seen what another person had saved meanwhile; version is then the one they had seen.
CREATE TABLE action_log (
    entry INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL CHECK (event IN ('added', 'changed', 'not saved')),
    version INTEGER NOT NULL,
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    action_id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    influence_id TEXT,
    construct_id TEXT,
    theme_id TEXT,
    barrier TEXT,
    strategy_id TEXT,
    what TEXT NOT NULL,
    owner TEXT,
    due TEXT,
    status TEXT NOT NULL CHECK (status IN ('open', 'doing', 'done', 'dropped')),
    note TEXT
);
CREATE UNIQUE INDEX action_versions ON action_log (action_id, version) WHERE event <> 'not saved';
CREATE TRIGGER action_log_never_changes BEFORE UPDATE ON action_log
BEGIN SELECT RAISE(ABORT, 'a log is added to, never changed'); END;
CREATE TRIGGER action_log_never_shrinks BEFORE DELETE ON action_log
BEGIN SELECT RAISE(ABORT, 'a log is added to, never shortened'); END;

-- One row: an action as it stands.
CREATE VIEW actions AS
SELECT last.action_id, last.site_id, last.influence_id, last.construct_id, last.theme_id,
       last.barrier, last.strategy_id, last.what, last.owner, last.due, last.status, last.note,
       first.at AS created_at, first."by" AS created_by,
       last.at AS changed_at, last."by" AS changed_by, last.version
FROM action_log last
JOIN action_log first
  ON first.action_id = last.action_id AND first.version = 1 AND first.event <> 'not saved'
WHERE last.event <> 'not saved'
  AND last.version = (
      SELECT max(version) FROM action_log
      WHERE action_id = last.action_id AND event <> 'not saved'
  )
ORDER BY first.entry;
