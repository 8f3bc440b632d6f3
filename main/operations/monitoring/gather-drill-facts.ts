import type { DrillFacts } from '../../../shared/domain/health/judge-health.ts'
import type { DrilledDatabase } from '../catalog/drill-rows.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

function redOf({ red }: DrilledDatabase): DrillFacts['red'] {
  if (red === null) return null
  const { backupId, drilledAt, reason } = red
  const detail = reason?.detail.replace(/\.$/, '') ?? 'what it found stands in its evidence'
  return { backupId, drilledAt, level: reason?.level ?? null, detail }
}

/** What the drills of each database come to, as the catalog remembers it: one question for all of them. */
export function gatherDrillFacts({ catalog }: OpenVault): readonly DrillFacts[] {
  return catalog.drills.ofDatabases().map((one) => {
    const { databaseId, database, drillableSince, lastConclusiveAt } = one
    return { databaseId, database, drillableSince, lastConclusiveAt, red: redOf(one) }
  })
}
