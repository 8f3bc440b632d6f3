import type { RunContext } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { refuseOccupied } from '../vault/create-vault.ts'
import { inVault, vaultFolders } from '../vault/layout.ts'
import { writingVault } from '../vault/vault-faults.ts'
import { extractSystem } from './extract-system.ts'
import type { SystemPlace } from './read-system.ts'
import type { SystemManifest } from './system-manifest.ts'

/**
 * Makes a vault out of an archive, in a folder that is not there or empty: the same vault with the same keys, and of its backups those
 * that the archive holds. Its vault file is written last. Throws the faults of `refuseOccupied`, of reading an archive, and of writing
 * a vault; then there is no vault.
 */
export function foundVault(
  ports: Ports,
  place: SystemPlace,
  folder: string,
  run: RunContext,
): Promise<SystemManifest> {
  return writingVault(ports, folder, async () => {
    await refuseOccupied(ports, folder)
    for (const relative of ['', ...vaultFolders]) await ports.files.makeFolder(inVault(folder, relative))
    const { manifest } = await extractSystem(ports, place, folder, {
      signal: run.signal,
      onProgress: (doneBytes, totalBytes) => run.onProgress({ step: 'unpacking', doneBytes, totalBytes }),
    })
    return manifest
  })
}
