import type Database from 'better-sqlite3'

import type { BackupLabel, BackupType } from '../../../shared/domain/backup-record.ts'

/** A backup as the timeline needs it: everything that the catalog knows without opening its record. */
export interface LaneBackup {
  readonly id: string
  /** UTC, ISO 8601. */
  readonly takenAt: string
  readonly type: BackupType
  readonly label: BackupLabel
  readonly sizeBytes: number
  readonly status: 'passed' | 'failed' | 'not_known'
  /** Backups that a restore of it reads, oldest first, itself not among them. */
  readonly needs: readonly string[]
  /** The same as one text, apart by a space. */
  readonly needsText: string
}

/** What a database's backups come to. */
export interface LaneExtent {
  readonly databaseId: string
  readonly database: string
  readonly backupCount: number
  /** UTC, ISO 8601. */
  readonly oldestAt: string
  readonly newestAt: string
}

/** The backups that the catalog remembers, as lanes of time. */
export interface LaneRows {
  /** Every backup of a database, oldest first. */
  ofDatabase(databaseId: string): readonly LaneBackup[]
  /** Of each database that has backups, registered or not. */
  extents(): readonly LaneExtent[]
  /** The name that the newest backup of a database has; null: it has none. */
  nameOf(databaseId: string): string | null
}

type Row = [
  id: string,
  takenAt: string,
  type: BackupType,
  label: BackupLabel,
  sizeBytes: number,
  status: LaneBackup['status'],
  needs: string | null,
]

const nothing: readonly string[] = []

/** Its ids are taken apart only where they are asked for: of most backups nobody does, and chains are long. */
class RowBackup implements LaneBackup {
  readonly id: string
  readonly takenAt: string
  readonly type: BackupType
  readonly label: BackupLabel
  readonly sizeBytes: number
  readonly status: LaneBackup['status']
  readonly needsText: string

  constructor([id, takenAt, type, label, sizeBytes, status, needs]: Row) {
    this.id = id
    this.takenAt = takenAt
    this.type = type
    this.label = label
    this.sizeBytes = sizeBytes
    this.status = status
    this.needsText = needs ?? ''
  }

  get needs(): readonly string[] {
    return this.needsText === '' ? nothing : this.needsText.split(' ')
  }
}

/** The statements that read lanes. */
export function laneRows(db: Database.Database): LaneRows {
  const ofDatabase = db
    .prepare<[string], Row>(
      `SELECT id, taken_at, type, label, size_bytes, status, needs FROM backups LEFT JOIN backup_needs USING (number)
       WHERE database_id = ? ORDER BY taken_at, number`,
    )
    .raw()
  const extents = db.prepare<[], LaneExtent>(
    `SELECT t.database_id AS databaseId, t.backup_count AS backupCount, newest.database AS database,
       (SELECT min(taken_at) FROM backups b WHERE b.database_id = t.database_id) AS oldestAt,
       newest.taken_at AS newestAt
     FROM totals t JOIN backups newest ON newest.number = (
       SELECT number FROM backups b WHERE b.database_id = t.database_id ORDER BY taken_at DESC, number DESC LIMIT 1)
     WHERE t.backup_count > 0`,
  )
  const name = db.prepare<[string], { database: string }>(
    'SELECT database FROM backups WHERE database_id = ? ORDER BY taken_at DESC, number DESC LIMIT 1',
  )
  return {
    nameOf: (databaseId) => name.get(databaseId)?.database ?? null,
    ofDatabase: (databaseId) => ofDatabase.all(databaseId).map((row) => new RowBackup(row)),
    extents: () => extents.all(),
  }
}
