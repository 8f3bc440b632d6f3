import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { openKeySlot, type KeySecret } from './key-slots.ts'
import { openOlderKeys } from './older-keys.ts'
import { keyIdOf } from './vault-keys.ts'
import { readVaultFile, type VaultFacts } from './vault-file.ts'

/**
 * Reads what a vault says of itself; needs no key.
 * Throws VAULT_MISSING, VAULT_NOT_A_VAULT, VAULT_DAMAGED, VAULT_TOO_NEW, VAULT_NOT_PERMITTED.
 */
export async function openVault(ports: Ports, folderGiven: string): Promise<VaultFacts> {
  const folder = path.resolve(folderGiven)
  const facts = await readVaultFile(ports, folder)
  if (facts !== null) return facts
  const isThere = (await ports.files.stat(folder)) !== null
  throw new FaultError({ code: isThere ? 'VAULT_NOT_A_VAULT' : 'VAULT_MISSING', path: folder })
}

/** Throws VAULT_DAMAGED where the key is not the one that the vault says it has, or does not open an older one. */
function accessWith(facts: VaultFacts, key: Buffer): VaultAccess {
  const { folder, vaultId, keyId } = facts
  const damaged = (detail: string): FaultError =>
    new FaultError({ code: 'VAULT_DAMAGED', path: folder, detail })
  if (keyId !== null && keyIdOf(key) !== keyId) throw damaged('a key slot holds another key than it says')
  const older = openOlderKeys(vaultId, facts.olderKeys, key)
  if (older === null) throw damaged('an older key in it does not open')
  const access = { folder, vaultId, vaultKey: key.toString('base64') }
  if (older.length === 0) return access
  return { ...access, olderKeys: older.map((one) => one.toString('base64')) }
}

/** An unlocked vault, and the slot that its key was in; null of a vault that is not encrypted. */
export interface UnlockedVault {
  readonly access: VaultAccess
  readonly slotId: string | null
}

/**
 * Gets a vault's key out of whichever slot the secret opens. A vault that is not encrypted needs none.
 * Throws KEY_NEEDED (no secret, or none of a kind that the vault has a slot for), KEY_WRONG, RECOVERY_CODE_MISTYPED.
 */
export async function unlockBySlot(facts: VaultFacts, secret: KeySecret | null): Promise<UnlockedVault> {
  const { folder, vaultId } = facts
  if (facts.encryption === 'none') return { access: { folder, vaultId, vaultKey: null }, slotId: null }
  const fitting = facts.slots.filter((slot) => slot.kind === secret?.kind)
  if (secret === null || fitting.length === 0) {
    const slots = [...new Set(facts.slots.map((slot) => slot.kind))]
    throw new FaultError({ code: 'KEY_NEEDED', path: folder, slots })
  }
  for (const slot of fitting) {
    const key = await openKeySlot(vaultId, slot, secret)
    if (key === null) continue
    return { access: accessWith(facts, key), slotId: slot.id }
  }
  throw new FaultError({ code: 'KEY_WRONG', path: folder })
}

/** As `unlockBySlot`, for those who need not know the slot. */
export async function unlockVault(facts: VaultFacts, secret: KeySecret | null): Promise<VaultAccess> {
  return (await unlockBySlot(facts, secret)).access
}

/** Whether the vault has another key now than this one (base64; null: it was not unlocked). */
export function isKeyRotated({ keyId }: Pick<VaultFacts, 'keyId'>, vaultKey: string | null): boolean {
  return keyId !== null && vaultKey !== null && keyIdOf(Buffer.from(vaultKey, 'base64')) !== keyId
}

/**
 * Sees that the vault a job was sent to is still the one at its path. A folder without it is the empty mount point of a
 * drive that was unplugged. Throws VAULT_MISSING, VAULT_DAMAGED (another vault is there now), KEY_ROTATED and as `openVault`.
 */
export async function confirmVault(ports: Ports, access: VaultAccess): Promise<VaultFacts> {
  const facts = await readVaultFile(ports, access.folder)
  if (facts === null) throw new FaultError({ code: 'VAULT_MISSING', path: access.folder })
  if (facts.vaultId === access.vaultId) {
    // A program that holds the key from before a rotation would go on writing with it.
    if (!isKeyRotated(facts, access.vaultKey)) return facts
    throw new FaultError({ code: 'KEY_ROTATED', path: facts.folder })
  }
  const detail = `another vault (${facts.vaultId}) is at this path now`
  throw new FaultError({ code: 'VAULT_DAMAGED', path: access.folder, detail })
}
