import type Database from 'better-sqlite3'

import type { JobKind } from '../../../shared/domain/job.ts'

/** One measured run. */
export interface Measurement {
  readonly kind: JobKind
  readonly databaseId: string
  /** UTC, ISO 8601. */
  readonly measuredAt: string
  readonly bytes: number
  readonly durationMs: number
}

/** Speeds that were measured, to estimate the next run from. */
export interface SpeedRows {
  add(measurement: Measurement): void
  /** Bytes a millisecond over the last runs of a kind (at most 10); null when none was measured. */
  bytesPerMs(kind: JobKind): number | null
  /** How long the newest restore of a database took, milliseconds; null when none was measured. */
  newestRestoreMs(databaseId: string): number | null
}

const keptOfEachKind = 1000

/** The statements of the table of speeds. */
export function speedRows(db: Database.Database): SpeedRows {
  const add = db.prepare(
    'INSERT INTO speeds (kind, database_id, measured_at, bytes, duration_ms) VALUES (?, ?, ?, ?, ?)',
  )
  const trim = db.prepare<[string, string, number]>(
    `DELETE FROM speeds WHERE kind = ? AND kind <> 'restore' AND measured_at <
       (SELECT measured_at FROM speeds WHERE kind = ? ORDER BY measured_at DESC LIMIT 1 OFFSET ?)`,
  )
  const recent = db.prepare<[string], { bytes: number; durationMs: number }>(
    `SELECT total(bytes) AS bytes, total(duration_ms) AS durationMs FROM
       (SELECT bytes, duration_ms FROM speeds WHERE kind = ? ORDER BY measured_at DESC LIMIT 10)`,
  )
  const restore = db.prepare<[string], { durationMs: number }>(
    `SELECT duration_ms AS durationMs FROM speeds WHERE database_id = ? AND kind = 'restore'
     ORDER BY measured_at DESC LIMIT 1`,
  )
  return {
    add: (measurement) => {
      const { kind, databaseId, measuredAt, bytes, durationMs } = measurement
      add.run(kind, databaseId, measuredAt, bytes, durationMs)
      trim.run(kind, kind, keptOfEachKind)
    },
    bytesPerMs: (kind) => {
      const sum = recent.get(kind)!
      return sum.durationMs > 0 && sum.bytes > 0 ? sum.bytes / sum.durationMs : null
    },
    newestRestoreMs: (databaseId) => restore.get(databaseId)?.durationMs ?? null,
  }
}
