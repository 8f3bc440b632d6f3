import type { Fault } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { resultOf } from '../backups/settle-backup.ts'
import type { OperationsContext } from '../operations-context.ts'

/** A guarded change, as the history keeps it. */
export interface GuardedRun {
  /** What it began with. */
  readonly backup: StoredBackup
  /** UTC, ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  /** Left out: the change was made and is right. */
  readonly fault?: Fault | undefined
}

/** Keeps a guarded change in the history. */
export async function recordGuard(context: OperationsContext, run: GuardedRun): Promise<void> {
  const { backup, startedAt, durationMs, fault } = run
  const { databaseId, database, id: backupId, type, label } = backup
  await recordActivity(context, context.session.reachable(), {
    kind: 'guard',
    result: resultOf(fault),
    databaseId,
    database,
    backupId,
    type,
    label,
    startedAt,
    durationMs,
    fault: fault ?? null,
  })
}
