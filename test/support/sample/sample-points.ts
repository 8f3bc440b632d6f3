import type { Client } from '../../../shared/contract/contract.ts'
import { brokenLinkOf } from '../../../shared/domain/chain.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { distanceMsOf, pointsAround, type RecoveryPoint } from '../../../shared/domain/recovery-point.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { unchangedUntil } from './chained-backups.ts'
import { SampleFault, type SampleStore } from './sample-store.ts'

function pointOf(byId: ReadonlyMap<string, StoredBackup>, backup: StoredBackup): RecoveryPoint {
  const broken = brokenLinkOf(backup, (id) => byId.get(id) ?? null)
  const { id: backupId, takenAt, type, label, file, needs, sourceBytes, lastValidation } = backup
  const isFailed = broken !== null || lastValidation.status === 'failed'
  const isProved = lastValidation.checks.checksum_match.status === 'passed'
  const state = isFailed ? 'failed' : isProved ? 'proved' : 'stored'
  return {
    backupId,
    takenAt,
    unchangedUntil: unchangedUntil(backup),
    type,
    label,
    file,
    chainLength: needs.length + 1,
    newestNeededId: needs.at(-1)?.id ?? null,
    state,
    broken,
    sourceBytes,
  }
}

/** The recovery points of the sample databases. */
export function samplePoints(store: SampleStore): Client['points'] {
  const list = (databaseId: string): readonly RecoveryPoint[] => {
    const byId = new Map(store.scene.backups.map((one) => [one.id, one]))
    return store.scene.backups
      .filter((one) => one.databaseId === databaseId && one.type !== 'schema')
      .map((one) => pointOf(byId, one))
      .sort((one, other) => one.takenAt.localeCompare(other.takenAt))
  }
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
      if (point.broken !== null) {
        const { file, backupId, because } = point.broken
        const { atOrBefore, after } = pointsAround(points, at)
        const nearest = [atOrBefore, after].flatMap((side) => {
          const whole = side.find(({ broken }) => broken === null)
          return whole === undefined ? [] : [formatMoment(whole.takenAt)]
        })
        const link = file ?? backupId
        throw new SampleFault({ code: 'CHAIN_BROKEN', file: point.file, link, because, nearest })
      }
      return { askedFor: at, point, distanceMs: distanceMsOf(point, at) }
    },
    merge: async ({ databaseId, backupId }) =>
      store.runJob('merge', databaseId, backupId, (job) => ({ job })),
  }
}
