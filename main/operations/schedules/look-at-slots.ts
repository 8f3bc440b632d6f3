import {
  decideSlot,
  type NewestSlots,
  type SlotDecision,
} from '../../../shared/domain/schedule/decide-slot.ts'
import type { SlotMemory } from '../../../shared/domain/schedule/slot-memory.ts'
import { cronTimes } from './cron-times.ts'
import type { Planned } from './planned-work.ts'

/** Decides for many databases of few schedules: the moments of each expression are computed once for one now. */
export type SlotLook = (planned: Planned, memory: SlotMemory | null) => SlotDecision

/** What is due at a moment (milliseconds since 1970 UTC). An expression that can't be read is never due. */
export function lookAtSlots(nowMs: number): SlotLook {
  const known = new Map<string, NewestSlots>()
  const newestOf = ({ schedule: { cron }, timeZone }: Planned): NewestSlots => {
    const key = `${timeZone} ${cron}`
    const there = known.get(key)
    if (there !== undefined) return there
    const times = cronTimes(cron, timeZone)
    const byCount = new Map<number, readonly number[]>()
    const newest: NewestSlots = (upToMs, count) => {
      const slots = byCount.get(count) ?? times?.newest(upToMs, count) ?? []
      byCount.set(count, slots)
      return slots
    }
    known.set(key, newest)
    return newest
  }
  return (planned, memory) => decideSlot(Date.parse(planned.since), memory, newestOf(planned), nowMs)
}
