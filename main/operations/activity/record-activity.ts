import type { ActivityEntry } from '../../../shared/domain/views.ts'
import { appendToDailyLog } from '../daily-log/daily-log.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { instantOf } from '../world.ts'

/** What happened; what is left out is not known or does not apply. */
export type Happening = Pick<ActivityEntry, 'kind' | 'result' | 'startedAt' | 'durationMs'> &
  Partial<ActivityEntry>

/**
 * Keeps an operation in the history. A log that can't be written (the vault is full or gone) is reported to the program's own log and
 * fails nothing: the operation itself is over, and the catalog remembers it.
 */
export async function recordActivity(
  context: Pick<OperationsContext, 'world' | 'changes'>,
  vault: OpenVault,
  happening: Happening,
  at: string = instantOf(context.world.ports.clock),
): Promise<void> {
  const { ids, logger } = context.world.ports
  const entry: ActivityEntry = {
    databaseId: null,
    database: null,
    backupId: null,
    type: null,
    label: null,
    bytes: null,
    fault: null,
    slotAt: null,
    id: ids.newId(),
    ...happening,
  }
  vault.catalog.history.add(entry)
  vault.inventory.touch()
  context.changes.tell({ topic: 'activity' })
  const facts = { kind: entry.kind, result: entry.result, database: entry.database, backupId: entry.backupId }
  logger.info('activity', { ...facts, durationMs: entry.durationMs, fault: entry.fault?.code })
  if (vault.isReadOnly) return
  try {
    await appendToDailyLog(vault.access.folder, at, entry)
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code
    logger.error('daily_log.not_written', { folder: vault.access.folder, errno, entry: entry.id })
  }
}
