import type { RemovalView } from '../../../shared/domain/retention/prune-views.ts'
import type { Removal } from '../../../shared/domain/retention/removal.ts'
import { listRemovals } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { removalView } from './plan-prune.ts'

/** Which removals are asked for; what is left out does not matter. */
export interface RemovedWish {
  readonly databaseId?: string | undefined
  readonly subject?: Removal['subject'] | undefined
}

/** Removals that are under way; what was set aside last comes first. Throws what keeps the vault from being read. */
export async function listRemoved(
  context: OperationsContext,
  { databaseId, subject }: RemovedWish = {},
): Promise<readonly RemovalView[]> {
  const vault = context.session.reachable()
  const { removals } = await listRemovals(context.world.ports, vault.access.folder)
  return removals
    .filter(
      (removal) =>
        (databaseId === undefined || removal.databaseId === databaseId) &&
        (subject === undefined || removal.subject === subject),
    )
    .toSorted((one, other) =>
      `${one.removedAt}${one.takenAt}` < `${other.removedAt}${other.takenAt}` ? 1 : -1,
    )
    .map((removal) => removalView(context, removal))
}
