import type { Removal } from '../../../shared/domain/retention/removal.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { instantOf } from '../world.ts'

/**
 * Keeps a step of a removal in the history: `set_aside`, `put_back`, or `prune` for its end, whose bytes are those that it gave back (what
 * the inventory sums up).
 */
export async function tellRemoval(
  context: Pick<OperationsContext, 'world' | 'changes'>,
  vault: OpenVault,
  kind: 'set_aside' | 'put_back' | 'prune',
  removal: Removal,
): Promise<void> {
  const { subject, database, backupId, type, label, sizeBytes } = removal
  const databaseId = subject === 'archive' ? null : removal.databaseId
  await recordActivity(context, vault, {
    kind,
    result: 'success',
    databaseId,
    database,
    backupId,
    type,
    label,
    startedAt: instantOf(context.world.ports.clock),
    durationMs: 0,
    bytes: kind === 'prune' ? sizeBytes : null,
  })
  context.changes.tell(databaseId === null ? { topic: 'archives' } : { topic: 'backups', databaseId })
}
