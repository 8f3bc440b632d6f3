import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { SystemBackupOutcome, SystemBackupRequest } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { jobLockWaitMs, threadsOf } from '../backups/backup-request.ts'
import { resultOf } from '../backups/settle-backup.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Job, JobEnd, Submitted } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { systemDatabaseId, systemName } from './system-words.ts'

function lastFullBytes({ catalog }: OpenVault, databaseId: string): number | null {
  const question = { databaseId, sort: 'takenAt', descending: true, offset: 0, limit: 50 } as const
  return catalog.backups.page(question).rows.find(({ type }) => type === 'full')?.sizeBytes ?? null
}

function requestOf(context: OperationsContext, vault: OpenVault, slotAt: string | null): SystemBackupRequest {
  const { compression, compressionLevel, fingerprintLimitBytes, fullCheckLimitBytes } =
    context.settings.current()
  return {
    vault: vault.access,
    databases: vault.catalog.databases
      .all()
      .map((record) => ({ record, lastFullBytes: lastFullBytes(vault, record.id) })),
    stored: { compression, encryption: vault.facts.encryption },
    compressionLevel,
    threads: threadsOf(context.world.cores),
    fingerprintLimitBytes,
    fullCheckLimitBytes,
    lockWaitMs: jobLockWaitMs,
    slotAt,
  }
}

/** The fault of a run that made an archive with gaps. */
function faultOfGaps(outcome: SystemBackupOutcome | undefined): Fault | undefined {
  if (outcome === undefined || outcome.gaps.length === 0) return undefined
  return { code: 'SYSTEM_INCOMPLETE', file: outcome.archive.file, missing: outcome.gaps }
}

async function settle(
  context: OperationsContext,
  vault: OpenVault,
  slotAt: string | null,
  end: JobEnd<SystemBackupOutcome>,
): Promise<{ readonly fault: Fault | undefined }> {
  const { outcome, startedAt, durationMs } = end
  const fault = end.fault ?? faultOfGaps(outcome)
  context.changes.tell({ topic: 'archives' })
  await recordActivity(context, vault, {
    kind: 'system_backup',
    result: resultOf(fault),
    database: systemName,
    type: 'full',
    label: 'monthly',
    startedAt,
    durationMs,
    bytes: outcome?.archive.databases.reduce((sum, { sourceBytes }) => sum + sourceBytes, 0) ?? null,
    fault: fault ?? null,
    slotAt,
  })
  return { fault }
}

/**
 * The job that takes every registered database together: which they are is read when its turn has come. `policy` and `slotAt` are those of
 * the schedule that asks for it; null: a person does. Null: no database is registered. Its time limit is that of one backup for each.
 */
export function systemJob(
  context: OperationsContext,
  vault: OpenVault,
  policy: Policy | null,
  slotAt: string | null,
): Job<SystemBackupOutcome> | null {
  const count = vault.catalog.databases.all().length
  if (count === 0) return null
  return {
    kind: 'system_backup',
    databaseId: systemDatabaseId,
    database: systemName,
    priority: policy?.priority,
    isScheduled: slotAt !== null,
    run: (turn) =>
      context.world.jobs.run(
        { kind: 'system_backup', request: requestOf(context, vault, slotAt) },
        { ...turn, timeLimitMs: turn.timeLimitMs * count },
      ),
    settle: (end) => settle(context, vault, slotAt, end),
  }
}

/** Queues the complete system and answers at once. Throws WRONG_USE (no database is registered), VAULT_READ_ONLY, and what keeps the vault from being used. */
export function takeSystem(context: OperationsContext): Submitted<SystemBackupOutcome> {
  const vault = context.session.reachable()
  if (vault.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: vault.access.folder })
  const job = systemJob(context, vault, null, null)
  if (job !== null) return context.queue.submit(job)
  throw new FaultError({
    code: 'WRONG_USE',
    detail: 'no database is registered, so there is nothing to take',
  })
}
