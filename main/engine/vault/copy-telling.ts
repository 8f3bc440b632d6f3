import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault, privateFolder, vaultPaths } from './layout.ts'
import { confirmVault } from './open-vault.ts'
import { readSmallFile } from './read-small-file.ts'
import { replaceFile } from './replace-file.ts'

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

/**
 * Copies what a vault says of who is told and by which ways, secrets sealed as they are, to a folder that stands for it while it is away.
 * Writes what differs, durably. A vault that was unplugged meanwhile does not look like one that says nothing: then nothing is taken away.
 * Throws as `confirmVault`; rejects with the system's errors.
 */
export async function copyTelling(ports: Ports, vault: VaultAccess, to: string): Promise<void> {
  await makeTellingPlace(ports, to)
  for (const file of [vaultPaths.escalation, vaultPaths.channels]) {
    const [there, here] = [inVault(vault.folder, file), inVault(to, file)]
    const [bytes, known] = [
      await readSmallFile(ports, there, limitBytes),
      await readSmallFile(ports, here, limitBytes),
    ]
    if (bytes !== null && !isSame(bytes, known)) await replaceFile(ports, here, bytes)
    if (bytes !== null || known === null) continue
    await confirmVault(ports, vault)
    await ports.files.remove(here)
  }
}
