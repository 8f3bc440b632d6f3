import { FaultError } from '../../../shared/domain/fault.ts'
import { confirmVault, type KeySlot } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'

/** The one slot that is meant by an id, the beginning of one, or a kind. Throws VAULT_NOT_ENCRYPTED, KEY_SLOT_UNKNOWN. */
export async function findSlot(context: OperationsContext, called: string): Promise<KeySlot> {
  const { access } = context.session.reachable()
  const { slots, encryption } = await confirmVault(context.world.ports, access)
  if (encryption === 'none') throw new FaultError({ code: 'VAULT_NOT_ENCRYPTED', path: access.folder })
  const kind = called.replaceAll('-', '_')
  const exact = slots.find(({ id }) => id === called)
  const meant = slots.filter((slot) => slot.kind === kind || (called !== '' && slot.id.startsWith(called)))
  const [only] = exact === undefined ? meant : [exact]
  if (only !== undefined && (exact !== undefined || meant.length === 1)) return only
  throw new FaultError({ code: 'KEY_SLOT_UNKNOWN', slot: called })
}
