import { findBackup } from '../operations/backups/find-backup.ts'
import { beginGuard } from '../operations/guard/begin-guard.ts'
import { checkGuardedChange } from '../operations/guard/check-guard.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `guard`: a change under a pre-update backup. A caller that goes away cancels a check. */
export function guardApi({ operations }: ApiSurroundings) {
  const { guard } = guarded
  return {
    begin: guard.begin.handler(({ input }) => beginGuard(operations, input.databaseId).id),
    check: guard.check.handler(({ input, signal }) =>
      checkGuardedChange(operations, findBackup(operations.session.reachable(), input.backupId), signal),
    ),
  }
}
