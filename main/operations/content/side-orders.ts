import { FaultError } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { manifestOf, type SideOrder } from '../../engine/engine.ts'
import { jobLockWaitMs } from '../backups/backup-request.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { UsedImage } from './image-cache.ts'

type BackupSide = Extract<SideOrder, { kind: 'backup' }>
type LiveSide = Extract<SideOrder, { kind: 'live' }>

/** Where a backup's own database is. Throws WRONG_USE for one that is no longer registered: its place is not known. */
export function livePathOf(context: OperationsContext, { databaseId, database }: StoredBackup): string {
  const record = context.session.reachable().catalog.databases.get(databaseId)
  if (record !== null) return record.path
  const detail = `${database} is no longer registered, so its live file is not known; name another backup`
  throw new FaultError({ code: 'WRONG_USE', detail })
}

/** A backup as one side of what is compared. */
export function backupSide(backup: StoredBackup, image: UsedImage): BackupSide {
  return { kind: 'backup', manifestFile: manifestOf(backup.file), imageFile: image.file }
}

/** The live database as one side: as it was copied at a moment, or, with null, looked at anew. */
export function liveSide(path: string, image: UsedImage, copiedAt: string | null): LiveSide {
  return { kind: 'live', path, imageFile: image.file, copiedAt, lockWaitMs: jobLockWaitMs }
}

/** The key of the image that a live database is copied to. */
export function keyOfLive({ databaseId }: StoredBackup): string {
  return `live-${databaseId}`
}
