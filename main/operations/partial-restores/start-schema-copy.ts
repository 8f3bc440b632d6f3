import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { inspectTarget, manifestOf, type SchemaCopyOutcome } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { jobLockWaitMs } from '../backups/backup-request.ts'
import { resultOf } from '../backups/settle-backup.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { JobEnd, Submitted } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { keepDamage } from '../verifications/keep-damage.ts'
import { backupOfDatabase } from './backup-of-database.ts'

/** Whose schema, and where to. */
export interface SchemaCopyWish {
  /** Name, id or path. */
  readonly database: string
  /** Left out: the newest that is not known to be damaged. */
  readonly backup?: StoredBackup | undefined
  readonly targetPath: string
}

async function refuseTaken(context: OperationsContext, targetPath: string): Promise<string> {
  const { path: target, exists } = await inspectTarget(context.world.ports, path.resolve(targetPath))
  if (!exists) return target
  const detail = `${target} is there already, and a schema-only restore replaces nothing; name a file that is not there`
  throw new FaultError({ code: 'WRONG_USE', detail })
}

async function settle(
  context: OperationsContext,
  vault: OpenVault,
  backup: StoredBackup,
  end: JobEnd<SchemaCopyOutcome>,
): Promise<object> {
  const { databaseId, database, id: backupId, type, label } = backup
  const { startedAt, durationMs, outcome, fault } = end
  await keepDamage(context, vault, fault)
  await recordActivity(context, vault, {
    kind: 'schema_copy',
    result: resultOf(fault),
    databaseId,
    database,
    backupId,
    type,
    label,
    startedAt,
    durationMs,
    bytes: outcome?.bytes ?? null,
    fault: fault ?? null,
  })
  return {}
}

/**
 * Queues the making of an empty database with a backup's schema. Throws DATABASE_UNKNOWN, NO_BACKUP, WRONG_USE (something is at the
 * target, or the backup is of another database), the faults of inspecting the target, and what keeps the vault from being used.
 */
export async function startSchemaCopy(
  context: OperationsContext,
  wish: SchemaCopyWish,
): Promise<Submitted<SchemaCopyOutcome>> {
  const vault = context.session.reachable()
  const { databaseId, database, backup } = backupOfDatabase(vault, wish.database, wish.backup)
  const targetPath = await refuseTaken(context, wish.targetPath)
  const manifestFile = manifestOf(backup.file)
  const request = { vault: vault.access, manifestFile, targetPath, lockWaitMs: jobLockWaitMs }
  return context.queue.submit<SchemaCopyOutcome>({
    kind: 'schema_copy',
    databaseId,
    database,
    backupId: backup.id,
    run: (turn) => context.world.jobs.run({ kind: 'schema_copy', request }, turn),
    settle: (end) => settle(context, vault, backup, end),
  })
}
