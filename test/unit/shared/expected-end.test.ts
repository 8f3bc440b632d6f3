import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { BackupType } from '../../../shared/domain/backup-record.ts'
import { ComingPoints } from '../../../shared/domain/retention/coming-points.ts'
import { expectedEnds, type ExpectedEnd } from '../../../shared/domain/retention/expected-end.ts'
import { findKeepReasons } from '../../../shared/domain/retention/keep-reasons.ts'
import {
  leastSilenceMs,
  newestFirstOf,
  planRetention,
  type RetentionGuard,
} from '../../../shared/domain/retention/plan-retention.ts'
import { noRuns, type PlannedRuns } from '../../../shared/domain/retention/planned-runs.ts'
import type { RetainedBackup, RetentionPolicy } from '../../../shared/domain/retention/retention-policy.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const guard: RetentionGuard = {
  hasFailed: false,
  shareAtOnce: 1,
  silenceMs: leastSilenceMs,
  unchangedAt: null,
  jumpedClock: null,
}
const nowMs = Date.parse('2026-11-27T12:00:00.000Z')
const rest: RetentionPolicy = {
  timeZone: 'UTC',
  days: 0,
  newest: 1,
  daily: 0,
  weekly: 0,
  monthly: 0,
  yearly: 0,
  fulls: 1,
  preUpdateDays: 30,
  schemas: 0,
}

interface Run {
  readonly atMs: number
  readonly type: BackupType
}

function backup(id: string, atMs: number, given: Partial<RetainedBackup> = {}): RetainedBackup {
  return {
    id,
    type: 'full',
    label: 'daily',
    takenAt: new Date(atMs).toISOString(),
    needs: [],
    verdict: 'passed',
    isDrilled: false,
    isPinned: false,
    holds: [],
    ...given,
  }
}

/** A full at noon of each of the last days, the newest now. */
function daily(count: number): RetainedBackup[] {
  return Array.from({ length: count }, (_, n) => backup(`d${n}`, nowMs - n * dayMs))
}

/** Clean-ups are daily, the first `firstMs` after now. */
function plannedOf(runs: readonly Run[], firstMs = 0): PlannedRuns {
  return {
    cleanUp: (fromMs) => nowMs + firstMs + Math.max(0, Math.ceil((fromMs - nowMs - firstMs) / dayMs)) * dayMs,
    next: (types, afterMs) =>
      runs.find(({ atMs, type }) => atMs > afterMs && types.includes(type))?.atMs ?? null,
    previous: (types, beforeMs) =>
      runs.findLast(({ atMs, type }) => atMs < beforeMs && types.includes(type))?.atMs ?? null,
  }
}

function every(stepMs: number, count: number, type: BackupType = 'full'): Run[] {
  return Array.from({ length: count }, (_, n) => ({ atMs: nowMs + (n + 1) * stepMs, type }))
}

function endsOf(
  policy: RetentionPolicy,
  backups: readonly RetainedBackup[],
  runs: PlannedRuns,
  atMs = nowMs,
): ReadonlyMap<string, ExpectedEnd> {
  const newestFirst = newestFirstOf(backups)
  const reasons = findKeepReasons(policy, newestFirst, atMs)
  return expectedEnds(new ComingPoints(policy, atMs, runs), newestFirst, reasons)
}

describe('the expected end of a backup', () => {
  it('follows from the clock where only days keep it, and is then no estimate', () => {
    const ends = endsOf({ ...rest, days: 7 }, daily(10), plannedOf(every(dayMs, 400)))
    // What the day before the next one is brought back from: until the next one is seven days old.
    expect(ends.get('d3')).toEqual({ endMs: nowMs - 2 * dayMs + 7 * dayMs, isEstimated: false })
    expect(ends.get('d9')).toEqual({ endMs: nowMs, isEstimated: false })
    expect(ends.get('d0')).toEqual({ endMs: nowMs + 8 * dayMs, isEstimated: true })
  })

  it('is the moment at which so many newer weeks have a point', () => {
    const backups = Array.from({ length: 8 }, (_, n) => backup(`w${n}`, nowMs - n * 7 * dayMs))
    const ends = endsOf({ ...rest, weekly: 8 }, backups, plannedOf(every(7 * dayMs, 60)))
    for (let n = 0; n < 8; n += 1) {
      expect(ends.get(`w${n}`)).toEqual({ endMs: nowMs + (8 - n) * 7 * dayMs, isEstimated: true })
    }
  })

  it('is years ahead for a point of each year, whatever the pace of the schedule', () => {
    const ends = endsOf(
      { ...rest, timeZone: 'Europe/Berlin', yearly: 7 },
      [backup('a', nowMs)],
      plannedOf(every(dayMs, 3000)),
    )
    // The next point of this year takes its place tomorrow.
    expect(ends.get('a')?.endMs).toBe(nowMs + dayMs)
    const last = endsOf(
      { ...rest, timeZone: 'Europe/Berlin', yearly: 7 },
      [backup('a', Date.parse('2026-12-31T12:00:00Z'))],
      plannedOf(every(dayMs, 3000)),
      Date.parse('2026-12-31T13:00:00Z'),
    )
    expect(last.get('a')?.endMs).toBe(Date.parse('2033-01-01T12:00:00Z'))
  })

  it('is that of what needs it, also of what is yet to be taken', () => {
    const backups = [
      backup('i', nowMs - dayMs, { type: 'incremental', needs: ['f'] }),
      backup('f', nowMs - 2 * dayMs),
    ]
    const runs = [
      ...every(dayMs, 5, 'incremental'),
      ...every(6 * dayMs, 1),
      { atMs: nowMs + 12 * dayMs, type: 'full' as const },
    ]
    const ends = endsOf({ ...rest, days: 2 }, backups, plannedOf(runs.toSorted((a, b) => a.atMs - b.atMs)))
    // The last increment comes on day 5; it is what day 6 is begun from until the full of day 6 is two days old.
    expect(ends.get('f')).toEqual({ endMs: nowMs + 8 * dayMs, isEstimated: true })
    expect(ends.get('i')).toEqual({ endMs: nowMs + 8 * dayMs, isEstimated: true })
  })

  it('can’t be foreseen for what is pinned or held, and where nothing is planned to take its place', () => {
    const backups = [
      backup('new', nowMs),
      backup('pin', nowMs - 100 * dayMs, { isPinned: true }),
      backup('hold', nowMs - 101 * dayMs, { holds: ['suit 7'] }),
    ]
    const ends = endsOf(rest, backups, noRuns)
    expect(ends.get('pin')).toEqual({ endMs: null, isEstimated: false })
    expect(ends.get('hold')).toEqual({ endMs: null, isEstimated: false })
    expect(ends.get('new')).toEqual({ endMs: null, isEstimated: true })
  })
})

interface Step {
  readonly hours: number
  readonly type: BackupType
  readonly label: string
  readonly verdict: RetainedBackup['verdict']
  readonly isPinned: boolean
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    hours: fc.integer({ min: 1, max: 300 }),
    type: fc.constantFrom<BackupType>('full', 'incremental', 'incremental', 'differential', 'schema'),
    label: fc.constantFrom('daily', 'daily', 'daily', 'preupdate', 'manual'),
    verdict: fc.constantFrom<RetainedBackup['verdict']>('passed', 'passed', 'passed', 'failed', 'not_known'),
    isPinned: fc.integer({ min: 0, max: 15 }).map((n) => n === 0),
  }),
  { minLength: 1, maxLength: 25 },
)

const policies: fc.Arbitrary<RetentionPolicy> = fc.record({
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia'),
  days: fc.nat(14),
  newest: fc.nat(4),
  daily: fc.nat(5),
  weekly: fc.nat(4),
  monthly: fc.nat(3),
  yearly: fc.nat(1),
  fulls: fc.nat(3),
  preUpdateDays: fc.nat(40),
  schemas: fc.nat(2),
})

/** Two schedules, as a policy has them: one for fulls, one for what lies between. */
const schedules: fc.Arbitrary<readonly { everyHours: number; firstHours: number; type: BackupType }[]> =
  fc.tuple(
    fc.record({
      everyHours: fc.integer({ min: 20, max: 500 }),
      firstHours: fc.integer({ min: 1, max: 400 }),
      type: fc.constant<BackupType>('full'),
    }),
    fc.record({
      everyHours: fc.integer({ min: 7, max: 200 }),
      firstHours: fc.integer({ min: 1, max: 200 }),
      type: fc.constantFrom<BackupType>('incremental', 'differential', 'schema'),
    }),
    fc.record({
      everyHours: fc.integer({ min: 30, max: 300 }),
      firstHours: fc.integer({ min: 1, max: 300 }),
      type: fc.constantFrom<BackupType>('incremental', 'differential', 'schema'),
    }),
  )

const horizonDays = 200

/** In the order they come; of two at one moment the fullest. */
function runsOf(given: readonly { everyHours: number; firstHours: number; type: BackupType }[]): Run[] {
  const order: readonly BackupType[] = ['full', 'differential', 'incremental', 'schema']
  const all = new Map<number, Run>()
  const byFullest = given.toSorted((one, other) => order.indexOf(one.type) - order.indexOf(other.type))
  for (const { everyHours, firstHours, type } of byFullest) {
    for (let hours = firstHours; hours < 2 * horizonDays * 24; hours += everyHours) {
      const atMs = nowMs + hours * hourMs
      if (!all.has(atMs)) all.set(atMs, { atMs, type })
    }
  }
  return [...all.values()].toSorted((one, other) => one.atMs - other.atMs)
}

/** What an increment or differential is built on, and all that it is then read from. */
function taken(
  id: string,
  { atMs, type }: Run,
  there: readonly RetainedBackup[],
  given: Partial<RetainedBackup> = {},
): RetainedBackup {
  const isOfChanges = type === 'incremental' || type === 'differential'
  const base = there.findLast(
    (one) =>
      one.verdict !== 'failed' && one.type !== 'schema' && (type !== 'differential' || one.type === 'full'),
  )
  if (!isOfChanges) return backup(id, atMs, { type, ...given })
  if (base === undefined) return backup(id, atMs, { ...given, type: 'full' })
  return backup(id, atMs, { type, needs: [base.id, ...base.needs], ...given })
}

function history(given: readonly Step[]): RetainedBackup[] {
  const all: RetainedBackup[] = []
  let atMs = nowMs - given.reduce((sum, { hours }) => sum + hours, 0) * hourMs
  for (const [n, { hours, type, ...facts }] of given.entries()) {
    atMs += hours * hourMs
    all.push(taken(`b${n}`, { atMs: atMs - 60_000, type }, all, facts))
  }
  return all
}

describe('expected ends and retention itself', () => {
  it('agree, day after day, as the planned backups arrive', () => {
    fc.assert(
      fc.property(
        policies,
        steps,
        schedules,
        fc.integer({ min: 0, max: 23 }),
        (policy, given, plan, hour) => {
          const before = history(given)
          const runs = runsOf(plan)
          const ends = endsOf(policy, before, plannedOf(runs, hour * hourMs))
          let there = [...before]
          let at = 0
          for (let day = 0; day <= horizonDays; day += 1) {
            const cleanUpMs = nowMs + day * dayMs + hour * hourMs
            for (; at < runs.length && runs[at]!.atMs <= cleanUpMs; at += 1) {
              there.push(taken(`r${at}`, runs[at]!, there))
            }
            const { removed } = planRetention(policy, there, cleanUpMs, guard)
            const gone = new Set(removed.map(({ id }) => id))
            for (const one of there) {
              const end = ends.get(one.id)
              if (end === undefined) continue
              const isDue = end.endMs !== null && end.endMs < cleanUpMs
              const isOverdue = end.endMs !== null && end.endMs + dayMs < cleanUpMs
              if (gone.has(one.id)) {
                expect(
                  isDue || end.endMs === cleanUpMs,
                  `${one.id} went on day ${day} before its end ${end.endMs === null ? 'never' : (end.endMs - nowMs) / dayMs}`,
                ).toBe(true)
              } else {
                expect(
                  isOverdue,
                  `${one.id} was there on day ${day} after its end ${((end.endMs ?? 0) - nowMs) / dayMs}`,
                ).toBe(false)
              }
            }
            there = there.filter(({ id }) => !gone.has(id))
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})
