import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  achievedRpoAt,
  rpoShares,
  rpoTeeth,
  thinnedTeeth,
  type ProvedState,
} from '../../../../shared/domain/objectives/achieved-rpo.ts'
import {
  achievedRto,
  rtoEstimator,
  type RtoGround,
} from '../../../../shared/domain/objectives/achieved-rto.ts'
import {
  madePromise,
  promisedFor,
  type Objectives,
  type PromiseGround,
} from '../../../../shared/domain/objectives/objective.ts'
import {
  objectiveDurationText,
  parseObjectiveDuration,
} from '../../../../shared/domain/objectives/parse-objective-duration.ts'
import { provedStates, type BackupFinding } from '../../../../shared/domain/objectives/proved-states.ts'

const hour = 3_600_000

describe('what is promised', () => {
  const objectives: Objectives = {
    databases: new Map([['d', { rpoMs: 5, rtoMs: { partial: null } }]]),
    tiers: new Map([['core', { rpoMs: 100, rtoMs: { complete: 10, partial: 20 } }]]),
  }
  const ground: PromiseGround = { id: 'd', tier: 'core', imageBytes: 1000, scheduledRpo: 25 * hour }

  it('is the database’s own, of its tier what it lacks, and else the default, each number on its own', () => {
    const own = promisedFor(objectives, ground)
    expect(own.rpo).toEqual({ kind: 'promised', ms: 5, from: 'database' })
    expect(own.rto.complete).toEqual({ kind: 'promised', ms: 10, from: 'tier' })
    expect(own.rto.partial).toEqual({ kind: 'not_promised', because: 'said_of_database' })
    expect(own.rto.schema_only).toEqual({ kind: 'promised', ms: 120_000, from: 'default' })
    expect(promisedFor(objectives, { ...ground, id: 'e' }).rpo).toMatchObject({ ms: 100, from: 'tier' })
    const free = promisedFor(objectives, { ...ground, id: 'e', tier: 'user' })
    expect(free.rpo).toEqual({ kind: 'promised', ms: 25 * hour, from: 'schedule' })
    expect(free.rto.complete).toEqual({ kind: 'promised', ms: 15 * 60_000, from: 'default' })
    expect([own.rpo, free.rpo, own.rto.partial].map(madePromise)).toEqual([5, null, null])
  })

  it('is nothing, and says why, of a large database, of one of no known size and of one without a schedule', () => {
    const of = (part: Partial<PromiseGround>) =>
      promisedFor(objectives, { ...ground, id: 'e', tier: '', ...part })
    const whyNot = (promised: object) => (promised as { because?: string }).because
    expect(whyNot(of({ imageBytes: 100_000_000 }).rto.complete)).toBe('large')
    expect(whyNot(of({ imageBytes: 99_999_999 }).rto.complete)).toBeUndefined()
    expect(whyNot(of({ imageBytes: null }).rto.complete)).toBe('size_not_known')
    expect(of({ imageBytes: null }).rto.point_in_time).toMatchObject({ ms: 600_000 })
    expect(whyNot(of({ scheduledRpo: 'no_schedule' }).rpo)).toBe('no_schedule')
    expect(whyNot(of({ scheduledRpo: 'policy_rests' }).rpo)).toBe('policy_rests')
  })
})

const state = (atMs: number, provedAtMs: number, untilMs: number | null = null): ProvedState => ({
  atMs,
  provedAtMs,
  untilMs,
})

describe('the achieved RPO', () => {
  it('is the age of the newest state that was proved by then: a sawtooth', () => {
    // An older state that is proved again later takes nothing away.
    const teeth = rpoTeeth([state(100, 110), state(200, 205), state(100, 250)], 0, 300)
    expect(teeth).toEqual([
      { fromMs: 0, toMs: 110, stateAtMs: null },
      { fromMs: 110, toMs: 205, stateAtMs: 100 },
      { fromMs: 205, toMs: 300, stateAtMs: 200 },
    ])
    expect([50, 204, 300].map((at) => achievedRpoAt(teeth, at))).toEqual([null, 104, 100])
    // Within 60: 110 to 160, and 205 to 260. A hundred before it are not known.
    expect(rpoShares(teeth, 60, 100)).toEqual({ within: 105 / 400, outside: 195 / 400, unknown: 0.25 })
  })

  it('goes back to the state before when the newest is found damaged', () => {
    const teeth = rpoTeeth([state(10, 12), state(50, 52, 80), state(90, 95)], 0, 100)
    expect(teeth.map(({ fromMs, stateAtMs }) => [fromMs, stateAtMs])).toEqual([
      [0, null],
      [12, 10],
      [52, 50],
      [80, 10],
      [95, 90],
    ])
  })

  it('counts nothing for no time, and nothing as within where nothing was proved', () => {
    expect(rpoTeeth([], 5, 5)).toEqual([])
    expect(rpoShares([], 10, 0)).toBeNull()
    expect(rpoShares([], 10, 7)).toEqual({ within: 0, outside: 0, unknown: 1 })
    expect(rpoShares(rpoTeeth([], 0, 10), 1e9, 0)).toEqual({ within: 0, outside: 1, unknown: 0 })
    expect(rpoTeeth([state(0, 20)], 0, 10)).toEqual([{ fromMs: 0, toMs: 10, stateAtMs: null }])
  })

  const anyState = fc
    .record({ atMs: fc.nat(1000), late: fc.nat(300), held: fc.option(fc.integer({ min: 1, max: 400 })) })
    .map(({ atMs, late, held }) => state(atMs, atMs + late, held === null ? null : atMs + late + held))

  it('is at each moment what looking at every state says, and its shares are the whole', () => {
    fc.assert(
      fc.property(
        fc.array(anyState, { maxLength: 12 }),
        fc.nat(500),
        fc.integer({ min: 1, max: 800 }),
        fc.nat(500),
        (states, from, span, unknown) => {
          const teeth = rpoTeeth(states, from, from + span)
          expect(teeth[0]?.fromMs).toBe(from)
          expect(teeth.at(-1)?.toMs).toBe(from + span)
          for (const [n, { toMs }] of teeth.slice(0, -1).entries()) expect(toMs).toBe(teeth[n + 1]!.fromMs)
          let within = 0
          for (let at = from; at < from + span; at += 1) {
            const proved = states.filter(
              ({ provedAtMs, untilMs }) => provedAtMs <= at && (untilMs === null || untilMs > at),
            )
            const newest = proved.length === 0 ? null : Math.max(...proved.map(({ atMs }) => atMs))
            const tooth = teeth.find(({ fromMs, toMs }) => at >= fromMs && at < toMs)!
            expect(tooth.stateAtMs).toBe(newest)
            if (newest !== null && at - newest < 100) within += 1
          }
          const shares = rpoShares(teeth, 100, unknown)!
          expect(shares.within * (span + unknown)).toBeCloseTo(within)
          expect(shares.within + shares.outside + shares.unknown).toBeCloseTo(1)
        },
      ),
    )
  })

  it('keeps the oldest age, the first and the last tooth however few are left', () => {
    fc.assert(
      fc.property(
        fc.array(anyState, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (states, most) => {
          const teeth = rpoTeeth(states, 0, 2000)
          const thin = thinnedTeeth(teeth, most)
          const peak = (all: typeof teeth): number =>
            Math.max(0, ...all.map(({ toMs, stateAtMs }) => (stateAtMs === null ? 0 : toMs - stateAtMs)))
          // What is not known at all is graver than any age, and may be kept in its place.
          const hasUnproved = teeth.some(({ stateAtMs }) => stateAtMs === null)
          if (!hasUnproved) expect(peak(thin)).toBe(peak(teeth))
          expect(thin.length).toBeLessThanOrEqual(most + 2)
          expect([thin[0], thin.at(-1)]).toEqual([teeth[0], teeth.at(-1)])
          for (const tooth of thin) expect(teeth).toContain(tooth)
        },
      ),
    )
  })
})

describe('which states are proved', () => {
  const held = [{ backupId: 'a', atMs: 10, knownAtMs: 15 }]
  const finding = (atMs: number, found: BackupFinding['found']): BackupFinding => ({
    backupId: 'a',
    atMs,
    found,
  })

  it('a backup counts from its proof, and not while its last drill is red or it is set aside', () => {
    expect(provedStates(held, [])).toEqual([])
    expect(provedStates(held, [finding(20, 'validation_failed')])).toEqual([])
    expect(provedStates(held, [finding(20, 'validation_passed')])).toEqual([state(10, 20)])
    const redThenGreen = [
      finding(20, 'validation_passed'),
      finding(30, 'drill_failed'),
      // A validation does not make up for a red drill.
      finding(40, 'validation_passed'),
      finding(50, 'drill_passed'),
      finding(60, 'removed'),
      finding(70, 'put_back'),
    ]
    expect(provedStates(held, redThenGreen)).toEqual([state(10, 20, 30), state(10, 50, 60), state(10, 70)])
  })

  it('a moment at which nothing had changed is a state of its own, from when that was known', () => {
    const still = [...held, { backupId: 'a', atMs: 100, knownAtMs: 101 }]
    expect(provedStates(still, [finding(20, 'validation_passed')])).toEqual([state(10, 20), state(100, 101)])
    // Found damaged before: there is nothing that it was still like.
    expect(provedStates(still, [finding(20, 'validation_passed'), finding(50, 'validation_failed')])).toEqual(
      [state(10, 20, 50)],
    )
  })

  it('never counts a backup at a moment at which its last validation had not passed', () => {
    const findings: fc.Arbitrary<BackupFinding[]> = fc.array(
      fc.record({
        backupId: fc.constant('a'),
        atMs: fc.nat(100),
        found: fc.constantFrom('validation_passed', 'validation_failed', 'drill_failed', 'drill_passed'),
      }),
      { maxLength: 10 },
    )
    fc.assert(
      fc.property(findings, (all) => {
        const inOrder = all.toSorted((one, other) => one.atMs - other.atMs)
        const states = provedStates([{ backupId: 'a', atMs: 0, knownAtMs: 0 }], all)
        for (let at = 0; at <= 101; at += 1) {
          const known = inOrder.filter(({ atMs }) => atMs <= at)
          const last = (word: string) => known.findLast(({ found }) => found.startsWith(word))?.found
          const isProved = last('validation') === 'validation_passed' && last('drill') !== 'drill_failed'
          const counts = states.some(
            ({ provedAtMs, untilMs }) => provedAtMs <= at && (untilMs === null || untilMs > at),
          )
          expect(counts).toBe(isProved)
        }
      }),
    )
  })
})

describe('the achieved RTO', () => {
  const restore = (durationMs: number, atMs: number, bytes: number | null = 1000) =>
    ({ scenario: 'complete', durationMs, atMs, bytes }) as const
  const partial = { scenario: 'partial', durationMs: 7, atMs: 99, bytes: null } as const
  const nothing = rtoEstimator([])
  const of = (imageBytes: number | null): RtoGround => ({ imageBytes, isAnyProved: true })
  const ground = of(1000)

  it('is the newest measurement of what was promised; a drill is a complete recovery, a part is none', () => {
    const own = [restore(50, 1), { ...restore(40, 2), scenario: 'drill' as const }, partial]
    const measured = { kind: 'measured', durationMs: 40, atMs: 2, scenario: 'drill' }
    expect(achievedRto('complete', own, nothing, ground)).toEqual(measured)
    expect(achievedRto('partial', own, nothing, ground)).toMatchObject({ kind: 'measured', durationMs: 7 })
    expect(achievedRto('point_in_time', own, nothing, ground)).toEqual({
      kind: 'not_known',
      because: 'nothing_measured',
    })
  })

  it('is an estimate, marked as one, where it never was measured; without any measurement not known', () => {
    const estimate = rtoEstimator([restore(10, 1), restore(20, 2), restore(1000, 3), partial])
    const whole = { kind: 'estimated', durationMs: 100, fromCount: 3 }
    expect(achievedRto('complete', [], estimate, of(5000))).toEqual(whole)
    expect(achievedRto('complete', [], estimate, of(null))).toMatchObject({ because: 'size_not_known' })
    expect(achievedRto('partial', [], estimate, of(null))).toEqual({
      kind: 'estimated',
      durationMs: 7,
      fromCount: 1,
    })
    expect(achievedRto('schema_only', [], estimate, of(5000))).toMatchObject({ because: 'nothing_measured' })
    const nothingProved = { imageBytes: 5000, isAnyProved: false }
    expect(achievedRto('complete', [], estimate, nothingProved)).toEqual({
      kind: 'not_known',
      because: 'nothing_proved',
    })
    expect(achievedRto('complete', [restore(10, 1)], estimate, nothingProved).kind).toBe('measured')
  })
})

describe('times as they are typed', () => {
  it('reads a DBA’s words, and nothing else', () => {
    const read = (text: string): number | null => parseObjectiveDuration(text)
    expect(['90s', '15m', '25h', '2d', '1w', ' 1h 30m ', '5 min', '15M'].map(read)).toEqual([
      90_000,
      900_000,
      25 * hour,
      48 * hour,
      168 * hour,
      1.5 * hour,
      300_000,
      900_000,
    ])
    const bad = ['', '15', 'h', '-1h', '1.5h', '1h x', '0s', '0h', '11000d', '1y', '1e3s']
    expect(bad.map(read)).toEqual(bad.map(() => null))
  })

  it('writes what it reads', () => {
    expect([25 * hour, 5_400_000, 900_000, 48 * hour, 90_000].map(objectiveDurationText)).toEqual([
      '25h',
      '1h30m',
      '15m',
      '2d',
      '1m30s',
    ])
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3650 * 86_400 }), (seconds) => {
        expect(parseObjectiveDuration(objectiveDurationText(seconds * 1000))).toBe(seconds * 1000)
      }),
    )
  })
})
