import type { BackupLabel, BackupType, StoredForm } from '../../shared/domain/backup-record.ts'

/** The word of each type of backup. */
export const typeWords: Readonly<Record<BackupType, string>> = {
  full: 'Full',
  incremental: 'Incremental',
  differential: 'Differential',
  schema: 'Schema',
}

/** The word of each label of a backup. */
export const labelWords: Readonly<Record<BackupLabel, string>> = {
  daily: 'daily',
  weekly: 'weekly',
  monthly: 'monthly',
  preupdate: 'pre-update',
  manual: 'manual',
  continuous: 'continuous',
}

/** What was done to the stored bytes. */
export function storedFormWords(stored: StoredForm): string {
  const compression = stored.compression === 'zstd' ? 'zstd' : 'not compressed'
  const encryption = stored.encryption === 'none' ? 'not encrypted' : 'AES-256-GCM'
  return `${compression}, ${encryption}`
}
