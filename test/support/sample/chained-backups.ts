import type { BackupType } from '../../../shared/domain/backup-record.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { ago, backupOf, hour, idOf } from './make-records.ts'

const bytes = 38_273_024

function typeOf(n: number): BackupType {
  if (n % 28 === 0) return 'full'
  return n % 7 === 0 ? 'differential' : 'incremental'
}

/**
 * `count` backups of property_data, one every six hours, newest first: a full each week, a differential on each of the other
 * days at the same hour, increments between. The increment `missing` (its number, oldest is 0) is not there: what needs it is broken.
 */
export function chainedBackups(count: number, missing: number | null): readonly StoredBackup[] {
  const made: StoredBackup[] = []
  let full: StoredBackup | undefined
  let last: StoredBackup | undefined
  for (let n = 0; n < count; n += 1) {
    const type = typeOf(n)
    const base = type === 'full' ? undefined : type === 'differential' ? full : last
    const backup: StoredBackup = {
      ...backupOf({
        n: 20_000 + n,
        databaseId: idOf(1, 1),
        database: 'property_data',
        takenAt: ago((count - 1 - n) * 6 * hour + 25 * 60_000),
        sourceBytes: bytes - (count - n) * 4096,
        type,
        label: type === 'full' ? 'weekly' : type === 'differential' ? 'daily' : 'continuous',
        isNotProved: n % 9 === 4,
      }),
      sizeBytes: type === 'full' ? 10_570_000 : 96_000 + (n % 5) * 31_000,
      needs: base === undefined ? [] : [...base.needs, { id: base.id, file: base.file }],
    }
    if (type === 'full') full = backup
    last = backup
    made.push(backup)
  }
  return made.filter((_, n) => n !== missing).toReversed()
}

/** How long the state of a sample backup is known not to have changed: every eleventh was looked at again for five hours. */
export function unchangedUntil({ id, takenAt, type }: StoredBackup): string | null {
  if (type === 'full' || Number.parseInt(id.slice(-4), 16) % 11 !== 3) return null
  return new Date(Date.parse(takenAt) + 5 * hour).toISOString()
}
