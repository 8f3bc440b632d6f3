import type { RemovalView } from '../../../shared/domain/retention/prune-views.ts'
import { listRemovals } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { removalView } from './plan-prune.ts'

/** Removals that are under way, of one database or of all; what was set aside last comes first. Throws what keeps the vault from being read. */
export async function listRemoved(
  context: OperationsContext,
  databaseId?: string,
): Promise<readonly RemovalView[]> {
  const vault = context.session.reachable()
  const { removals } = await listRemovals(context.world.ports, vault.access.folder)
  return removals
    .filter((removal) => databaseId === undefined || removal.databaseId === databaseId)
    .toSorted((one, other) =>
      `${one.removedAt}${one.takenAt}` < `${other.removedAt}${other.takenAt}` ? 1 : -1,
    )
    .map((removal) => removalView(context, removal))
}
