import type { WatchedBy } from '../../../shared/domain/alerts/alert-views.ts'
import { listLeases } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { schedulesLease } from '../schedules/hold-schedules.ts'
import type { KnownVault } from '../vaults/vault-session.ts'

/** The program that watches a vault's health and tells of its alerts: the one that runs its schedules. Null: none, or the vault is away. */
export async function watchedBy(
  { world }: Pick<OperationsContext, 'world'>,
  { access }: KnownVault,
): Promise<WatchedBy | null> {
  const leases = await listLeases(world.ports, access.folder).catch(() => [])
  const facts = leases.find(({ name, isAlive }) => name === schedulesLease && isAlive)?.facts
  if (facts === undefined) return null
  const { machine } = world.ports
  const isThisProgram = facts.machine === machine.id && facts.pid === machine.pid
  return { isThisProgram, pid: facts.pid, hostName: facts.hostName }
}
