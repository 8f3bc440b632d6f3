import path from 'node:path'

import type { Removal } from '../../../shared/domain/retention/removal.ts'
import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { removingBackups } from './backup-readers.ts'
import { inVault, pagesOf, tombstoneOf } from './layout.ts'
import { confirmVault } from './open-vault.ts'
import { saveRemoval, standingOf } from './removals.ts'
import { removeDrill } from './drill-records.ts'
import { removeValidation } from './validations.ts'

/**
 * Removes the files of a backup or an archive that is set aside, for good: its manifest first, and with it the only copy of its key (of an
 * archive its contents record). Only the record of the removal is left (`forgetRemoval`), which says from before the first step on that this began, so that after a crash at any step it is done
 * again. False: it exists again, or that first file is lost, and nothing was done.
 * Throws BACKUP_IN_USE and the faults of writing a vault.
 */
export function endRemoval(ports: Ports, vault: VaultAccess, removal: Removal): Promise<boolean> {
  const { folder } = vault
  const { files } = ports
  const { backupId, file } = removal
  return removingBackups(ports, folder, [backupId], async (lease) => {
    await confirmVault(ports, vault)
    const state = await standingOf(ports, folder, removal)
    if (state === 'there' || state === 'lost') return false
    if (removal.endedAt === null) {
      await saveRemoval(ports, folder, { ...removal, endedAt: new Date(ports.clock.now()).toISOString() })
    }
    const backupFolder = path.dirname(inVault(folder, file))
    await files.remove(inVault(folder, tombstoneOf(file)))
    // Durable before anything else goes: a manifest that came back would tell of a backup that is not there.
    await files.syncFolder(backupFolder)
    await lease.renew()
    await files.remove(inVault(folder, pagesOf(file)))
    await files.remove(inVault(folder, file))
    await files.syncFolder(backupFolder)
    await removeValidation(ports, folder, backupId)
    await removeDrill(ports, folder, backupId)
    return true
  })
}
