import { closeVault } from '../operations/vaults/close-vault.ts'
import { createVault } from '../operations/vaults/create-vault.ts'
import { listRecentVaults } from '../operations/vaults/list-recent-vaults.ts'
import { openVault, unlockOpenedVault } from '../operations/vaults/open-vault.ts'
import { rebuildCatalog } from '../operations/vaults/rebuild-catalog.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `vault`: which one is open, and its key. */
export function vaultApi({ operations }: ApiSurroundings) {
  return {
    status: guarded.vault.status.handler(() => operations.session.status()),
    recent: guarded.vault.recent.handler(() => listRecentVaults(operations)),
    create: guarded.vault.create.handler(async ({ input }) => {
      const { status } = await createVault(operations, input.folder, input.key)
      return status
    }),
    open: guarded.vault.open.handler(({ input }) => openVault(operations, input.folder)),
    unlock: guarded.vault.unlock.handler(({ input }) => unlockOpenedVault(operations, input.key)),
    close: guarded.vault.close.handler(() => closeVault(operations)),
    rebuild: guarded.vault.rebuild.handler(() => rebuildCatalog(operations)),
  }
}
