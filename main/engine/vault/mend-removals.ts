import { backupFolders } from '../../../shared/domain/backup-file-name.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import { loadManifest } from '../image/load-manifest.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault, isArchiveName, manifestOf, partOf, tombstoneOf } from './layout.ts'
import { listBackupFolder } from './list-manifests.ts'
import { confirmVault } from './open-vault.ts'
import { forgetRemoval, listRemovals, undoneRemovals } from './removals.ts'
import { putBackBackup } from './set-aside-backup.ts'
import { writingVault } from './vault-faults.ts'

/** The payloads of backups that are set aside. */
async function payloadsAside(ports: Ports, folder: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const label of backupFolders) {
    for (const name of await listBackupFolder(ports, folder, label)) {
      const part = partOf(name)
      if (part?.part === 'tombstone' && !isArchiveName(part.payload)) found.push(`${label}/${part.payload}`)
    }
  }
  return found
}

async function mendOne(ports: Ports, vault: VaultAccess, file: string): Promise<boolean> {
  const isThere = (await ports.files.stat(inVault(vault.folder, manifestOf(file)))) !== null
  try {
    const { record } = await loadManifest(ports, vault, isThere ? manifestOf(file) : tombstoneOf(file))
    if (!(await putBackBackup(ports, vault, { backupId: record.id, file }))) return false
    if (isThere) await ports.files.remove(inVault(vault.folder, tombstoneOf(file)))
    return true
  } catch (error) {
    const fault = faultOf(error)
    if (fault?.code !== 'MANIFEST_DAMAGED' && fault?.code !== 'MANIFEST_TOO_NEW') throw error
    ports.logger.error('removal.not_known', { file, fault })
    return false
  }
}

/**
 * Clears up after removals that were cut short, or whose records were lost: a record whose backup or archive exists is forgotten, and a
 * backup that is set aside without a record is put back, for when it was and why is not known. Answers the payloads of those that were put
 * back; archives are for `mendArchives`. Call it under the lease `prune`. Throws the faults of writing a vault.
 */
export function mendRemovals(ports: Ports, vault: VaultAccess): Promise<readonly string[]> {
  const { folder } = vault
  return writingVault(ports, folder, async () => {
    await confirmVault(ports, vault)
    for (const { backupId } of await undoneRemovals(ports, folder)) {
      await forgetRemoval(ports, folder, backupId)
    }
    const { removals } = await listRemovals(ports, folder)
    const known = new Set(removals.map(({ file }) => file))
    const mended: string[] = []
    for (const file of await payloadsAside(ports, folder)) {
      if (!known.has(file) && (await mendOne(ports, vault, file))) mended.push(file)
    }
    return mended
  })
}
