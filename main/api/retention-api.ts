import { startPrune } from '../operations/retention/clean-up-job.ts'
import { liftHold, listMarks, pinBackup, placeHold, unpinBackup } from '../operations/retention/keep-marks.ts'
import { listRemoved } from '../operations/retention/list-removed.ts'
import { planCleanUp, planPruneOf } from '../operations/retention/plan-prune.ts'
import { undoRemovals } from '../operations/retention/undo-removal.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `retention`: what is kept, what goes, and what keeps backups whatever a policy says. */
export function retentionApi({ operations }: ApiSurroundings) {
  const { retention } = guarded
  return {
    plan: retention.plan.handler(({ input }) => planPruneOf(operations, input.databaseId)),
    goes: retention.goes.handler(() => planCleanUp(operations)),
    run: retention.run.handler(({ input: { databaseId, ...order } }) => {
      const databases = databaseId === undefined ? undefined : [databaseId]
      return startPrune(operations, { ...order, databases }).id
    }),
    removed: retention.removed.handler(({ input }) => listRemoved(operations, input)),
    undo: retention.undo.handler(
      async ({ input }) => (await undoRemovals(operations, input.backupIds)).length,
    ),
    marks: retention.marks.handler(({ input }) => listMarks(operations, input.databaseId)),
    pin: retention.pin.handler(({ input }) => pinBackup(operations, input.backupId, input.note)),
    unpin: retention.unpin.handler(({ input }) => unpinBackup(operations, input.backupId)),
    hold: retention.hold.handler(({ input: { databaseId, backupId, ...wish } }) =>
      placeHold(operations, { ...wish, database: databaseId, backup: backupId }),
    ),
    lift: retention.lift.handler(async ({ input }) => {
      await liftHold(operations, input.markId)
    }),
  }
}
