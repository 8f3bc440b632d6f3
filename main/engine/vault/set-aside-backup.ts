import path from 'node:path'

import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { Removal } from '../../../shared/domain/retention/removal.ts'
import type { RemovalRule } from '../../../shared/domain/retention/retention-policy.ts'
import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { removingBackups } from './backup-readers.ts'
import { inVault, manifestOf, pagesOf, recordOf, tombstoneOf } from './layout.ts'
import { confirmVault } from './open-vault.ts'
import { forgetRemoval, saveRemoval } from './removals.ts'

async function sizeOf({ files }: Ports, folder: string, file: string): Promise<number> {
  const parts = await Promise.all(
    [file, pagesOf(file), manifestOf(file)].map((part) => files.stat(inVault(folder, part))),
  )
  return parts.reduce((sum, facts) => sum + (facts?.sizeBytes ?? 0), 0)
}

async function renameDurably(ports: Ports, from: string, to: string): Promise<void> {
  await ports.files.rename(from, to)
  await ports.files.syncFolder(path.dirname(to))
}

/** The step that sets a backup or an archive aside: its record gets another name, after one of the removal is durable. */
export async function takeAway(ports: Ports, folder: string, removal: Removal): Promise<Removal> {
  const { file } = removal
  await saveRemoval(ports, folder, removal)
  await renameDurably(ports, inVault(folder, recordOf(file)), inVault(folder, tombstoneOf(file)))
  return removal
}

/**
 * Sets a backup aside: it exists to nobody any more, all of it is still there, and `putBackBackup` undoes it. Its manifest gets another
 * name, after a record of the removal is durable. Null: it is not there any more. A crash leaves it wholly there or wholly set aside. That
 * no other backup needs it is the caller's to see to, under a claim (`claimingRemoval`). Throws BACKUP_IN_USE and the faults of writing a
 * vault.
 */
export function setAsideBackup(
  ports: Ports,
  vault: VaultAccess,
  backup: BackupRecord,
  rule: RemovalRule,
): Promise<Removal | null> {
  const { folder } = vault
  return removingBackups(ports, folder, [backup.id], async () => {
    await confirmVault(ports, vault)
    const { id: backupId, databaseId, database, file, type, label, takenAt } = backup
    const manifest = inVault(folder, manifestOf(file))
    if ((await ports.files.stat(manifest)) === null) return null
    const removedAt = new Date(ports.clock.now()).toISOString()
    const sizeBytes = await sizeOf(ports, folder, file)
    const facts = { subject: 'backup' as const, backupId, databaseId, database, file, type, label, takenAt }
    const removal = { ...facts, removedAt, rule, sizeBytes, endedAt: null }
    return takeAway(ports, folder, removal)
  })
}

/**
 * Puts a backup or an archive that is set aside back, byte for byte. False: there is nothing to put back any more. A crash leaves it wholly there or
 * wholly set aside. Throws the faults of writing a vault.
 */
export function putBackBackup(
  ports: Ports,
  vault: VaultAccess,
  { backupId, file }: Pick<Removal, 'backupId' | 'file'>,
): Promise<boolean> {
  const { folder } = vault
  return removingBackups(ports, folder, [backupId], async () => {
    await confirmVault(ports, vault)
    const [tombstone, manifest] = [tombstoneOf(file), recordOf(file)].map((one) => inVault(folder, one)) as [
      string,
      string,
    ]
    const isThere = (await ports.files.stat(manifest)) !== null
    if (!isThere && (await ports.files.stat(tombstone)) === null) return false
    if (!isThere) await renameDurably(ports, tombstone, manifest)
    await forgetRemoval(ports, folder, backupId)
    return true
  })
}
