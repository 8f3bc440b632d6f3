import type { StoredBackup } from './protection.ts'
import type { BrokenLink } from './recovery-point.ts'

/** Finds a backup by its id; null when it is not known to be there. */
export type FindBackup = (id: string) => StoredBackup | null

/** Whether the newest look at a backup's own bytes found them wrong. Not looked at yet is not damaged. */
export function isKnownDamaged({ lastValidation: { checks } }: StoredBackup): boolean {
  return checks.file_accessibility.status === 'failed' || checks.checksum_match.status === 'failed'
}

/** The first backup that a restore of `backup` needs and that is not there, or is known to be damaged; null: none is. */
export function brokenLinkOf(backup: StoredBackup, find: FindBackup): BrokenLink | null {
  for (const { id, file } of backup.needs) {
    const needed = find(id)
    if (needed === null) return { backupId: id, file, because: 'missing' }
    if (isKnownDamaged(needed)) return { backupId: id, file, because: 'damaged' }
  }
  return isKnownDamaged(backup) ? { backupId: backup.id, file: backup.file, because: 'damaged' } : null
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
    if (!fits || brokenLinkOf(backup, find) !== null) continue
    if (best === null || backup.needs.length < best.needs.length) best = backup
  }
  return best
}
