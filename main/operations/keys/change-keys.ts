import type { SavedSlot } from '../../../shared/domain/keys/keys-view.ts'
import { FaultError, faultOf } from '../../../shared/domain/fault.ts'
import {
  openKeySlot,
  removeKeySlot,
  removeSlotTest,
  replaceKeySlots,
  type KeySlot,
} from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { World } from '../world.ts'
import { adoptSlots } from './adopt-slots.ts'
import { findSlot } from './find-slot.ts'
import { noteSlotTest } from './note-slot-test.ts'
import { dropKeyFile, prepareSlot, type WantedSlot } from './prepare-slot.ts'
import { ownKeyFileOf } from './resolve-key.ts'
import { secretsAtHand } from './secrets-at-hand.ts'

/** Somebody typed the name of the vault. Throws KEY_CHANGE_NOT_CONFIRMED. */
export function confirmVaultName({ session }: OperationsContext, confirmName: string): void {
  const { name } = session.reachable().facts
  if (confirmName !== name) throw new FaultError({ code: 'KEY_CHANGE_NOT_CONFIRMED', vault: name })
}

/** A slot's record of tests tells nothing once the slot is gone; one that stays harms nothing. */
async function forgetTests(
  { world }: OperationsContext,
  folder: string,
  slots: readonly KeySlot[],
): Promise<void> {
  for (const { id } of slots) {
    await removeSlotTest(world.ports, folder, id).catch((error: unknown) =>
      world.ports.logger.warn('keys.test_not_removed', {
        slotId: id,
        fault: faultOf(error) ?? String(error),
      }),
    )
  }
}

async function saveSlot(
  context: OperationsContext,
  wanted: WantedSlot,
  older: readonly KeySlot[],
  keepCode?: (code: string) => Promise<void>,
): Promise<SavedSlot> {
  const { world, session } = context
  const vault = session.reachable()
  if (vault.access.vaultKey === null) {
    throw new FaultError({ code: 'VAULT_NOT_ENCRYPTED', path: vault.access.folder })
  }
  const prepared = await prepareSlot(world, vault.access, wanted)
  const { secret, recoveryCode, keyFile } = prepared
  const keep = async (): Promise<void> => {
    await prepared.keep()
    if (recoveryCode !== null) await keepCode?.(recoveryCode)
  }
  const olderIds = new Set(older.map(({ id }) => id))
  const replaces = ({ id }: KeySlot): boolean => olderIds.has(id)
  const facts = await replaceKeySlots(world.ports, vault.access, secret, { replaces, keep }).catch(
    async (error: unknown) => {
      await prepared.discard()
      throw error
    },
  )
  const made = facts.slots.at(-1)
  if (made === undefined) throw new Error('the slot that was made is the last one')
  const isOpenedWith = older.some(({ id }) => id === vault.slotId)
  adoptSlots(context, facts, isOpenedWith ? made.id : undefined)
  await noteSlotTest(world, vault, made.id).catch(() => undefined)
  await forgetTests(context, facts.folder, older)
  return { slotId: made.id, kind: made.kind, recoveryCode, keyFile }
}

/** Refuses a second slot for one keychain entry: the first would never open again. */
async function refuseSecondKeychain(context: OperationsContext): Promise<void> {
  const { world, session } = context
  const { facts, access } = session.reachable()
  for (const slot of facts.slots.filter(({ kind }) => kind === 'keychain')) {
    if (await opensHere(world, access.vaultId, slot)) {
      const detail = `the keychain of this machine opens the vault already; \`holdfast key change ${slot.id.slice(0, 8)}\` gives it a new secret`
      throw new FaultError({ code: 'WRONG_USE', detail })
    }
  }
}

async function opensHere(world: World, vaultId: string, slot: KeySlot): Promise<boolean> {
  for (const { secret } of await secretsAtHand(world, vaultId, slot.kind)) {
    if ((await openKeySlot(vaultId, slot, secret)) !== null) return true
  }
  return false
}

/**
 * Gives the vault one more slot. No backup is rewritten. Throws VAULT_NOT_ENCRYPTED, PASSPHRASE_TOO_SHORT, KEY_FILE_UNREADABLE,
 * KEYCHAIN_UNREACHABLE, VAULT_LOCKED, WRONG_USE, and the faults of writing to a vault.
 */
export async function addKey(context: OperationsContext, wanted: WantedSlot): Promise<SavedSlot> {
  if (wanted.kind === 'keychain') await refuseSecondKeychain(context)
  return saveSlot(context, wanted, [])
}

/**
 * Makes a new recovery code in the place of every one that there is; `keep` is handed it before the older ones go, and what it throws leaves them as
 * they were. Throws as `addKey`.
 */
export function renewRecoveryCode(
  context: OperationsContext,
  keep?: (code: string) => Promise<void>,
): Promise<SavedSlot> {
  const older = context.session.reachable().facts.slots.filter(({ kind }) => kind === 'recovery_code')
  return saveSlot(context, { kind: 'recovery_code' }, older, keep)
}

/** Gives a slot a new secret: the old one opens the vault no more. Throws as `addKey`, and KEY_SLOT_UNKNOWN, WRONG_USE for another kind. */
export async function changeKey(
  context: OperationsContext,
  called: string,
  wanted: WantedSlot,
): Promise<SavedSlot> {
  const slot = await findSlot(context, called)
  const kind = wanted.kind === 'passphrase_file' ? 'passphrase' : wanted.kind
  if (kind !== slot.kind) {
    const detail = `a slot stays of its kind; \`holdfast key add\` makes one of another`
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
  const { world, session } = context
  const { vaultId } = session.reachable().access
  const isElsewhere = kind === 'keychain' && !(await opensHere(world, vaultId, slot))
  if (isElsewhere) {
    const detail = 'this slot’s secret is in the keychain of another machine or user: change it there'
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
  const own = await ownFileOf(context, slot)
  const saved = await saveSlot(context, wanted, [slot])
  if (own !== null && own !== saved.keyFile) await dropKeyFile(own)
  return saved
}

/** Holdfast's own key file, where it is this slot's. */
async function ownFileOf({ world, session }: OperationsContext, slot: KeySlot): Promise<string | null> {
  if (slot.kind !== 'key_file') return null
  const { vaultId } = session.reachable().access
  const file = ownKeyFileOf(world, vaultId)
  for (const { secret, keyFile } of await secretsAtHand(world, vaultId, 'key_file')) {
    if (keyFile === file && (await openKeySlot(vaultId, slot, secret)) !== null) return file
  }
  return null
}

/** What a removal leaves. */
export interface RemovedSlot {
  readonly slotId: string
}

/**
 * Removes a slot; its secret opens the vault no more, and what this machine kept of it is removed too. Throws KEY_SLOT_UNKNOWN,
 * KEY_SLOT_IS_LAST, KEY_CHANGE_NOT_CONFIRMED, VAULT_NOT_ENCRYPTED, VAULT_LOCKED, and the faults of writing to a vault.
 */
export async function removeKey(
  context: OperationsContext,
  called: string,
  confirmName: string,
): Promise<RemovedSlot> {
  const { world, session } = context
  const slot = await findSlot(context, called)
  confirmVaultName(context, confirmName)
  const { access } = session.reachable()
  const own = await ownFileOf(context, slot)
  const isInKeychain = slot.kind === 'keychain' && (await opensHere(world, access.vaultId, slot))
  const facts = await removeKeySlot(world.ports, access, slot.id)
  adoptSlots(context, facts)
  if (own !== null) await dropKeyFile(own)
  if (isInKeychain) {
    await world.keychain
      .remove(access.vaultId)
      .catch((error: unknown) =>
        world.ports.logger.warn('keychain.not_removed', { fault: faultOf(error) ?? String(error) }),
      )
  }
  await forgetTests(context, facts.folder, [slot])
  return { slotId: slot.id }
}
