import { draftProblems } from '../../../main/operations/policies/check-draft.ts'
import type { Client } from '../../../shared/contract/contract.ts'
import type { Policy, PolicyDraft } from '../../../shared/domain/policies/policy.ts'
import type { PolicyView } from '../../../shared/domain/policies/policy-views.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { cronViewOf, policyOf, withPlans } from './scene-policies.ts'
import { type SampleStore, SampleFault } from './sample-store.ts'

/** A file of policies; what is not needed of it is not looked at. */
interface PolicyFile {
  readonly policies: readonly (PolicyDraft & { readonly databases: readonly string[] })[]
}

function readFile(text: string): PolicyFile {
  try {
    return JSON.parse(text) as PolicyFile
  } catch (error) {
    const problems = [`it is no JSON: ${(error as Error).message}`]
    throw new SampleFault({ code: 'POLICY_INVALID', policy: 'file', problems })
  }
}

/** Answers `policies` from memory: the presets, each applied to the databases of its tiers. */
export function samplePolicies(store: SampleStore): Client['policies'] {
  const put = (policies: readonly Policy[], databases: readonly DatabaseView[]): void => {
    store.scene = { ...store.scene, policies, databases: withPlans(databases, policies) }
    store.hub.tell({ topic: 'policies' })
    store.hub.tell({ topic: 'databases' })
  }
  const viewOf = (policy: Policy): PolicyView => ({
    ...policy,
    schedules: policy.schedules.map((one) => ({ ...one, ...cronViewOf(one.cron, policy.timeZone) })),
    databaseIds: store.scene.databases.filter(({ policyId }) => policyId === policy.id).map(({ id }) => id),
  })
  const save = (draft: PolicyDraft, policyId: string | undefined): Policy => {
    const { policies, databases } = store.scene
    const at = policies.findIndex(({ id }) => id === policyId)
    const isTaken = policies.some(
      ({ name }, n) => n !== at && name.toLowerCase() === draft.name.trim().toLowerCase(),
    )
    const problems = [...draftProblems(draft), ...(isTaken ? [`another policy is called ${draft.name}`] : [])]
    if (problems.length > 0) throw new SampleFault({ code: 'POLICY_INVALID', policy: draft.name, problems })
    const policy = policyOf(draft, at < 0 ? policies.length : at)
    put(at < 0 ? [...policies, policy] : policies.with(at, policy), databases)
    return policy
  }
  const apply = (policyId: string | null, databaseIds: readonly string[]): number => {
    const { policies, databases } = store.scene
    const changed = databases.filter(
      (one) => databaseIds.includes(one.id) && (one.policyId ?? null) !== policyId,
    )
    const ids = new Set(changed.map(({ id }) => id))
    put(
      policies,
      databases.map((one) => (ids.has(one.id) ? { ...one, policyId: policyId ?? undefined } : one)),
    )
    return changed.length
  }
  return {
    list: async () => {
      const { policies, databases } = store.scene
      const known = new Set(policies.map(({ id }) => id))
      return {
        policies: policies.map(viewOf).toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
        damaged: [],
        unprotectedIds: databases.filter(({ policyId }) => !known.has(policyId ?? '')).map(({ id }) => id),
      }
    },
    explainCron: async ({ cron, timeZone }) => cronViewOf(cron, timeZone),
    save: async ({ policyId, draft }) => save(draft, policyId),
    enable: async ({ policyId, isEnabled }) =>
      put(
        store.scene.policies.map((one) => (one.id === policyId ? { ...one, isEnabled } : one)),
        store.scene.databases,
      ),
    remove: async ({ policyId }) =>
      put(
        store.scene.policies.filter(({ id }) => id !== policyId),
        store.scene.databases.map((one) =>
          one.policyId === policyId ? { ...one, policyId: undefined } : one,
        ),
      ),
    apply: async ({ policyId, databaseIds }) => apply(policyId, databaseIds),
    exportFile: async () => {
      const policies = store.scene.policies.map(({ id, schedules, ...rest }) => ({
        ...rest,
        schedules: schedules.map(({ type, label, cron }) => ({ type, label, cron })),
        databases: store.scene.databases.filter(({ policyId }) => policyId === id).map(({ name }) => name),
      }))
      return `${JSON.stringify({ holdfastPolicies: 1, policies }, null, 2)}\n`
    },
    importFile: async ({ text }) => {
      const idOfName = (name: string): string | undefined =>
        store.scene.policies.find((one) => one.name.toLowerCase() === name.toLowerCase())?.id
      const { policies } = readFile(text)
      const made = policies.filter(({ name }) => idOfName(name) === undefined).map(({ name }) => name)
      const named = policies.flatMap(({ databases }) => databases)
      const known = store.scene.databases.filter(({ name }) => named.includes(name))
      for (const { databases, ...draft } of policies) {
        const { id } = save(draft, idOfName(draft.name))
        apply(
          id,
          known.filter(({ name }) => databases.includes(name)).map((one) => one.id),
        )
      }
      return {
        made,
        replaced: policies.map(({ name }) => name).filter((name) => !made.includes(name)),
        applied: known.map(({ name }) => name),
        unknownDatabases: named.filter((name) => !known.some((one) => one.name === name)),
      }
    },
  }
}
