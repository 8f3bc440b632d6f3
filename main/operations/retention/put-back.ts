import { asRemoval, type Removal } from '../../../shared/domain/retention/removal.ts'
import { putBackBackup } from '../../engine/engine.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { tellRemoval } from './tell-removal.ts'

/**
 * Puts backups that are set aside back, in this order, and takes them into the catalog; answers those that came back. `before` is called
 * before each, and may throw. Throws what it throws, and the faults of writing a vault; what came back until then is told of all the same.
 */
export async function putBack(
  context: OperationsContext,
  vault: OpenVault,
  removals: readonly Removal[],
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<readonly Removal[]> {
  const { ports } = context.world
  const back: Removal[] = []
  try {
    for (const removal of removals) {
      await before()
      if (await putBackBackup(ports, vault.access, removal)) back.push(asRemoval(removal))
    }
  } finally {
    // Once for all of them: each time whole folders are listed.
    if (back.length > 0) await syncCatalog(ports, vault.access, vault.catalog)
    for (const removal of back) await tellRemoval(context, vault, 'put_back', removal)
  }
  return back
}
