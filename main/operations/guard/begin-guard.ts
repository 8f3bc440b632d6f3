import { FaultError } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { BackupOutcome } from '../../engine/engine.ts'
import { takeBackups } from '../backups/take-backups.ts'
import { isTrueCopy } from '../backups/true-copy.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Submitted } from '../queue/job-queue.ts'

/** Queues the backup that a guarded change begins with. Throws as `takeBackups`. */
export function beginGuard(context: OperationsContext, called: string): Submitted<BackupOutcome> {
  const [job] = takeBackups(context, { databases: [called], type: 'full', label: 'preupdate' })
  return job!
}

/**
 * Takes the backup that a guarded change begins with, and answers it when it can be relied on: every page as it was, whatever was wrong
 * with the database already. Throws as `takeBackups`, and the fault of the backup.
 */
export async function takeGuardBackup(context: OperationsContext, called: string): Promise<StoredBackup> {
  const { outcome, fault } = await beginGuard(context, called).ended
  const id = outcome?.kind === 'stored' ? outcome.backup.id : null
  const stored = id === null ? null : context.session.reachable().catalog.backups.get(id)
  if (stored !== null && isTrueCopy(stored)) return stored
  throw new FaultError(fault ?? { code: 'JOB_DIED', how: 'without an outcome' })
}
