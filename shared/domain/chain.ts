import { levelsOfBytes } from './drills/drill.ts'
import { concludedOf } from './drills/drill-record.ts'
import type { StoredBackup } from './protection.ts'
import type { BrokenLink } from './recovery-point.ts'

/** Finds a backup by its id; null when it is not known to be there. */
export type FindBackup = (id: string) => StoredBackup | null

/** Whether the newest look at a backup's own bytes found them wrong. Not looked at yet is not damaged. */
export function isKnownDamaged({ lastValidation: { checks } }: StoredBackup): boolean {
  return checks.file_accessibility.status === 'failed' || checks.checksum_match.status === 'failed'
}

/** The same, or a drill could not bring its bytes back, and no validation has found them right since. What needs it does not count. */
export function isFoundDamaged(backup: StoredBackup): boolean {
  if (isKnownDamaged(backup)) return true
  const drill = concludedOf(backup.lastDrill)
  if (drill?.verdict !== 'failed' || !levelsOfBytes.has(drill.reason?.level ?? '')) return false
  const { status, checkedAt } = backup.lastValidation
  return status !== 'passed' || checkedAt <= drill.drilledAt
}

/** The first backup that a restore of `backup` needs and that is not there, or is damaged; null: none is. */
export function brokenLinkOf(
  backup: StoredBackup,
  find: FindBackup,
  isDamaged: (backup: StoredBackup) => boolean = isKnownDamaged,
): BrokenLink | null {
  for (const { id, file } of backup.needs) {
    const needed = find(id)
    if (needed === null) return { backupId: id, file, because: 'missing' }
    if (isDamaged(needed)) return { backupId: id, file, because: 'damaged' }
  }
  return isDamaged(backup) ? { backupId: backup.id, file: backup.file, because: 'damaged' } : null
}

/** The file of the first backup that `backup` needs and whose verdict can't be told; null: there is none. */
export function untoldNeedOf({ needs }: StoredBackup, find: FindBackup): string | null {
  return needs.find(({ id }) => find(id)?.lastValidation.status === 'not_known')?.file ?? null
}

/**
 * What a change is stored against: for an increment the newest backup whose chain is whole, for a differential the newest
 * such full. `newestFirst` are a database's backups; of two of one moment the one that needs fewer others comes first in any
 * case. Null: a full has to be taken.
 */
export function baseFor(
  type: 'incremental' | 'differential',
  newestFirst: Iterable<StoredBackup>,
  find: FindBackup,
): StoredBackup | null {
  let best: StoredBackup | null = null
  for (const backup of newestFirst) {
    if (best !== null && backup.takenAt !== best.takenAt) return best
    const fits = backup.type === 'full' || (type === 'incremental' && backup.type !== 'schema')
    if (!fits || brokenLinkOf(backup, find, isFoundDamaged) !== null) continue
    if (best === null || backup.needs.length < best.needs.length) best = backup
  }
  return best
}
