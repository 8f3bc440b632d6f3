import type { Validation } from './validation.ts'

/** What a backup holds. `incremental`: changes since the last of any type; `differential`: since the last full. */
export const backupTypes = ['full', 'incremental', 'differential', 'schema'] as const
export type BackupType = (typeof backupTypes)[number]

/** Why a backup was taken. */
export const backupLabels = ['daily', 'weekly', 'monthly', 'preupdate', 'manual', 'continuous'] as const
export type BackupLabel = (typeof backupLabels)[number]

/** What was done to the bytes, in the order it was done. */
export interface StoredForm {
  readonly compression: 'zstd' | 'none'
  readonly encryption: 'aes-256-gcm' | 'none'
}

/** A backup that another one's page map refers to. */
export interface NeededBackup {
  readonly id: string
  /** Its payload, relative to the vault. */
  readonly file: string
}

/** Ids of every backup that a restore of this one reads: its own first. */
export function chainIdsOf({ id, needs }: Pick<BackupRecord, 'id' | 'needs'>): readonly string[] {
  return [id, ...needs.map((needed) => needed.id)]
}

/**
 * One stored backup, as its manifest tells it. The manifest is the truth; the catalog only remembers it.
 * All times are UTC, ISO 8601 with milliseconds.
 */
export interface BackupRecord {
  /** Random (version 4 UUID); unique in every vault. */
  readonly id: string
  readonly databaseId: string
  /** The database's name when the backup was taken; the file is named after it. */
  readonly database: string
  readonly type: BackupType
  readonly label: BackupLabel
  /** Payload's path relative to the vault, with forward slashes: `manual/market_data_full_20250129_143022.db.zst.enc`. */
  readonly file: string
  /** The moment whose state was observed: when the read transaction had begun. */
  readonly takenAt: string
  /** Bytes of the payload file as stored. */
  readonly sizeBytes: number
  /** Bytes of the database image (page count × page size). */
  readonly sourceBytes: number
  /** SHA-256 of the payload file as stored, hex. */
  readonly sha256: string
  /** SHA-256 over the SHA-256 of every page in order, hex: the image's identity. */
  readonly root: string
  readonly pageSize: number
  readonly pageCount: number
  readonly tableCount: number
  readonly rowCount: number
  /** Bytes of the pages stored in the payload / sizeBytes, rounded to 2 decimals; 1 for an empty payload. */
  readonly compressionRatio: number
  /** From the begin of the snapshot until the payload was durable, in milliseconds. */
  readonly durationMs: number
  readonly stored: StoredForm
  /** Backups whose payloads this one's page map refers to, oldest first and without itself; empty for a full. */
  readonly needs: readonly NeededBackup[]
  /** What was worth saying of the source: recovered a crashed writer's journal, affected SQLite version… */
  readonly remarks: readonly string[]
  /** The moment that a schedule named for it; left out: a person asked for it. */
  readonly slotAt?: string | undefined
  /** The checks made before the manifest was written. Later ones are kept beside (`.holdfast/validations`). */
  readonly validation: Validation
}
