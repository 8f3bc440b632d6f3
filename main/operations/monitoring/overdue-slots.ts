import type { HealthThresholds } from '../../../shared/domain/health/health-report.ts'
import { cronTimes } from '../schedules/cron-times.ts'

/** A moment that an expression named and whose patience is over. Milliseconds since 1970 UTC, and how long was waited. */
export interface Overdue {
  readonly slotMs: number
  readonly patienceMs: number
}

/** The newest moment of an expression whose patience is over; null: there is none. */
export type OverdueSlot = (cron: string, timeZone: string) => Overdue | null

/** Enough to find one whose patience is over, for a run each minute. */
const slotsLookedAt = 8

function newestOverdue(
  cron: string,
  timeZone: string,
  nowMs: number,
  { delayShare, leastDelayMs }: HealthThresholds,
): Overdue | null {
  const times = cronTimes(cron, timeZone)
  if (times === null) return null
  const slots = times.newest(nowMs, slotsLookedAt)
  const [nextMs] = times.next(nowMs, 1)
  for (const [n, slotMs] of slots.entries()) {
    const followingMs = n === 0 ? nextMs : slots[n - 1]
    const gapMs = followingMs === undefined ? 0 : followingMs - slotMs
    const patienceMs = Math.max(leastDelayMs, gapMs * delayShare)
    if (slotMs + patienceMs <= nowMs) return { slotMs, patienceMs }
  }
  return null
}

/** For many databases of few schedules: each expression is worked out once for one now. */
export function overdueSlots(nowMs: number, thresholds: HealthThresholds): OverdueSlot {
  const known = new Map<string, Overdue | null>()
  return (cron, timeZone) => {
    const key = `${timeZone} ${cron}`
    const there = known.get(key)
    if (there !== undefined) return there
    const found = newestOverdue(cron, timeZone, nowMs, thresholds)
    known.set(key, found)
    return found
  }
}
