import type Database from 'better-sqlite3'

/** When a database was last brought back, by which way. UTC, ISO 8601. */
export interface LastBroughtBack {
  readonly databaseId: string
  readonly by: 'drill' | 'restore'
  readonly at: string
}

/** What the catalog knows of what a vault owes. One question each for all databases. */
export interface ComplianceRows {
  /** Of each database that was brought back and proved: the last time by each way. */
  broughtBack(): readonly LastBroughtBack[]
  /** Of each database that has a drill whose verdict was that it can’t be brought back: the last such moment. */
  redDrills(): readonly { readonly databaseId: string; readonly at: string }[]
  /** How many backups of each database are stored readable. */
  readableCounts(): readonly { readonly databaseId: string; readonly count: number }[]
  /** The newest payloads of a database that are stored readable. */
  readableFiles(databaseId: string, limit: number): readonly string[]
}

/** An encrypted payload is named so. */
const isReadable = "file NOT LIKE '%.enc'"

/** The statements of compliance. */
export function complianceRows(db: Database.Database): ComplianceRows {
  const broughtBack = db.prepare<[], LastBroughtBack>(
    `SELECT database_id AS databaseId, kind AS "by", max(started_at) AS at FROM history
     WHERE database_id IS NOT NULL AND kind IN ('drill', 'restore') AND result = 'success' GROUP BY database_id, kind`,
  )
  const redDrills = db.prepare<[], { databaseId: string; at: string }>(
    `SELECT database_id AS databaseId, max(started_at) AS at FROM history
     WHERE database_id IS NOT NULL AND kind = 'drill' AND result = 'failed' AND coalesce(fault ->> 'isKnown', 0) = 1
     GROUP BY database_id`,
  )
  const readableCounts = db.prepare<[], { databaseId: string; count: number }>(
    `SELECT database_id AS databaseId, count(*) AS count FROM backups WHERE ${isReadable} GROUP BY database_id`,
  )
  const readableFiles = db.prepare<[string, number], { file: string }>(
    `SELECT file FROM backups WHERE database_id = ? AND ${isReadable} ORDER BY taken_at DESC LIMIT ?`,
  )
  return {
    broughtBack: () => broughtBack.all(),
    redDrills: () => redDrills.all(),
    readableCounts: () => readableCounts.all(),
    readableFiles: (databaseId, limit) => readableFiles.all(databaseId, limit).map(({ file }) => file),
  }
}
