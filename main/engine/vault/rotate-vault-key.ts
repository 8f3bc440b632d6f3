import { randomBytes } from 'node:crypto'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import { keyBytes } from '../image/key-wrapping.ts'
import type { Ports } from '../ports/ports.ts'
import { makeKeySlot, type KeySecret, type KeySlot } from './key-slots.ts'
import { holdingLease } from './leases.ts'
import { wrapOlderKey } from './older-keys.ts'
import { confirmVault, unlockBySlot } from './open-vault.ts'
import { readVaultFile, writeVaultFile, type VaultFacts } from './vault-file.ts'
import { writingVault } from './vault-faults.ts'
import { keyIdOf, keysOf } from './vault-keys.ts'

/** A vault with a new key. */
export interface RotatedVault {
  readonly facts: VaultFacts
  readonly access: VaultAccess
}

/** The keys that the vault had, each wrapped by the new one; when each was retired is kept. */
function wrapAll(
  ports: Ports,
  facts: VaultFacts,
  access: VaultAccess,
  key: Uint8Array,
): VaultFacts['olderKeys'] {
  const now = new Date(ports.clock.now()).toISOString()
  const { vaultId } = facts
  return keysOf(access).map((older, at) => {
    const before = facts.olderKeys[at - 1]
    const id = before?.id ?? ports.ids.newId()
    return wrapOlderKey({ vaultId, id, retiredAt: before?.retiredAt ?? now }, key, older)
  })
}

async function makeSlots(
  ports: Ports,
  { vaultId, folder }: VaultFacts,
  key: Uint8Array,
  secrets: readonly KeySecret[],
): Promise<readonly KeySlot[]> {
  const createdAt = new Date(ports.clock.now()).toISOString()
  const slots: KeySlot[] = []
  for (const secret of secrets) {
    const naming = { vaultId, folder, slotId: ports.ids.newId(), createdAt }
    slots.push(await makeKeySlot(naming, key, secret))
  }
  return slots
}

/** The vault as it was stored opens with each of the secrets. */
async function proveRotation(
  ports: Ports,
  folder: string,
  key: Uint8Array,
  secrets: readonly KeySecret[],
): Promise<void> {
  const stored = await readVaultFile(ports, folder)
  for (const secret of secrets) {
    const opened = stored === null ? null : (await unlockBySlot(stored, secret)).access.vaultKey
    if (opened === Buffer.from(key).toString('base64')) continue
    const detail = 'the rotated key could not be opened after it was written; the old one is as it was'
    throw new FaultError({ code: 'VAULT_DAMAGED', path: folder, detail })
  }
}

/**
 * Gives the vault a new random key, in a new slot for each secret; every slot that there was goes, for it holds the old key. Older keys are kept,
 * wrapped by the new one, so that everything written so far is still read; no backup is rewritten. Both copies of the vault's file are written one
 * after the other, and the first is opened with every secret before the second, the old one, goes: at every instant the vault opens with the old
 * secrets or with the new ones, and reads everything. `keep` is called after that, before the old copy goes. Throws VAULT_NOT_ENCRYPTED,
 * KEY_SLOT_IS_LAST without a secret, KEY_ROTATED, VAULT_LOCKED, as `makeKeySlot`, and what `keep` throws: then nothing is changed.
 */
export async function rotateVaultKey(
  ports: Ports,
  access: VaultAccess,
  secrets: readonly KeySecret[],
  keep?: () => Promise<void>,
): Promise<RotatedVault> {
  const { folder, vaultKey } = access
  if (vaultKey === null) throw new FaultError({ code: 'VAULT_NOT_ENCRYPTED', path: folder })
  if (secrets.length === 0) throw new FaultError({ code: 'KEY_SLOT_IS_LAST', path: folder })
  return writingVault(ports, folder, () =>
    holdingLease(ports, folder, 'key-slots', async () => {
      const before = await confirmVault(ports, access)
      const key = randomBytes(keyBytes)
      const slots = await makeSlots(ports, before, key, secrets)
      const olderKeys = wrapAll(ports, before, access, key)
      const facts: VaultFacts = { ...before, slots, keyId: keyIdOf(key), olderKeys }
      const check = async (): Promise<void> => {
        await proveRotation(ports, folder, key, secrets)
        await keep?.()
      }
      await writeVaultFile(ports, facts, { before, check })
      const keys = keysOf(access).map((one) => Buffer.from(one).toString('base64'))
      return { facts, access: { ...access, vaultKey: key.toString('base64'), olderKeys: keys } }
    }),
  )
}
