import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { Policy, Schedule } from '../../../shared/domain/policies/policy.ts'
import { cleanUpLedgerId } from '../../../shared/domain/schedule/slot-memory.ts'
import { zoneHere } from '../policies/make-presets.ts'

/** What a schedule runs. */
export type Work =
  | { readonly kind: 'backup'; readonly policy: Policy; readonly record: DatabaseRecord }
  | { readonly kind: 'system'; readonly policy: Policy }
  | { readonly kind: 'clean_up' }

/** A schedule, what it runs, and what is remembered of it under which names. */
export interface Planned {
  readonly ledgerId: string
  readonly schedule: Schedule
  readonly timeZone: string
  /** 1 goes first. */
  readonly priority: number
  /** Slots up to here are none of its. UTC, ISO 8601. */
  readonly since: string
  readonly work: Work
}

const cleanUpPriority = 8
const cleanUpScheduleId = '00000000-0000-4000-8000-000000000003'

const always = new Date(0).toISOString()

/** The daily clean-up of expired backups, at 02:00 of this machine's zone. */
export function plannedCleanUp(): Planned {
  return {
    ledgerId: cleanUpLedgerId,
    schedule: { id: cleanUpScheduleId, type: 'full', label: 'daily', cron: '0 2 * * *', since: always },
    timeZone: zoneHere(),
    priority: cleanUpPriority,
    since: always,
    work: { kind: 'clean_up' },
  }
}

function later(one: string, other: string | undefined): string {
  return other !== undefined && other > one ? other : one
}

function plannedOf(
  policy: Policy,
  ledgerId: string,
  since: string | undefined,
  work: Work,
): readonly Planned[] {
  const { schedules, timeZone, priority } = policy
  return schedules.map((schedule) => ({
    ledgerId,
    schedule,
    timeZone,
    priority,
    since: later(schedule.since, since),
    work,
  }))
}

/** Everything that enabled policies run, of the databases that have them. */
export function plannedWork(
  policies: ReadonlyMap<string, Policy>,
  records: readonly DatabaseRecord[],
): readonly Planned[] {
  const enabled = [...policies.values()].filter(({ isEnabled }) => isEnabled)
  const ofSystem = enabled
    .filter(({ scope }) => scope === 'system')
    .flatMap((policy) => plannedOf(policy, policy.id, undefined, { kind: 'system', policy }))
  const ofDatabases = records.flatMap((record) => {
    const policy = policies.get(record.policyId ?? '')
    if (policy === undefined || !policy.isEnabled || policy.scope !== 'databases') return []
    return plannedOf(policy, record.id, record.policySince, { kind: 'backup', policy, record })
  })
  return [...ofDatabases, ...ofSystem]
}
