import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'

/** What keeps a backup whatever its policy says. */
export interface BackupMarks {
  readonly isPinned: boolean
  readonly holds: readonly KeepMark[]
}

/** The marks that name a backup, or its whole database. */
export function marksOf(
  marks: readonly KeepMark[],
  { id, databaseId }: Pick<StoredBackup, 'id' | 'databaseId'>,
): BackupMarks {
  const its = marks.filter(
    (mark) => mark.backupId === id || (mark.backupId === null && mark.databaseId === databaseId),
  )
  return {
    isPinned: its.some(({ kind }) => kind === 'pin'),
    holds: its.filter(({ kind }) => kind === 'legal_hold'),
  }
}
