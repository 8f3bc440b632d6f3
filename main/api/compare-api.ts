import { findBackup } from '../operations/backups/find-backup.ts'
import {
  changedRows,
  exportComparison,
  summarizeComparison,
  type ComparedPair,
} from '../operations/content/compare-contents.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

interface SidesInput {
  readonly backupId: string
  readonly otherBackupId?: string | undefined
}

/** Answers `compare`: how contents differ. A caller that goes away cancels. */
export function compareApi({ operations }: ApiSurroundings) {
  const { compare } = guarded
  const pairOf = ({ backupId, otherBackupId }: SidesInput): ComparedPair => {
    const vault = operations.session.reachable()
    const other = otherBackupId === undefined ? null : findBackup(vault, otherBackupId)
    return { backup: findBackup(vault, backupId), other }
  }
  return {
    summary: compare.summary.handler(({ input, signal }) =>
      summarizeComparison(operations, pairOf(input), signal),
    ),
    rows: compare.rows.handler(({ input, signal }) => {
      const { table, kind: change, offset, limit } = input
      return changedRows(operations, pairOf(input), { table, change, offset, limit }, signal)
    }),
    exportSql: compare.exportSql.handler(({ input, signal }) =>
      exportComparison(operations, pairOf(input), input.toPath, signal),
    ),
  }
}
