import { pickDrills, type DrillPickReason } from '../../../shared/domain/drills/pick-drills.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { OperationsContext } from '../operations-context.ts'
import { backupsNewestFirst } from '../points/list-points.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

/** A backup that is to be drilled, and why that one. */
export interface ChosenDrill {
  readonly backup: StoredBackup
  readonly because: DrillPickReason
}

const msPerDay = 24 * 3_600_000

function drillable(vault: OpenVault, databaseId: string): readonly StoredBackup[] {
  return [...backupsNewestFirst(vault, databaseId)].filter(({ type }) => type !== 'schema')
}

/** Which backups of a database a drill brings back: see `pickDrills`. None where it has no backup with rows. */
export function chooseDrills(vault: OpenVault, databaseId: string, chance: number): readonly ChosenDrill[] {
  const byId = new Map(drillable(vault, databaseId).map((backup) => [backup.id, backup]))
  const candidates = [...byId.values()].map(({ id, takenAt, lastDrill }) => ({
    backupId: id,
    takenAt,
    drilledAt: lastDrill?.drilledAt ?? null,
  }))
  return pickDrills(candidates, chance).map(({ backupId, because }) => ({
    backup: byId.get(backupId)!,
    because,
  }))
}

/** Ids of registered databases with backups whose last drill is longer ago than the setting says, or that had none. */
export function drillsDue({ world, settings }: OperationsContext, vault: OpenVault): readonly string[] {
  const latest = world.ports.clock.now() - settings.current().drillEveryDays * msPerDay
  return vault.catalog.databases
    .all()
    .map(({ id }) => id)
    .filter((id) => {
      const backups = drillable(vault, id)
      const newest = backups.reduce(
        (at, { lastDrill }) => Math.max(at, Date.parse(lastDrill?.drilledAt ?? '') || 0),
        0,
      )
      return backups.length > 0 && newest <= latest
    })
}
