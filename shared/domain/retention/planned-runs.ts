import type { BackupType } from '../backup-record.ts'

/** The backups that a database's schedules name, as moments: what is assumed to be taken, each time with changes. */
export interface PlannedRuns {
  /** The first run of one of these types after a moment (milliseconds since 1970 UTC); null: there is none. */
  next(types: readonly BackupType[], afterMs: number): number | null
  /** The last run of one of these types before a moment; null: there is none. */
  previous(types: readonly BackupType[], beforeMs: number): number | null
  /** The first clean-up at a moment or after it. */
  cleanUp(fromMs: number): number
}

/** Nothing is planned. */
export const noRuns: PlannedRuns = { next: () => null, previous: () => null, cleanUp: (fromMs) => fromMs }
