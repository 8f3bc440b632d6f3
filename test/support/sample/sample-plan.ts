import type { Client } from '../../../shared/contract/contract.ts'
import type { RestorePlan, TargetState } from '../../../shared/domain/restore-plan.ts'
import { planWarnings } from '../../../main/engine/restore/plan-warnings.ts'
import { type SampleStore, SampleFault } from './sample-store.ts'
import type { SceneName } from './scenes.ts'

/** The plan of a restore in a scene: in `in-use` two programs have the target open. */
export function samplePlan(
  store: SampleStore,
  name: SceneName,
  { databaseId, backupId, at, targetPath }: Parameters<Client['restore']['plan']>[0],
): RestorePlan {
  const database = store.scene.databases.find(({ id }) => id === databaseId)
  if (database === undefined) throw new SampleFault({ code: 'DATABASE_UNKNOWN', name: databaseId })
  const backup =
    store.scene.backups.find(
      (one) =>
        one.databaseId === databaseId &&
        (backupId === undefined || one.id === backupId) &&
        (at === undefined || one.takenAt <= at),
    ) ?? database.newestBackup
  if (backup === null) throw new SampleFault({ code: 'NO_BACKUP', database: database.name })
  const path = targetPath ?? database.path
  if (path.startsWith('/mnt/vault')) throw new SampleFault({ code: 'TARGET_IN_VAULT', path })
  const exists = path === database.path && database.sourceExists
  const isInUse = name === 'in-use' && exists
  const target: TargetState = {
    path,
    exists,
    sizeBytes: exists ? (database.sourceBytes ?? 0) : 0,
    modifiedAt: exists ? new Date(Date.now() - 40_000).toISOString() : null,
    content: exists ? 'database' : 'none',
    openedBy: isInUse
      ? [
          { pid: 4211, name: 'dcf-server' },
          { pid: 5120, name: 'sqlite3' },
        ]
      : [],
    isLocked: isInUse,
    sidecars: exists ? [`${path}-wal`, `${path}-shm`] : [],
  }
  const method = exists ? (isInUse ? 'in_place' : 'swap') : 'new_file'
  return {
    databaseId,
    database: database.name,
    target,
    chain: [...backup.needs.flatMap(({ id }) => store.scene.backups.filter((one) => one.id === id)), backup],
    askedFor: at === undefined ? null : { at, distanceMs: Date.parse(at) - Date.parse(backup.takenAt) },
    bytesToRead: backup.sizeBytes,
    bytesToWrite: backup.sourceBytes,
    freeBytes: 212_000_000_000,
    expectedMs: 420,
    lossMs: Date.now() - new Date(backup.takenAt).getTime(),
    method,
    takesSafetyBackup: exists,
    warnings: planWarnings({ point: backup, target, method, takesSafetyBackup: exists, nowMs: Date.now() }),
  }
}
