import { findBackup } from '../operations/backups/find-backup.ts'
import { takeBackups } from '../operations/backups/take-backups.ts'
import { verifyBackups } from '../operations/verifications/verify-backups.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `backups`: what is stored, taking more, and checking it. */
export function backupsApi({ operations }: ApiSurroundings) {
  const { backups } = guarded
  const { session } = operations
  return {
    list: backups.list.handler(({ input }) => session.known().catalog.backups.page(input)),
    get: backups.get.handler(({ input }) => findBackup(session.known(), input.backupId)),
    start: backups.start.handler(({ input }) =>
      takeBackups(operations, { ...input, databases: input.databaseIds }).map((job) => job.id),
    ),
    verify: backups.verify.handler(({ input }) => {
      const vault = session.reachable()
      const known = input.backupIds.map((id) => findBackup(vault, id))
      const things = known.map((backup) => ({ backup, file: backup.file }))
      return verifyBackups(operations, things).map((job) => job.id)
    }),
  }
}
