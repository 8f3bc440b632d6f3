import { setTimeout as delay } from 'node:timers/promises'

import { assertNever } from '../../../shared/base/assert-never.ts'
import { FaultError, faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import type { JobView } from '../../../shared/domain/job.ts'
import type { Lease } from '../../engine/engine.ts'
import type { Operations } from '../../operations/operations.ts'
import { openChannelMessenger } from '../../operations/channels/channel-messenger.ts'
import { createDrillRounds } from '../../operations/drills/drill-rounds.ts'
import type { FoundVault } from '../../operations/monitoring/away-watch.ts'
import type { OpenMessenger } from '../../operations/monitoring/messenger.ts'
import { createMonitor } from '../../operations/monitoring/monitor.ts'
import type { VaultTrouble } from '../../operations/monitoring/vault-reach.ts'
import { watchMissing } from '../../operations/monitoring/watch-missing.ts'
import { announceAgent } from '../../operations/schedules/agents.ts'
import { createScheduler, type Scheduler } from '../../operations/schedules/scheduler.ts'
import { viewSchedules } from '../../operations/schedules/view-schedules.ts'
import type { KnownVault } from '../../operations/vaults/vault-session.ts'
import { watchVault } from '../../operations/vaults/watch-vault.ts'
import { withinLimit } from '../../operations/within-limit.ts'

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
  readonly vaultFolder: string
  /** What this machine knows of the vault from before; null: nothing. */
  rememberedVault(): Promise<KnownVault | null>
  tell(event: AgentEvent): void
  /** Aborted when it is to stop. */
  readonly signal: AbortSignal
  /** Waits for what runs when it is to stop; otherwise that is cancelled, and made again at the next start. */
  readonly finishes: boolean
}

const openAgainMs = 15_000
/** A vault that has not answered by then is told of as one that is away. */
const openLimitMs = 30_000
/** What a vault that hangs was asked is waited for so long when the agent is to stop. */
const lastWaitMs = 5_000
const waitedFor: ReadonlySet<Fault['code']> = new Set(['VAULT_MISSING', 'VAULT_READ_ONLY'])
const standByMs = 15_000
const lookAgainMs = 250

function messengerOf({ world }: Operations): OpenMessenger {
  return (vault, isAway) => openChannelMessenger(world, vault, isAway)
}

/** In a vault that can't be written nothing would ever run, and nobody would be told. */
async function openToWork({ session }: Operations, options: AgentOptions): Promise<void> {
  await options.openVault()
  const { access, isReadOnly } = session.reachable()
  if (isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: access.folder })
}

/**
 * Tries to open the vault; answers what is in the way, null: nothing. Opening that does not answer goes on, and is waited for again: no second
 * one begins beside it.
 */
function openingWithin(
  operations: Operations,
  options: AgentOptions,
  remembered: () => Promise<KnownVault | null>,
): () => Promise<Fault | null> {
  let underWay: Promise<Fault | null> | null = null
  const opened = async (): Promise<Fault | null> => {
    try {
      await openToWork(operations, options)
      return null
    } catch (error) {
      const fault = faultOf(error)
      if (fault !== undefined && waitedFor.has(fault.code)) return fault
      // The mount point of a drive that is not there is a folder without a vault.
      if (fault?.code === 'VAULT_NOT_A_VAULT' && (await remembered()) !== null) return fault
      throw error
    }
  }
  const silent: Fault = { code: 'VAULT_SILENT', path: options.vaultFolder, waitedMs: openLimitMs }
  return () => {
    underWay ??= opened().finally(() => {
      underWay = null
    })
    return withinLimit(operations.world.timers, openLimitMs, underWay, silent)
  }
}

function foundBy(fault: Fault | null, vault: KnownVault | null): FoundVault | null {
  if (fault === null || vault === null) return null
  const trouble: VaultTrouble =
    fault.code === 'VAULT_READ_ONLY' ? { kind: 'vault_unwritable', fault } : { kind: 'vault_away' }
  return { vault, trouble }
}

async function openWhenThere(operations: Operations, options: AgentOptions): Promise<boolean> {
  let known: Promise<KnownVault | null> | undefined
  const remembered = (): Promise<KnownVault | null> => (known ??= options.rememberedVault())
  const open = openingWithin(operations, options, remembered)
  let fault: Fault | null = null
  let hasTold = false
  let stopTelling: (() => Promise<void>) | undefined
  try {
    while (!options.signal.aborted) {
      const opened = await Promise.race([open(), stopped(options.signal)])
      if (opened === 'stopped') return false
      if (opened === null) return true
      fault = opened
      if (!hasTold) options.tell({ event: 'waiting', fault })
      hasTold = true
      const vault = await remembered()
      const find = (): Promise<FoundVault | null> => Promise.resolve(foundBy(fault, vault))
      stopTelling ??= watchMissing(operations, find, messengerOf(operations))
      await delay(openAgainMs, undefined, { signal: options.signal }).catch(() => undefined)
    }
    return false
  } finally {
    await stopTelling?.()
  }
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

function stopped(signal: AbortSignal): Promise<'stopped'> {
  if (signal.aborted) return Promise.resolve('stopped')
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve('stopped'), { once: true })
  })
}

/** Tells who acts and what hinders it, each time that it becomes another, and says in the vault that this agent is there. */
async function followActing(
  operations: Operations,
  scheduler: Scheduler,
  options: AgentOptions,
  says: { lease: Held | null },
): Promise<void> {
  let told = ''
  while (!options.signal.aborted) {
    const found = await announced(operations, says.lease)
    const obstacle = 'code' in found ? found : scheduler.obstacle()
    if (!('code' in found)) says.lease = found
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
  const monitor = createMonitor(operations, scheduler, messengerOf(operations))
  const drills = createDrillRounds(operations, scheduler)
  scheduler.start()
  monitor.start()
  drills.start()
  const says: { lease: Held | null } = { lease: null }
  const following = followActing(operations, scheduler, options, says)
  await Promise.race([following, stopped(options.signal)])
  stopWatching()
  drills.stop()
  await monitor.stop()
  const { timers } = operations.world
  await withinLimit(timers, lastWaitMs, following, undefined)
  await stop(operations, scheduler, options)
  await withinLimit(timers, lastWaitMs, says.lease?.release() ?? Promise.resolve(), undefined)
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
