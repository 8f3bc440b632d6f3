import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import {
  distanceMsOf,
  newestNotAfter,
  pointsAround,
  type PointChoice,
  type RecoveryPoint,
} from '../../../shared/domain/recovery-point.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { findDatabase } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import { listPoints } from './list-points.ts'

function inWords({ takenAt, backupId }: RecoveryPoint): string {
  return `${formatMoment(takenAt)} (backup ${backupId.slice(0, 8)})`
}

/** The whole points nearest to a moment, one on each side, in words. */
function nearestWhole(points: readonly RecoveryPoint[], at: string): readonly string[] {
  const { atOrBefore, after } = pointsAround(points, at)
  const isWhole = (point: RecoveryPoint): boolean => point.broken === null
  return [atOrBefore.find(isWhole), after.find(isWhole)].flatMap((point) => (point ? [inWords(point)] : []))
}

/** The fault of a point whose chain is broken, with the nearest points that are whole. */
export function brokenFault(
  points: readonly RecoveryPoint[],
  point: Pick<RecoveryPoint, 'file' | 'takenAt'>,
  broken: NonNullable<RecoveryPoint['broken']>,
): Fault {
  return {
    code: 'CHAIN_BROKEN',
    file: point.file,
    link: broken.file ?? broken.backupId,
    because: broken.because,
    nearest: nearestWhole(points, point.takenAt),
  }
}

/**
 * The newest point not after a moment. Throws NO_POINT_BEFORE, and CHAIN_BROKEN where that point can't be restored: an older
 * state is never given silently instead of it.
 */
export function choosePoint(context: OperationsContext, called: string, askedFor: string): PointChoice {
  const { database } = findDatabase(context.session.known().catalog, called)
  const points = listPoints(context, called)
  const point = newestNotAfter(points, askedFor)
  if (point === null) {
    throw new FaultError({ code: 'NO_POINT_BEFORE', database, askedFor, oldest: points[0]?.takenAt ?? null })
  }
  if (point.broken !== null) throw new FaultError(brokenFault(points, point, point.broken))
  return { askedFor, point, distanceMs: distanceMsOf(point, askedFor) }
}
