import type { AssertionOutcome } from './assertion.ts'
import { levelReached, reasonOf, type DrillLevel, type DrillVerdict, type LevelOutcome } from './drill.ts'

/** A drill that found out whether its backup can be brought back. */
export interface ConcludedDrill {
  readonly verdict: Exclude<DrillVerdict, 'inconclusive'>
  /** UTC, ISO 8601. */
  readonly drilledAt: string
  /** Milliseconds; null: it was not restored. */
  readonly restoreMs: number | null
  /** The last level that was shown, each before it shown too; null: not even the first. */
  readonly reached: DrillLevel | null
  /** Null: it passed, or that is not known. */
  readonly reason: DrillReason | null
}

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
  /** Where this one came to no verdict: the last one that did, which still holds. Left out: none did, or this one does. */
  readonly concluded?: ConcludedDrill | undefined
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
  /** Where this one came to no verdict: the last one that did. Left out: none did, or this one does. */
  readonly concluded?: ConcludedDrill | undefined
}

/** The last drill of a backup that came to a verdict: one that found nothing out takes nothing back. Null: none ever did. */
export function concludedOf(drill: DrillSummary | null): ConcludedDrill | null {
  if (drill === null) return null
  const { verdict, drilledAt, restoreMs, reached = null, reason = null } = drill
  if (verdict === 'inconclusive') return drill.concluded ?? null
  return { verdict, drilledAt, restoreMs, reached, reason }
}

/** What is said of a drill where backups are listed. */
export function summaryOfDrill(
  record: Pick<DrillRecord, 'verdict' | 'drilledAt' | 'restoreMs' | 'levels' | 'concluded'>,
): DrillSummary {
  const { verdict, drilledAt, restoreMs, levels, concluded } = record
  const why = reasonOf(levels)
  const reason = why === null ? null : { level: why.level, detail: why.detail }
  const summary = { verdict, drilledAt, restoreMs, reached: levelReached(levels), reason }
  return concluded === undefined ? summary : { ...summary, concluded }
}
