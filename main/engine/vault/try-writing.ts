import type { Ports } from '../ports/ports.ts'
import { ensureFolder } from './ensure-folder.ts'
import { inVault, vaultPaths } from './layout.ts'
import { writingVault } from './vault-faults.ts'

/** What the smallest record takes of a file system: one that has no room for it has room for nothing. */
const triedBytes = 4096

/** Writes a little in a vault, durably, and takes it away again. Throws the faults of writing a vault. */
export function tryWriting(ports: Ports, folder: string): Promise<void> {
  const { files, ids } = ports
  return writingVault(ports, folder, async () => {
    await ensureFolder(ports, folder, vaultPaths.scratch)
    const tried = inVault(folder, `${vaultPaths.scratch}/${ids.newId()}`)
    const file = await files.open(tried, 'create')
    try {
      await file.write(new Uint8Array(triedBytes), 0)
      await file.sync()
    } finally {
      await file.close()
      await files.remove(tried)
    }
  })
}
