import type { Ports } from '../ports/ports.ts'
import { inVault, vaultPaths } from './layout.ts'

/**
 * Makes one of the vault's own folders where it is not: copies of a vault may lack its empty folders, and an older program made
 * fewer. Where the vault itself is gone nothing is made.
 */
export async function ensureFolder(ports: Ports, folder: string, relative: string): Promise<void> {
  const wanted = inVault(folder, relative)
  if ((await ports.files.stat(wanted)) !== null) return
  if ((await ports.files.stat(inVault(folder, vaultPaths.vaultFile))) !== null) {
    await ports.files.makeFolder(wanted)
  }
}
