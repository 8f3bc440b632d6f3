import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { DelayReason, ThresholdUsed } from '../../../shared/domain/health/health-cause.ts'
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
  readonly threshold: ThresholdUsed
}

/** Of what something is due: a database with a policy, or the complete system. */
interface Subject {
  readonly policy: Policy
  readonly record: DatabaseRecord | null
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

/** Why what is due may not be there; null: that is not known. `asked`: what a schedule asked for last; undefined: none did. */
function reasonOf(around: Around, { policy, record }: Subject, asked: Asked | undefined): DelayReason | null {
  if (around.restingIds.has(policy.id)) return 'policy_rests'
  if (around.isPaused) return 'paused'
  if (record?.recoveryStartedAt !== undefined) return 'under_recovery'
  const missed = asked === undefined ? null : missedReason(around, asked)
  return missed ?? (around.isActedOn ? null : 'not_running')
}

const hourMs = 3_600_000

/** What is due by the age that a policy lets the newest become, counted from when it was to be kept where there is none; null: it says none. */
function dueByAge(
  around: Around,
  subject: Subject,
  newestAt: string | null,
  since: string,
  asked: readonly Asked[],
): DueNow | null {
  const { name, health } = subject.policy
  if (health?.oldestBackupHours === undefined) return null
  const ms = health.oldestBackupHours * hourMs
  const atMs = Date.parse(newestAt ?? since) + ms
  if (atMs > around.nowMs) return { due: { kind: 'nothing_yet' }, newestAt }
  const newest = asked.toSorted((one, other) => (one.at < other.at ? 1 : -1))[0]
  const because = reasonOf(around, subject, newest)
  const threshold = { ms, from: 'policy', policy: name } as const
  return { due: { kind: 'due', at: new Date(atMs).toISOString(), because, threshold }, newestAt }
}

function dueOf(around: Around, subject: Subject, asked: readonly Asked[]): DueNow | null {
  const newestFirst = asked.toSorted((one, other) => (one.at < other.at ? 1 : -1))
  const isLate = ({ at, newestAt }: Asked): boolean => newestAt === null || newestAt < at
  const told = newestFirst.find(isLate) ?? newestFirst[0]
  if (told === undefined) return null
  const { at, newestAt, threshold } = told
  return { due: { kind: 'due', at, because: reasonOf(around, subject, told), threshold }, newestAt }
}

function askedOf(
  around: Around,
  { name }: Policy,
  planned: readonly Planned[],
  newestOf: (planned: Planned) => string | null,
): readonly Asked[] {
  return planned.flatMap((one) => {
    const overdue = around.overdue(one.schedule.cron, one.timeZone)
    if (overdue === null || overdue.slotMs <= Date.parse(one.since)) return []
    const at = new Date(overdue.slotMs).toISOString()
    const threshold = { ms: overdue.patienceMs, from: 'schedule', policy: name } as const
    return [{ planned: one, at, newestAt: newestOf(one), threshold }]
  })
}

function hasRows({ planned }: Asked): boolean {
  return planned.schedule.type !== 'schema'
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
  const hasAge = policy.health?.oldestBackupHours !== undefined
  if (planned.length === 0 && !hasAge) return { due: { kind: 'unscheduled' }, newestAt }
  if (around.isAtWork(record)) return { due: { kind: 'at_work' }, newestAt }
  const asked = askedOf(around, policy, planned, ({ schedule }) =>
    schedule.type === 'schema' ? newestSchema(vault, record.id) : newestAt,
  )
  const [ofRows, ofSchema] = [asked.filter(hasRows), asked.filter((one) => !hasRows(one))]
  const subject = { policy, record }
  const byAge = dueByAge(around, subject, newestAt, record.policySince ?? record.registeredAt, ofRows)
  if (byAge?.due.kind === 'due') return byAge
  const bySchedule = dueOf(around, subject, newestOfEach(byAge === null ? asked : ofSchema))
  return bySchedule ?? byAge ?? { due: { kind: 'nothing_yet' }, newestAt }
}

/** What is due by now of the archives of a system policy. `newestAt`: when the newest archive was taken. */
export function dueOfSystem(around: Around, policy: Policy, newestAt: string | null): DueNow {
  const planned = plannedWork(new Map([[policy.id, policy]]), [])
  if (planned.length === 0) return { due: { kind: 'unscheduled' }, newestAt }
  if (around.isAtWork(null)) return { due: { kind: 'at_work' }, newestAt }
  const asked = newestOfEach(askedOf(around, policy, planned, () => newestAt))
  const subject = { policy, record: null }
  const since = planned.map((one) => one.since).reduce((first, one) => (one < first ? one : first))
  const byAge = dueByAge(around, subject, newestAt, since, asked)
  return byAge ?? dueOf(around, subject, asked) ?? { due: { kind: 'nothing_yet' }, newestAt }
}
