import { FaultError } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { pathInsideVault } from '../vault/inside-vault.ts'
import { keysOf } from '../vault/vault-keys.ts'
import { readSmallFile } from '../vault/read-small-file.ts'
import { manifestLimitBytes, type Manifest } from './manifest.ts'
import { readManifest } from './read-manifest.ts'
import { SealError } from './sealed-json.ts'
import { readingStored } from './stored-file.ts'

async function readBytes(ports: Ports, vault: VaultAccess, manifestFile: string): Promise<Uint8Array> {
  try {
    const path = await pathInsideVault(ports, vault.folder, manifestFile)
    if (path === null) throw new SealError('it leads out of the vault')
    const bytes = await readSmallFile(ports, path, manifestLimitBytes)
    if (bytes !== null) return bytes
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    throw new FaultError({ code: 'MANIFEST_DAMAGED', file: manifestFile, detail: error.message })
  }
  throw new FaultError({ code: 'BACKUP_FILE_MISSING', file: manifestFile })
}

/**
 * Reads one manifest of a vault, and nothing else of the backup. Its MAC is checked when the vault is unlocked.
 * Throws BACKUP_FILE_MISSING, BACKUP_FILE_UNREADABLE, MANIFEST_DAMAGED, MANIFEST_TOO_NEW.
 */
export async function loadManifest(
  ports: Ports,
  vault: VaultAccess,
  manifestFile: string,
): Promise<Manifest> {
  const bytes = await readingStored(manifestFile, () => readBytes(ports, vault, manifestFile))
  return readManifest(bytes, { manifestFile, vaultId: vault.vaultId, vaultKeys: keysOf(vault) })
}
