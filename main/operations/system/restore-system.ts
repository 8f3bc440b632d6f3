import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import { leavesTargetUnsure } from '../../../shared/domain/faults/leaves-target-unsure.ts'
import type { RestorePlan } from '../../../shared/domain/restore-plan.ts'
import type {
  RestoredDatabase,
  StoredArchive,
  SystemRestorePlan,
  SystemRestoreReport,
} from '../../../shared/domain/system-archive.ts'
import type { DatabaseToRestore, SystemRestoreOutcome, SystemRestoreRequest } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { backupRequestOf, jobLockWaitMs, threadsOf } from '../backups/backup-request.ts'
import { safetyRemark } from '../backups/safety-remark.ts'
import { keepStoredBackup, resultOf } from '../backups/settle-backup.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { JobEnd, Submitted } from '../queue/job-queue.ts'
import { beginRecovery, resumeOperations } from '../restores/recovery-mark.ts'
import { expectedTargetOf } from '../restores/start-restore.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { bringIn, type BroughtIn } from './bring-in.ts'
import type { PlannedSystem } from './plan-system-restore.ts'
import { systemDatabaseId, systemName } from './system-words.ts'
import { keepArchiveDamage } from './verify-system.ts'

/** A restore of an archive that was planned and confirmed. */
export interface SystemRestoreOrder extends PlannedSystem {
  readonly archive: StoredArchive | null
  /** Absolute path of the archive; null: the open vault was made of it just now. */
  readonly path: string | null
  /** A person agreed to it that files which are there are replaced. */
  readonly mayReplace: boolean
}

/** What a restore of an archive came to: as the engine tells it, and as it is shown. */
export interface SystemRestoreDone {
  readonly outcome: SystemRestoreOutcome
  readonly report: SystemRestoreReport
}

interface Restoring {
  readonly context: OperationsContext
  readonly vault: OpenVault
  readonly order: SystemRestoreOrder
  readonly brought: BroughtIn
  /** Databases that were not under recovery before. */
  readonly marked: readonly string[]
}

/** Whether files that are there would be replaced. */
export function replacesAnything({ databases }: SystemRestorePlan): boolean {
  return databases.some(({ plan }) => plan?.target.exists === true)
}

function refusedFault({ plan }: SystemRestoreOrder): FaultError {
  const failed = plan.databases.map(({ database, refusal }) => ({ name: database, why: refusal ?? '' }))
  return new FaultError({ code: 'SYSTEM_RESTORE_INCOMPLETE', file: plan.file, restored: 0, failed })
}

function toRestore(
  { context, vault, order }: Pick<Restoring, 'context' | 'vault' | 'order'>,
  databaseId: string,
  plan: RestorePlan,
): DatabaseToRestore {
  const { database, method, takesSafetyBackup } = plan
  const targetPath = plan.target.path
  const wish = { databaseId, database, sourcePath: targetPath, remarks: [safetyRemark] }
  const found = order.peeked.manifest.databases.find((one) => one.databaseId === databaseId)
  return {
    databaseId,
    database,
    file: found?.file ?? '',
    targetPath,
    method,
    expectedTarget: expectedTargetOf(plan),
    safetyBackup: takesSafetyBackup
      ? backupRequestOf(context, vault, { ...wish, type: 'full', label: 'preupdate' })
      : null,
  }
}

function requestOf(restoring: Pick<Restoring, 'context' | 'vault' | 'order'>): SystemRestoreRequest {
  const { context, vault, order } = restoring
  return {
    vault: vault.access,
    path: order.path ?? vault.access.folder,
    recorded: order.archive,
    isUnpacked: order.path === null,
    databases: order.plan.databases.flatMap(({ databaseId, plan }) =>
      plan === null ? [] : [toRestore(restoring, databaseId, plan)],
    ),
    threads: threadsOf(context.world.cores),
    lockWaitMs: jobLockWaitMs,
  }
}

function doneOf(one: SystemRestoreOutcome['databases'][number]): RestoredDatabase {
  const { databaseId, database, target, outcome, fault } = one
  return {
    databaseId,
    database,
    target,
    root: outcome?.root ?? null,
    bytes: outcome?.bytes ?? 0,
    safetyBackupId: outcome?.safetyBackup?.id ?? null,
    setAside: outcome?.setAside ?? null,
    validation: outcome?.validation ?? null,
    why: fault === null ? null : faultText(fault).message,
  }
}

/** What became of every database of the archive, those that the plan refused among them. */
function reportOf(
  { plan }: Pick<SystemRestoreOrder, 'plan'>,
  outcome: SystemRestoreOutcome,
  brought: BroughtIn,
): SystemRestoreReport {
  const refused = plan.databases.flatMap(
    ({ databaseId, database, targetPath, refusal }): RestoredDatabase[] =>
      refusal === null
        ? []
        : [
            {
              databaseId,
              database,
              target: targetPath,
              root: null,
              bytes: 0,
              safetyBackupId: null,
              setAside: null,
              validation: null,
              why: refusal,
            },
          ],
  )
  const databases = [...outcome.databases.map(doneOf), ...refused]
  return { databases, durationMs: outcome.durationMs, ...brought }
}

/** The fault of a restore that left some out; undefined where all are back. */
function faultOfReport(file: string, { databases }: SystemRestoreReport): Fault | undefined {
  const failed = databases.flatMap(({ database, why }) => (why === null ? [] : [{ name: database, why }]))
  if (failed.length === 0) return undefined
  const restored = databases.length - failed.length
  return { code: 'SYSTEM_RESTORE_INCOMPLETE', file, restored, failed }
}

/** Databases whose files are at their places, proved or untouched, go on; one that is not sure stays under recovery. */
async function resume(
  { context, marked }: Restoring,
  outcome: SystemRestoreOutcome | undefined,
  fault: Fault | undefined,
): Promise<void> {
  for (const databaseId of marked) {
    const own = outcome?.databases.find((one) => one.databaseId === databaseId)
    if (!leavesTargetUnsure(own?.fault ?? fault)) await resumeOperations(context, databaseId)
  }
}

async function settle(
  restoring: Restoring,
  end: JobEnd<SystemRestoreDone>,
): Promise<{ fault?: Fault | undefined }> {
  const { context, vault, order } = restoring
  const { startedAt, durationMs } = end
  const { outcome, report } = end.outcome ?? {}
  for (const one of outcome?.databases ?? []) {
    if (one.outcome?.safetyBackup != null) keepStoredBackup(context, vault, one.outcome.safetyBackup)
  }
  // One that failed may have stored its safety backup before.
  await syncCatalog(context.world.ports, vault.access, vault.catalog)
  await keepArchiveDamage(context, vault, order.archive, end.fault)
  await resume(restoring, outcome, end.fault)
  const fault = end.fault ?? (report && faultOfReport(order.plan.file, report))
  await recordActivity(context, vault, {
    kind: 'system_restore',
    result: resultOf(fault),
    database: systemName,
    startedAt,
    durationMs,
    bytes: outcome?.databases.reduce((sum, one) => sum + (one.outcome?.bytes ?? 0), 0) ?? null,
    fault: fault ?? null,
  })
  return { fault }
}

async function markAll({
  context,
  vault,
  order,
}: Pick<Restoring, 'context' | 'vault' | 'order'>): Promise<readonly string[]> {
  const marked: string[] = []
  for (const { databaseId, plan } of order.plan.databases) {
    const record = vault.catalog.databases.get(databaseId)
    const isOwnPlace = record !== null && plan !== null && record.path === plan.target.path
    if (isOwnPlace && !vault.isReadOnly && (await beginRecovery(context, record))) marked.push(databaseId)
  }
  return marked
}

/**
 * Brings the archive's registrations and policies in where the vault has none of them, and queues the restore of its databases. Throws
 * RESTORE_NOT_CONFIRMED where a file would be replaced and nobody agreed, SYSTEM_RESTORE_INCOMPLETE where none can be restored as
 * planned, and what keeps the vault from being used.
 */
export async function startSystemRestore(
  context: OperationsContext,
  order: SystemRestoreOrder,
): Promise<Submitted<SystemRestoreDone>> {
  const vault = context.session.reachable()
  const { plan, peeked } = order
  const replaced = plan.databases.find((one) => one.plan?.target.exists === true)
  if (replaced !== undefined && !order.mayReplace) {
    throw new FaultError({ code: 'RESTORE_NOT_CONFIRMED', path: replaced.targetPath })
  }
  if (plan.databases.every(({ refusal }) => refusal !== null)) throw refusedFault(order)
  const placeOf = (databaseId: string): string | undefined =>
    plan.databases.find((one) => one.databaseId === databaseId && one.plan !== null)?.targetPath
  const brought = vault.isReadOnly
    ? { registrations: [], policies: [] }
    : await bringIn(context, peeked, placeOf)
  const marked = await markAll({ context, vault, order })
  const restoring: Restoring = { context, vault, order, brought, marked }
  const request = requestOf(restoring)
  return context.queue.submit<SystemRestoreDone>({
    kind: 'system_restore',
    databaseId: systemDatabaseId,
    database: systemName,
    backupId: order.peeked.manifest.archiveId,
    async run(turn) {
      const timeLimitMs = turn.timeLimitMs * Math.max(1, request.databases.length)
      const outcome = await context.world.jobs.run(
        { kind: 'system_restore', request },
        { ...turn, timeLimitMs },
      )
      return { outcome, report: reportOf(order, outcome, brought) }
    },
    settle: (end) => settle(restoring, end),
  })
}
