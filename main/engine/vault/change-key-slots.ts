import { FaultError } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { makeKeySlot, openKeySlot, type KeySecret, type KeySlot } from './key-slots.ts'
import { holdingLease } from './leases.ts'
import { confirmVault } from './open-vault.ts'
import { writeVaultFile, type VaultFacts } from './vault-file.ts'
import { writingVault } from './vault-faults.ts'

function keyOf(access: VaultAccess): Buffer {
  if (access.vaultKey !== null) return Buffer.from(access.vaultKey, 'base64')
  throw new FaultError({ code: 'VAULT_NOT_ENCRYPTED', path: access.folder })
}

/** The vault file as another program left it, changed by nobody else meanwhile. */
function changingSlots<T>(
  ports: Ports,
  access: VaultAccess,
  change: (facts: VaultFacts) => Promise<T>,
): Promise<T> {
  return writingVault(ports, access.folder, () =>
    holdingLease(ports, access.folder, 'key-slots', async () => change(await confirmVault(ports, access))),
  )
}

async function proveSlot(
  ports: Ports,
  access: VaultAccess,
  slotId: string,
  secret: KeySecret,
): Promise<VaultFacts> {
  const facts = await confirmVault(ports, access)
  const slot = facts.slots.find((one) => one.id === slotId)
  const key = slot === undefined ? null : await openKeySlot(facts.vaultId, slot, secret)
  if (key?.equals(keyOf(access)) === true) return facts
  throw new FaultError({
    code: 'VAULT_DAMAGED',
    path: access.folder,
    detail: 'the new key slot could not be opened after it was written; the old ones are as they were',
  })
}

async function writeNewSlot(
  ports: Ports,
  access: VaultAccess,
  facts: VaultFacts,
  secret: KeySecret,
): Promise<VaultFacts> {
  const { vaultId, folder } = facts
  const createdAt = new Date(ports.clock.now()).toISOString()
  const slotId = ports.ids.newId()
  const slot = await makeKeySlot({ vaultId, folder, slotId, createdAt }, keyOf(access), secret)
  await writeVaultFile(ports, { ...facts, slots: [...facts.slots, slot] })
  return proveSlot(ports, access, slotId, secret)
}

async function writeWithout(
  ports: Ports,
  facts: VaultFacts,
  gone: (slot: KeySlot) => boolean,
): Promise<VaultFacts> {
  const next = { ...facts, slots: facts.slots.filter((slot) => !gone(slot)) }
  if (next.slots.length === 0) throw new FaultError({ code: 'KEY_SLOT_IS_LAST', path: facts.folder })
  await writeVaultFile(ports, next)
  return next
}

/** Adds a slot, then opens the vault with it as it was stored. Rewrites no backup. Throws VAULT_NOT_ENCRYPTED, VAULT_LOCKED and as `makeKeySlot`. */
export function addKeySlot(ports: Ports, access: VaultAccess, secret: KeySecret): Promise<VaultFacts> {
  return changingSlots(ports, access, (facts) => writeNewSlot(ports, access, facts, secret))
}

/** Removes a slot; never the last one (KEY_SLOT_IS_LAST). A slot that is not there is no error. */
export function removeKeySlot(ports: Ports, access: VaultAccess, slotId: string): Promise<VaultFacts> {
  return changingSlots(ports, access, (facts) => writeWithout(ports, facts, (slot) => slot.id === slotId))
}

/** Which slots a new one takes the place of, and what keeps its secret. */
export interface SlotReplacement {
  readonly replaces: (slot: KeySlot) => boolean
  /** Called when the vault opens with the new slot and still with the old ones. What it throws leaves the old ones there. */
  readonly keep?: (() => Promise<void>) | undefined
}

/**
 * Changes a secret (a new passphrase): writes the new slot, opens the vault with it, has the secret kept, and only then removes the slots
 * that it replaces. A secret that could not be kept leaves no slot. Rewrites no backup.
 */
export function replaceKeySlots(
  ports: Ports,
  access: VaultAccess,
  secret: KeySecret,
  { replaces, keep }: SlotReplacement,
): Promise<VaultFacts> {
  return changingSlots(ports, access, async (facts) => {
    const older = new Set(facts.slots.filter(replaces).map((slot) => slot.id))
    const withNew = await writeNewSlot(ports, access, facts, secret)
    try {
      await keep?.()
    } catch (error) {
      await writeVaultFile(ports, facts)
      throw error
    }
    return writeWithout(ports, withNew, (slot) => older.has(slot.id))
  })
}

/** Whether a secret opens a slot, as it is stored now, and the key in it is the vault's. Throws KEY_SLOT_UNKNOWN and as `openKeySlot`. */
export async function testKeySlot(
  ports: Ports,
  access: VaultAccess,
  slotId: string,
  secret: KeySecret,
): Promise<boolean> {
  const facts = await confirmVault(ports, access)
  const slot = facts.slots.find((one) => one.id === slotId)
  if (slot === undefined) throw new FaultError({ code: 'KEY_SLOT_UNKNOWN', slot: slotId })
  return (await openKeySlot(facts.vaultId, slot, secret))?.equals(keyOf(access)) === true
}
