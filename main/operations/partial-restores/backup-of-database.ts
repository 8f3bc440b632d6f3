import { FaultError } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { findDatabase, type FoundByName } from '../databases/find-database.ts'
import { chooseBackup } from '../restores/choose-backup.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

/** A database and the backup of it that content is taken from. */
export interface ChosenSource extends FoundByName {
  readonly backup: StoredBackup
}

/**
 * The database by name, id or path, also one whose registration is gone; and its backup: the newest that is not known to be damaged where
 * none is named. Throws DATABASE_UNKNOWN, NO_BACKUP, and WRONG_USE for a backup of another database.
 */
export function backupOfDatabase(vault: OpenVault, called: string, wanted?: StoredBackup): ChosenSource {
  const found = findDatabase(vault.catalog, called)
  const backup = wanted ?? chooseBackup(vault.catalog, found.databaseId, found.database)
  if (backup.databaseId === found.databaseId) return { ...found, backup }
  const detail = `the backup ${backup.file} is of ${backup.database}, not of ${found.database}`
  throw new FaultError({ code: 'WRONG_USE', detail })
}
