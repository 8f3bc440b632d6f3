import { findBackup } from '../operations/backups/find-backup.ts'
import { choosePoint } from '../operations/points/choose-point.ts'
import { listPoints } from '../operations/points/list-points.ts'
import { mergeChain } from '../operations/points/merge-chain.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `points`: the moments a database can be brought back to, and making a chain short. */
export function pointsApi({ operations }: ApiSurroundings) {
  const { points } = guarded
  return {
    list: points.list.handler(({ input }) => listPoints(operations, input.databaseId)),
    at: points.at.handler(({ input }) => choosePoint(operations, input.databaseId, input.at)),
    merge: points.merge.handler(({ input }) => {
      const { databaseId, backupId } = input
      const backup = backupId === undefined ? undefined : findBackup(operations.session.reachable(), backupId)
      return mergeChain(operations, databaseId, backup).id
    }),
  }
}
