import type { KeySlotView, KeysView } from '../../../shared/domain/keys/keys-view.ts'
import { isSlotTestDue } from '../../../shared/domain/keys/slot-test-due.ts'
import { confirmVault, listSlotTests } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'

/** What opens the vault, as its file has it now. Throws what keeps the vault from being read. */
export async function listKeys({ world, session }: OperationsContext): Promise<KeysView> {
  const vault = session.reachable()
  const facts = await confirmVault(world.ports, vault.access)
  const tests = await listSlotTests(world.ports, facts.folder)
  const slots = facts.slots.map(({ id, kind, createdAt }): KeySlotView => {
    const test = tests.get(id)
    const tested = test === undefined ? null : { at: test.testedAt, user: test.user, machine: test.machine }
    const isTestDue = isSlotTestDue(createdAt, tested?.at ?? null, world.ports.clock.now())
    return { id, kind, createdAt, tested, isOpenedWith: id === vault.slotId, isTestDue }
  })
  return { vault: facts.name, encryption: facts.encryption, slots }
}
