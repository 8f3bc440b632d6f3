import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import type { DatabaseDescription } from '../source/snapshot.ts'

/** A backup whose manifest and page index were read and found whole; its payload has not been read. */
export interface ImageReader {
  readonly record: BackupRecord
  /** Schema, tables, row counts and fingerprints as they were at the source. */
  readonly description: DatabaseDescription
  /** Absolute path of the payload. */
  readonly payloadPath: string
}

/**
 * Opens a backup by its manifest (relative to the vault).
 * Throws BACKUP_UNKNOWN (no such manifest), MANIFEST_DAMAGED, MANIFEST_TOO_NEW, BACKUP_FILE_MISSING,
 * BACKUP_FILE_UNREADABLE, BACKUP_DAMAGED, KEY_NEEDED.
 */
export function openImage(_ports: Ports, _vault: VaultAccess, _manifestFile: string): Promise<ImageReader> {
  return Promise.reject(new Error('not built yet'))
}
