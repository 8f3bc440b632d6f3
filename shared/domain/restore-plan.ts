import type { BackupRecord } from './backup-record.ts'

/**
 * How the target is replaced. `swap`: rebuilt beside it, proved, renamed over it (nothing may have it open).
 * `in_place`: rebuilt and proved beside it, then copied in by SQLite itself, so programs that have it open stay whole.
 * `new_file`: the target does not exist.
 */
export type RestoreMethod = 'swap' | 'in_place' | 'new_file'

/** What is at the target before a restore. */
export interface TargetState {
  readonly path: string
  readonly exists: boolean
  readonly sizeBytes: number
  /** UTC, ISO 8601; null when it does not exist. */
  readonly modifiedAt: string | null
  /** What it is now: a database SQLite can open, a broken one, or another kind of file. */
  readonly content: 'none' | 'database' | 'damaged_database' | 'not_a_database'
  /** Processes that have it open, as far as this user may see; null when that can't be known here. */
  readonly openedBy: readonly { readonly pid: number; readonly name: string }[] | null
  /** Whether SQLite's locks show another program at work in it. */
  readonly isLocked: boolean
  /** `-wal`, `-shm`, `-journal` files beside it. */
  readonly sidecars: readonly string[]
}

/** What a restore would do, shown before it is done. */
export interface RestorePlan {
  readonly databaseId: string
  readonly database: string
  readonly target: TargetState
  /** The backups that are read, the full first. */
  readonly chain: readonly BackupRecord[]
  /** The moment that was asked for, UTC, and how far before it the recovery point lies; null where none was. */
  readonly askedFor: { readonly at: string; readonly distanceMs: number } | null
  /** Stored bytes that will be read. */
  readonly bytesToRead: number
  /** Bytes that will be written. */
  readonly bytesToWrite: number
  readonly freeBytes: number
  /** From measured speed of earlier restores or verifications; null when nothing was measured yet. */
  readonly expectedMs: number | null
  /** From the recovery point to now: what would be lost, in milliseconds. */
  readonly lossMs: number
  readonly method: RestoreMethod
  /** Whether the present content is kept as a backup first: not when there is none, or it can't be read at all. */
  readonly takesSafetyBackup: boolean
  /** What the administrator must know first, in words. */
  readonly warnings: readonly string[]
}
