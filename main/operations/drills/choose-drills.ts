import { drillDueMs } from '../../../shared/domain/drills/drill-due.ts'
import { pickDrills, type DrillPickReason } from '../../../shared/domain/drills/pick-drills.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { DrilledDatabase } from '../catalog/drill-rows.ts'
import type { OperationsContext } from '../operations-context.ts'
import { backupsNewestFirst } from '../points/list-points.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { drillRhythm } from './drill-rhythm.ts'

/** A backup that is to be drilled, and why that one. */
export interface ChosenDrill {
  readonly backup: StoredBackup
  readonly because: DrillPickReason
}

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

function lastMs({ last }: DrilledDatabase): number {
  return last === null ? 0 : Date.parse(last.drilledAt)
}

/**
 * Registered databases with backups whose last drill is longer ago than its policy or the setting says, or that had none; the longest ago first.
 * `earlyMs`: so much sooner than that counts as due.
 */
export async function databasesDue(
  context: Pick<OperationsContext, 'world' | 'settings'>,
  vault: OpenVault,
  earlyMs = 0,
): Promise<readonly DrilledDatabase[]> {
  const everyDays = await drillRhythm(context, vault)
  const nowMs = context.world.ports.clock.now() + earlyMs
  return vault.catalog.drills
    .ofDatabases()
    .filter(({ databaseId, last }) => drillDueMs(last?.drilledAt ?? null, everyDays(databaseId)) <= nowMs)
    .toSorted((one, other) => lastMs(one) - lastMs(other))
}
