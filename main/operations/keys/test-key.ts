import { FaultError } from '../../../shared/domain/fault.ts'
import { testKeySlot } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'
import { findSlot } from './find-slot.ts'
import { noteSlotTest } from './note-slot-test.ts'
import { secretOf, type GivenKey } from './resolve-key.ts'
import { secretsAtHand } from './secrets-at-hand.ts'

/** A slot that was just seen to open the vault. */
export interface TestedSlot {
  readonly slotId: string
  readonly testedAt: string
}

/**
 * Opens the vault by one slot, with the secret that is given or what this machine has for it, and keeps that it did. Throws KEY_WRONG where
 * it does not open, KEY_NEEDED where there is nothing to try, KEY_SLOT_UNKNOWN, VAULT_NOT_ENCRYPTED, RECOVERY_CODE_MISTYPED,
 * KEY_FILE_UNREADABLE, KEYCHAIN_UNREACHABLE.
 */
export async function testKey(
  context: OperationsContext,
  called: string,
  given?: GivenKey,
): Promise<TestedSlot> {
  const { world, session } = context
  const vault = session.reachable()
  const { id, kind } = await findSlot(context, called)
  const { folder, vaultId } = vault.access
  // A keychain that does not answer says why: it is what is being tested.
  if (given === undefined && kind === 'keychain') await world.keychain.get(vaultId)
  const tried =
    given === undefined
      ? (await secretsAtHand(world, vaultId, kind)).map(({ secret }) => secret)
      : [await secretOf(given)]
  if (tried.length === 0) throw new FaultError({ code: 'KEY_NEEDED', path: folder, slots: [kind] })
  for (const secret of tried) {
    if (!(await testKeySlot(world.ports, vault.access, id, secret))) continue
    if (!vault.isReadOnly) await noteSlotTest(world, vault, id)
    context.changes.tell({ topic: 'keys' })
    return { slotId: id, testedAt: instantOf(world.ports.clock) }
  }
  throw new FaultError({ code: 'KEY_WRONG', path: folder })
}
