import type { BackupLabel, BackupType } from '../../../shared/domain/backup-record.ts'
import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { BackupOutcome } from '../../engine/engine.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Job, Submitted } from '../queue/job-queue.ts'
import { backupRequestOf, type BackupWish } from './backup-request.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { settleBackup } from './settle-backup.ts'

/** Which backups to take. */
export interface BackupOrder {
  /** Ids or names of registered databases. */
  readonly databases: readonly string[]
  readonly type: BackupType
  readonly label: BackupLabel
  readonly plain?: BackupWish['plain']
}

/** The job of one backup; its database's place is read when its turn has come: it may have been changed meanwhile. */
export function backupJob(
  context: OperationsContext,
  vault: OpenVault,
  record: DatabaseRecord,
  wished: Pick<BackupWish, 'type' | 'label' | 'plain' | 'slotAt'>,
): Job<BackupOutcome> {
  const { id: databaseId, name: database } = record
  return {
    kind: 'backup',
    databaseId,
    database,
    run: (turn) => {
      const { path: sourcePath } = vault.catalog.databases.get(databaseId) ?? record
      const request = backupRequestOf(context, vault, { ...wished, databaseId, database, sourcePath })
      return context.world.jobs.run({ kind: 'backup', request }, turn)
    },
    settle: (end) => settleBackup(context, vault, { ...wished, databaseId, database }, end),
  }
}

/**
 * Queues a backup of each database and answers at once. Throws DATABASE_UNKNOWN before any is queued,
 * VAULT_READ_ONLY, and what keeps the vault from being used.
 */
export function takeBackups(
  context: OperationsContext,
  order: BackupOrder,
): readonly Submitted<BackupOutcome>[] {
  const vault = context.session.reachable()
  if (vault.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: vault.access.folder })
  const records = order.databases.map((called) => findRegistered(vault.catalog, called))
  const { type, label, plain } = order
  return records.map((record) =>
    context.queue.submit(backupJob(context, vault, record, { type, label, plain })),
  )
}
