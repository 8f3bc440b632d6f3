import { faultOf } from '../../../shared/domain/fault.ts'
import { confirmVault, inVault, replaceFile, vaultPaths, writingVault } from '../../engine/engine.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import { archivesAtHand } from '../system/archive-totals.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { instantOf, type World } from '../world.ts'
import { buildInventory } from './build-inventory.ts'

const attempts = 3

/**
 * Writes `backup_metadata.json` from the catalog and the archives of the vault, after it has taken in what other programs stored. When something was stored while it was
 * written, it is written again, so that the last of several programs leaves it complete. Never rejects: what fails is logged, and the
 * next change tries again.
 */
export async function writeInventory(world: World, vault: OpenVault): Promise<void> {
  if (vault.isReadOnly) return
  const { ports } = world
  const { folder } = vault.access
  try {
    // An unplugged vault may leave an empty folder: nothing is written into that.
    await confirmVault(ports, vault.access)
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      await syncCatalog(ports, vault.access, vault.catalog)
      const revision = vault.catalog.revision()
      const archives = await archivesAtHand({ world }, vault)
      const inventory = buildInventory(vault.catalog, instantOf(ports.clock), archives)
      const content = `${JSON.stringify(inventory, null, 2)}\n`
      await writingVault(ports, folder, () =>
        replaceFile(ports, inVault(folder, vaultPaths.inventory), content),
      )
      if (vault.catalog.revision() === revision) return
    }
  } catch (error) {
    ports.logger.error('inventory.not_written', { folder, fault: faultOf(error) ?? String(error) })
  }
}
