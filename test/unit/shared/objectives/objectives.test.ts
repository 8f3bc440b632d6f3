import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { achievedRpoAt, rpoTeeth, shareWithin } from '../../../../shared/domain/objectives/achieved-rpo.ts'
import { achievedRto } from '../../../../shared/domain/objectives/achieved-rto.ts'
import { promisedFor, type Objective } from '../../../../shared/domain/objectives/objective.ts'

describe('what is promised', () => {
  const ofTier: Objective = { id: '1', of: { kind: 'tier', tier: 'core' }, rpoMs: 100, rtoMs: 10 }
  const own: Objective = { id: '2', of: { kind: 'database', databaseId: 'd' }, rpoMs: 5, rtoMs: null }

  it('is the database’s own, and of its tier what it lacks', () => {
    expect(promisedFor([ofTier, own], { id: 'd', tier: 'core' })).toEqual({ rpoMs: 5, rtoMs: 10 })
    expect(promisedFor([ofTier, own], { id: 'e', tier: 'core' })).toEqual({ rpoMs: 100, rtoMs: 10 })
    expect(promisedFor([ofTier, own], { id: 'e', tier: 'user' })).toEqual({ rpoMs: null, rtoMs: null })
  })
})

describe('the achieved RPO', () => {
  it('is the age of the newest state that was proved by then: a sawtooth', () => {
    const states = [
      { atMs: 100, provedAtMs: 110 },
      { atMs: 200, provedAtMs: 205 },
      // An older state that is proved again later takes nothing away.
      { atMs: 100, provedAtMs: 250 },
    ]
    const teeth = rpoTeeth(states, 0, 300)
    expect(teeth).toEqual([
      { fromMs: 0, toMs: 110, stateAtMs: null },
      { fromMs: 110, toMs: 205, stateAtMs: 100 },
      { fromMs: 205, toMs: 300, stateAtMs: 200 },
    ])
    expect([50, 110, 204, 300].map((at) => achievedRpoAt(rpoTeeth(states, 0, 300), at))).toEqual([
      null,
      null,
      104,
      100,
    ])
    // Within 60: 110 to 160, and 205 to 260.
    expect(shareWithin(teeth, 60)).toBeCloseTo((50 + 55) / 300)
    expect(shareWithin(teeth, 1e9)).toBeCloseTo(190 / 300)
  })

  it('counts nothing for no time, and nothing as within where nothing was proved', () => {
    expect(rpoTeeth([], 5, 5)).toEqual([])
    expect(shareWithin([], 10)).toBeNull()
    expect(shareWithin(rpoTeeth([], 0, 10), 1e9)).toBe(0)
    expect(rpoTeeth([{ atMs: 0, provedAtMs: 20 }], 0, 10)).toEqual([{ fromMs: 0, toMs: 10, stateAtMs: null }])
  })

  it('is at each moment what looking at every state says', () => {
    const state = fc.record({ atMs: fc.nat(1000), late: fc.nat(300) }).map(({ atMs, late }) => ({
      atMs,
      provedAtMs: atMs + late,
    }))
    fc.assert(
      fc.property(
        fc.array(state, { maxLength: 12 }),
        fc.nat(500),
        fc.integer({ min: 1, max: 800 }),
        (states, from, span) => {
          const teeth = rpoTeeth(states, from, from + span)
          expect(teeth[0]?.fromMs).toBe(from)
          expect(teeth.at(-1)?.toMs).toBe(from + span)
          for (const [n, { toMs }] of teeth.slice(0, -1).entries()) expect(toMs).toBe(teeth[n + 1]!.fromMs)
          let within = 0
          for (let at = from; at < from + span; at += 1) {
            const proved = states.filter(({ provedAtMs }) => provedAtMs <= at)
            const newest = proved.length === 0 ? null : Math.max(...proved.map(({ atMs }) => atMs))
            const tooth = teeth.find(({ fromMs, toMs }) => at >= fromMs && at < toMs)!
            expect(tooth.stateAtMs).toBe(newest)
            if (newest !== null && at - newest < 100) within += 1
          }
          expect(shareWithin(teeth, 100)).toBeCloseTo(within / span)
        },
      ),
    )
  })
})

describe('the achieved RTO', () => {
  const restore = (durationMs: number, atMs: number, bytes = 1000) =>
    ({ scenario: 'complete', durationMs, atMs, bytes }) as const

  it('is the newest measurement of the whole database; a part of it is none', () => {
    const partial = { scenario: 'partial', durationMs: 1, atMs: 99, bytes: 10 } as const
    expect(achievedRto([restore(50, 1), restore(40, 2), partial], [], 1000)).toEqual({
      kind: 'measured',
      durationMs: 40,
      atMs: 2,
      scenario: 'complete',
    })
  })

  it('is an estimate, marked as one, where it never was brought back; without any measurement not known', () => {
    const others = [restore(10, 1), restore(20, 2), restore(1000, 3)]
    expect(achievedRto([], others, 5000)).toEqual({ kind: 'estimated', durationMs: 100, fromCount: 3 })
    expect(achievedRto([], [], 5000)).toEqual({ kind: 'not_known' })
    expect(achievedRto([], others, null)).toEqual({ kind: 'not_known' })
  })
})
