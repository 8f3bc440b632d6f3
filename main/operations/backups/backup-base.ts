import { baseFor } from '../../../shared/domain/chain.ts'
import type { BackupType } from '../../../shared/domain/backup-record.ts'
import { manifestOf, type BackupBase } from '../../engine/engine.ts'
import { backupsNewestFirst } from '../points/list-points.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

/**
 * What a change of a database is stored against, as the catalog knows it; null for a full, and where nothing is there to build
 * on. The engine looks at the files before it relies on them.
 */
export function backupBaseOf(vault: OpenVault, databaseId: string, type: BackupType): BackupBase | null {
  if (type !== 'incremental' && type !== 'differential') return null
  const { backups, observations } = vault.catalog
  const find = (id: string) => backups.get(id)
  const base = baseFor(type, backupsNewestFirst(vault, databaseId), find)
  if (base === null) return null
  const newest = baseFor('incremental', backupsNewestFirst(vault, databaseId), find) ?? base
  const seen = observations.get(databaseId)
  return {
    manifestFile: manifestOf(base.file),
    newest: { id: newest.id, manifestFile: manifestOf(newest.file), root: newest.root },
    observed: seen?.backupId === newest.id ? seen.observed : null,
  }
}
