import type { DrillVerdict, LevelOutcome } from './drill.ts'

/** The newest drill of a backup, with its evidence. Kept in the vault (`.holdfast/drills/BACKUPID.json`). */
export interface DrillRecord {
  readonly backupId: string
  readonly verdict: DrillVerdict
  /** All eight, in order. */
  readonly levels: readonly LevelOutcome[]
  /** How long the restore took, as it would for a user; null: it was not carried out. Milliseconds. */
  readonly restoreMs: number | null
  /** UTC, ISO 8601. */
  readonly drilledAt: string
  /** Of the whole drill. Milliseconds. */
  readonly durationMs: number
  /** Who asked for it: a user of the system. */
  readonly by: string
}

/** What is said of a backup's newest drill where backups are listed. */
export type DrillSummary = Pick<DrillRecord, 'verdict' | 'drilledAt' | 'restoreMs'>
