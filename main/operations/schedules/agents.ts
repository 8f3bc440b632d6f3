import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import { listLeases, takeLease, writingVault, type Lease } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { schedulesLease } from './hold-schedules.ts'

/** An agent that has a vault open. */
export interface AgentView {
  readonly pid: number
  readonly hostName: string
  /** On this machine, so that it can be told to stop. */
  readonly isHere: boolean
  /** It runs the schedules; otherwise it stands by. */
  readonly acts: boolean
}

const agentPurpose = 'agent'
/** On another machine an agent counts as gone when it was silent for so long. */
const silentForMs = 3 * 60_000

/** Room for a lease and the temporary name it is written under: two blocks of a file system. Bytes. */
const roomForLease = 8192

/**
 * Says in the open vault that an agent is there, until its lease is given back. Throws what keeps the vault from being used and the faults
 * of writing a vault.
 */
export async function announceAgent({ world, session }: OperationsContext): Promise<Lease> {
  const { ports } = world
  const name = `agent-${ports.ids.newId()}`
  const { folder } = session.reachable().access
  const wish = { name, purpose: agentPurpose, silentForMs }
  const lease = await writingVault(ports, folder, () => takeLease(ports, folder, wish))
  if (lease === null) throw new Error('a new name is never taken')
  return lease
}

/** Every agent that has the open vault open now, the one that acts first. Throws what keeps the vault from being used. */
export async function listAgents({ world, session }: OperationsContext): Promise<readonly AgentView[]> {
  const { ports } = world
  const leases = await listLeases(ports, session.reachable().access.folder)
  const living = leases.flatMap(({ name, facts, isAlive }) => (isAlive && facts ? [{ name, facts }] : []))
  const acting = living.find(({ name }) => name === schedulesLease)?.facts
  return living
    .filter(({ facts }) => facts.purpose === agentPurpose)
    .map(({ facts }) => ({
      pid: facts.pid,
      hostName: facts.hostName,
      isHere: facts.machine === ports.machine.id,
      acts: facts.machine === acting?.machine && facts.pid === acting.pid,
    }))
    .toSorted((one, other) => Number(other.acts) - Number(one.acts))
}

/**
 * What keeps agents from saying that they are there, and from running anything: the open vault has no room left; null: it has. Throws what
 * keeps the vault from being used; rejects with the system's errors.
 */
export async function lackOfRoom({ world, session }: OperationsContext): Promise<Fault | null> {
  const { folder } = session.reachable().access
  const freeBytes = await world.ports.files.freeBytes(folder)
  if (freeBytes >= roomForLease) return null
  return { code: 'VAULT_FULL', path: folder, neededBytes: roomForLease, freeBytes }
}

/** The agents of this machine, to be told to stop. Throws WRONG_USE where there is none. */
export async function agentsHere(context: OperationsContext): Promise<readonly AgentView[]> {
  const here = (await listAgents(context)).filter(({ isHere }) => isHere)
  if (here.length > 0) return here
  throw new FaultError({ code: 'WRONG_USE', detail: 'no agent of this machine has the vault open' })
}
