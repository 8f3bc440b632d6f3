import { FaultError } from '../../../shared/domain/fault.ts'
import type { PartialRestoreOutcome, PartialRestoreRequest } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { backupRequestOf } from '../backups/backup-request.ts'
import { safetyRemark } from '../backups/safety-remark.ts'
import { keepStoredBackup, resultOf } from '../backups/settle-backup.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { JobEnd, Submitted, Turn } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { keepDamage } from '../verifications/keep-damage.ts'
import { partialSides, partialSource, type PartialSource } from './partial-wish.ts'
import type { PreviewWish } from './preview-partial.ts'

/** Rows that were previewed and confirmed. */
export interface PartialOrder extends PreviewWish {
  /** The preview's. */
  readonly mark: string
  /** The database's name as typed. */
  readonly confirmName: string
}

async function settle(
  context: OperationsContext,
  vault: OpenVault,
  { databaseId, database, backup }: PartialSource,
  end: JobEnd<PartialRestoreOutcome>,
): Promise<object> {
  const { startedAt, durationMs, outcome, fault } = end
  // It may have stored its safety backup before it failed.
  if (outcome === undefined) await syncCatalog(context.world.ports, vault.access, vault.catalog)
  else if (outcome.safetyBackup !== null) keepStoredBackup(context, vault, outcome.safetyBackup)
  await keepDamage(context, vault, fault)
  await recordActivity(context, vault, {
    kind: 'partial_restore',
    result: resultOf(fault),
    databaseId,
    database,
    backupId: backup.id,
    type: backup.type,
    label: backup.label,
    startedAt,
    durationMs,
    fault: fault ?? null,
  })
  return {}
}

function requestOf(
  context: OperationsContext,
  vault: OpenVault,
  order: PartialOrder,
  source: PartialSource,
  imageFile: string,
): PartialRestoreRequest {
  const { databaseId, database, livePath } = source
  const { selections, triggers, mark } = order
  const safety = { databaseId, database, sourcePath: livePath, remarks: [safetyRemark] }
  return {
    ...partialSides(context, source, imageFile),
    databaseId,
    database,
    selections,
    triggers,
    mark,
    safetyBackup: backupRequestOf(context, vault, { ...safety, type: 'full', label: 'preupdate' }),
  }
}

/**
 * Queues bringing rows back that were previewed: a safety backup first, then one transaction on the live database, which is not put
 * under recovery. Throws RESTORE_NOT_CONFIRMED, DATABASE_UNKNOWN, WRONG_USE, and what keeps the vault from being used.
 */
export function startPartial(
  context: OperationsContext,
  order: PartialOrder,
): Submitted<PartialRestoreOutcome> {
  const vault = context.session.reachable()
  const source = partialSource(context, order)
  const { databaseId, database, backup, livePath } = source
  if (order.confirmName !== database) {
    throw new FaultError({ code: 'RESTORE_NOT_CONFIRMED', path: livePath })
  }
  const run = (turn: Turn): Promise<PartialRestoreOutcome> =>
    context.images.use([backup.id], turn.signal, ([image], signal) => {
      const request = requestOf(context, vault, order, source, image!.file)
      return context.world.jobs.run({ kind: 'partial_restore', request }, { ...turn, signal })
    })
  return context.queue.submit<PartialRestoreOutcome>({
    kind: 'partial_restore',
    databaseId,
    database,
    backupId: backup.id,
    run,
    settle: (end) => settle(context, vault, source, end),
  })
}
