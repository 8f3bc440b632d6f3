import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { HealthThresholds } from '../../../shared/domain/health/health-report.ts'
import type { PromiseGround } from '../../../shared/domain/objectives/objective.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import { longestGapMs } from './longest-gap.ts'

type ScheduledRpo = PromiseGround['scheduledRpo']

function ofPolicy(policy: Policy, nowMs: number, thresholds: HealthThresholds): ScheduledRpo {
  if (!policy.isEnabled) return 'policy_rests'
  const crons = policy.schedules.filter(({ type }) => type !== 'schema').map(({ cron }) => cron)
  const gapMs = longestGapMs(crons, policy.timeZone, nowMs)
  if (gapMs === 0) return 'no_schedule'
  return gapMs + Math.max(thresholds.leastDelayMs, gapMs * thresholds.delayShare)
}

/**
 * How old the newest state of a database may become while its schedules are kept: the longest gap that they leave together, and the
 * patience of the health check: 25 hours of a daily one. Each policy is worked out once.
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
