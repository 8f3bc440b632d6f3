import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { ActivityEntry } from '../../../shared/domain/views.ts'
import { idOf } from './make-records.ts'

/** The activity that the backups tell of, and more. */
export function activityOf(
  backups: readonly StoredBackup[],
  more: readonly ActivityEntry[] = [],
): readonly ActivityEntry[] {
  const taken = backups.map((backup, k): ActivityEntry => ({
    id: idOf(4, k),
    kind: 'backup',
    result: 'success',
    databaseId: backup.databaseId,
    database: backup.database,
    backupId: backup.id,
    type: backup.type,
    label: backup.label,
    startedAt: backup.takenAt,
    durationMs: backup.durationMs,
    bytes: backup.sizeBytes,
    fault: null,
    slotAt: backup.label === 'daily' || backup.label === 'weekly' ? backup.takenAt : null,
  }))
  return [...more, ...taken].sort((a, b) => b.startedAt.localeCompare(a.startedAt))
}

/** One line of the history. */
export function entry(
  n: number,
  part: Partial<ActivityEntry> & Pick<ActivityEntry, 'kind' | 'startedAt'>,
): ActivityEntry {
  return {
    id: idOf(5, n),
    result: 'success',
    databaseId: idOf(1, 0),
    database: 'market_data',
    backupId: null,
    type: null,
    label: null,
    durationMs: 140 + n * 13,
    bytes: null,
    fault: null,
    slotAt: null,
    ...part,
  }
}
