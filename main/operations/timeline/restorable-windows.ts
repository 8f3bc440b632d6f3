import type { RestorableWindow } from '../../../shared/domain/timeline.ts'
import { isKnownDamaged } from '../../../shared/domain/chain.ts'
import type { BackupRows } from '../catalog/backup-rows.ts'
import type { LaneBackup } from '../catalog/lane-rows.ts'

/** Which backups of a lane stand on one that is damaged or missing, or are damaged themselves. */
export function standingOnDamaged(
  backups: readonly LaneBackup[],
  damaged: ReadonlySet<string>,
): ReadonlySet<string> {
  const there = new Set(backups.map(({ id }) => id))
  const broken = new Set<string>()
  for (const backup of backups) {
    const { id, base } = backup
    // What stands on a whole backup and on all that one stands on needs no second look: chains are long.
    const isOnWhole =
      base === null
        ? backup.needs.every((needed) => there.has(needed) && !damaged.has(needed))
        : !broken.has(base.id)
    if (!isOnWhole || damaged.has(id)) broken.add(id)
  }
  return broken
}

/** Those of a lane whose newest look at their own bytes found them wrong. */
export function damagedBackups(backups: readonly LaneBackup[], rows: BackupRows): ReadonlySet<string> {
  // Only what failed a check can be damaged, and those are few: their records are opened.
  const failed = backups.filter(({ status }) => status === 'failed')
  return new Set(
    failed.flatMap(({ id }) => {
      const record = rows.get(id)
      return record !== null && isKnownDamaged(record) ? [id] : []
    }),
  )
}

/** Which backups of a lane can't be restored: damaged themselves, or something that they need is damaged or missing. */
export function brokenBackups(backups: readonly LaneBackup[], rows: BackupRows): ReadonlySet<string> {
  return standingOnDamaged(backups, damagedBackups(backups, rows))
}

interface WindowsAsked {
  readonly fromMs: number
  readonly toMs: number
  /** Gaps shorter than this can't be seen. */
  readonly joinMs: number
}

/**
 * The spans within a range whose states can be brought back exactly: from a whole backup's moment until the database was last found to
 * be as it has it. Those nearer to one another than can be seen are one.
 */
export function restorableWindows(
  backups: readonly LaneBackup[],
  broken: ReadonlySet<string>,
  unchangedUntil: ReadonlyMap<string, string>,
  { fromMs, toMs, joinMs }: WindowsAsked,
): readonly RestorableWindow[] {
  const windows: { fromMs: number; toMs: number; isProved: boolean }[] = []
  for (const { id, takenMs: begin, type, status } of backups) {
    if (type === 'schema' || status === 'failed' || broken.has(id)) continue
    const until = unchangedUntil.get(id)
    const end = until === undefined ? begin : Math.max(begin, Date.parse(until))
    if (begin > toMs || end < fromMs) continue
    const isProved = status === 'passed'
    const last = windows.at(-1)
    if (last !== undefined && begin - last.toMs <= joinMs && last.isProved === isProved) {
      last.toMs = Math.max(last.toMs, end)
    } else windows.push({ fromMs: begin, toMs: end, isProved })
  }
  return windows
}
