import { timePassed, type ClockReading } from '../../shared/domain/alerts/clock-reading.ts'
import type { QueueEntry } from './queue-entry.ts'

function isSameRun(before: ClockReading, now: ClockReading): boolean {
  return before.boot !== null && before.boot === now.boot && before.upMs !== null && now.upMs !== null
}

/**
 * For how long an entry has been tried, milliseconds. Within one run of the machine by the clock that nobody sets. Across a restart no more
 * counts than the machine has been up since: a clock that was at 1970 before it knew the time makes nothing old.
 */
export function ageMs({ agedMs, counted }: QueueEntry, now: ClockReading): number {
  const passed = timePassed(counted, now)
  return agedMs + (isSameRun(counted, now) ? passed : Math.min(passed, now.upMs ?? passed))
}

/**
 * How long until an entry is due, milliseconds; 0: it is. Across a restart by the wall clock; one that was set back to before the last try says
 * nothing of how long it waited: then it is due.
 */
export function untilDueMs(
  { counted, triedAt, nextAt }: QueueEntry & { readonly nextAt: number },
  now: ClockReading,
): number {
  if (isSameRun(counted, now)) return Math.max(0, nextAt - triedAt - timePassed(counted, now))
  return now.wallMs < triedAt ? 0 : Math.max(0, nextAt - now.wallMs)
}
