import type { Policy } from '../../../shared/domain/policies/policy.ts'
import { leastSilenceMs } from '../../../shared/domain/retention/plan-retention.ts'
import { cronTimes } from '../schedules/cron-times.ts'

/** Enough runs to meet the longest gap of any week or month. */
const runsLookedAt = 40

function longestGapMs(cron: string, timeZone: string, nowMs: number): number {
  const runs = cronTimes(cron, timeZone)?.next(nowMs, runsLookedAt) ?? []
  return runs.slice(1).reduce((longest, at, n) => Math.max(longest, at - runs[n]!), 0)
}

/**
 * How long a database may be without any backup before that is strange: twice the longest gap that one of its schedules leaves, and
 * two days at least. Milliseconds.
 */
export function silenceOf({ schedules, timeZone }: Policy, nowMs: number): number {
  const gaps = schedules.map(({ cron }) => longestGapMs(cron, timeZone, nowMs)).filter((gap) => gap > 0)
  return gaps.length === 0 ? leastSilenceMs : Math.max(leastSilenceMs, 2 * Math.max(...gaps))
}
