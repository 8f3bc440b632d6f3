import { backupFolders } from '../../../shared/domain/backup-file-name.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import { loadManifest } from '../image/load-manifest.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault, partOf } from './layout.ts'
import { errnoOf } from './vault-faults.ts'

/** One manifest of a vault: what it says, or why it says nothing. `manifestFile` is relative to the vault. */
export type ListedManifest =
  | { readonly manifestFile: string; readonly record: BackupRecord }
  | { readonly manifestFile: string; readonly fault: Fault }

/** Names in one of the vault's backup folders; none when the folder is not there. */
export async function listBackupFolder(
  ports: Ports,
  vaultFolder: string,
  label: string,
): Promise<readonly string[]> {
  try {
    return await ports.files.list(inVault(vaultFolder, label))
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw error
  }
}

/** Reads one manifest; null when it is not there. */
export async function listManifest(
  ports: Ports,
  vault: VaultAccess,
  manifestFile: string,
): Promise<ListedManifest | null> {
  try {
    return { manifestFile, record: (await loadManifest(ports, vault, manifestFile)).record }
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    // Listed a moment ago and removed since: it does not exist.
    return fault.code === 'BACKUP_FILE_MISSING' ? null : { manifestFile, fault }
  }
}

/**
 * Reads every manifest of a vault, folder by folder, and no payload. Damaged and too new ones are reported and stop
 * nothing. Rejects with the system's errors when a folder of the vault can't be listed.
 */
export async function* listManifests(ports: Ports, vault: VaultAccess): AsyncGenerator<ListedManifest> {
  for (const label of backupFolders) {
    for (const name of await listBackupFolder(ports, vault.folder, label)) {
      if (partOf(name)?.part !== 'manifest') continue
      const listed = await listManifest(ports, vault, `${label}/${name}`)
      if (listed !== null) yield listed
    }
  }
}
