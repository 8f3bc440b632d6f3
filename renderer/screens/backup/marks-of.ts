import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import type { StoredArchive } from '../../../shared/domain/system-archive.ts'

/** What keeps a backup whatever its policy says. */
export interface BackupMarks {
  readonly isPinned: boolean
  readonly holds: readonly KeepMark[]
}

/** Where there is no mark, or none is known yet. */
export const nothingKeeps: BackupMarks = { isPinned: false, holds: [] }

function sortedOut(its: readonly KeepMark[]): BackupMarks {
  return {
    isPinned: its.some(({ kind }) => kind === 'pin'),
    holds: its.filter(({ kind }) => kind === 'legal_hold'),
  }
}

/** The marks that name a backup, or its whole database. */
export function marksOf(
  marks: readonly KeepMark[],
  { id, databaseId }: Pick<StoredBackup, 'id' | 'databaseId'>,
): BackupMarks {
  return sortedOut(
    marks.filter(
      (mark) => mark.backupId === id || (mark.backupId === null && mark.databaseId === databaseId),
    ),
  )
}

/** The marks that name an archive of the complete system, or a whole database that is in it. */
export function marksOfArchive(
  marks: readonly KeepMark[],
  { archiveId, databases }: Pick<StoredArchive, 'archiveId' | 'databases'>,
): BackupMarks {
  const inIt = new Set(databases.map(({ databaseId }) => databaseId))
  return sortedOut(
    marks.filter(({ backupId, databaseId }) =>
      backupId === null ? inIt.has(databaseId) : backupId === archiveId,
    ),
  )
}
