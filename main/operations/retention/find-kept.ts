import { faultOf } from '../../../shared/domain/fault.ts'
import type { StoredArchive } from '../../../shared/domain/system-archive.ts'
import { findBackup } from '../backups/find-backup.ts'
import type { OperationsContext } from '../operations-context.ts'
import { archiveCalled } from '../system/list-system.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

/** A backup or an archive that a mark can keep: its ids as a mark has them, and its file. */
export interface Kept {
  readonly databaseId: string
  readonly backupId: string
  readonly file: string
}

async function archiveOrNull(
  context: OperationsContext,
  called: string,
  baseFolder?: string,
): Promise<StoredArchive | null> {
  try {
    return (await archiveCalled(context, called, baseFolder)).archive
  } catch (error) {
    if (faultOf(error)?.code !== 'ARCHIVE_UNKNOWN') throw error
    return null
  }
}

function keptArchive({ access }: OpenVault, { archiveId, file }: StoredArchive): Kept {
  return { databaseId: access.vaultId, backupId: archiveId, file }
}

/**
 * Finds a backup as `findBackup` does, and where there is none an archive of the complete system, by its id, its beginning, its file's name or
 * its path. Throws as `findBackup`, and BACKUP_DAMAGED for an archive whose record can't be read.
 */
export async function findKept(
  context: OperationsContext,
  vault: OpenVault,
  called: string,
  baseFolder?: string,
): Promise<Kept> {
  try {
    const { id, databaseId, file } = findBackup(vault, called)
    return { databaseId, backupId: id, file }
  } catch (error) {
    if (faultOf(error)?.code !== 'BACKUP_UNKNOWN') throw error
    const archive = await archiveOrNull(context, called, baseFolder)
    if (archive === null) throw error
    return keptArchive(vault, archive)
  }
}
