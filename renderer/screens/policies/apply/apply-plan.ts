import type { PolicyView } from '../../../../shared/domain/policies/policy-views.ts'
import type { DatabaseView } from '../../../../shared/domain/views.ts'
import { keptLess } from '../../../text/retention-sentence.ts'

/** What giving databases a policy comes to. */
export interface ApplyPlan {
  /** Those whose policy becomes another one. */
  readonly changed: readonly DatabaseView[]
  /** How many have it already. */
  readonly alreadyCount: number
  /** What the changed ones had, with how many of them; null: none. Most first. */
  readonly before: readonly { readonly policy: string | null; readonly count: number }[]
  /** Policies that kept more than the new one does, of how many databases, and of what. */
  readonly less: readonly {
    readonly policy: string
    readonly count: number
    readonly what: readonly string[]
  }[]
}

/** What comes of giving these databases a policy (null: taking theirs away). */
export function planApply(
  databases: readonly DatabaseView[],
  policy: PolicyView | null,
  policies: readonly PolicyView[],
): ApplyPlan {
  const changed = databases.filter(({ policyId }) => (policyId ?? null) !== (policy?.id ?? null))
  const groups = [...Map.groupBy(changed, ({ policyId }) => policyId ?? null)]
    .map(([id, having]) => ({
      earlier: policies.find((one) => one.id === id),
      policy: id === null ? null : (having[0]?.policy ?? 'a policy that can’t be read'),
      count: having.length,
    }))
    .toSorted((a, b) => b.count - a.count)
  const less = groups.flatMap(({ earlier, count }) => {
    const what = earlier === undefined || policy === null ? [] : keptLess(earlier.retention, policy.retention)
    return earlier === undefined || what.length === 0 ? [] : [{ policy: earlier.name, count, what }]
  })
  return {
    changed,
    alreadyCount: databases.length - changed.length,
    before: groups.map((group) => ({ policy: group.policy, count: group.count })),
    less,
  }
}
