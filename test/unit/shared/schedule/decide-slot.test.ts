import { describe, expect, it } from 'vitest'

import {
  begunSlot,
  claimedSlot,
  decideSlot,
  rewoundSlot,
  type NewestSlots,
} from '../../../../shared/domain/schedule/decide-slot.ts'
import type { SlotMemory } from '../../../../shared/domain/schedule/slot-memory.ts'

const hourMs = 3_600_000
const start = Date.parse('2026-11-27T00:00:00.000Z')
const at = (hours: number): number => start + hours * hourMs

/** A slot each full hour. */
const hourly: NewestSlots = (upToMs, count) => {
  const newest = Math.floor(upToMs / hourMs)
  return Array.from({ length: count }, (_, back) => (newest - back) * hourMs)
}

function runAt(memory: SlotMemory | null, nowMs: number, isEnded = true): SlotMemory | null {
  const decision = decideSlot(at(0.5), memory, hourly, nowMs)
  if (decision.do !== 'run') return null
  const claimed = claimedSlot('schedule', memory, decision, 'not_running', nowMs)
  return isEnded ? { ...claimed, open: null } : claimed
}

describe('which slot is due', () => {
  it('is none before the first after the beginning', () => {
    expect(decideSlot(at(0.5), null, hourly, at(0.9))).toEqual({ do: 'nothing' })
    expect(decideSlot(at(0.5), null, hourly, at(1))).toEqual({
      do: 'run',
      slotMs: at(1),
      attempt: 1,
      missed: null,
    })
  })

  it('is no slot at the beginning itself', () => {
    expect(decideSlot(at(1), null, hourly, at(1.5))).toEqual({ do: 'nothing' })
  })

  it('is each one once', () => {
    const memory = runAt(null, at(1.2))
    expect(runAt(memory, at(1.9))).toBeNull()
    expect(decideSlot(at(0.5), memory, hourly, at(2))).toMatchObject({ do: 'run', slotMs: at(2) })
  })

  it('is the newest of several; those before it were missed', () => {
    const memory = runAt(null, at(1.2))
    expect(decideSlot(at(0.5), memory, hourly, at(5.5))).toEqual({
      do: 'run',
      slotMs: at(5),
      attempt: 1,
      missed: { slots: 3, fromMs: at(2), toMs: at(4) },
    })
  })

  it('is not one that ran, where the clock was set back over it', () => {
    const memory = runAt(runAt(null, at(1.2)), at(2.1))
    expect(decideSlot(at(0.5), memory, hourly, at(1.5))).toEqual({ do: 'rewind', toMs: at(1.5) })
    const rewound = rewoundSlot(memory!, at(1.5))
    expect(runAt(rewound, at(2.5))).toBeNull()
    expect(decideSlot(at(0.5), rewound, hourly, at(3))).toMatchObject({
      do: 'run',
      slotMs: at(3),
      missed: null,
    })
  })

  it('comes again after a clock that was years ahead and was put right', () => {
    const ahead = runAt(runAt(null, at(1.2)), at(50_000))
    expect(decideSlot(at(0.5), ahead, hourly, at(2.5))).toEqual({ do: 'rewind', toMs: at(2.5) })
    const back = runAt(rewoundSlot(ahead!, at(2.5)), at(3.5))
    expect(back?.ran.at(-1)).toBe(new Date(at(3)).toISOString())
  })

  it('begins now where the schedule was made while the clock was years ahead', () => {
    const madeAt = at(50_000)
    expect(decideSlot(madeAt, null, hourly, at(2.5))).toEqual({ do: 'rewind', toMs: at(2.5) })
    const begun = begunSlot('schedule', at(2.5))
    expect(decideSlot(madeAt, begun, hourly, at(2.9))).toEqual({ do: 'nothing' })
    expect(decideSlot(madeAt, begun, hourly, at(3))).toMatchObject({ do: 'run', slotMs: at(3), missed: null })
  })

  it('is none of before the beginning where two clocks differ by seconds', () => {
    const rested = runAt(null, at(1.2))
    expect(decideSlot(at(5) + 5000, rested, hourly, at(5))).toEqual({ do: 'nothing' })
  })

  it('is one whose program died, again, while it is the newest, and no more than three times', () => {
    let memory = runAt(null, at(1.2), false)
    const attempts = [1.3, 1.4, 1.5].map((hours) => {
      const decision = decideSlot(at(0.5), memory, hourly, at(hours))
      if (decision.do !== 'run') return decision.do
      memory = claimedSlot('schedule', memory, decision, 'not_running', at(hours))
      return decision.attempt
    })
    expect(attempts).toEqual([2, 3, 'give_up'])
    expect(decideSlot(at(0.5), memory, hourly, at(2))).toMatchObject({ do: 'run', slotMs: at(2), attempt: 1 })
  })

  it('remembers what was missed until it was said', () => {
    const memory = runAt(runAt(null, at(1)), at(4.5), false)
    const [from, to] = [at(2), at(3)].map((ms) => new Date(ms).toISOString())
    expect(memory?.missed).toEqual([{ slots: 2, from, to, reason: 'not_running' }])
  })
})
