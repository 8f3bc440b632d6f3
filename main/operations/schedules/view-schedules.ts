import os from 'node:os'

import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { SchedulesView, UpcomingRun } from '../../../shared/domain/schedule/schedule-views.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { findLease, listLeases, pauseSchedules, schedulesPaused } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { policiesOf } from '../policies/list-policies.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { instantOf } from '../world.ts'
import { cronTimes } from './cron-times.ts'
import { schedulesLease } from './hold-schedules.ts'
import { plannedCleanUp, plannedWork, type Planned } from './planned-work.ts'

const mostShown = 100
const shownOfEach = 5

async function actedBy(
  { world }: OperationsContext,
  { access }: OpenVault,
): Promise<SchedulesView['actedBy']> {
  const lease = (await listLeases(world.ports, access.folder)).find(({ name }) => name === schedulesLease)
  const facts = lease?.isAlive === true ? await findLease(world.ports, access.folder, schedulesLease) : null
  if (facts === null) return null
  const { machine } = world.ports
  const isThisProgram = facts.machine === machine.id && facts.pid === machine.pid
  return { isThisProgram, pid: facts.pid, hostName: facts.hostName }
}

/** When each expression runs next, computed once for one now. */
function nextRunsFrom(nowMs: number): (planned: Planned) => readonly number[] {
  const known = new Map<string, readonly number[]>()
  return ({ schedule: { cron }, timeZone }) => {
    const key = `${timeZone} ${cron}`
    const runs = known.get(key) ?? cronTimes(cron, timeZone)?.next(nowMs, shownOfEach) ?? []
    known.set(key, runs)
    return runs
  }
}

function upcomingOf({ work, schedule }: Planned, atMs: number): UpcomingRun | null {
  if (work.kind === 'clean_up') return null
  const { type, label } = schedule
  const at = new Date(atMs).toISOString()
  const policy = work.policy.name
  if (work.kind === 'system')
    return { databaseId: null, database: 'complete system', policy, type, label, at }
  return { databaseId: work.record.id, database: work.record.name, policy, type, label, at }
}

/** Who runs the open vault's schedules, whether they are paused, and what is next. Throws what keeps the vault from being read. */
export async function viewSchedules(context: OperationsContext): Promise<SchedulesView> {
  const vault = context.session.reachable()
  const { ports } = context.world
  const { byId, damaged } = await policiesOf(context, vault)
  const nowMs = ports.clock.now()
  const next = nextRunsFrom(nowMs)
  const planned = plannedWork(byId, vault.catalog.databases.all())
  const runs = planned
    .flatMap((one) => next(one).map((atMs) => ({ one, atMs })))
    .toSorted((a, b) => a.atMs - b.atMs || a.one.priority - b.one.priority)
    .slice(0, mostShown)
  const [cleanUpMs] = next(plannedCleanUp())
  return {
    actedBy: await actedBy(context, vault),
    paused: await schedulesPaused(ports, vault.access.folder),
    upcoming: runs.map(({ one, atMs }) => upcomingOf(one, atMs)).filter((run) => run !== null),
    nextCleanUpAt: cleanUpMs === undefined ? null : new Date(cleanUpMs).toISOString(),
    damagedPolicies: damaged,
  }
}

/** Soonest scheduled run of each of these databases that has one, by its id. UTC, ISO 8601. */
export function nextRuns(
  { world }: Pick<OperationsContext, 'world'>,
  policies: ReadonlyMap<string, Policy>,
  records: readonly DatabaseRecord[],
): ReadonlyMap<string, string> {
  const next = nextRunsFrom(world.ports.clock.now())
  const soonest = new Map<string, number>()
  for (const one of plannedWork(policies, records)) {
    const atMs = next(one)[0]
    if (one.work.kind !== 'backup' || atMs === undefined) continue
    const { id } = one.work.record
    soonest.set(id, Math.min(soonest.get(id) ?? Infinity, atMs))
  }
  return new Map([...soonest].map(([id, ms]) => [id, new Date(ms).toISOString()]))
}

/**
 * Pauses every schedule of the vault, for every program and machine, until somebody lets them go on; what was due meanwhile is caught up
 * once. Throws VAULT_READ_ONLY and the faults of writing a vault.
 */
export async function setSchedulesPaused(context: OperationsContext, isPaused: boolean): Promise<void> {
  const vault = context.session.reachable()
  const { folder } = vault.access
  if (vault.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: folder })
  const { ports } = context.world
  const by = `${os.userInfo().username} on ${ports.machine.hostName}`
  const paused = isPaused ? { since: instantOf(ports.clock), by } : null
  const already = await schedulesPaused(ports, folder)
  if ((already === null) === (paused === null)) return
  await pauseSchedules(ports, folder, paused)
  context.queue.hold(isPaused)
  context.changes.tell({ topic: 'policies' })
}
