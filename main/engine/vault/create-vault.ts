import { randomBytes } from 'node:crypto'
import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import { keyBytes } from '../image/key-wrapping.ts'
import type { Ports } from '../ports/ports.ts'
import { makeKeySlot, type KeySecret, type KeySlot } from './key-slots.ts'
import { inVault, privateFolder, vaultFolders } from './layout.ts'
import { readVaultFile, writeVaultFile, type VaultFacts } from './vault-file.ts'
import { writingVault } from './vault-faults.ts'

/** A vault just made, already unlocked. */
export interface CreatedVault {
  readonly facts: VaultFacts
  readonly access: VaultAccess
}

/** What systems put into a folder by themselves: it is still empty to its user. */
const systemsOwn = new Set([
  'lost+found',
  '.DS_Store',
  'desktop.ini',
  'Thumbs.db',
  'System Volume Information',
])

/** Throws VAULT_ALREADY_THERE, VAULT_FOLDER_NOT_EMPTY, VAULT_NOT_A_VAULT (a file) unless a vault may be made in a folder. */
export async function refuseOccupied(ports: Ports, folder: string): Promise<void> {
  const there = await ports.files.stat(folder)
  if (there === null) return
  if (!there.isDirectory) throw new FaultError({ code: 'VAULT_NOT_A_VAULT', path: folder })
  if ((await readVaultFile(ports, folder)) !== null) {
    throw new FaultError({ code: 'VAULT_ALREADY_THERE', path: folder })
  }
  // A creation that was cut off left empty folders of ours: it may be done again.
  const ours = new Set(vaultFolders)
  for (const name of await ports.files.list(folder)) {
    if (systemsOwn.has(name) || name === privateFolder) continue
    const isEmpty = ours.has(name) && (await ports.files.list(inVault(folder, name))).length === 0
    if (!isEmpty) throw new FaultError({ code: 'VAULT_FOLDER_NOT_EMPTY', path: folder })
  }
}

async function makeSlots(
  ports: Ports,
  naming: { vaultId: string; folder: string; createdAt: string },
  vaultKey: Uint8Array,
  secrets: readonly KeySecret[],
): Promise<readonly KeySlot[]> {
  const slots: KeySlot[] = []
  for (const secret of secrets) {
    slots.push(await makeKeySlot({ ...naming, slotId: ports.ids.newId() }, vaultKey, secret))
  }
  return slots
}

/**
 * Makes a vault in a folder that is not there or empty. Without secrets it is not encrypted; with them it has a new
 * random key, in one slot each. The vault file is written last: without it there is no vault.
 * Throws VAULT_ALREADY_THERE, VAULT_FOLDER_NOT_EMPTY, VAULT_NOT_A_VAULT (a file), the faults of `makeKeySlot`, and of writing.
 */
export async function createVault(
  ports: Ports,
  folderGiven: string,
  secrets: readonly KeySecret[],
): Promise<CreatedVault> {
  const folder = path.resolve(folderGiven)
  return writingVault(ports, folder, async () => {
    await refuseOccupied(ports, folder)
    const naming = {
      vaultId: ports.ids.newId(),
      folder,
      createdAt: new Date(ports.clock.now()).toISOString(),
    }
    const vaultKey = secrets.length === 0 ? null : randomBytes(keyBytes)
    const slots = vaultKey === null ? [] : await makeSlots(ports, naming, vaultKey, secrets)
    for (const relative of ['', ...vaultFolders]) await ports.files.makeFolder(inVault(folder, relative))
    const encryption = vaultKey === null ? 'none' : 'aes-256-gcm'
    const facts: VaultFacts = {
      ...naming,
      name: path.basename(folder),
      encryption,
      slots,
      keyId: null,
      olderKeys: [],
    }
    await writeVaultFile(ports, facts)
    for (const one of [folder, path.dirname(folder)]) await ports.files.syncFolder(one)
    const { vaultId } = naming
    return { facts, access: { folder, vaultId, vaultKey: vaultKey?.toString('base64') ?? null } }
  })
}
