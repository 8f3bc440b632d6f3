import type { Client } from '../../../shared/contract/contract.ts'
import { brokenLinkOf } from '../../../shared/domain/chain.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { distanceMsOf, pointsAround, type RecoveryPoint } from '../../../shared/domain/recovery-point.ts'
import { SampleFault, type SampleStore } from './sample-store.ts'

function pointOf(store: SampleStore, backup: StoredBackup): RecoveryPoint {
  const broken = brokenLinkOf(backup, (id) => store.scene.backups.find((one) => one.id === id) ?? null)
  const { id: backupId, takenAt, type, label, file, needs, sourceBytes, lastValidation } = backup
  const isFailed = broken !== null || lastValidation.status === 'failed'
  const state = isFailed ? 'failed' : 'proved'
  return {
    backupId,
    takenAt,
    unchangedUntil: null,
    type,
    label,
    file,
    chainLength: needs.length + 1,
    state,
    broken,
    sourceBytes,
  }
}

/** The recovery points of the sample databases. */
export function samplePoints(store: SampleStore): Client['points'] {
  const list = (databaseId: string): readonly RecoveryPoint[] =>
    store.scene.backups
      .filter((one) => one.databaseId === databaseId && one.type !== 'schema')
      .map((one) => pointOf(store, one))
      .sort((one, other) => one.takenAt.localeCompare(other.takenAt))
  return {
    list: async ({ databaseId }) => list(databaseId),
    at: async ({ databaseId, at }) => {
      const points = list(databaseId)
      const [point] = pointsAround(points, at).atOrBefore
      if (point === undefined) {
        const database = store.scene.databases.find(({ id }) => id === databaseId)?.name ?? databaseId
        const oldest = points[0]?.takenAt ?? null
        throw new SampleFault({ code: 'NO_POINT_BEFORE', database, askedFor: at, oldest })
      }
      return { askedFor: at, point, distanceMs: distanceMsOf(point, at) }
    },
    merge: async ({ databaseId, backupId }) =>
      store.runJob('merge', databaseId, backupId, (job) => ({ job })),
  }
}
