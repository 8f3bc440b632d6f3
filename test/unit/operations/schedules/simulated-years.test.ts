import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { cronTimes, type CronTimes } from '../../../../main/operations/schedules/cron-times.ts'
import {
  begunSlot,
  claimedSlot,
  decideSlot,
  endedSlot,
  interruptedRun,
  rewoundSlot,
} from '../../../../shared/domain/schedule/decide-slot.ts'
import type { MissedRuns, SlotMemory } from '../../../../shared/domain/schedule/slot-memory.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const beginMs = Date.parse('2026-01-01T00:00:00.000Z')

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
]
const crons = [
  '0 7 * * 0',
  '0 6 * * *',
  '30 2 * * *',
  '0 8 1 * *',
  '0 0 29 2 *',
  '0 */6 * * *',
  '15 1,2,3 * * *',
]

/** What the world does next: time goes by with the program running or not, the clock jumps, the program dies under its next run. */
type Step =
  | { readonly kind: 'on'; readonly ms: number; readonly everyMs: number }
  | { readonly kind: 'off'; readonly ms: number }
  | { readonly kind: 'jump'; readonly ms: number }
  | { readonly kind: 'die' }

const running = fc.record({
  kind: fc.constant('on' as const),
  ms: fc.integer({ min: hourMs, max: 30 * dayMs }),
  everyMs: fc.integer({ min: 20 * minuteMs, max: 12 * hourMs }),
})
const steady: fc.Arbitrary<Step> = fc.oneof(
  running,
  fc.record({ kind: fc.constant('off' as const), ms: fc.integer({ min: 1, max: 60 * dayMs }) }),
  fc.constant<Step>({ kind: 'die' }),
)
const jumping: fc.Arbitrary<Step> = fc.oneof(
  steady,
  fc.record({ kind: fc.constant('jump' as const), ms: fc.integer({ min: -20 * dayMs, max: 20 * dayMs }) }),
)

/** Every slot from the beginning to a moment, asked of the expression one after another. */
function allSlots(times: CronTimes, toMs: number): readonly number[] {
  const slots: number[] = []
  for (let fromMs = beginMs; ;) {
    const more = times.next(fromMs, 100)
    slots.push(...more.filter((ms) => ms <= toMs))
    const last = more.at(-1)
    if (last === undefined || last > toMs) return slots
    fromMs = last
  }
}

interface MissedSpan {
  readonly from: number
  readonly to: number
  readonly slots: number
}

class Life {
  nowMs = beginMs
  latestMs = beginMs
  readonly ran = new Map<number, number>()
  private readonly missed = new Map<string, MissedSpan>()
  private memory: SlotMemory | null = null
  private diesNext = false
  private readonly times: CronTimes

  constructor(times: CronTimes) {
    this.times = times
  }

  get missedSpans(): readonly MissedSpan[] {
    return [...this.missed.values()]
  }

  live(step: Step): void {
    if (step.kind === 'die') this.diesNext = true
    else if (step.kind === 'on') this.run(step.ms, step.everyMs)
    else this.pass(step.ms)
  }

  pass(ms: number): void {
    this.nowMs += ms
    this.latestMs = Math.max(this.latestMs, this.nowMs)
  }

  run(ms: number, everyMs: number): void {
    for (let passed = 0; passed < ms; passed += everyMs) {
      this.pass(everyMs)
      this.look()
    }
  }

  look(): void {
    // As a file would keep it.
    const memory = this.memory === null ? null : (JSON.parse(JSON.stringify(this.memory)) as SlotMemory)
    const decision = decideSlot(beginMs, memory, (upTo, count) => this.times.newest(upTo, count), this.nowMs)
    if (decision.do === 'rewind') {
      const { toMs } = decision
      this.memory = memory === null ? begunSlot('schedule', toMs) : rewoundSlot(memory, toMs)
    }
    if (decision.do === 'give_up') {
      this.say(interruptedRun(memory!))
      this.memory = endedSlot(memory!)
    }
    if (decision.do !== 'run') return
    const claimed = claimedSlot('schedule', memory, decision, 'not_running', this.nowMs)
    this.say(claimed.missed)
    this.memory = claimed
    if (this.diesNext) {
      this.diesNext = false
      return
    }
    this.ran.set(decision.slotMs, (this.ran.get(decision.slotMs) ?? 0) + 1)
    this.memory = endedSlot(claimed)
  }

  /** The history takes what was said already once only. */
  private say(missed: readonly MissedRuns[]): void {
    for (const { from, to, slots } of missed) {
      this.missed.set(`${from} ${to}`, { from: Date.parse(from), to: Date.parse(to), slots })
    }
  }
}

function lived(zone: string, cron: string, steps: readonly Step[]): { life: Life; slots: readonly number[] } {
  const times = cronTimes(cron, zone)!
  const life = new Life(times)
  for (const step of steps) life.live(step)
  // In the end it runs long enough for everything that is due.
  life.run(2 * dayMs, 12 * hourMs)
  // The last run may have died: it is made again.
  life.look()
  return { life, slots: allSlots(times, life.latestMs) }
}

const settings = { numRuns: 60 }

describe('simulated years of schedules', () => {
  it('every slot is run or reported missed, exactly once, however often the machine is off or the program dies', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...crons),
        fc.array(steady, { minLength: 1, maxLength: 12 }),
        (zone, cron, steps) => {
          const { life, slots } = lived(zone, cron, steps)
          for (const slot of slots) {
            const times = life.missedSpans.filter(({ from, to }) => from <= slot && slot <= to).length
            expect(times + (life.ran.get(slot) ?? 0)).toBe(1)
          }
          for (const { from, to, slots: counted } of life.missedSpans) {
            expect(slots.filter((slot) => from <= slot && slot <= to)).toHaveLength(counted)
          }
          expect([...life.ran.keys()].filter((slot) => !slots.includes(slot))).toEqual([])
        },
      ),
      settings,
    )
  })

  it('no slot runs twice and none is forgotten where the clock jumps both ways', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...crons),
        fc.array(jumping, { minLength: 1, maxLength: 12 }),
        (zone, cron, steps) => {
          const { life, slots } = lived(zone, cron, steps)
          expect([...life.ran.values()].filter((times) => times > 1)).toEqual([])
          const isDealtWith = (slot: number): boolean =>
            life.ran.has(slot) || life.missedSpans.some(({ from, to }) => from <= slot && slot <= to)
          expect(slots.filter((slot) => slot <= life.nowMs && !isDealtWith(slot))).toEqual([])
        },
      ),
      settings,
    )
  })

  it('runs a fixed time that daylight saving skips once, and one that comes twice once', () => {
    const times = cronTimes('30 2 * * *', 'Europe/Berlin')!
    const days = (from: string): string[] =>
      times.next(Date.parse(from), 3).map((ms) => new Date(ms).toISOString())
    expect(days('2026-03-28T00:00:00Z')).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ])
    expect(days('2026-10-24T00:00:00Z')).toEqual([
      '2026-10-24T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ])
  })

  it('runs on leap days only where an expression says so', () => {
    const times = cronTimes('0 0 29 2 *', 'UTC')!
    expect(times.next(beginMs, 2).map((ms) => new Date(ms).toISOString())).toEqual([
      '2028-02-29T00:00:00.000Z',
      '2032-02-29T00:00:00.000Z',
    ])
  })
})
