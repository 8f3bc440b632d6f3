import type { CleanUpPlan } from '../../../shared/domain/retention/prune-views.ts'
import type { RemovalRule } from '../../../shared/domain/retention/retention-policy.ts'
import type { WantedCleanUp } from '../../state/use-retention.ts'

/** Whether a person can agree to what is refused: it is only many. */
export function canAgree({ refusal, rests }: CleanUpPlan): boolean {
  return refusal?.because === 'too_many' && rests === null
}

/** What is asked for: databases that nothing stands in the way of, and those that were agreed to. */
export function wantedCleanUps(
  plans: readonly CleanUpPlan[],
  agreed: ReadonlySet<string>,
): readonly WantedCleanUp[] {
  return plans.flatMap((plan) => {
    if (plan.rests !== null) return []
    const hasAgreed = canAgree(plan) && agreed.has(plan.databaseId)
    // What was set aside earlier ends whatever is refused of the rest.
    const doesSomething = hasAgreed || plan.refusal === null || plan.ending.length > 0
    return doesSomething ? [{ plan, hasAgreed }] : []
  })
}

/** Backups that would be set aside, and their bytes. */
export function goingOf(wanted: readonly WantedCleanUp[]): {
  readonly count: number
  readonly bytes: number
} {
  const going = wanted.flatMap(({ plan, hasAgreed }) =>
    plan.refusal === null || hasAgreed ? plan.removed : [],
  )
  return { count: going.length, bytes: going.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }
}

/** How many go by each rule, the rule of most first. */
export function countByRule({ removed }: CleanUpPlan): readonly (readonly [RemovalRule, number])[] {
  const counts = new Map<RemovalRule, number>()
  for (const { rule } of removed) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return [...counts].toSorted(([, one], [, other]) => other - one)
}
