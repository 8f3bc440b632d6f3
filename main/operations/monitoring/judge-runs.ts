import type { FaultCode } from '../../../shared/domain/fault.ts'
import type { DatabaseFacts } from '../../../shared/domain/health/judge-health.ts'
import type { ActivityEntry } from '../../../shared/domain/views.ts'

/** What a run says that was made to its end and found a backup bad. Everything else that fails says nothing of any backup. */
const badVerdicts: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'VALIDATION_FAILED',
  'BACKUP_DAMAGED',
  'BACKUP_FILE_MISSING',
  'BACKUP_FILE_UNREADABLE',
  'MANIFEST_DAMAGED',
  'CHAIN_BROKEN',
])

interface Verdict {
  readonly at: string
  readonly isBad: boolean
}

/** What was found of backups, newest first. */
function verdictsOf(runs: readonly ActivityEntry[]): readonly Verdict[] {
  return runs.flatMap(({ result, fault, startedAt: at }): readonly Verdict[] => {
    if (result === 'success') return [{ at, isBad: false }]
    return fault !== null && badVerdicts.has(fault.code) ? [{ at, isBad: true }] : []
  })
}

/** What the newest runs of a database (backups and verifications that ended well or failed, newest first) say of its health. */
export function judgeRuns(
  runs: readonly ActivityEntry[],
): Pick<DatabaseFacts, 'failuresInARow' | 'newestVerdictAt' | 'newestRun'> {
  const verdicts = verdictsOf(runs)
  const firstGood = verdicts.findIndex(({ isBad }) => !isBad)
  const stored = runs.find(({ kind, backupId }) => kind === 'backup' && backupId !== null)
  return {
    failuresInARow: firstGood === -1 ? verdicts.length : firstGood,
    newestVerdictAt: verdicts[0]?.at ?? null,
    newestRun: stored === undefined ? null : { takenAt: stored.startedAt, durationMs: stored.durationMs },
  }
}
