import type { VaultStatus } from '../../../shared/domain/views.ts'
import type { OperationsContext } from '../operations-context.ts'
import { withinLimit } from '../within-limit.ts'

const inventoryLimitMs = 30_000

/**
 * Closes the open vault: its jobs are cancelled and waited for, its inventory is written, and images of its backups are removed. No vault
 * open: nothing happens.
 */
export async function closeVault(context: OperationsContext): Promise<VaultStatus> {
  const { session, queue, images } = context
  const vault = session.current()
  if (vault !== null) {
    await queue.cancelAll()
    await images.clear()
    // Where the file system hangs its inventory is written when somebody works with it again.
    await withinLimit(context.world.timers, inventoryLimitMs, vault.inventory.close(), undefined)
    vault.catalog.close()
  }
  if (session.status().state !== 'none') session.become({ state: 'none' })
  return session.status()
}
