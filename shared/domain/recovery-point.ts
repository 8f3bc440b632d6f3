import type { BackupLabel, BackupType } from './backup-record.ts'

/** Why a recovery point can't be restored: the first backup of its chain that is not there or not whole. */
export interface BrokenLink {
  readonly backupId: string
  /** The link's payload, relative to the vault; null when the link's manifest is gone and only its id is known. */
  readonly file: string | null
  readonly because: 'missing' | 'damaged'
}

/** A moment that a database can be brought back to: the state as it was observed at `takenAt`. */
export interface RecoveryPoint {
  readonly backupId: string
  readonly takenAt: string
  /** The latest moment at which the database was looked at again and had not changed since; null: it was not. */
  readonly unchangedUntil: string | null
  readonly type: BackupType
  readonly label: BackupLabel
  readonly file: string
  /** Backups that a restore of it reads, itself included. */
  readonly chainLength: number
  /** The newest of the other backups that its pages are read from, by which a chain can be drawn; null: it needs none. */
  readonly newestNeededId: string | null
  /** `proved`: rebuilt and found equal; `stored`: not yet; `failed`: a check failed, or its chain is broken. */
  readonly state: 'proved' | 'stored' | 'failed'
  readonly broken: BrokenLink | null
  readonly sourceBytes: number
}

/** The answer to the wish for a moment. */
export interface PointChoice {
  /** UTC, ISO 8601. */
  readonly askedFor: string
  readonly point: RecoveryPoint
  /** How far the point's observed state is before the wish, milliseconds: 0 when it was still unchanged then. */
  readonly distanceMs: number
}

/** Until when the state of a point is known to have been the database's. */
export function knownUntil(point: Pick<RecoveryPoint, 'takenAt' | 'unchangedUntil'>): string {
  const { takenAt, unchangedUntil } = point
  return unchangedUntil !== null && unchangedUntil > takenAt ? unchangedUntil : takenAt
}

/** The points beside a wish, the nearest first on each side. `points` are in the order of `takenAt`, oldest first. */
export function pointsAround(
  points: readonly RecoveryPoint[],
  askedFor: string,
): { readonly atOrBefore: readonly RecoveryPoint[]; readonly after: readonly RecoveryPoint[] } {
  const at = points.findIndex((point) => point.takenAt > askedFor)
  const split = at < 0 ? points.length : at
  return { atOrBefore: points.slice(0, split).toReversed(), after: points.slice(split) }
}

/**
 * The newest point not after a wish; null: there is none. A merge makes another backup of a moment: where one of a moment's points is
 * whole, that one is meant.
 */
export function newestNotAfter(points: readonly RecoveryPoint[], askedFor: string): RecoveryPoint | null {
  const { atOrBefore } = pointsAround(points, askedFor)
  const [newest] = atOrBefore
  const ofItsMoment = atOrBefore.filter(({ takenAt }) => takenAt === newest?.takenAt)
  return ofItsMoment.find(({ broken }) => broken === null) ?? newest ?? null
}

/** The distance from a wish back to what a point is known to show, milliseconds. */
export function distanceMsOf(point: RecoveryPoint, askedFor: string): number {
  return Math.max(0, Date.parse(askedFor) - Date.parse(knownUntil(point)))
}
