import { assertNever } from '../../base/assert-never.ts'
import { type ComingPoints, laterOf } from './coming-points.ts'
import type { KeepReasons } from './keep-reasons.ts'
import type { Periods } from './periods.ts'
import { takenMsOf, type KeepReason, type RetainedBackup } from './retention-policy.ts'

/** How long a backup is expected to be kept, if schedules go on as planned and each run finds changes. */
export interface ExpectedEnd {
  /**
   * When the last reason to keep it ends, milliseconds since 1970 UTC: it goes at the first clean-up from then on. Null: no end can
   * be foreseen (pinned, held, or nothing is planned that would take its place).
   */
  readonly endMs: number | null
  /**
   * The end rests on backups that are yet to be taken: when they come late it comes late. What is not estimated follows from the
   * clock alone.
   */
  readonly isEstimated: boolean
}

const dayMs = 86_400_000

function both(one: ExpectedEnd | undefined, other: ExpectedEnd): ExpectedEnd {
  if (one === undefined || one === other) return other
  const endMs = laterOf(one.endMs, other.endMs)
  const isEstimated = one.isEstimated || other.isEstimated
  // What changes nothing makes no new object: a chain is walked once for each backup that needs it.
  return endMs === one.endMs && isEstimated === one.isEstimated ? one : { endMs, isEstimated }
}

const never: ExpectedEnd = { endMs: null, isEstimated: false }
const byClock = (endMs: number): ExpectedEnd => ({ endMs, isEstimated: false })
const byRuns = (endMs: number | null): ExpectedEnd => ({ endMs, isEstimated: true })

/** Walks from the newest backup to the oldest: what a rule counts is counted here once more, so that it is known what it lacks. */
class RuleEnds {
  readonly #coming: ComingPoints
  readonly #counts = new Map<KeepReason['rule'], number>()
  /** The newest point of each rule's newest period. */
  readonly #newestOf = new Map<keyof Periods, number>()
  #newerPoint: RetainedBackup | undefined

  constructor(coming: ComingPoints) {
    this.#coming = coming
  }

  /** Of the rules that speak of the backup itself. Undefined: none keeps it. */
  endOf(backup: RetainedBackup, reasons: readonly KeepReason[]): ExpectedEnd | undefined {
    let end: ExpectedEnd | undefined
    for (const reason of reasons) {
      const found = this.#endBy(backup, reason)
      if (found !== undefined) end = both(end, found)
    }
    const { verdict, type, label } = backup
    if (verdict === 'passed' && type !== 'schema' && label !== 'preupdate') this.#newerPoint = backup
    return end
  }

  #rank(rule: KeepReason['rule']): number {
    const rank = this.#counts.get(rule) ?? 0
    this.#counts.set(rule, rank + 1)
    return rank
  }

  #endBy(backup: RetainedBackup, reason: KeepReason): ExpectedEnd | undefined {
    const coming = this.#coming
    const { policy } = coming
    const takenMs = takenMsOf(backup)
    const { rule } = reason
    switch (rule) {
      case 'held':
      case 'pinned':
      // A verification may come at any time, or never.
      case 'verdict_not_known':
      case 'last_drilled':
        return never
      case 'last_proved':
        return byRuns(coming.point(1))
      case 'last_full':
        return byRuns(coming.full(Math.max(1, policy.fulls) - this.#rank(rule)))
      case 'newest':
        return byRuns(coming.point(Math.max(1, policy.newest) - this.#rank(rule)))
      case 'newest_schema':
        return byRuns(coming.schema(policy.schemas - this.#rank(rule)))
      case 'within_days':
      case 'begin_of_days':
        return this.#endOfDays()
      case 'daily':
      case 'weekly':
      case 'monthly':
      case 'yearly':
        return byRuns(this.#endOfPeriod(rule, takenMs))
      case 'before_update':
        return byClock(takenMs + policy.preUpdateDays * dayMs)
      case 'unproved_young':
        return byClock(takenMs + Math.max(1, policy.days) * dayMs)
      case 'needed_by':
        return undefined
      default:
        return assertNever(rule, 'rule')
    }
  }

  /** A point is what the days before the next point are brought back from: it goes when that one is older than the days. */
  #endOfDays(): ExpectedEnd {
    const spanMs = this.#coming.policy.days * dayMs
    if (this.#newerPoint !== undefined) return byClock(takenMsOf(this.#newerPoint) + spanMs)
    const next = this.#coming.point(1)
    return byRuns(next === null ? null : next + spanMs)
  }

  #endOfPeriod(rule: keyof Periods, takenMs: number): number | null {
    const rank = this.#rank(rule)
    const newestMs = this.#newestOf.get(rule) ?? takenMs
    this.#newestOf.set(rule, newestMs)
    const inItsPlace = rank === 0 ? this.#coming.inPeriodOf(rule, takenMs) : null
    return inItsPlace ?? this.#coming.inLaterPeriod(rule, newestMs, this.#coming.policy[rule] - rank)
  }
}

/** What runs that are yet to come will be built on, and how long those keep it. */
function* neededByComing(
  coming: ComingPoints,
  newestFirst: readonly RetainedBackup[],
  isThereAt: (backup: RetainedBackup, ms: number) => boolean,
): Generator<readonly [id: string, end: ExpectedEnd]> {
  const baseAt = (ms: number, isFull: boolean): RetainedBackup | undefined =>
    newestFirst.find(
      (backup) =>
        backup.verdict !== 'failed' &&
        backup.type !== 'schema' &&
        (!isFull || backup.type === 'full') &&
        isThereAt(backup, ms),
    )
  const firstOf = (from: number | null, until: number | null): number | null =>
    from === null || (until !== null && from >= until) ? null : from
  const untilFull = coming.first(['full'])
  const untilWhole = coming.first(['full', 'differential'])
  const increment = firstOf(coming.first(['incremental']), untilWhole)
  const differential = firstOf(coming.first(['differential']), untilFull)
  const spans = [
    { firstMs: increment, untilMs: untilWhole, isFull: false },
    { firstMs: differential, untilMs: untilFull, isFull: true },
  ]
  for (const { firstMs, untilMs, isFull } of spans) {
    if (firstMs === null) continue
    const base = baseAt(firstMs, isFull)
    const end = byRuns(untilMs === null ? null : coming.endOfThoseBefore(firstMs, untilMs))
    for (const id of base === undefined ? [] : [base.id, ...base.needs]) yield [id, end]
  }
}

/**
 * When each backup of a database is expected to go, given why each is kept now (`findKeepReasons`, of the same backups, newest first,
 * and the same moment). One that nothing keeps ends now. What a kept one needs lasts at least as long, also where that is yet to be
 * taken. Of two runs at one moment only the fullest is counted.
 */
export function expectedEnds(
  coming: ComingPoints,
  newestFirst: readonly RetainedBackup[],
  reasons: Pick<KeepReasons, 'of'>,
): ReadonlyMap<string, ExpectedEnd> {
  const rules = new RuleEnds(coming)
  const own = newestFirst.map((backup) => [backup, rules.endOf(backup, reasons.of(backup.id))] as const)
  const ends = new Map<string, ExpectedEnd>()
  for (const [backup, end] of own) {
    if (end === undefined) continue
    for (const id of [backup.id, ...backup.needs]) ends.set(id, both(ends.get(id), end))
  }
  const over = byClock(coming.nowMs - 1)
  const isThereAt = ({ id }: RetainedBackup, ms: number): boolean => {
    const { endMs, isEstimated } = ends.get(id) ?? over
    return endMs === null || coming.removalOf({ endMs, isEstimated }) >= ms
  }
  for (const [id, end] of neededByComing(coming, newestFirst, isThereAt))
    ends.set(id, both(ends.get(id), end))
  const nothingKeeps = byClock(coming.nowMs)
  for (const { id } of newestFirst) if (!ends.has(id)) ends.set(id, nothingKeeps)
  return ends
}
