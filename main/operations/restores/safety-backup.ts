import path from 'node:path'

import { freeName, nameFromFile } from '../../../shared/domain/database-name.ts'
import type { BackupRequest } from '../../engine/engine.ts'
import { backupRequestOf } from '../backups/backup-request.ts'
import { safetyRemark } from '../backups/safety-remark.ts'
import { knowFiles } from '../databases/known-files.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

/**
 * The order of the backup that keeps what a restore is about to replace. It is a backup of what lies at the target: of the database
 * registered there, else of one by the file's name. Never of the database that is restored to a place of another's.
 */
export async function safetyBackupOf(
  context: OperationsContext,
  vault: OpenVault,
  targetPath: string,
): Promise<BackupRequest> {
  const { catalog } = vault
  const known = await knowFiles(context.world.ports, catalog.databases.all())
  const owner = await known.registrationOf(targetPath)
  const taken = [
    ...catalog.databases.names(),
    ...catalog.backups.databasesWithBackups().map((one) => one.database),
  ]
  return backupRequestOf(context, vault, {
    databaseId: owner?.id ?? context.world.ports.ids.newId(),
    database: owner?.name ?? freeName(nameFromFile(path.basename(targetPath)), taken),
    sourcePath: targetPath,
    type: 'full',
    label: 'preupdate',
    remarks: [safetyRemark],
  })
}
