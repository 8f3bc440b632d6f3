import type { FaultCode } from '../../../shared/domain/fault.ts'
import type { DatabaseFacts } from '../../../shared/domain/health/judge-health.ts'
import type { PastRun } from '../catalog/history-rows.ts'

/** What a run says that was made to its end and found a backup bad. Everything else that fails says nothing of any backup. */
export const badVerdicts: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'VALIDATION_FAILED',
  'BACKUP_DAMAGED',
  'BACKUP_FILE_MISSING',
  'BACKUP_FILE_UNREADABLE',
  'MANIFEST_DAMAGED',
  'CHAIN_BROKEN',
])

/** Whether a run found a backup good or bad; null: it says nothing of any. */
function verdictOf({ result, fault }: PastRun): 'good' | 'bad' | null {
  if (result === 'success') return 'good'
  return fault !== null && badVerdicts.has(fault.code) ? 'bad' : null
}

/**
 * What the newest runs of a database (backups and verifications that ended well, found nothing changed or failed, newest first) say of its
 * health. Reads no further back than it has to.
 */
export function judgeRuns(
  runs: Iterable<PastRun>,
): Pick<DatabaseFacts, 'failed' | 'failuresInARow' | 'newestVerdictAt' | 'newestRun'> {
  let attempt: PastRun | undefined
  let stored: PastRun | undefined
  let newestVerdictAt: string | null = null
  let failuresInARow = 0
  let isRowOver = false
  for (const run of runs) {
    if (run.kind === 'backup') attempt ??= run
    if (run.kind === 'backup' && run.backupId !== null && run.result !== 'no_changes_required') stored ??= run
    const verdict = verdictOf(run)
    if (verdict !== null) newestVerdictAt ??= run.startedAt
    if (verdict === 'good') isRowOver = true
    if (verdict === 'bad' && !isRowOver) failuresInARow += 1
    if (isRowOver && attempt !== undefined && stored !== undefined) break
  }
  return {
    failed:
      attempt?.result === 'failed'
        ? { at: attempt.startedAt, fault: attempt.fault, backupId: attempt.backupId }
        : null,
    failuresInARow,
    newestVerdictAt,
    newestRun: stored === undefined ? null : { takenAt: stored.startedAt, durationMs: stored.durationMs },
  }
}
