import type { StorageView } from '../../shared/domain/views.ts'
import { countOf } from '../../shared/domain/words/format-count.ts'

/** What a vault holds: `12 backups and 2 archives`; of archives only where there are any. */
export function storedWords({
  backupCount,
  archiveCount,
}: Pick<StorageView, 'backupCount' | 'archiveCount'>): string {
  const backups = countOf(backupCount, 'backup')
  return archiveCount === 0 ? backups : `${backups} and ${countOf(archiveCount, 'archive')}`
}
