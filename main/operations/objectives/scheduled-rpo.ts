import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { HealthThresholds } from '../../../shared/domain/health/health-report.ts'
import type { PromiseGround } from '../../../shared/domain/objectives/objective.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import { cronTimes } from '../schedules/cron-times.ts'

type ScheduledRpo = PromiseGround['scheduledRpo']

/** Enough runs to meet the longest gap of any week or month. */
const runsLookedAt = 40

function longestGapMs(cron: string, timeZone: string, nowMs: number): number {
  const runs = cronTimes(cron, timeZone)?.next(nowMs, runsLookedAt) ?? []
  return runs.slice(1).reduce((longest, at, n) => Math.max(longest, at - runs[n]!), 0)
}

function ofPolicy(policy: Policy, nowMs: number, thresholds: HealthThresholds): ScheduledRpo {
  if (!policy.isEnabled) return 'policy_rests'
  const gaps = policy.schedules
    .filter(({ type }) => type !== 'schema')
    .map(({ cron }) => longestGapMs(cron, policy.timeZone, nowMs))
    .filter((gapMs) => gapMs > 0)
  if (gaps.length === 0) return 'no_schedule'
  const gapMs = Math.min(...gaps)
  return gapMs + Math.max(thresholds.leastDelayMs, gapMs * thresholds.delayShare)
}

/**
 * How old the newest state of a database may become while its schedule is kept: the longest gap that the most frequent schedule leaves, and
 * the patience of the health check: 25 hours of a daily one. Each policy is worked out once.
 */
export function scheduledRpos(
  policies: ReadonlyMap<string, Policy>,
  hasDamagedPolicies: boolean,
  nowMs: number,
  thresholds: HealthThresholds,
): (record: Pick<DatabaseRecord, 'policyId'>) => ScheduledRpo {
  const known = new Map<string, ScheduledRpo>()
  return ({ policyId }) => {
    if (policyId === undefined) return 'no_schedule'
    const policy = policies.get(policyId)
    if (policy === undefined) return hasDamagedPolicies ? 'unreadable' : 'no_schedule'
    const there = known.get(policyId)
    if (there !== undefined) return there
    const found = ofPolicy(policy, nowMs, thresholds)
    known.set(policyId, found)
    return found
  }
}
