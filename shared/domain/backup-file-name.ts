import type { BackupLabel, BackupType, StoredForm } from './backup-record.ts'

const folderOfLabel: Readonly<Record<BackupLabel, string>> = {
  daily: 'daily',
  weekly: 'weekly',
  monthly: 'monthly',
  preupdate: 'pre_update',
  manual: 'manual',
  continuous: 'continuous',
}

/** The vault's folders that hold backups. */
export const backupFolders: readonly string[] = Object.values(folderOfLabel)

/** The vault folder of a label: `pre_update` for `preupdate`, else the label itself. */
export function folderFor(label: BackupLabel): string {
  return folderOfLabel[label]
}

/** `.db`, with an ending for each thing done to the bytes. */
export function endingFor(stored: StoredForm): string {
  return `.db${stored.compression === 'zstd' ? '.zst' : ''}${stored.encryption === 'none' ? '' : '.enc'}`
}

/** `YYYYMMDD_HHMMSS` in UTC. */
export function stampOf(takenAt: string): string {
  return takenAt.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_')
}

/** What names a backup's file. */
export interface BackupNaming {
  readonly database: string
  readonly type: BackupType
  readonly label: BackupLabel
  readonly takenAt: string
}

/**
 * The file name without its ending. The middle word is the type of a manual backup and the label of every other.
 * `copy` is 1 for the first backup of that second, 2 for the next, and so on.
 */
export function stemFor(naming: BackupNaming, copy = 1): string {
  const word = naming.label === 'manual' ? naming.type : naming.label
  return `${naming.database}_${word}_${stampOf(naming.takenAt)}${copy > 1 ? `_${copy}` : ''}`
}
