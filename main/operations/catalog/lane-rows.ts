import type Database from 'better-sqlite3'

import type { BackupLabel, BackupType } from '../../../shared/domain/backup-record.ts'

/** A backup as the timeline needs it: everything that the catalog knows without opening its record. */
export interface LaneBackup {
  readonly id: string
  /** UTC, ISO 8601. */
  readonly takenAt: string
  /** The same in milliseconds since 1970 UTC. */
  readonly takenMs: number
  readonly type: BackupType
  readonly label: BackupLabel
  readonly sizeBytes: number
  readonly status: 'passed' | 'failed' | 'not_known'
  /** Its newest drill brought it back. */
  readonly isDrilled: boolean
  /** Backups that a restore of it reads, oldest first, itself not among them. */
  readonly needs: readonly string[]
  /** The last of these; empty: it needs none. */
  readonly newestNeeded: string
  /** The backup before it in the lane, where it needs just that one and what that one needs. */
  readonly base: LaneBackup | null
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
  isDrilled: number,
]

/** What it needs is put together only where it is asked for: of most backups nobody does, and chains are long. */
class RowBackup implements LaneBackup {
  readonly id: string
  readonly takenAt: string
  readonly takenMs: number
  readonly type: BackupType
  readonly label: BackupLabel
  readonly sizeBytes: number
  readonly status: LaneBackup['status']
  readonly isDrilled: boolean
  readonly base: RowBackup | null
  readonly #ownNeeds: string

  constructor([id, takenAt, type, label, sizeBytes, status, needs, isDrilled]: Row, base: RowBackup | null) {
    this.id = id
    this.takenAt = takenAt
    this.takenMs = Date.parse(takenAt)
    this.type = type
    this.label = label
    this.sizeBytes = sizeBytes
    this.status = status
    this.isDrilled = isDrilled === 1
    this.base = base
    this.#ownNeeds = base === null ? (needs ?? '') : ''
  }

  get needs(): readonly string[] {
    const newestFirst: string[] = []
    let ownOfFirst = this.#ownNeeds
    for (let { base } = this; base !== null; base = base.base) {
      newestFirst.push(base.id)
      ownOfFirst = base.#ownNeeds
    }
    const own = ownOfFirst === '' ? [] : ownOfFirst.split(' ')
    return [...own, ...newestFirst.toReversed()]
  }

  get newestNeeded(): string {
    return this.base?.id ?? this.#ownNeeds.slice(this.#ownNeeds.lastIndexOf(' ') + 1)
  }
}

/** Whether these are what another backup needs, and that one. Compared in place: joined, each list would be copied once more. */
function isOnBefore(needs: string, idBefore: string, needsBefore: string): boolean {
  const apart = needsBefore === '' ? 0 : 1
  return (
    needs.length === needsBefore.length + apart + idBefore.length &&
    needs.endsWith(idBefore) &&
    needs.startsWith(needsBefore)
  )
}

/**
 * An increment names all that its base needs, and its base: of most backups that is the one before. Then no list of ids is kept, and what is
 * known of the one before is known of it.
 */
function laneOf(rows: readonly Row[]): readonly LaneBackup[] {
  let before: RowBackup | null = null
  let needsBefore = ''
  return rows.map((row) => {
    const needs = row[6] ?? ''
    const base = before !== null && isOnBefore(needs, before.id, needsBefore) ? before : null
    before = new RowBackup(row, base)
    needsBefore = needs
    return before
  })
}

/** The statements that read lanes. */
export function laneRows(db: Database.Database): LaneRows {
  const ofDatabase = db
    .prepare<[string], Row>(
      `SELECT id, taken_at, type, label, size_bytes, status, needs, is_drilled FROM backups LEFT JOIN backup_needs USING (number)
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
    ofDatabase: (databaseId) => laneOf(ofDatabase.all(databaseId)),
    extents: () => extents.all(),
  }
}
