import type { AssertionOutcome } from './assertion.ts'
import { levelReached, reasonOf, type DrillLevel, type DrillVerdict, type LevelOutcome } from './drill.ts'

/** The newest drill of a backup, with its evidence. Kept in the vault (`.holdfast/drills/BACKUPID.json`). */
export interface DrillRecord {
  readonly backupId: string
  readonly verdict: DrillVerdict
  /** All eight, in order. */
  readonly levels: readonly LevelOutcome[]
  /** What became of each assertion, in their order; none where level D6 was not made, or in a record of before they were kept. */
  readonly assertions: readonly AssertionOutcome[]
  /** How long the restore took, as it would for a user; null: it was not carried out. Milliseconds. */
  readonly restoreMs: number | null
  /** UTC, ISO 8601. */
  readonly drilledAt: string
  /** Of the whole drill. Milliseconds. */
  readonly durationMs: number
  /** Who asked for it: a user of the system. */
  readonly by: string
}

/** Why a drill is not passed. */
export interface DrillReason {
  readonly level: DrillLevel
  readonly detail: string
}

/** What is said of a backup's newest drill where backups are listed. */
export interface DrillSummary extends Pick<DrillRecord, 'verdict' | 'drilledAt' | 'restoreMs'> {
  /** The last level that was shown, each before it shown too; null: not even the first. Left out: it is not known. */
  readonly reached?: DrillLevel | null | undefined
  /** Null: it passed. Left out: it is not known. */
  readonly reason?: DrillReason | null | undefined
}

/** What is said of a drill where backups are listed. */
export function summaryOfDrill(
  record: Pick<DrillRecord, 'verdict' | 'drilledAt' | 'restoreMs' | 'levels'>,
): DrillSummary {
  const { verdict, drilledAt, restoreMs, levels } = record
  const why = reasonOf(levels)
  const reason = why === null ? null : { level: why.level, detail: why.detail }
  return { verdict, drilledAt, restoreMs, reached: levelReached(levels), reason }
}
