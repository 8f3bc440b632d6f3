import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import { leavesTargetUnsure } from '../../../shared/domain/faults/leaves-target-unsure.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { RestoreMethod, RestorePlan } from '../../../shared/domain/restore-plan.ts'
import { manifestOf, type RestoreOutcome, type RestoreRequest } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { backupRequestOf, jobLockWaitMs, threadsOf } from '../backups/backup-request.ts'
import { safetyRemark } from '../backups/safety-remark.ts'
import { keepStoredBackup, resultOf } from '../backups/settle-backup.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import { findDatabase } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { JobEnd, Submitted } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { keepDamage } from '../verifications/keep-damage.ts'
import { instantOf } from '../world.ts'
import { beginRecovery, resumeOperations } from './recovery-mark.ts'

/** A restore that was planned and confirmed. */
export interface RestoreOrder {
  readonly databaseId: string
  readonly backup: StoredBackup
  readonly targetPath: string
  readonly method: RestoreMethod
  /** What the plan saw; a target that changed since refuses the restore. */
  readonly expectedTarget: { readonly sizeBytes: number; readonly modifiedAt: string } | null
  readonly takesSafetyBackup: boolean
  /** The database's name as typed; must be right where a file is replaced. */
  readonly confirmName: string
  /** What was asked for: which promise its time is measured by. Left out: a complete recovery. */
  readonly scenario?: 'complete' | 'point_in_time' | undefined
}

/** What of a plan its order rests on. */
export function expectedTargetOf(plan: RestorePlan): RestoreOrder['expectedTarget'] {
  const { exists, sizeBytes, modifiedAt } = plan.target
  return exists && modifiedAt !== null ? { sizeBytes, modifiedAt } : null
}

async function settle(
  context: OperationsContext,
  vault: OpenVault,
  order: RestoreOrder,
  endsRecovery: boolean,
  end: JobEnd<RestoreOutcome>,
): Promise<{ fault?: Fault | undefined }> {
  const { outcome } = end
  const { databaseId, database, id: backupId, type, label } = order.backup
  if (outcome === undefined) {
    // Else it stays under recovery until a person has looked at it.
    if (endsRecovery && !leavesTargetUnsure(end.fault)) await resumeOperations(context, databaseId)
    // It may have stored its safety backup before it failed.
    await syncCatalog(context.world.ports, vault.access, vault.catalog)
    await keepDamage(context, vault, end.fault)
  } else {
    if (outcome.safetyBackup !== null) keepStoredBackup(context, vault, outcome.safetyBackup)
    const measuredAt = instantOf(context.world.ports.clock)
    const { bytes, durationMs } = outcome
    vault.catalog.speeds.add({ kind: 'restore', databaseId, measuredAt, bytes, durationMs })
  }
  const { startedAt, durationMs } = end
  await recordActivity(context, vault, {
    kind: 'restore',
    result: resultOf(end.fault),
    databaseId,
    database,
    backupId,
    type,
    label,
    startedAt,
    durationMs,
    bytes: outcome?.bytes ?? null,
    fault: end.fault ?? null,
    ...(outcome === undefined
      ? {}
      : { measured: { scenario: order.scenario ?? 'complete', restoreMs: durationMs } }),
  })
  return {}
}

function requestOf(context: OperationsContext, vault: OpenVault, order: RestoreOrder): RestoreRequest {
  const { databaseId, database, file, lastValidation } = order.backup
  const { targetPath } = order
  const safetyWish = { databaseId, database, sourcePath: targetPath, remarks: [safetyRemark] }
  return {
    vault: vault.access,
    manifestFile: manifestOf(file),
    databaseId,
    database,
    targetPath,
    method: order.method,
    safetyBackup: order.takesSafetyBackup
      ? backupRequestOf(context, vault, { ...safetyWish, type: 'full', label: 'preupdate' })
      : null,
    expectedTarget: order.expectedTarget,
    lastValidation,
    threads: threadsOf(context.world.cores),
    lockWaitMs: jobLockWaitMs,
  }
}

/**
 * Queues a restore that was planned. A database restored to its own place is marked as under recovery from here on; a restore that fails
 * and leaves its target as it was leaves the mark as it was too. Throws RESTORE_NOT_CONFIRMED, DATABASE_UNKNOWN, and what keeps the vault from being used.
 */
export async function startRestore(
  context: OperationsContext,
  order: RestoreOrder,
): Promise<Submitted<RestoreOutcome>> {
  const vault = context.session.reachable()
  const { database, record } = findDatabase(vault.catalog, order.databaseId)
  if (order.method !== 'new_file' && order.confirmName !== database) {
    throw new FaultError({ code: 'RESTORE_NOT_CONFIRMED', path: order.targetPath })
  }
  const isOwnPlace = record !== null && record.path === order.targetPath && !vault.isReadOnly
  const hasBegun = isOwnPlace ? await beginRecovery(context, record) : false
  return context.queue.submit<RestoreOutcome>({
    kind: 'restore',
    databaseId: order.databaseId,
    database,
    backupId: order.backup.id,
    targetPath: order.targetPath,
    run: (turn) =>
      context.world.jobs.run({ kind: 'restore', request: requestOf(context, vault, order) }, turn),
    settle: (end) => settle(context, vault, order, hasBegun, end),
  })
}
