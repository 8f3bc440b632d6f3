import { findBackup } from '../operations/backups/find-backup.ts'
import { planRestore } from '../operations/restores/plan-restore.ts'
import { resumeOperations } from '../operations/restores/recovery-mark.ts'
import { startRestore } from '../operations/restores/start-restore.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `restore`: the plan, the restore, and the step after it. */
export function restoreApi({ operations }: ApiSurroundings) {
  const { restore } = guarded
  return {
    plan: restore.plan.handler(async ({ input }) => {
      const { databaseId: database, backupId, at, targetPath } = input
      const backup = backupId === undefined ? undefined : findBackup(operations.session.reachable(), backupId)
      const { plan } = await planRestore(operations, { database, backup, at, targetPath })
      return plan
    }),
    start: restore.start.handler(async ({ input }) => {
      const backup = findBackup(operations.session.reachable(), input.backupId)
      const { databaseId: database, targetPath } = input
      // Planned again: whether a safety backup is due is this side's to say, not the window's.
      const { plan } = await planRestore(operations, { database, backup, targetPath })
      const { takesSafetyBackup, target } = plan
      const order = { ...input, backup, takesSafetyBackup, targetPath: target.path }
      return (await startRestore(operations, order)).id
    }),
    resumeOperations: restore.resumeOperations.handler(({ input }) =>
      resumeOperations(operations, input.databaseId),
    ),
  }
}
