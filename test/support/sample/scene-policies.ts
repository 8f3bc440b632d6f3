import { cronTimes, cronWords } from '../../../main/operations/schedules/cron-times.ts'
import type { CronView } from '../../../shared/domain/policies/policy-views.ts'
import type { Policy, PolicyDraft } from '../../../shared/domain/policies/policy.ts'
import { policyPresets } from '../../../shared/domain/policies/policy-presets.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { ago, day, idOf } from './make-records.ts'

const since = ago(60 * day)

/** A policy as a vault would keep this draft. */
export function policyOf(draft: PolicyDraft, n: number): Policy {
  return {
    ...draft,
    id: idOf(7, n),
    schedules: draft.schedules.map((schedule, at) => ({ ...schedule, id: idOf(8, n * 20 + at), since })),
  }
}

/** What every scene with a vault begins with. */
export const presetPolicies: readonly Policy[] = policyPresets.map((preset, n) =>
  policyOf({ ...preset, timeZone: 'Europe/Berlin' }, n),
)

/** A cron expression in words with its next five runs, as the program answers it. */
export function cronViewOf(cron: string, timeZone: string): CronView {
  const times = cronTimes(cron, timeZone)
  if (times === null) return { words: null, nextRuns: [] }
  const runs = times.next(Date.now(), 5)
  return { words: cronWords(cron), nextRuns: runs.map((ms) => new Date(ms).toISOString()) }
}

function nextRunOf(policy: Policy): string | null {
  if (!policy.isEnabled) return null
  const runs = policy.schedules.flatMap(({ cron }) => cronViewOf(cron, policy.timeZone).nextRuns.slice(0, 1))
  return runs.toSorted()[0] ?? null
}

/** Databases with the names of their policies and their next runs, as these policies make them. */
export function withPlans(
  databases: readonly DatabaseView[],
  policies: readonly Policy[],
): readonly DatabaseView[] {
  const plans = new Map(
    policies.map((policy) => [policy.id, { policy: policy.name, nextRunAt: nextRunOf(policy) }]),
  )
  const none = { policy: null, nextRunAt: null }
  return databases.map((one) => ({ ...one, ...(plans.get(one.policyId ?? '') ?? none) }))
}

/** Databases that were given the policy of their tier when they were registered. */
export function registeredWith(
  databases: readonly DatabaseView[],
  policies: readonly Policy[],
): readonly DatabaseView[] {
  const given = databases.map((one) => {
    const policy = policies.find(({ tiers }) => tiers.includes(one.tier))
    return policy === undefined ? one : { ...one, policyId: policy.id, policySince: since }
  })
  return withPlans(given, policies)
}
