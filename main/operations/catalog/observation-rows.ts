import type Database from 'better-sqlite3'

import type { SourceObservation } from '../../engine/engine.ts'

/** What a source looked like when it was last known to be as a backup has it. */
export interface KnownObservation {
  readonly backupId: string
  readonly observed: SourceObservation
}

/** The newest such observation of each database. Lost with the catalog, at the cost of one reading of the database. */
export interface ObservationRows {
  put(databaseId: string, known: KnownObservation): void
  get(databaseId: string): KnownObservation | null
  forget(databaseId: string): void
}

/** The statements of the table of observations. */
export function observationRows(db: Database.Database): ObservationRows {
  const put = db.prepare<[string, string, string]>('INSERT OR REPLACE INTO observations VALUES (?, ?, ?)')
  const get = db.prepare<[string], { backupId: string; observed: string }>(
    'SELECT backup_id AS backupId, observed FROM observations WHERE database_id = ?',
  )
  const forget = db.prepare<[string]>('DELETE FROM observations WHERE database_id = ?')
  return {
    put: (databaseId, { backupId, observed }) => {
      put.run(databaseId, backupId, JSON.stringify(observed))
    },
    get: (databaseId) => {
      const row = get.get(databaseId)
      if (row === undefined) return null
      return { backupId: row.backupId, observed: JSON.parse(row.observed) as SourceObservation }
    },
    forget: (databaseId) => {
      forget.run(databaseId)
    },
  }
}
