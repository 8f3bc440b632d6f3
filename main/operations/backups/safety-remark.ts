import type { BackupRecord } from '../../../shared/domain/backup-record.ts'

/** Marks the backup of a target's content that a restore takes before it replaces it. */
export const safetyRemark = 'safety backup before a restore'

/** Whether a backup is such a one: an undo, not what a restore is asked for by default. */
export function isSafetyBackup(backup: BackupRecord): boolean {
  return backup.remarks.includes(safetyRemark)
}
