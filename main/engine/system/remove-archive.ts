import path from 'node:path'

import type { SystemArchive } from '../../../shared/domain/system-archive.ts'
import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { removingBackups } from '../vault/backup-readers.ts'
import { contentsOf, inVault } from '../vault/layout.ts'
import { removeValidation } from '../vault/validations.ts'

/**
 * Removes an archive, its contents record first: what is left if this is cut off is no archive any more. Throws BACKUP_IN_USE while somebody
 * reads it, and the faults of writing a vault.
 */
export async function removeArchive(
  ports: Ports,
  { folder }: VaultAccess,
  { archiveId, file }: Pick<SystemArchive, 'archiveId' | 'file'>,
): Promise<void> {
  await removingBackups(ports, folder, [archiveId], async () => {
    const target = inVault(folder, file)
    for (const one of [contentsOf(target), target]) {
      await ports.files.remove(one)
      await ports.files.syncFolder(path.dirname(target))
    }
  })
  await removeValidation(ports, folder, archiveId)
}
