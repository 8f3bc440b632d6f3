import type { NamedDrill } from '../../../shared/domain/drills/drill-views.ts'
import type { DrillFacts } from '../../../shared/domain/health/judge-health.ts'
import { drillPatienceMs } from '../../../shared/domain/drills/drill-due.ts'
import type { ThresholdUsed } from '../../../shared/domain/health/health-cause.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

function redOf({ backupId, drilledAt, reason }: NamedDrill): DrillFacts['reds'][number] {
  const detail = reason?.detail.replace(/\.$/, '') ?? 'what it found stands in its evidence'
  return { backupId, drilledAt, level: reason?.level ?? null, detail }
}

function patienceOf(policy: Policy | undefined): ThresholdUsed | undefined {
  const everyDays = policy?.health?.drillEveryDays
  if (policy === undefined || everyDays === undefined) return undefined
  return { ms: drillPatienceMs(everyDays), from: 'policy', policy: policy.name }
}

/** What the drills of each database come to, as the catalog remembers it: one question for all of them. */
export function gatherDrillFacts(
  { catalog }: OpenVault,
  policies: ReadonlyMap<string, Policy>,
): readonly DrillFacts[] {
  return catalog.drills.ofDatabases().map((one) => {
    const { databaseId, database, drillableSince, lastConclusiveAt } = one
    const policyId = catalog.databases.get(databaseId)?.policyId
    const patience = policyId === undefined ? undefined : patienceOf(policies.get(policyId))
    const reds = one.reds.map(redOf)
    return { databaseId, database, drillableSince, lastConclusiveAt, reds, patience }
  })
}
