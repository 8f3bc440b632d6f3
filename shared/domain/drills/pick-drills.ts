/** What a drill is picked by. Moments are UTC, ISO 8601. */
export interface DrillCandidate {
  readonly backupId: string
  readonly takenAt: string
  /** Null: never. */
  readonly drilledAt: string | null
}

/** Why a backup is drilled now. */
export type DrillPickReason = 'newest' | 'least_recently_drilled' | 'oldest' | 'random'

export interface DrillPick {
  readonly backupId: string
  readonly because: DrillPickReason
}

function firstBy<T>(all: readonly T[], isBefore: (one: T, other: T) => boolean): T | undefined {
  return all.reduce<T | undefined>(
    (first, one) => (first === undefined || isBefore(one, first) ? one : first),
    undefined,
  )
}

/**
 * Which backups of a database a drill brings back: the newest, the one whose last drill is longest ago, the oldest that is kept, and one at
 * random. Each once, for the first reason that it has. `chance`: from 0 up to, not including, 1.
 */
export function pickDrills(candidates: readonly DrillCandidate[], chance: number): readonly DrillPick[] {
  const picks: DrillPick[] = []
  const pick = (candidate: DrillCandidate | undefined, because: DrillPickReason): void => {
    if (candidate === undefined || picks.some(({ backupId }) => backupId === candidate.backupId)) return
    picks.push({ backupId: candidate.backupId, because })
  }
  pick(
    firstBy(candidates, (one, other) => one.takenAt > other.takenAt),
    'newest',
  )
  const left = candidates.filter(({ backupId }) => backupId !== picks[0]?.backupId)
  pick(
    firstBy(left, (one, other) => (one.drilledAt ?? '') < (other.drilledAt ?? '')),
    'least_recently_drilled',
  )
  pick(
    firstBy(candidates, (one, other) => one.takenAt < other.takenAt),
    'oldest',
  )
  const rest = candidates.filter(({ backupId }) => !picks.some((one) => one.backupId === backupId))
  pick(rest[Math.floor(chance * rest.length)], 'random')
  return picks
}
