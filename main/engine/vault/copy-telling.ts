import type { Ports } from '../ports/ports.ts'
import { inVault, privateFolder, vaultPaths } from './layout.ts'
import { readSmallFile } from './read-small-file.ts'
import { replaceFile } from './replace-file.ts'

const limitBytes = 16 << 20
/** What is told is kept there meanwhile. Nothing makes them where no vault is. */
const kept = [vaultPaths.leases, vaultPaths.alerts, vaultPaths.messages]

function isSame(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one !== null && other !== null && Buffer.compare(one, other) === 0
}

/**
 * Copies what a vault says of who is told and by which ways, secrets sealed as they are, to a folder that stands for it while it is away.
 * Writes what differs, durably. Rejects with the system's errors.
 */
export async function copyTelling(ports: Ports, vaultFolder: string, to: string): Promise<void> {
  for (const relative of ['', privateFolder, ...kept]) await ports.files.makeFolder(inVault(to, relative))
  for (const file of [vaultPaths.escalation, vaultPaths.channels]) {
    const [there, here] = [inVault(vaultFolder, file), inVault(to, file)]
    const [bytes, known] = [
      await readSmallFile(ports, there, limitBytes),
      await readSmallFile(ports, here, limitBytes),
    ]
    if (bytes !== null && !isSame(bytes, known)) await replaceFile(ports, here, bytes)
    if (bytes === null && known !== null) await ports.files.remove(here)
  }
}
