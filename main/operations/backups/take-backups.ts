import type { BackupLabel, BackupType } from '../../../shared/domain/backup-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { BackupOutcome } from '../../engine/engine.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Submitted } from '../queue/job-queue.ts'
import { backupRequestOf, type BackupWish } from './backup-request.ts'
import { settleBackup } from './settle-backup.ts'

/** Which backups to take. */
export interface BackupOrder {
  /** Ids or names of registered databases. */
  readonly databases: readonly string[]
  readonly type: BackupType
  readonly label: BackupLabel
  readonly plain?: BackupWish['plain']
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
  return records.map((record) => {
    const { id: databaseId, name: database } = record
    return context.queue.submit<BackupOutcome>({
      kind: 'backup',
      databaseId,
      database,
      run: (turn) => {
        // Read when its turn has come: the path may have been changed while it waited.
        const { path: sourcePath } = vault.catalog.databases.get(databaseId) ?? record
        const wish = { ...order, databaseId, database, sourcePath }
        const request = backupRequestOf(context, vault, wish)
        return context.world.jobs.run({ kind: 'backup', request }, turn)
      },
      settle: (end) => settleBackup(context, vault, { ...order, databaseId, database }, end),
    })
  })
}
