/** One step of the catalog's structure. Never changed once released; a new step is appended. */
export interface Migration {
  readonly version: number
  readonly sql: string
}

const firstStructure = `
CREATE TABLE databases (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE,
  path TEXT NOT NULL,
  record TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX databases_by_name ON databases (name);
CREATE INDEX databases_by_path ON databases (path);

-- What backups are listed, sorted and found by. status and checked_at are the newest validation's.
CREATE TABLE backups (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  database_id TEXT NOT NULL,
  database TEXT NOT NULL COLLATE NOCASE,
  type TEXT NOT NULL,
  label TEXT NOT NULL,
  file TEXT NOT NULL UNIQUE,
  taken_at TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  status TEXT NOT NULL,
  checked_at TEXT NOT NULL
) STRICT;
-- The rest, apart, so that a search reads only what it searches: the manifest's content, and a later validation or null.
CREATE TABLE backup_records (number INTEGER PRIMARY KEY, record TEXT NOT NULL, validation TEXT) STRICT;
CREATE INDEX backups_by_moment ON backups (taken_at);
CREATE INDEX backups_of_database ON backups (database_id, taken_at);
CREATE INDEX backups_of_database_by_status ON backups (database_id, status, taken_at);
CREATE INDEX backups_of_database_by_check ON backups (database_id, checked_at);
CREATE INDEX backups_by_name ON backups (database, taken_at);
CREATE INDEX backups_by_size ON backups (size_bytes, taken_at);
CREATE INDEX backups_by_type ON backups (type, taken_at);
CREATE INDEX backups_by_label ON backups (label, taken_at);
CREATE INDEX backups_by_status ON backups (status, taken_at);

-- Counts and sums that every list shows, kept by the triggers so that none has to add a million rows up.
CREATE TABLE totals (
  database_id TEXT PRIMARY KEY,
  backup_count INTEGER NOT NULL,
  stored_bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER totals_after_insert AFTER INSERT ON backups BEGIN
  INSERT INTO totals VALUES (new.database_id, 1, new.size_bytes)
  ON CONFLICT (database_id) DO UPDATE SET
    backup_count = backup_count + 1, stored_bytes = stored_bytes + new.size_bytes;
END;
CREATE TRIGGER totals_after_delete AFTER DELETE ON backups BEGIN
  DELETE FROM backup_records WHERE number = old.number;
  UPDATE totals SET backup_count = backup_count - 1, stored_bytes = stored_bytes - old.size_bytes
  WHERE database_id = old.database_id;
END;

-- Manifests that are there and cannot be read.
CREATE TABLE damaged_manifests (file TEXT PRIMARY KEY, fault TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE history (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  result TEXT NOT NULL,
  database_id TEXT,
  database TEXT,
  backup_id TEXT,
  type TEXT,
  label TEXT,
  started_at TEXT NOT NULL,
  duration_ms REAL NOT NULL,
  bytes INTEGER,
  fault TEXT
) STRICT;
CREATE INDEX history_by_moment ON history (started_at);
CREATE INDEX history_of_database ON history (database_id, started_at);
CREATE INDEX history_of_kind ON history (database_id, kind, started_at);
CREATE INDEX history_failures ON history (started_at) WHERE result = 'failed';

-- What was measured, to tell how long the next one takes.
CREATE TABLE speeds (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  database_id TEXT NOT NULL,
  measured_at TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  duration_ms REAL NOT NULL
) STRICT;
CREATE INDEX speeds_of_kind ON speeds (kind, measured_at);
CREATE INDEX speeds_of_database ON speeds (database_id, kind, measured_at);

-- How far the vault was read: a folder's modification time, a log's length.
CREATE TABLE marks (what TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`

const observationsAdded = `
-- What a database's file looked like when it was last known to be as a backup has it.
CREATE TABLE observations (
  database_id TEXT PRIMARY KEY,
  backup_id TEXT NOT NULL,
  observed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX history_unchanged ON history (database_id, backup_id, started_at) WHERE result = 'no_changes_required';
`

const slotsAdded = `
-- The moment that a schedule named for it.
ALTER TABLE history ADD COLUMN slot_at TEXT;
`

const removalsAdded = `
-- What retention removed for good, a line for each backup: summed up for the inventory.
CREATE INDEX history_removals ON history (backup_id, bytes)
  WHERE kind = 'prune' AND result = 'success' AND backup_id IS NOT NULL;
`

const needsAdded = `
-- Ids of the backups that a restore of this one reads, oldest first, apart by a space: for the timeline, which opens no record.
CREATE TABLE backup_needs (number INTEGER PRIMARY KEY, needs TEXT NOT NULL) STRICT;
INSERT INTO backup_needs
  SELECT number, (SELECT group_concat(value ->> 'id', ' ' ORDER BY key) FROM json_each(record, '$.needs'))
  FROM backup_records WHERE json_array_length(record, '$.needs') > 0;
CREATE TRIGGER needs_after_delete AFTER DELETE ON backups BEGIN
  DELETE FROM backup_needs WHERE number = old.number;
END;
`

const drillsAdded = `
-- What is said of a backup's newest drill (JSON).
ALTER TABLE backup_records ADD COLUMN drill TEXT;
-- Whether that drill brought it back: for retention and the timeline, which open no record.
ALTER TABLE backups ADD COLUMN is_drilled INTEGER NOT NULL DEFAULT 0;
`

const drilledWhenAdded = `
-- When a backup was drilled last, and what came of it: for what is due and for health, which open no record. Empty: never.
ALTER TABLE backups ADD COLUMN drilled_at TEXT NOT NULL DEFAULT '';
ALTER TABLE backups ADD COLUMN drill_verdict TEXT NOT NULL DEFAULT '';
UPDATE backups SET (drilled_at, drill_verdict) =
  (SELECT drill ->> 'drilledAt', drill ->> 'verdict' FROM backup_records r WHERE r.number = backups.number)
  WHERE number IN (SELECT number FROM backup_records WHERE drill IS NOT NULL);
CREATE INDEX backups_drilled ON backups (database_id, drilled_at, drill_verdict) WHERE drilled_at > '';
CREATE INDEX backups_red ON backups (database_id, drilled_at) WHERE drill_verdict = 'failed';
`

const measuredAdded = `
-- What was brought back in a way that a time is promised for, and how long that took. Null: nothing was.
ALTER TABLE history ADD COLUMN scenario TEXT;
ALTER TABLE history ADD COLUMN restore_ms REAL;
UPDATE history SET restore_ms = duration_ms, scenario =
  CASE kind WHEN 'restore' THEN 'complete' WHEN 'partial_restore' THEN 'partial' ELSE 'schema_only' END
  WHERE result = 'success' AND kind IN ('restore', 'partial_restore', 'schema_copy');
CREATE INDEX history_measured ON history (database_id, scenario, started_at, restore_ms, bytes)
  WHERE restore_ms IS NOT NULL;
`

const concludedAdded = `
-- The last drill of a backup that came to a verdict, which one that did not takes nothing from. Empty: none did.
ALTER TABLE backups ADD COLUMN concluded_at TEXT NOT NULL DEFAULT '';
ALTER TABLE backups ADD COLUMN concluded_verdict TEXT NOT NULL DEFAULT '';
UPDATE backups SET concluded_at = drilled_at, concluded_verdict = drill_verdict
  WHERE drilled_at > '' AND drill_verdict <> 'inconclusive';
DROP INDEX backups_red;
CREATE INDEX backups_concluded ON backups (database_id, concluded_at) WHERE concluded_at > '';
CREATE INDEX backups_red ON backups (database_id, taken_at) WHERE concluded_verdict = 'failed';
`

const newestCovered = `
-- What is asked of each of ten thousand databases at once (when it was last backed up, since when it could be drilled) is answered by an
-- index alone: a row of its own for each would be read from somewhere else in a large file.
DROP INDEX backups_of_database;
CREATE INDEX backups_of_database ON backups (database_id, taken_at, number, type, label, status, id);
CREATE INDEX history_backed_up ON history (database_id, started_at) WHERE kind = 'backup' AND result = 'success';
`

/** Every step, oldest first. */
export const migrations: readonly Migration[] = [
  { version: 1, sql: firstStructure },
  { version: 2, sql: observationsAdded },
  { version: 3, sql: slotsAdded },
  { version: 4, sql: removalsAdded },
  { version: 5, sql: needsAdded },
  { version: 6, sql: drillsAdded },
  { version: 7, sql: drilledWhenAdded },
  { version: 8, sql: measuredAdded },
  { version: 9, sql: concludedAdded },
  { version: 10, sql: newestCovered },
]
