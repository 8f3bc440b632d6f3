import { archiveCalled, listSystem } from '../operations/system/list-system.ts'
import { planArchiveCleanUp } from '../operations/system/plan-archives.ts'
import { planSystemRestore } from '../operations/system/plan-system-restore.ts'
import { confirmSystemRestore } from '../operations/system/confirm-system-restore.ts'
import { takeSystem } from '../operations/system/take-system.ts'
import { verifyArchive } from '../operations/system/verify-system.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `archives`: all databases together. */
export function archivesApi({ operations }: ApiSurroundings) {
  const { archives } = guarded
  return {
    list: archives.list.handler(() => listSystem(operations)),
    cleanUp: archives.cleanUp.handler(() => planArchiveCleanUp(operations)),
    take: archives.take.handler(() => takeSystem(operations).id),
    verify: archives.verify.handler(
      async ({ input }) => verifyArchive(operations, await archiveCalled(operations, input.archiveId)).id,
    ),
    plan: archives.plan.handler(async ({ input }) => {
      const found = await archiveCalled(operations, input.archiveId)
      return (await planSystemRestore(operations, found, input.toFolder)).plan
    }),
    restore: archives.restore.handler(
      async ({ input }) => (await confirmSystemRestore(operations, input)).id,
    ),
  }
}
