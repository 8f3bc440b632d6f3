import type { ProvedRow } from '../catalog/objective-rows.ts'
import { damagedBackups, standingOnDamaged } from '../timeline/restorable-windows.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

type Catalog = OpenVault['catalog']

/** The newest proved backup of one database that stands on nothing that is gone, damaged, or was not brought back by a drill. */
function newestWhole(
  { backups, history, lanes, objectives }: Catalog,
  databaseId: string,
): Pick<ProvedRow, 'backupId' | 'provedAt' | 'unchangedAt'> {
  const lane = lanes.ofDatabase(databaseId)
  const damaged = new Set([...damagedBackups(lane, backups), ...objectives.notBroughtBack(databaseId)])
  const broken = standingOnDamaged(lane, damaged)
  for (const { id, takenAt } of objectives.provable(databaseId)) {
    if (broken.has(id)) continue
    const unchangedAt = history.unchangedUntil(databaseId).get(id) ?? null
    return { backupId: id, provedAt: takenAt, unchangedAt }
  }
  return { backupId: null, provedAt: null, unchangedAt: null }
}

/** What is proved of every registered database now. Chains are looked at where something in them is in doubt, and those are few. */
export function provedRows(catalog: Catalog): readonly ProvedRow[] {
  return catalog.objectives
    .proved()
    .map((row) => (row.isDoubtful === 0 ? row : { ...row, ...newestWhole(catalog, row.databaseId) }))
}
