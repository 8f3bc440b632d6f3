import { isFoundDamaged } from '../../../shared/domain/chain.ts'
import type { Catalog } from '../catalog/open-catalog.ts'
import type { LaneBackup } from '../catalog/lane-rows.ts'
import type { ProvedRow } from '../catalog/objective-rows.ts'
import { standingOnDamaged } from '../timeline/restorable-windows.ts'

/** The newest backup of a database that can be brought back, as is known now. UTC, ISO 8601; null: there is none. */
export type NewestProved = Pick<ProvedRow, 'backupId' | 'provedAt'>

const none: NewestProved = { backupId: null, provedAt: null }

/** Those of a lane that carry nothing: they were found damaged, or their verdict can't be told. */
function unsoundIn(
  { backups, objectives }: Catalog,
  databaseId: string,
  lane: readonly LaneBackup[],
): ReadonlySet<string> {
  const red = new Set(objectives.notBroughtBack(databaseId))
  return new Set(
    lane.flatMap(({ id, status }) => {
      if (status === 'not_known') return [id]
      // Only what failed a check or a drill can be damaged, and those are few: their records are opened.
      if (status !== 'failed' && !red.has(id)) return []
      const record = backups.get(id)
      return record !== null && isFoundDamaged(record) ? [id] : []
    }),
  )
}

function newestWhole(catalog: Catalog, databaseId: string): NewestProved {
  const lane = catalog.lanes.ofDatabase(databaseId)
  const broken = standingOnDamaged(lane, unsoundIn(catalog, databaseId, lane))
  const newest = catalog.objectives.provable(databaseId).find(({ id }) => !broken.has(id))
  return newest === undefined ? none : { backupId: newest.id, provedAt: newest.takenAt }
}

/** Of one database. Its chains are looked at only where something that the newest backup needs is in doubt. */
export function newestProvedOf(catalog: Catalog, databaseId: string): NewestProved {
  const newest = catalog.backups.newestProvable(databaseId)
  if (newest === null) return none
  if (catalog.backups.isChainInDoubt(newest.id)) return newestWhole(catalog, databaseId)
  return { backupId: newest.id, provedAt: newest.takenAt }
}

/** Of every registered database, by one statement; chains are looked at where something in them is in doubt, and those are few. */
export function newestProvedOfAll(catalog: Catalog): readonly ProvedRow[] {
  return catalog.objectives.proved().map((row) => {
    if (row.isDoubtful === 0) return row
    const { databaseId } = row
    const newest = newestWhole(catalog, databaseId)
    const unchanged = catalog.history.unchangedUntil(databaseId)
    return { ...row, ...newest, unchangedAt: unchanged.get(newest.backupId ?? '') ?? null }
  })
}
