import { setTimeout as delay } from 'node:timers/promises'

import { assertNever } from '../../../shared/base/assert-never.ts'
import { FaultError, faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import type { JobView } from '../../../shared/domain/job.ts'
import type { Lease } from '../../engine/engine.ts'
import type { Operations } from '../../operations/operations.ts'
import { openChannelMessenger } from '../../operations/channels/channel-messenger.ts'
import { createDrillRounds } from '../../operations/drills/drill-rounds.ts'
import { createMonitor } from '../../operations/monitoring/monitor.ts'
import { announceAgent } from '../../operations/schedules/agents.ts'
import { createScheduler, type Scheduler } from '../../operations/schedules/scheduler.ts'
import { viewSchedules } from '../../operations/schedules/view-schedules.ts'
import { watchVault } from '../../operations/vaults/watch-vault.ts'

/** Something that the agent did or saw. */
export type AgentEvent =
  | { readonly event: 'waiting'; readonly fault: Fault }
  /** It is there and can do nothing: the vault has no room for its lease, or can't be written. */
  | { readonly event: 'hindered'; readonly fault: Fault }
  | { readonly event: 'acting' }
  | { readonly event: 'standing_by'; readonly by: string }
  | { readonly event: 'ended'; readonly job: JobView }
  | { readonly event: 'stopping'; readonly running: number }

/** How the agent is run. */
export interface AgentOptions {
  /** Opens the vault; called again while it is missing or read-only: a drive may be plugged in, or mounted anew, later. */
  openVault(): Promise<unknown>
  tell(event: AgentEvent): void
  /** Aborted when it is to stop. */
  readonly signal: AbortSignal
  /** Waits for what runs when it is to stop; otherwise that is cancelled, and made again at the next start. */
  readonly finishes: boolean
}

const openAgainMs = 15_000
const standByMs = 15_000
const lookAgainMs = 250

/** In a vault that can't be written nothing would ever run, and nobody would be told. */
async function openToWork({ session }: Operations, options: AgentOptions): Promise<void> {
  await options.openVault()
  const { access, isReadOnly } = session.reachable()
  if (isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: access.folder })
}

async function openWhenThere(operations: Operations, options: AgentOptions): Promise<boolean> {
  let hasTold = false
  while (!options.signal.aborted) {
    try {
      await openToWork(operations, options)
      return true
    } catch (error) {
      const fault = faultOf(error)
      if (fault?.code !== 'VAULT_MISSING' && fault?.code !== 'VAULT_READ_ONLY') throw error
      if (!hasTold) options.tell({ event: 'waiting', fault })
      hasTold = true
    }
    await delay(openAgainMs, undefined, { signal: options.signal }).catch(() => undefined)
  }
  return false
}

type Held = Pick<Lease, 'renew' | 'release'>

/** The lease that says that this agent is there, as soon as the vault has room for it; until then, what is in the way. */
async function announced(operations: Operations, held: Held | null): Promise<Held | Fault> {
  try {
    if (held === null) return await announceAgent(operations)
    await held.renew()
    return held
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    return fault
  }
}

async function actingWords(operations: Operations): Promise<string | null> {
  try {
    const { actedBy } = await viewSchedules(operations)
    if (actedBy === null) return null
    return actedBy.isThisProgram ? 'this' : `process ${actedBy.pid} on ${actedBy.hostName}`
  } catch {
    return null
  }
}

/** Tells who acts and what hinders it, each time that it becomes another, and says in the vault that this agent is there. */
async function followActing(
  operations: Operations,
  scheduler: Scheduler,
  options: AgentOptions,
): Promise<Held | null> {
  let held: Held | null = null
  let told = ''
  while (!options.signal.aborted) {
    const found = await announced(operations, held)
    const obstacle = 'code' in found ? found : scheduler.obstacle()
    if (!('code' in found)) held = found
    const by = await actingWords(operations)
    const now = obstacle?.code ?? by ?? ''
    if (now !== '' && now !== told) {
      if (obstacle !== null) options.tell({ event: 'hindered', fault: obstacle })
      else options.tell(now === 'this' ? { event: 'acting' } : { event: 'standing_by', by: now })
      told = now
    }
    const restMs = told === '' ? lookAgainMs : standByMs
    await delay(restMs, undefined, { signal: options.signal }).catch(() => undefined)
  }
  return held
}

function tellEnds(operations: Operations, options: AgentOptions): () => void {
  return operations.changes.listen((change) => {
    if (change.topic !== 'jobs') return
    for (const job of change.jobs) if (job.endedAt !== undefined) options.tell({ event: 'ended', job })
  })
}

async function stop(operations: Operations, scheduler: Scheduler, options: AgentOptions): Promise<void> {
  await scheduler.stop()
  const running = operations.queue.views().filter(({ state }) => state === 'running').length
  options.tell({ event: 'stopping', running })
  if (options.finishes) await operations.queue.finish()
  await operations.close()
  await scheduler.letGo()
}

/** Runs schedules until the signal says to stop; then finishes or cancels what runs. Throws the faults of opening the vault. */
export async function runAgent(operations: Operations, options: AgentOptions): Promise<void> {
  if (!(await openWhenThere(operations, options))) return
  const stopWatching = watchVault(operations)
  const stopTelling = tellEnds(operations, options)
  const scheduler = createScheduler(operations)
  const monitor = createMonitor(operations, scheduler, (vault, isAway) =>
    openChannelMessenger(operations.world, vault, isAway),
  )
  const drills = createDrillRounds(operations, scheduler)
  scheduler.start()
  monitor.start()
  drills.start()
  const lease = await followActing(operations, scheduler, options)
  stopWatching()
  drills.stop()
  await monitor.stop()
  await stop(operations, scheduler, options)
  await lease?.release()
  stopTelling()
}

/** An event in words, one line. */
export function agentWords(event: AgentEvent): string {
  switch (event.event) {
    case 'waiting':
      return `Waiting for the vault: ${faultText(event.fault).message}`
    case 'hindered':
      return `Nothing runs by itself: ${faultText(event.fault).message} ${faultText(event.fault).remedy}`
    case 'acting':
      return 'Running the schedules of this vault.'
    case 'standing_by':
      return `Standing by: ${event.by} runs the schedules of this vault.`
    case 'ended': {
      const { kind, database, state, fault } = event.job
      const failure = fault === undefined ? '' : `: ${faultText(fault).message}`
      return `${kind.replaceAll('_', ' ')} of ${database}: ${state}${failure}`
    }
    case 'stopping':
      return event.running === 0 ? 'Stopping.' : `Stopping: ${event.running} running.`
    default:
      return assertNever(event, 'event')
  }
}
