import { faultOf } from '../../../shared/domain/fault.ts'
import { listSlotTests, saveSlotTest } from '../../engine/engine.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { instantOf, type World } from '../world.ts'

const notedAgainAfterMs = 24 * 60 * 60 * 1000

/** Keeps in the vault that a slot opened it just now. Throws the faults of writing to a vault. */
export function noteSlotTest(
  world: World,
  { access }: Pick<OpenVault, 'access'>,
  slotId: string,
): Promise<void> {
  const { user, machine } = world.actor
  const testedAt = instantOf(world.ports.clock)
  return saveSlotTest(world.ports, access.folder, { slotId, testedAt, user, machine })
}

/** Keeps that the vault was opened by its slot, once a day and for each machine. A vault that can't be written costs only that. */
export async function noteSlotOpened(
  world: World,
  vault: Pick<OpenVault, 'access' | 'slotId'>,
): Promise<void> {
  const { access, slotId } = vault
  if (slotId === null) return
  try {
    const noted = (await listSlotTests(world.ports, access.folder)).get(slotId)
    const ageMs = world.ports.clock.now() - Date.parse(noted?.testedAt ?? '')
    if (noted?.machine === world.actor.machine && ageMs >= 0 && ageMs < notedAgainAfterMs) return
    await noteSlotTest(world, vault, slotId)
  } catch (error) {
    world.ports.logger.warn('keys.test_not_kept', { slotId, fault: faultOf(error) ?? String(error) })
  }
}
