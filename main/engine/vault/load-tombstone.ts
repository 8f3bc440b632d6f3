import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { Removal } from '../../../shared/domain/retention/removal.ts'
import type { VaultAccess } from '../engine-types.ts'
import { loadManifest } from '../image/load-manifest.ts'
import type { Ports } from '../ports/ports.ts'
import { tombstoneOf } from './layout.ts'

/**
 * Reads what a backup that is set aside is. Throws BACKUP_FILE_MISSING where it was put back or its removal goes on,
 * BACKUP_FILE_UNREADABLE, MANIFEST_DAMAGED, MANIFEST_TOO_NEW.
 */
export async function loadTombstone(
  ports: Ports,
  vault: VaultAccess,
  { file }: Pick<Removal, 'file'>,
): Promise<BackupRecord> {
  return (await loadManifest(ports, vault, tombstoneOf(file))).record
}
