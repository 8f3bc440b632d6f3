import type { VaultAccess } from '../engine-types.ts'
import { SealError } from '../image/sealed-json.ts'
import type { Ports } from '../ports/ports.ts'
import { channelsFromBytes } from './channels-file.ts'
import { escalationFromBytes } from './escalation-file.ts'
import { inVault, privateFolder, vaultPaths } from './layout.ts'
import { confirmVault } from './open-vault.ts'
import { readSmallFile } from './read-small-file.ts'
import { replaceFile } from './replace-file.ts'
import { parseVaultFile } from './vault-file.ts'

const limitBytes = 16 << 20
/** What is told is kept there meanwhile. Nothing makes them where no vault is. */
const kept = [vaultPaths.leases, vaultPaths.alerts, vaultPaths.messages]

function isSame(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one !== null && other !== null && Buffer.compare(one, other) === 0
}

/** Makes the folders of what stands for a vault while it is away. Rejects with the system's errors. */
export async function makeTellingPlace(ports: Ports, folder: string): Promise<void> {
  for (const relative of ['', privateFolder, ...kept]) await ports.files.makeFolder(inVault(folder, relative))
}

type Readable = (bytes: Uint8Array) => boolean

function readable(read: (bytes: Uint8Array) => unknown): Readable {
  return (bytes) => {
    try {
      read(bytes)
      return true
    } catch {
      return false
    }
  }
}

/** What is kept, and whether bytes of it say anything: what is damaged takes the place of nothing that was good. */
const files: readonly (readonly [string, Readable])[] = [
  [vaultPaths.escalation, readable(escalationFromBytes)],
  [vaultPaths.channels, readable(channelsFromBytes)],
  // With the key slots: secrets of channels are sealed by the vault's key.
  [vaultPaths.vaultFile, readable((bytes) => parseVaultFile('', bytes))],
]

async function bytesOf(ports: Ports, path: string): Promise<Uint8Array | null | 'damaged'> {
  try {
    return await readSmallFile(ports, path, limitBytes)
  } catch (error) {
    if (error instanceof SealError) return 'damaged'
    throw error
  }
}

/**
 * Copies what a vault says of itself, of who is told and by which ways, secrets sealed as they are, to a folder that stands for it while it
 * is away. Writes what differs, durably; what is damaged is left as it was last good. A vault that was unplugged meanwhile does not look
 * like one that says nothing: then nothing is taken away. Throws as `confirmVault`; rejects with the system's errors.
 */
export async function copyTelling(ports: Ports, vault: VaultAccess, to: string): Promise<void> {
  await makeTellingPlace(ports, to)
  for (const [file, isReadable] of files) {
    const here = inVault(to, file)
    const bytes = await bytesOf(ports, inVault(vault.folder, file))
    if (bytes === 'damaged' || (bytes !== null && !isReadable(bytes))) continue
    const known = await bytesOf(ports, here)
    if (bytes !== null && (known === 'damaged' || !isSame(bytes, known)))
      await replaceFile(ports, here, bytes)
    // Its second copy may still be there.
    if (bytes !== null || known === null || file === vaultPaths.vaultFile) continue
    await confirmVault(ports, vault)
    await ports.files.remove(here)
  }
}
