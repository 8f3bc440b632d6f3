import { FaultError } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { manifestOf, type MergeOutcome, type MergeRequest } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { threadsOf } from '../backups/backup-request.ts'
import { faultOfValidation, keepStoredBackup, resultOf } from '../backups/settle-backup.ts'
import { findDatabase } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Job, Submitted } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { keepDamage } from '../verifications/keep-damage.ts'
import { backupsNewestFirst } from './list-points.ts'

/** What is made: a full out of the whole chain, or one change out of all those since its full, which stays needed. */
export type MergeInto = 'full' | 'change'

/** The changes that a backup needs: of those it needs all but fulls. */
function changesOf({ catalog }: OpenVault, { needs }: StoredBackup): readonly string[] {
  const isChange = (id: string): boolean => {
    const type = catalog.backups.get(id)?.type
    return type === 'incremental' || type === 'differential'
  }
  return needs.map(({ id }) => id).filter(isChange)
}

function requestOf(
  context: OperationsContext,
  vault: OpenVault,
  backup: StoredBackup,
  absorbed: MergeRequest['absorbed'],
): MergeRequest {
  const { compressionLevel, fullCheckLimitBytes } = context.settings.current()
  return {
    vault: vault.access,
    manifestFile: manifestOf(backup.file),
    stored: backup.stored,
    compressionLevel,
    threads: threadsOf(context.world.cores),
    absorbed,
    fullCheckLimitBytes,
    audit: context.audit.markOf(vault),
  }
}

function settleMerge(
  context: OperationsContext,
  vault: OpenVault,
  from: StoredBackup,
): Job<MergeOutcome>['settle'] {
  return async ({ outcome, fault, startedAt, durationMs }) => {
    const backup = outcome?.backup
    if (backup !== undefined) keepStoredBackup(context, vault, backup)
    await keepDamage(context, vault, fault)
    const failure = fault ?? (backup && faultOfValidation(backup.file, backup.validation))
    await recordActivity(context, vault, {
      kind: 'merge',
      result: resultOf(failure),
      databaseId: from.databaseId,
      database: from.database,
      backupId: backup?.id ?? from.id,
      type: backup?.type ?? from.type,
      label: from.label,
      startedAt,
      durationMs,
      bytes: backup?.sourceBytes ?? null,
      fault: failure ?? null,
    })
    return { fault: failure, backupId: backup?.id }
  }
}

/** The newest backup that has a chain to merge; of all kinds where none has, so that the fault names it. Throws NO_BACKUP. */
function newestOf(vault: OpenVault, databaseId: string, database: string): StoredBackup {
  for (const backup of backupsNewestFirst(vault, databaseId)) if (backup.type !== 'schema') return backup
  throw new FaultError({ code: 'NO_BACKUP', database })
}

/**
 * Queues making a new full, or one change, out of a backup's chain; the chain stays. Left out: of the newest backup. Throws DATABASE_UNKNOWN,
 * NO_BACKUP, NOTHING_TO_MERGE, VAULT_READ_ONLY, WRONG_USE for a backup of another database.
 */
export function mergeChain(
  context: OperationsContext,
  called: string,
  chosen: StoredBackup | undefined,
  into: MergeInto = 'full',
): Submitted<MergeOutcome> {
  const vault = context.session.reachable()
  if (vault.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: vault.access.folder })
  const { databaseId, database } = findDatabase(vault.catalog, called)
  const backup = chosen ?? newestOf(vault, databaseId, database)
  if (backup.databaseId !== databaseId) {
    const detail = `the backup ${backup.file} is of ${backup.database}, not of ${database}`
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
  const absorbed = into === 'full' ? null : changesOf(vault, backup)
  if ((absorbed ?? backup.needs).length === 0)
    throw new FaultError({ code: 'NOTHING_TO_MERGE', file: backup.file })
  return context.queue.submit<MergeOutcome>({
    kind: 'merge',
    databaseId,
    database,
    backupId: backup.id,
    run: (turn) =>
      context.world.jobs.run({ kind: 'merge', request: requestOf(context, vault, backup, absorbed) }, turn),
    settle: settleMerge(context, vault, backup),
  })
}
