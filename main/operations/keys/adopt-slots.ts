import type { VaultFacts } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'

/** The open vault's slots are others now. `slotId`: what it counts as opened with from now on; left out: as before. */
export function adoptSlots(
  { session, changes }: OperationsContext,
  facts: VaultFacts,
  slotId?: string,
): void {
  const vault = session.current()
  if (vault === null || vault.facts.vaultId !== facts.vaultId) return
  session.become({ state: 'open', vault: { ...vault, facts, slotId: slotId ?? vault.slotId } })
  changes.tell({ topic: 'keys' })
}
