import type { NamedDrill } from '../../../shared/domain/drills/drill-views.ts'
import type { DrillFacts } from '../../../shared/domain/health/judge-health.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

function redOf({ backupId, drilledAt, reason }: NamedDrill): DrillFacts['reds'][number] {
  const detail = reason?.detail.replace(/\.$/, '') ?? 'what it found stands in its evidence'
  return { backupId, drilledAt, level: reason?.level ?? null, detail }
}

/** What the drills of each database come to, as the catalog remembers it: one question for all of them. */
export function gatherDrillFacts({ catalog }: OpenVault): readonly DrillFacts[] {
  return catalog.drills.ofDatabases().map((one) => {
    const { databaseId, database, drillableSince, lastConclusiveAt } = one
    return { databaseId, database, drillableSince, lastConclusiveAt, reds: one.reds.map(redOf) }
  })
}
