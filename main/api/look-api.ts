import { findBackup } from '../operations/backups/find-backup.ts'
import { lookAtContent, lookAtRows } from '../operations/content/look-inside.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `look`: what is inside a backup. A caller that goes away cancels. */
export function lookApi({ operations }: ApiSurroundings) {
  const { look } = guarded
  const backupOf = (id: string) => findBackup(operations.session.reachable(), id)
  return {
    content: look.content.handler(({ input, signal }) =>
      lookAtContent(operations, backupOf(input.backupId), signal),
    ),
    rows: look.rows.handler(({ input, signal }) => {
      const { backupId, ...wish } = input
      return lookAtRows(operations, backupOf(backupId), wish, signal)
    }),
  }
}
