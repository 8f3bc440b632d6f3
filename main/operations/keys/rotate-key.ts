import { FaultError } from '../../../shared/domain/fault.ts'
import type { RotatedKeys } from '../../../shared/domain/keys/keys-view.ts'
import type { KeySlotKind } from '../../../shared/domain/views.ts'
import {
  changeAccess,
  confirmVault,
  openKeySlot,
  newRecoveryCode,
  readAccess,
  rotateVaultKey,
  type KeySecret,
  type KeySlot,
} from '../../engine/engine.ts'
import { resealSecrets } from '../channels/reseal-secrets.ts'
import type { OperationsContext } from '../operations-context.ts'
import { closeVault } from '../vaults/close-vault.ts'
import { enterVault } from '../vaults/open-vault.ts'
import { confirmVaultName } from './change-keys.ts'
import { secretOf, type GivenKey } from './resolve-key.ts'
import { secretsAtHand } from './secrets-at-hand.ts'

/** A rotation as a person wants it. */
export interface RotationOrder {
  /** Secrets that go on opening the vault, besides those that this machine has. */
  readonly keys: readonly GivenKey[]
  /** Slots that are dropped, because their secret is not at hand. Others are never dropped without a word. */
  readonly drops: readonly string[]
  readonly confirmName: string
}

interface Held {
  readonly slot: KeySlot
  readonly secret: KeySecret
}

async function heldSlots(
  context: OperationsContext,
  slots: readonly KeySlot[],
  given: readonly KeySecret[],
): Promise<readonly Held[]> {
  const { world, session } = context
  const { vaultId } = session.reachable().access
  const held: Held[] = []
  for (const slot of slots) {
    const here = await secretsAtHand(world, vaultId, slot.kind)
    for (const secret of [...given, ...here.map((one) => one.secret)]) {
      if ((await openKeySlot(vaultId, slot, secret)) === null) continue
      held.push({ slot, secret })
      break
    }
  }
  return held
}

/** Which slots a rotation can keep: those whose secret is given or on this machine. Recovery codes are made anew. */
export async function slotsAtHand(
  context: OperationsContext,
  keys: readonly GivenKey[],
): Promise<{ readonly held: readonly Held[]; readonly missing: readonly KeySlot[] }> {
  const { world, session } = context
  const { slots } = await confirmVault(world.ports, session.reachable().access)
  const secrets = slots.filter(({ kind }) => kind !== 'recovery_code')
  const held = await heldSlots(context, secrets, await Promise.all(keys.map(secretOf)))
  const heldIds = new Set(held.map(({ slot }) => slot.id))
  return { held, missing: secrets.filter(({ id }) => !heldIds.has(id)) }
}

/** Throws ROTATION_DROPS_SLOTS where a slot would go that nobody named. */
function refuseUnnamed(missing: readonly KeySlot[], drops: readonly string[]): void {
  const unnamed = missing.filter(({ id }) => !drops.includes(id))
  if (unnamed.length === 0) return
  const slots = unnamed.map(({ id, kind }) => ({ id, kind }))
  throw new FaultError({ code: 'ROTATION_DROPS_SLOTS', slots })
}

/** A job that runs was handed the old key, and would write with it. Throws JOBS_RUNNING. */
function refuseBusy({ queue }: OperationsContext): void {
  const jobs = queue.views().filter(({ endedAt }) => endedAt === undefined).length
  if (jobs > 0) throw new FaultError({ code: 'JOBS_RUNNING', jobs })
}

function keyFromOf(secrets: readonly KeySecret[], before: KeySlotKind | 'none'): KeySlotKind | 'none' {
  return secrets.some(({ kind }) => kind === before) ? before : (secrets[0]?.kind ?? before)
}

/**
 * Gives the vault a new key. Slots whose secrets are at hand hold it from now on, recovery codes are made anew (one, which is answered once), the
 * others must be named to be dropped. Backups from before are read by the older key, which the new one opens; secrets of channels are sealed anew.
 * Throws ROTATION_DROPS_SLOTS, JOBS_RUNNING, KEY_CHANGE_NOT_CONFIRMED, ACCESS_DAMAGED, VAULT_NOT_ENCRYPTED, KEY_SLOT_IS_LAST, VAULT_LOCKED, and the faults of
 * reading what is given and of writing to a vault.
 */
export async function rotateKey(context: OperationsContext, order: RotationOrder): Promise<RotatedKeys> {
  const { world, session } = context
  confirmVaultName(context, order.confirmName)
  const vault = session.reachable()
  if (vault.access.vaultKey === null) {
    throw new FaultError({ code: 'VAULT_NOT_ENCRYPTED', path: vault.access.folder })
  }
  refuseBusy(context)
  const { held, missing } = await slotsAtHand(context, order.keys)
  refuseUnnamed(missing, order.drops)
  // A new recovery code is known to nobody until this has ended: it must not be all that opens the vault.
  if (held.length === 0) throw new FaultError({ code: 'KEY_SLOT_IS_LAST', path: vault.access.folder })
  const { slots } = await confirmVault(world.ports, vault.access)
  const recoveryCode = slots.some(({ kind }) => kind === 'recovery_code') ? newRecoveryCode() : null
  const code: readonly KeySecret[] =
    recoveryCode === null ? [] : [{ kind: 'recovery_code', code: recoveryCode }]
  const secrets = [...held.map(({ secret }) => secret), ...code]
  const rules = await readAccess(world.ports, vault.access)
  const { facts, access } = await rotateVaultKey(world.ports, vault.access, secrets)
  // Proved anew: a file that the older key proves is read too, for the case that the program dies here.
  if (rules !== null) await changeAccess(world.ports, access, () => Promise.resolve(rules))
  const opened = facts.slots.find(({ kind }) => kind === keyFromOf(secrets, vault.keyFrom))
  await closeVault(context)
  const keyFrom = opened?.kind ?? vault.keyFrom
  await enterVault(context, facts, { access, slotId: opened?.id ?? null, keyFrom })
  await resealSecrets(context)
  const dropped = missing.map(({ id, kind }) => ({ id, kind }))
  return { kept: held.map(({ slot }) => slot.kind), dropped, recoveryCode, olderKeys: facts.olderKeys.length }
}
