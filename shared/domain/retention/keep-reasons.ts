import { periodsIn, type Periods } from './periods.ts'
import { takenMsOf, type KeepReason, type RetainedBackup, type RetentionPolicy } from './retention-policy.ts'

const dayMs = 86_400_000

/** The reasons found so far, by backup. */
export class KeepReasons {
  readonly #reasons = new Map<string, KeepReason[]>()

  has(id: string): boolean {
    return this.#reasons.has(id)
  }

  add(backup: Pick<RetainedBackup, 'id'> | undefined, reason: KeepReason): void {
    if (backup === undefined) return
    const reasons = this.#reasons.get(backup.id)
    if (reasons === undefined) this.#reasons.set(backup.id, [reason])
    else reasons.push(reason)
  }

  of(id: string): readonly KeepReason[] {
    return this.#reasons.get(id) ?? []
  }

  ids(): readonly string[] {
    return [...this.#reasons.keys()]
  }
}

function isProved({ verdict }: RetainedBackup): boolean {
  return verdict === 'passed'
}

function isBeforeUpdate({ label }: RetainedBackup): boolean {
  return label === 'preupdate'
}

/** What the calendar keeps: the newest point of each of the newest periods that have one. */
function keepPeriods(
  reasons: KeepReasons,
  policy: RetentionPolicy,
  points: readonly RetainedBackup[],
  periodsOf: (n: number) => Periods,
  rule: keyof Periods,
): void {
  const seen = new Set<string>()
  for (const [n, point] of points.entries()) {
    if (seen.size >= policy[rule]) return
    const period = periodsOf(n)[rule]
    if (seen.has(period)) continue
    seen.add(period)
    reasons.add(point, { rule, period })
  }
}

/** Every point of the last days, and the newest before them: what the first moment of these days is brought back from. */
function keepDays(
  reasons: KeepReasons,
  policy: RetentionPolicy,
  points: readonly RetainedBackup[],
  nowMs: number,
): void {
  if (policy.days <= 0) return
  const beginMs = nowMs - policy.days * dayMs
  for (const point of points) {
    if (takenMsOf(point) < beginMs) return reasons.add(point, { rule: 'begin_of_days' })
    reasons.add(point, { rule: 'within_days' })
  }
}

/** What is kept whatever the numbers of the policy are: the last that is known to bring the database back. */
function keepLast(
  reasons: KeepReasons,
  policy: RetentionPolicy,
  newestFirst: readonly RetainedBackup[],
): void {
  const points = newestFirst.filter((backup) => isProved(backup) && backup.type !== 'schema')
  reasons.add(points[0], { rule: 'last_proved' })
  reasons.add(
    points.find(({ isDrilled }) => isDrilled),
    { rule: 'last_drilled' },
  )
  for (const full of points.filter(({ type }) => type === 'full').slice(0, Math.max(1, policy.fulls))) {
    reasons.add(full, { rule: 'last_full' })
  }
}

/** Backups with rules of their own: from before an update, schemas, and what is not proved. */
function keepOthers(
  reasons: KeepReasons,
  policy: RetentionPolicy,
  newestFirst: readonly RetainedBackup[],
  nowMs: number,
): void {
  const ageMs = (backup: RetainedBackup): number => nowMs - takenMsOf(backup)
  const isSchema = (backup: RetainedBackup): boolean => backup.type === 'schema' && isProved(backup)
  for (const schema of newestFirst.filter(isSchema).slice(0, policy.schemas)) {
    reasons.add(schema, { rule: 'newest_schema' })
  }
  for (const backup of newestFirst) {
    if (isBeforeUpdate(backup) && ageMs(backup) <= policy.preUpdateDays * dayMs) {
      reasons.add(backup, { rule: 'before_update' })
    }
    if (backup.verdict === 'not_known') reasons.add(backup, { rule: 'verdict_not_known' })
    if (backup.verdict === 'failed' && ageMs(backup) <= Math.max(1, policy.days) * dayMs) {
      reasons.add(backup, { rule: 'unproved_young' })
    }
  }
}

/** A kept backup keeps those that it is restored from. Few are kept of many: only these, and what they need, are looked up by their ids. */
function keepNeeded(reasons: KeepReasons, newestFirst: readonly RetainedBackup[]): void {
  const needs = new Map<string, readonly string[]>()
  for (const backup of newestFirst) if (reasons.has(backup.id)) needs.set(backup.id, backup.needs)
  const needed = new Set([...needs.values()].flat())
  const there = new Map<string, RetainedBackup>()
  for (const backup of newestFirst) if (needed.has(backup.id)) there.set(backup.id, backup)
  for (const id of reasons.ids()) {
    for (const one of needs.get(id) ?? []) reasons.add(there.get(one), { rule: 'needed_by', backupId: id })
  }
}

/** Why each backup of one database is kept, newest first; one without a reason goes. */
export function findKeepReasons(
  policy: RetentionPolicy,
  newestFirst: readonly RetainedBackup[],
  nowMs: number,
): KeepReasons {
  const reasons = new KeepReasons()
  for (const backup of newestFirst) {
    for (const hold of backup.holds) reasons.add(backup, { rule: 'held', hold })
    if (backup.isPinned) reasons.add(backup, { rule: 'pinned' })
  }
  keepLast(reasons, policy, newestFirst)
  const points = newestFirst.filter(
    (backup) => isProved(backup) && backup.type !== 'schema' && !isBeforeUpdate(backup),
  )
  for (const point of points.slice(0, Math.max(1, policy.newest))) reasons.add(point, { rule: 'newest' })
  keepDays(reasons, policy, points, nowMs)
  const periods = periodsIn(policy.timeZone)
  const known: Periods[] = []
  const periodsOf = (n: number): Periods => (known[n] ??= periods(takenMsOf(points[n]!)))
  for (const rule of ['daily', 'weekly', 'monthly', 'yearly'] as const) {
    keepPeriods(reasons, policy, points, periodsOf, rule)
  }
  keepOthers(reasons, policy, newestFirst, nowMs)
  keepNeeded(reasons, newestFirst)
  return reasons
}
