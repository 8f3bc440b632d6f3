import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { periodsIn } from '../../../shared/domain/retention/periods.ts'
import {
  leastSilenceMs,
  planRetention,
  type RetentionGuard,
} from '../../../shared/domain/retention/plan-retention.ts'
import {
  defaultRetention,
  type KeepReason,
  type RetainedBackup,
  type RetentionPolicy,
} from '../../../shared/domain/retention/retention-policy.ts'

const dayMs = 86_400_000
const nowMs = Date.parse('2026-11-27T12:00:00.000Z')
const policy: RetentionPolicy = { ...defaultRetention, timeZone: 'UTC' }
const guard: RetentionGuard = {
  hasFailed: false,
  shareAtOnce: 0.3,
  silenceMs: leastSilenceMs,
  unchangedAt: null,
  jumpedClock: null,
}

function backup(id: string, daysAgo: number, given: Partial<RetainedBackup> = {}): RetainedBackup {
  return {
    id,
    type: 'full',
    label: 'daily',
    takenAt: new Date(nowMs - daysAgo * dayMs).toISOString(),
    needs: [],
    verdict: 'passed',
    isDrilled: false,
    isPinned: false,
    holds: [],
    ...given,
  }
}

/** A full each day, the newest an hour old. */
function daily(days: number): RetainedBackup[] {
  return Array.from({ length: days }, (_, n) => backup(`d${n}`, n + 1 / 24))
}

function rulesOf(reasons: readonly KeepReason[] | undefined): readonly string[] {
  return (reasons ?? []).map(({ rule }) => rule)
}

describe('the periods of a moment', () => {
  it.each([
    ['2027-01-03T23:30:00Z', 'UTC', '2027-01-03', '2026-W53'],
    ['2027-01-03T23:30:00Z', 'Europe/Berlin', '2027-01-04', '2027-W01'],
    ['2024-12-30T04:00:00Z', 'UTC', '2024-12-30', '2025-W01'],
    ['2024-12-30T04:00:00Z', 'America/New_York', '2024-12-29', '2024-W52'],
    ['2028-02-29T12:00:00Z', 'UTC', '2028-02-29', '2028-W09'],
  ])('%s in %s', (moment, zone, day, week) => {
    const periods = periodsIn(zone)(Date.parse(moment))
    expect(periods).toEqual({
      daily: day,
      weekly: week,
      monthly: day.slice(0, 7),
      yearly: day.slice(0, 4),
    })
  })
})

describe('what retention keeps', () => {
  it('is every point of the days, one before them, and one of each week, month and year', () => {
    const all = daily(800)
    const { kept, removed, refusal } = planRetention(policy, all, nowMs, guard)
    const reasons = new Map(kept.map((one) => [one.id, rulesOf(one.reasons)]))
    for (let n = 0; n < 7; n += 1) expect(reasons.get(`d${n}`)).toContain('within_days')
    expect(reasons.get('d7')).toContain('begin_of_days')
    const count = (rule: string): number =>
      [...reasons.values()].filter((rules) => rules.includes(rule)).length
    expect([count('daily'), count('weekly'), count('monthly'), count('yearly')]).toEqual([7, 8, 12, 3])
    expect(kept.length + removed.length).toBe(800)
    expect(kept.length).toBeLessThan(30)
    expect(refusal).toMatchObject({ because: 'too_many' })
  })

  it('is what a kept one needs', () => {
    const all = [...daily(40), backup('increment', 0.01, { type: 'incremental', needs: ['d34', 'd39'] })]
    const { kept } = planRetention(policy, all, nowMs, guard)
    expect(kept.find(({ id }) => id === 'd34')?.reasons).toEqual([
      { rule: 'needed_by', backupId: 'increment' },
    ])
  })

  it('is what somebody pinned, and what a hold names', () => {
    const all = [
      ...daily(300),
      backup('pin', 290.5, { isPinned: true }),
      backup('hold', 291.5, { holds: ['suit 7'] }),
    ]
    const { kept } = planRetention(policy, all, nowMs, guard)
    expect(kept.find(({ id }) => id === 'pin')?.reasons).toContainEqual({ rule: 'pinned' })
    expect(kept.find(({ id }) => id === 'hold')?.reasons).toContainEqual({ rule: 'held', hold: 'suit 7' })
  })

  it('is no backup that failed in the place of one that passed', () => {
    const failed = daily(60).map((one, n) => ({ ...one, id: `f${n}`, verdict: 'failed' as const }))
    const passed = [backup('good', 400), backup('older', 500)]
    const { kept, removed } = planRetention(
      { ...policy, newest: 1, fulls: 1, weekly: 0, monthly: 0, yearly: 0, daily: 0 },
      [...failed, ...passed],
      nowMs,
      guard,
    )
    expect(rulesOf(kept.find(({ id }) => id === 'good')?.reasons)).toEqual([
      'last_proved',
      'last_full',
      'newest',
      'begin_of_days',
    ])
    expect(removed).toContainEqual({ id: 'older', rule: 'outlived' })
    expect(removed).toContainEqual({ id: 'f30', rule: 'failed_long_ago' })
    expect(rulesOf(kept.find(({ id }) => id === 'f3')?.reasons)).toEqual(['unproved_young'])
  })

  it('is what nobody knows the worth of, however old', () => {
    const all = [...daily(300), backup('unknown', 299.5, { verdict: 'not_known' })]
    const { kept } = planRetention(policy, all, nowMs, guard)
    expect(kept.find(({ id }) => id === 'unknown')?.reasons).toEqual([{ rule: 'verdict_not_known' }])
  })

  it('has rules of its own for schemas and for what was taken before an update', () => {
    const all = [
      ...daily(10),
      ...[1, 2, 3, 4, 5].map((n) => backup(`s${n}`, n * 20, { type: 'schema' })),
      backup('u1', 29, { label: 'preupdate' }),
      backup('u2', 31, { label: 'preupdate' }),
    ]
    const { kept, removed } = planRetention(policy, all, nowMs, guard)
    expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(['s1', 's2', 's3', 'u1']))
    expect(removed).toEqual(
      expect.arrayContaining([
        { id: 's4', rule: 'older_schema' },
        { id: 's5', rule: 'older_schema' },
        { id: 'u2', rule: 'update_long_ago' },
      ]),
    )
  })
})

describe('a removal is refused', () => {
  const all = daily(12)
  const few = { ...policy, days: 1, newest: 1, daily: 0, weekly: 0, monthly: 0, yearly: 0 }
  it('when the clock is behind the newest backup', () => {
    expect(planRetention(few, all, nowMs - dayMs, guard).refusal).toMatchObject({ because: 'clock_behind' })
  })
  it('when nothing was taken for two days', () => {
    expect(planRetention(few, all, nowMs + 2 * dayMs, guard).refusal).toMatchObject({
      because: 'nothing_new',
    })
  })
  it('for silence only beyond what its schedules allow, and not where nothing had changed', () => {
    const later = nowMs + 10 * dayMs
    const weekly = { ...guard, silenceMs: 14 * dayMs, shareAtOnce: 1 }
    const unchanged = { ...guard, unchangedAt: new Date(later - dayMs).toISOString(), shareAtOnce: 1 }
    expect(planRetention(few, all, later, weekly).refusal).toBeNull()
    expect(planRetention(few, all, later, unchanged).refusal).toBeNull()
    expect(planRetention(few, all, nowMs + 15 * dayMs, weekly).refusal).toMatchObject({
      because: 'nothing_new',
      limitMs: 14 * dayMs,
    })
  })
  it('while the clock is not believed', () => {
    const jumpedClock = { seenAt: '2026-11-01T00:00:00.000Z', believedAt: '2026-11-28T12:00:00.000Z' }
    expect(planRetention(few, all, nowMs, { ...guard, jumpedClock }).refusal).toEqual({
      because: 'clock_jumped',
      ...jumpedClock,
    })
  })
  it('after a failure', () => {
    const { refusal } = planRetention(few, all, nowMs, { ...guard, hasFailed: true })
    expect(refusal).toEqual({ because: 'last_failed' })
  })
  it('when it is a large share, until somebody agrees', () => {
    expect(planRetention(few, all, nowMs, guard).refusal).toMatchObject({ because: 'too_many' })
    expect(planRetention(few, all, nowMs, { ...guard, shareAtOnce: 1 }).refusal).toBeNull()
  })
})

interface Step {
  readonly hours: number
  readonly type: RetainedBackup['type']
  readonly label: string
  readonly verdict: RetainedBackup['verdict']
  readonly isDrilled: boolean
  readonly isPinned: boolean
  readonly isHeld: boolean
  readonly needs: readonly number[]
}

const step: fc.Arbitrary<Step> = fc.record({
  hours: fc.integer({ min: 1, max: 400 }),
  type: fc.constantFrom('full', 'incremental', 'incremental', 'differential', 'schema'),
  label: fc.constantFrom('daily', 'weekly', 'monthly', 'preupdate', 'manual'),
  verdict: fc.constantFrom('passed', 'passed', 'passed', 'failed', 'not_known'),
  isDrilled: fc.boolean(),
  isPinned: fc.integer({ min: 0, max: 20 }).map((n) => n === 0),
  isHeld: fc.integer({ min: 0, max: 20 }).map((n) => n === 0),
  needs: fc.array(fc.nat(30), { maxLength: 4 }),
})

const anyPolicy: fc.Arbitrary<RetentionPolicy> = fc.record({
  timeZone: fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/St_Johns',
    'Pacific/Apia',
    'Australia/Lord_Howe',
  ),
  days: fc.nat(30),
  newest: fc.nat(5),
  daily: fc.nat(10),
  weekly: fc.nat(10),
  monthly: fc.nat(14),
  yearly: fc.nat(7),
  fulls: fc.nat(3),
  preUpdateDays: fc.nat(40),
  schemas: fc.nat(3),
})

function taken(one: Step, n: number, atMs: number, there: readonly RetainedBackup[]): RetainedBackup {
  const isOfChanges = one.type === 'incremental' || one.type === 'differential'
  const points = there.filter(({ type }) => type !== 'schema')
  const chosen = isOfChanges ? one.needs.map((at) => points.at(-1 - (at % Math.max(1, points.length)))) : []
  const needs = new Set(chosen.flatMap((found) => (found === undefined ? [] : [found.id, ...found.needs])))
  return {
    id: `b${n}`,
    type: isOfChanges && needs.size === 0 ? 'full' : one.type,
    label: one.label,
    takenAt: new Date(atMs).toISOString(),
    needs: [...needs],
    verdict: one.verdict,
    isDrilled: one.isDrilled,
    isPinned: one.isPinned,
    holds: one.isHeld ? ['hold'] : [],
  }
}

function checkPlan(all: readonly RetainedBackup[], rules: RetentionPolicy, atMs: number): RetainedBackup[] {
  const plan = planRetention(rules, all, atMs, { ...guard, shareAtOnce: 1 })
  const keeps = new Set(plan.kept.map(({ id }) => id))
  // Each backup is judged once, and each judgement has its reason.
  expect([...keeps, ...plan.removed.map(({ id }) => id)].toSorted()).toEqual(
    all.map(({ id }) => id).toSorted(),
  )
  for (const { reasons } of plan.kept) expect(reasons.length).toBeGreaterThan(0)
  // What is left is whole at every moment of the removal.
  const left = new Map(all.map((one) => [one.id, one]))
  for (const { id } of plan.removed) {
    left.delete(id)
    for (const one of left.values()) for (const needed of one.needs) expect(left.has(needed)).toBe(true)
  }
  const proved = all.filter(({ verdict, type }) => verdict === 'passed' && type !== 'schema')
  for (const found of [proved.at(-1), proved.findLast(({ isDrilled }) => isDrilled)]) {
    if (found !== undefined) expect(keeps.has(found.id)).toBe(true)
  }
  const full = proved.findLast(({ type }) => type === 'full')
  if (full !== undefined) expect(keeps.has(full.id)).toBe(true)
  for (const { id, isPinned, holds } of all)
    if (isPinned || holds.length > 0) expect(keeps.has(id)).toBe(true)
  // Each day of the days that could be gone back to still can, to the same point.
  const counted = proved.filter(({ label }) => label !== 'preupdate')
  for (let day = 0; day <= rules.days && rules.days > 0; day += 1) {
    const point = counted.findLast(({ takenAt }) => Date.parse(takenAt) < atMs - day * dayMs)
    if (point !== undefined) expect(keeps.has(point.id)).toBe(true)
  }
  return [...left.values()]
}

describe('retention over a random history', () => {
  it('keeps its promises at every step', () => {
    fc.assert(
      fc.property(anyPolicy, fc.array(step, { minLength: 1, maxLength: 60 }), (rules, steps) => {
        let there: RetainedBackup[] = []
        let atMs = Date.parse('2024-02-20T00:00:00Z')
        for (const [n, one] of steps.entries()) {
          atMs += one.hours * 3_600_000
          there.push(taken(one, n, atMs, there))
          there = checkPlan(there, rules, atMs + 60_000)
        }
      }),
    )
  })

  it('does nothing more when it is asked again at once', () => {
    fc.assert(
      fc.property(anyPolicy, fc.array(step, { minLength: 1, maxLength: 40 }), (rules, steps) => {
        let atMs = Date.parse('2024-02-20T00:00:00Z')
        const all: RetainedBackup[] = []
        for (const [n, one] of steps.entries()) {
          atMs += one.hours * 3_600_000
          all.push(taken(one, n, atMs, all))
        }
        const first = planRetention(rules, all, atMs, { ...guard, shareAtOnce: 1 })
        const keeps = new Set(first.kept.map(({ id }) => id))
        const left = all.filter(({ id }) => keeps.has(id))
        expect(planRetention(rules, left, atMs, guard).removed).toEqual([])
      }),
    )
  })
})
