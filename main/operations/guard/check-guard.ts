import { FaultError } from '../../../shared/domain/fault.ts'
import {
  failureOfGuard,
  verdictOfGuard,
  type ChangeSeen,
  type GuardReport,
} from '../../../shared/domain/guard.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { ChangeCheckRequest } from '../../engine/engine.ts'
import { threadsOf } from '../backups/backup-request.ts'
import { neverAborted, runContentJob } from '../content/content-job.ts'
import { backupSide, keyOfLive, livePathOf, liveSide } from '../content/side-orders.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'
import { recordGuard } from './record-guard.ts'

function look(
  context: OperationsContext,
  backup: StoredBackup,
  path: string,
  signal: AbortSignal,
): Promise<ChangeSeen> {
  const { access: vault } = context.session.reachable()
  return context.images.use([backup.id, keyOfLive(backup)], signal, async ([image, copy], either) => {
    const request: ChangeCheckRequest = {
      vault,
      before: backupSide(backup, image!),
      after: liveSide(path, copy!, null),
      threads: threadsOf(context.world.cores),
    }
    // The copy is replaced, and is of another moment also where the check fails afterwards.
    copy!.keepCopiedAt(null)
    const seen = await runContentJob(context, { kind: 'check_change', request }, either)
    // What differs is shown row by row by a comparison, of what was seen now.
    copy!.keepCopiedAt(seen.observedAt)
    return seen
  })
}

/**
 * Looks at a database after a change, beside the backup that was taken before it. What is wrong is an answer. Throws
 * BACKUP_WITHOUT_ROWS, WRONG_USE for a database that is no longer registered, what keeps the vault from being used, SOURCE_LOCKED and the
 * other faults of reading that say nothing of the database, SCRATCH_FULL, SCRATCH_WRITE_FAILED, and those of a job.
 */
export async function checkGuard(
  context: OperationsContext,
  backup: StoredBackup,
  signal: AbortSignal = neverAborted,
): Promise<GuardReport> {
  if (backup.type === 'schema') throw new FaultError({ code: 'BACKUP_WITHOUT_ROWS', file: backup.file })
  const path = livePathOf(context, backup)
  const seen = await look(context, backup, path, signal)
  const { databaseId, database, id: backupId, takenAt } = backup
  return { status: verdictOfGuard(seen), databaseId, database, path, backupId, takenAt, ...seen }
}

/** The same for a change that a person makes: each check is an operation of its own in the history. */
export async function checkGuardedChange(
  context: OperationsContext,
  backup: StoredBackup,
  signal?: AbortSignal,
): Promise<GuardReport> {
  const { clock } = context.world.ports
  const [startedAt, sinceMs] = [instantOf(clock), clock.monotonicMs()]
  const report = await checkGuard(context, backup, signal)
  const { database } = backup
  const fault =
    report.status === 'passed'
      ? undefined
      : ({ code: 'GUARD_CHECK_FAILED', database, detail: failureOfGuard(report) } as const)
  const durationMs = Math.round(clock.monotonicMs() - sinceMs)
  await recordGuard(context, { backup, startedAt, durationMs, fault })
  return report
}
