import { cronTimes, type CronTimes } from '../schedules/cron-times.ts'

const hourMs = 3_600_000
/** Enough runs to meet the longest gap that months of different lengths and a change of the clock leave. */
const runsLookedAt = 40
/** A week, and what is left of the day on which it begins: runs that are closer than that have their nights and weekends in it. */
const weekMs = 9 * 24 * hourMs

function gapsBetween(runs: readonly number[]): readonly number[] {
  return runs.slice(1).map((at, n) => at - runs[n]!)
}

/** The next runs of several schedules together; no further than each of them was looked at. */
function runsTogether(schedules: readonly CronTimes[], nowMs: number): readonly number[] {
  const each = schedules.map((times) => times.next(nowMs, runsLookedAt))
  const untilMs = Math.min(
    ...each.filter(({ length }) => length === runsLookedAt).map((runs) => runs.at(-1)!),
  )
  return [...new Set(each.flat().filter((at) => at <= untilMs))].toSorted((a, b) => a - b)
}

/** Gaps longer than an hour in a week from now on: each has one of the moments in it that are looked at. */
function gapsOfAWeek(schedules: readonly CronTimes[], nowMs: number): readonly number[] {
  const gaps: number[] = []
  for (let atMs = nowMs; atMs < nowMs + weekMs;) {
    const before = schedules.flatMap((times) => times.newest(atMs, 1))
    const after = schedules.flatMap((times) => times.next(atMs, 1))
    if (after.length === 0) break
    const nextMs = Math.min(...after)
    if (before.length > 0) gaps.push(nextMs - Math.max(...before))
    atMs = Math.max(atMs + hourMs, nextMs)
  }
  return gaps
}

/**
 * The longest time that passes between two runs of any of these schedules, nights, weekends and the longest month included; 0 where there
 * are no two. The same on each day on which it is asked, but for a change of the clock that comes near. Milliseconds.
 */
export function longestGapMs(crons: readonly string[], timeZone: string, nowMs: number): number {
  const schedules = crons.flatMap((cron) => cronTimes(cron, timeZone) ?? [])
  const runs = runsTogether(schedules, nowMs)
  const coveredMs = runs.length === 0 ? 0 : runs.at(-1)! - runs[0]!
  const ofAWeek = runs.length > 1 && coveredMs < weekMs ? gapsOfAWeek(schedules, nowMs) : []
  return Math.max(0, ...gapsBetween(runs), ...ofAWeek)
}
