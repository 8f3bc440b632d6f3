import type { Client } from '../../../shared/contract/contract.ts'
import type { Policy, PolicyDraft } from '../../../shared/domain/policies/policy.ts'
import { policyPresets } from '../../../shared/domain/policies/policy-presets.ts'
import type { PolicyView } from '../../../shared/domain/policies/policy-views.ts'
import { idOf } from './make-records.ts'
import type { SampleStore } from './sample-store.ts'

const since = '2026-01-01T00:00:00.000Z'
const dayMs = 86_400_000

function policyOf(draft: PolicyDraft, n: number): Policy {
  return {
    ...draft,
    id: idOf(7, n),
    schedules: draft.schedules.map((schedule, at) => ({ ...schedule, id: idOf(8, n * 20 + at), since })),
  }
}

const cronWords: Readonly<Record<string, string>> = {
  '0 7 * * 0': 'At 07:00, only on Sunday',
  '0 6 * * *': 'At 06:00',
  '0 6 * * 1-6': 'At 06:00, Monday through Saturday',
  '0 8 1 * *': 'At 08:00, on day 1 of the month',
}

/** Five runs, a day apart from today's 06:00 UTC on: enough to look at. */
function cronViewOf(cron: string): { words: string | null; nextRuns: readonly string[] } {
  const words = cronWords[cron]
  if (words === undefined) return { words: null, nextRuns: [] }
  const today = Math.floor(Date.now() / dayMs) * dayMs + dayMs / 4
  return { words, nextRuns: [1, 2, 3, 4, 5].map((day) => new Date(today + day * dayMs).toISOString()) }
}

/** Answers `policies` from memory: the presets, the first applied to core databases, the second to caches. */
export function samplePolicies(store: SampleStore): Client['policies'] {
  let policies = policyPresets.map((preset, n) => policyOf({ ...preset, timeZone: 'Europe/Berlin' }, n))
  const viewOf = (policy: Policy): PolicyView => ({
    ...policy,
    schedules: policy.schedules.map((schedule) => ({ ...schedule, ...cronViewOf(schedule.cron) })),
    databaseIds: store.scene.databases.filter(({ tier }) => policy.tiers.includes(tier)).map(({ id }) => id),
  })
  const told = (): void => store.hub.tell({ topic: 'policies' })
  return {
    list: async () => ({ policies: policies.map(viewOf), damaged: [], unprotectedIds: [] }),
    explainCron: async ({ cron }) => cronViewOf(cron),
    save: async ({ policyId, draft }) => {
      const at = policies.findIndex(({ id }) => id === policyId)
      const policy = policyOf(draft, at < 0 ? policies.length : at)
      policies = at < 0 ? [...policies, policy] : policies.with(at, policy)
      told()
      return policy
    },
    enable: async ({ policyId, isEnabled }) => {
      policies = policies.map((policy) => (policy.id === policyId ? { ...policy, isEnabled } : policy))
      told()
    },
    remove: async ({ policyId }) => {
      policies = policies.filter(({ id }) => id !== policyId)
      told()
    },
    apply: async ({ databaseIds }) => databaseIds.length,
    exportFile: async () => `${JSON.stringify({ holdfastPolicies: 1, policies: [] }, null, 2)}\n`,
    importFile: async () => ({ made: [], replaced: [], applied: [], unknownDatabases: [] }),
  }
}
