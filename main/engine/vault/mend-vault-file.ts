import type { Ports } from '../ports/ports.ts'
import { inVault, vaultPaths } from './layout.ts'
import { holdingLease } from './leases.ts'
import { readSmallFile } from './read-small-file.ts'
import { replaceFile } from './replace-file.ts'
import { readVaultCopy, vaultFileLimitBytes, type VaultFacts } from './vault-file.ts'
import { writingVault } from './vault-faults.ts'

interface Copy {
  readonly relative: string
  /** Null where it is lost or damaged. */
  readonly facts: VaultFacts | null
}

async function readCopies(ports: Ports, folder: string): Promise<readonly [Copy, Copy]> {
  const read = async (relative: string): Promise<Copy> => {
    const facts = await readVaultCopy(ports, folder, relative)
    return { relative, facts: typeof facts === 'string' ? null : facts }
  }
  return [await read(vaultPaths.vaultFile), await read(vaultPaths.vaultFileCopy)]
}

/** Which copy is to be written anew from which; null where there is nothing to mend, or nothing to mend it with. */
function whatToMend([first, second]: readonly [Copy, Copy]): { from: string; to: string } | null {
  if (first.facts === null || second.facts === null) {
    const [whole, lost] = first.facts === null ? [second, first] : [first, second]
    return whole.facts === null || lost.facts !== null ? null : { from: whole.relative, to: lost.relative }
  }
  // Of two vaults neither copy may be lost to the other.
  if (first.facts.vaultId !== second.facts.vaultId) return null
  // The first is written first: where a change of the slots ended between the two, it is the newer.
  const isSame = JSON.stringify(first.facts) === JSON.stringify(second.facts)
  return isSame ? null : { from: first.relative, to: second.relative }
}

async function mend(ports: Ports, folder: string): Promise<string | null> {
  const wanted = whatToMend(await readCopies(ports, folder))
  if (wanted === null) return null
  const bytes = await readSmallFile(ports, inVault(folder, wanted.from), vaultFileLimitBytes)
  if (bytes === null) return null
  await replaceFile(ports, inVault(folder, wanted.to), bytes)
  return wanted.to
}

/**
 * The vault's description is there twice, because without its key slots nothing in the vault can be read. A copy that is lost, damaged
 * or behind is written anew from the other; answers which one was, relative to the vault, or null. Throws VAULT_LOCKED while another
 * program changes the slots, and the faults of reading and writing a vault.
 */
export async function mendVaultFile(ports: Ports, folder: string): Promise<string | null> {
  if (whatToMend(await readCopies(ports, folder)) === null) return null
  // Looked at again under the lease: a program that changes the slots writes one copy after the other.
  return writingVault(ports, folder, () =>
    holdingLease(ports, folder, 'key-slots', () => mend(ports, folder)),
  )
}
