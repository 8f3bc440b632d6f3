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
  throw new FaultError({ code: 'KEY_NEEDED', path: access.folder, slots: [] })
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
  if (next.slots.length === 0) {
    throw new FaultError({
      code: 'WRONG_USE',
      detail: 'this is the vault’s last key slot; without one no backup in it can be restored',
    })
  }
  await writeVaultFile(ports, next)
  return next
}

/** Adds a slot, then opens the vault with it as it was stored. Rewrites no backup. Throws KEY_NEEDED, VAULT_LOCKED and as `makeKeySlot`. */
export function addKeySlot(ports: Ports, access: VaultAccess, secret: KeySecret): Promise<VaultFacts> {
  return changingSlots(ports, access, (facts) => writeNewSlot(ports, access, facts, secret))
}

/** Removes a slot; never the last one (WRONG_USE). A slot that is not there is no error. */
export function removeKeySlot(ports: Ports, access: VaultAccess, slotId: string): Promise<VaultFacts> {
  return changingSlots(ports, access, (facts) => writeWithout(ports, facts, (slot) => slot.id === slotId))
}

/**
 * Changes the secret of one kind (a new passphrase): writes the new slot, opens the vault with it, and only then
 * removes the older slots of that kind. Rewrites no backup.
 */
export function replaceKeySlots(ports: Ports, access: VaultAccess, secret: KeySecret): Promise<VaultFacts> {
  return changingSlots(ports, access, async (facts) => {
    const older = new Set(facts.slots.filter((slot) => slot.kind === secret.kind).map((slot) => slot.id))
    const withNew = await writeNewSlot(ports, access, facts, secret)
    return writeWithout(ports, withNew, (slot) => older.has(slot.id))
  })
}
