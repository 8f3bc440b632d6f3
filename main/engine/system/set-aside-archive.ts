import type { Removal } from '../../../shared/domain/retention/removal.ts'
import type { RemovalRule } from '../../../shared/domain/retention/retention-policy.ts'
import type { SystemArchive } from '../../../shared/domain/system-archive.ts'
import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { removingBackups } from '../vault/backup-readers.ts'
import { contentsOf, inVault } from '../vault/layout.ts'
import { confirmVault } from '../vault/open-vault.ts'
import { takeAway } from '../vault/set-aside-backup.ts'

/**
 * Sets an archive aside, as `setAsideBackup` does a backup: its contents record gets another name, after a record of the removal is
 * durable. `putBackBackup` undoes it and `endRemoval` ends it. Null: it is not there any more. A crash leaves it wholly there or
 * wholly set aside. Throws BACKUP_IN_USE and the faults of writing a vault.
 */
export function setAsideArchive(
  ports: Ports,
  vault: VaultAccess,
  archive: Pick<SystemArchive, 'archiveId' | 'file' | 'takenAt' | 'sizeBytes'>,
  database: string,
  rule: RemovalRule,
): Promise<Removal | null> {
  const { folder, vaultId } = vault
  const { archiveId, file, takenAt } = archive
  return removingBackups(ports, folder, [archiveId], async () => {
    await confirmVault(ports, vault)
    const record = await ports.files.stat(inVault(folder, contentsOf(file)))
    if (record === null) return null
    const removal: Removal = {
      subject: 'archive',
      backupId: archiveId,
      databaseId: vaultId,
      database,
      file,
      type: 'full',
      label: 'monthly',
      takenAt,
      removedAt: new Date(ports.clock.now()).toISOString(),
      rule,
      sizeBytes: archive.sizeBytes + record.sizeBytes,
      endedAt: null,
    }
    return takeAway(ports, folder, removal)
  })
}
