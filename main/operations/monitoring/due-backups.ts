import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { DelayReason } from '../../../shared/domain/health/health-cause.ts'
import type { DueBackup } from '../../../shared/domain/health/judge-health.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { SlotLedger, SlotMemory } from '../../../shared/domain/schedule/slot-memory.ts'
import { plannedWork, type Planned } from '../schedules/planned-work.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import type { OverdueSlot } from './overdue-slots.ts'

/** What is found out once for all databases. */
export interface Around {
  readonly vault: OpenVault
  readonly nowMs: number
  readonly overdue: OverdueSlot
  /**
   * As if all were enabled: one that rests names its moments all the same, so that it is said that nothing is taken, and why.
   */
  readonly policies: ReadonlyMap<string, Policy>
  readonly restingIds: ReadonlySet<string>
  /** A policy that a database names and that is not among them may be one of those that can't be read. */
  readonly hasDamagedPolicies: boolean
  readonly ledgers: ReadonlyMap<string, SlotLedger>
  readonly isPaused: boolean
  /** Some program runs schedules. */
  readonly isActedOn: boolean
  isAtWork(record: DatabaseRecord | null): boolean
}

/** A moment that is due, and when what it asks for came last. UTC, ISO 8601. */
interface Asked {
  readonly planned: Planned
  readonly at: string
  readonly newestAt: string | null
}

/** What is due of one subject, and when what is due came last. */
export interface DueNow {
  readonly due: DueBackup
  readonly newestAt: string | null
}

/** Clocks of two machines differ a little; one that is wrong differs by more. */
const usualSkewMs = 5 * 60_000

function latest(moments: readonly (string | null | undefined)[]): string | null {
  return moments.reduce<string | null>(
    (newest, at) => (at != null && at > (newest ?? '') ? at : newest),
    null,
  )
}

/** When a database was last known to be as a backup with rows has it: one was taken, or nothing had changed. */
export function newestWithRows({ catalog }: OpenVault, databaseId: string): string | null {
  return latest([
    catalog.backups.newestMoment(databaseId)?.takenAt,
    catalog.history.newestUnchanged(databaseId),
  ])
}

function newestSchema({ catalog }: OpenVault, databaseId: string): string | null {
  return latest(
    catalog.backups
      .judged(databaseId)
      .filter(({ type }) => type === 'schema')
      .map(({ takenAt }) => takenAt),
  )
}

function missedReason({ vault, ledgers }: Around, { planned, at }: Asked): DelayReason | null {
  const memory: SlotMemory | undefined = ledgers
    .get(planned.ledgerId)
    ?.slots.find(({ scheduleId }) => scheduleId === planned.schedule.id)
  const remembered = memory?.missed.find(({ from, to }) => from <= at && at <= to)
  if (remembered !== undefined) return remembered.reason
  if (memory?.open?.slotAt === at) return 'interrupted'
  const told = planned.work.kind === 'backup' ? vault.catalog.history.newestMissed(planned.ledgerId) : null
  const fault = told?.fault
  return fault?.code === 'RUN_MISSED' && fault.from <= at && at <= fault.to ? fault.reason : null
}

/** Why what is due may not be there; null: that is not known. */
function reasonOf(around: Around, asked: Asked): DelayReason | null {
  const { work } = asked.planned
  if (work.kind === 'clean_up') return null
  if (around.restingIds.has(work.policy.id)) return 'policy_rests'
  if (around.isPaused) return 'paused'
  if (work.kind === 'backup' && work.record.recoveryStartedAt !== undefined) return 'under_recovery'
  return missedReason(around, asked) ?? (around.isActedOn ? null : 'not_running')
}

function dueOf(around: Around, asked: readonly Asked[]): DueNow | null {
  const newestFirst = asked.toSorted((one, other) => (one.at < other.at ? 1 : -1))
  const isLate = ({ at, newestAt }: Asked): boolean => newestAt === null || newestAt < at
  const told = newestFirst.find(isLate) ?? newestFirst[0]
  if (told === undefined) return null
  const { at, newestAt } = told
  return { due: { kind: 'due', at, because: reasonOf(around, told) }, newestAt }
}

function askedOf(
  around: Around,
  planned: readonly Planned[],
  newestOf: (planned: Planned) => string | null,
): readonly Asked[] {
  return planned.flatMap((one) => {
    const slotMs = around.overdue(one.schedule.cron, one.timeZone)
    if (slotMs === null || slotMs <= Date.parse(one.since)) return []
    return [{ planned: one, at: new Date(slotMs).toISOString(), newestAt: newestOf(one) }]
  })
}

/** Of moments that a schedule named: only the newest counts for those that ask for the same. */
function newestOfEach(asked: readonly Asked[]): readonly Asked[] {
  const byKind = new Map<string, Asked>()
  for (const one of asked) {
    const kind = one.planned.schedule.type === 'schema' ? 'schema' : 'rows'
    if (one.at > (byKind.get(kind)?.at ?? '')) byKind.set(kind, one)
  }
  return [...byKind.values()]
}

function isInTheFuture({ nowMs }: Around, at: string | null): boolean {
  return at !== null && Date.parse(at) > nowMs + usualSkewMs
}

/** What is due of a database by now. */
export function dueOfDatabase(around: Around, record: DatabaseRecord): DueNow {
  const { vault, policies, hasDamagedPolicies } = around
  const newestAt = newestWithRows(vault, record.id)
  const policy = policies.get(record.policyId ?? '')
  if (policy === undefined) {
    const isLost = record.policyId !== undefined && hasDamagedPolicies
    return { due: { kind: isLost ? 'not_known' : 'unscheduled' }, newestAt }
  }
  if (isInTheFuture(around, newestAt)) return { due: { kind: 'not_known' }, newestAt }
  const planned = plannedWork(policies, [record]).filter(({ work }) => work.kind === 'backup')
  if (planned.length === 0) return { due: { kind: 'unscheduled' }, newestAt }
  if (around.isAtWork(record)) return { due: { kind: 'at_work' }, newestAt }
  const asked = askedOf(around, planned, ({ schedule }) =>
    schedule.type === 'schema' ? newestSchema(vault, record.id) : newestAt,
  )
  return dueOf(around, newestOfEach(asked)) ?? { due: { kind: 'nothing_yet' }, newestAt }
}

/** What is due by now of the archives of a system policy. `newestAt`: when the newest archive was taken. */
export function dueOfSystem(around: Around, policy: Policy, newestAt: string | null): DueNow {
  const planned = plannedWork(new Map([[policy.id, policy]]), [])
  if (planned.length === 0) return { due: { kind: 'unscheduled' }, newestAt }
  if (around.isAtWork(null)) return { due: { kind: 'at_work' }, newestAt }
  const asked = newestOfEach(askedOf(around, planned, () => newestAt))
  return dueOf(around, asked) ?? { due: { kind: 'nothing_yet' }, newestAt }
}
