import type { BackupRequest, VaultAccess } from '../../../main/engine/engine-types.ts'
import { backupOf } from '../../support/engine-vault.ts'

export const databaseId = '7d0e8b0c-46b0-4a51-9a51-0d1f1a3c8a11'

/** An order to back `sourcePath` up into a vault, fast and with every table's fingerprint. */
export function backupRequest(vault: VaultAccess, sourcePath: string): BackupRequest {
  return backupOf(vault, sourcePath, {
    databaseId,
    compressionLevel: 1,
    threads: 1,
    fingerprintLimitBytes: 2 ** 40,
    lockWaitMs: 2000,
  })
}
