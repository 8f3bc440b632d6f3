import type { BackupType } from '../backup-record.ts'
import { periodsIn, type Periods } from './periods.ts'
import type { PlannedRuns } from './planned-runs.ts'
import type { RetentionPolicy } from './retention-policy.ts'

/** A moment, or null where none can be foreseen. */
type Moment = number | null

const dayMs = 86_400_000
const hourMs = 3_600_000
const pointTypes: readonly BackupType[] = ['full', 'differential', 'incremental']
const rules = ['daily', 'weekly', 'monthly', 'yearly'] as const

/** More than a period lasts, also where clocks are set or a day is left out. */
const longerThan: Readonly<Record<keyof Periods, number>> = {
  daily: 50 * hourMs,
  weekly: 9 * dayMs,
  monthly: 33 * dayMs,
  yearly: 368 * dayMs,
}
/** So far ahead runs and periods are counted one by one; beyond, on at the pace that they had. */
const mostCounted = 1000

/** The later of two moments; what has no end is the latest. */
export function laterOf(one: Moment, other: Moment): Moment {
  return one === null || other === null ? null : Math.max(one, other)
}

/**
 * The points that a policy's schedules will add after a moment, asked for by what retention counts. The answers are the same for
 * every database of the policy and are remembered.
 */
export class ComingPoints {
  readonly policy: RetentionPolicy
  readonly nowMs: number
  readonly #runs: PlannedRuns
  readonly #periods: (ms: number) => Periods
  readonly #counted = new Map<string, Moment>()
  readonly #later = new Map<string, Moment>()

  constructor(policy: RetentionPolicy, nowMs: number, runs: PlannedRuns) {
    this.policy = policy
    this.nowMs = nowMs
    this.#runs = runs
    this.#periods = periodsIn(policy.timeZone)
  }

  /** When a backup with this end is removed: at the first clean-up after it; of an estimate, at it already. */
  removalOf({ endMs, isEstimated }: { readonly endMs: number; readonly isEstimated: boolean }): number {
    return this.#runs.cleanUp(isEstimated ? endMs : endMs + 1)
  }

  /** The first run of one of these types that is still to come and not before a moment. */
  first(types: readonly BackupType[], notBeforeMs = this.nowMs): Moment {
    return this.#runs.next(types, Math.max(this.nowMs, notBeforeMs - 1))
  }

  /** The `count`th recovery point to come (from 1), none of them before a moment. */
  point(count: number, notBeforeMs = this.nowMs): Moment {
    return this.#nth(pointTypes, count, notBeforeMs)
  }

  full(count: number): Moment {
    return this.#nth(['full'], count, this.nowMs)
  }

  schema(count: number): Moment {
    return this.#nth(['schema'], count, this.nowMs)
  }

  /** When the first point to come lies in the period of a moment, its moment; null otherwise. */
  inPeriodOf(rule: keyof Periods, ms: number): Moment {
    const first = this.point(1)
    return first !== null && this.#periods(first)[rule] === this.#periods(ms)[rule] ? first : null
  }

  /** The first point of the `count`th period that has one after the period of a moment. */
  inLaterPeriod(rule: keyof Periods, ms: number, count: number): Moment {
    let at = ms
    for (let n = 0; n < count; n += 1) {
      const next = this.#inNextPeriod(rule, at)
      if (next === null) return null
      if (n >= mostCounted) return at + ((at - ms) / n) * (count - n)
      at = next
    }
    return at
  }

  /**
   * How long the points that come from `firstMs` on and before `untilMs`, itself a point, are kept by rules of their own: until the
   * last of them goes. What they all need is kept as long.
   */
  endOfThoseBefore(firstMs: number, untilMs: number): Moment {
    const { newest, days } = this.policy
    const lastMs = this.#runs.previous(pointTypes, untilMs) ?? firstMs
    let end = this.point(Math.max(1, newest), untilMs)
    if (days > 0) end = laterOf(end, untilMs + days * dayMs)
    for (const rule of rules) {
      if (this.policy[rule] <= 0) continue
      const newestOfPeriod = this.#lastOfAnotherPeriod(rule, lastMs, untilMs)
      if (newestOfPeriod === null || newestOfPeriod < firstMs) continue
      end = laterOf(end, this.inLaterPeriod(rule, newestOfPeriod, this.policy[rule]))
    }
    return end
  }

  /** The newest point up to `lastMs` that a point at `untilMs` does not take the place of in its period. */
  #lastOfAnotherPeriod(rule: keyof Periods, lastMs: number, untilMs: number): Moment {
    if (this.#periods(lastMs)[rule] !== this.#periods(untilMs)[rule]) return lastMs
    const beginMs = this.#edge(rule, untilMs - longerThan[rule], untilMs)
    return this.#runs.previous(pointTypes, beginMs)
  }

  #inNextPeriod(rule: keyof Periods, ms: number): Moment {
    const key = `${rule} ${this.#periods(ms)[rule]}`
    const known = this.#later.get(key)
    if (known !== undefined) return known
    const next = this.point(1, this.#edge(rule, ms, ms + longerThan[rule], true))
    this.#later.set(key, next)
    return next
  }

  /** Where the period of one end begins (or ends, for the first period between them), to the second. */
  #edge(rule: keyof Periods, fromMs: number, toMs: number, isOfFirst = false): number {
    const asked = this.#periods(isOfFirst ? fromMs : toMs)[rule]
    let [before, after] = [Math.floor(fromMs / 1000), Math.ceil(toMs / 1000)]
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      const isAsked = this.#periods(middle * 1000)[rule] === asked
      if (isAsked === isOfFirst) before = middle
      else after = middle
    }
    return after * 1000
  }

  #nth(types: readonly BackupType[], count: number, notBeforeMs: number): Moment {
    const fromMs = Math.max(this.nowMs, notBeforeMs - 1)
    const key = `${types.length}${types[0]} ${count} ${fromMs}`
    const known = this.#counted.get(key)
    if (known !== undefined) return known
    const found = this.#count(types, count, fromMs)
    this.#counted.set(key, found)
    return found
  }

  #count(types: readonly BackupType[], count: number, fromMs: number): Moment {
    let at = fromMs
    for (let n = 0; n < count; n += 1) {
      if (n >= mostCounted) return at + ((at - fromMs) / n) * (count - n)
      const next = this.#runs.next(types, at)
      if (next === null) return null
      at = next
    }
    return at
  }
}
