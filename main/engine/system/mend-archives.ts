import { faultOf } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { archiveOfTombstone, contentsOf, inVault, tombstoneOf } from '../vault/layout.ts'
import { listBackupFolder } from '../vault/list-manifests.ts'
import { confirmVault } from '../vault/open-vault.ts'
import { listRemovals } from '../vault/removals.ts'
import { putBackBackup } from '../vault/set-aside-backup.ts'
import { writingVault } from '../vault/vault-faults.ts'
import { loadArchiveAside } from './contents-record.ts'

const monthly = 'monthly'

async function mendOne(ports: Ports, vault: VaultAccess, file: string): Promise<boolean> {
  const [contents, tombstone] = [contentsOf(file), tombstoneOf(file)].map((one) =>
    inVault(vault.folder, one),
  ) as [string, string]
  const isThere = (await ports.files.stat(contents)) !== null
  try {
    const { archiveId } = await loadArchiveAside(ports, vault, { file })
    if (!(await putBackBackup(ports, vault, { backupId: archiveId, file }))) return false
    if (isThere) await ports.files.remove(tombstone)
    return true
  } catch (error) {
    const fault = faultOf(error)
    if (fault?.code !== 'BACKUP_DAMAGED' && fault?.code !== 'BACKUP_FILE_MISSING') throw error
    ports.logger.error('removal.not_known', { file, fault })
    return false
  }
}

/**
 * Puts archives back that are set aside without a record of it, for when it was and why is not known. Answers their files. Call it under the
 * lease `prune`. Throws the faults of writing a vault.
 */
export function mendArchives(ports: Ports, vault: VaultAccess): Promise<readonly string[]> {
  const { folder } = vault
  return writingVault(ports, folder, async () => {
    await confirmVault(ports, vault)
    const names = await listBackupFolder(ports, folder, monthly)
    const aside = names.flatMap((name) => archiveOfTombstone(name) ?? [])
    if (aside.length === 0) return []
    const known = new Set((await listRemovals(ports, folder)).removals.map(({ file }) => file))
    const mended: string[] = []
    for (const archive of aside) {
      const file = `${monthly}/${archive}`
      if (!known.has(file) && (await mendOne(ports, vault, file))) mended.push(file)
    }
    return mended
  })
}
