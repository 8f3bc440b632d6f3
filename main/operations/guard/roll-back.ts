import { FaultError, faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import { leavesTargetUnsure } from '../../../shared/domain/faults/leaves-target-unsure.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { RestoreOutcome } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { planRestore } from '../restores/plan-restore.ts'
import { resumeOperations } from '../restores/recovery-mark.ts'
import { expectedTargetOf, startRestore } from '../restores/start-restore.ts'

/** A program that writes on changes the file between plan and restore: so often it is planned again. */
const mostPlans = 4

/** Plans and restores once, by the method that the plan chose: in place where other programs have the database open. */
async function restoreOnce(context: OperationsContext, backup: StoredBackup): Promise<RestoreOutcome> {
  const { databaseId, database } = backup
  const { plan } = await planRestore(context, { database: databaseId, backup })
  const job = await startRestore(context, {
    databaseId,
    backup,
    targetPath: plan.target.path,
    method: plan.method,
    expectedTarget: expectedTargetOf(plan),
    takesSafetyBackup: plan.takesSafetyBackup,
    confirmName: plan.database,
  })
  const { outcome, fault } = await job.ended
  if (outcome !== undefined && fault === undefined) return outcome
  throw new FaultError(fault ?? { code: 'JOB_DIED', how: `without an outcome, restoring ${database}` })
}

async function restore(context: OperationsContext, backup: StoredBackup): Promise<RestoreOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await restoreOnce(context, backup)
    } catch (error) {
      if (faultOf(error)?.code !== 'TARGET_CHANGED' || attempt === mostPlans) throw error
    }
  }
}

/** What is at the target after a rollback that failed, as a sentence. */
function targetAfter(fault: Fault): string {
  if (fault.code === 'RESTORE_UNPROVED') {
    return 'The database was written, and that it holds the backup’s content was not shown: look at it before anything uses it.'
  }
  return leavesTargetUnsure(fault)
    ? 'Whether it was replaced before that is not known: it is whole, either as the change left it or as the backup has it.'
    : 'The database is as the change left it.'
}

/**
 * Brings a database back to the backup that a guarded change began with, with a safety backup of what the change left, and lets its
 * operations go on. Throws GUARD_ROLLBACK_FAILED, which says why and what is at the target now.
 */
export async function rollBack(context: OperationsContext, backup: StoredBackup): Promise<RestoreOutcome> {
  const { database, databaseId, file } = backup
  try {
    const outcome = await restore(context, backup)
    await resumeOperations(context, databaseId)
    return outcome
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    const because = `${faultText(fault).message.replace(/\.$/, '')} (${fault.code})`
    const target = targetAfter(fault)
    throw new FaultError({ code: 'GUARD_ROLLBACK_FAILED', database, file, because, target }, { cause: error })
  }
}
