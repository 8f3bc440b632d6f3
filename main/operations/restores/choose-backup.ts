import { FaultError } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { Catalog } from '../catalog/open-catalog.ts'
import { isSafetyBackup } from '../backups/safety-remark.ts'

const lookedAt = 50

/**
 * The backup that is restored when none is named: the newest that is not known to be damaged. Safety backups of earlier restores are undone
 * on purpose only, so they come last. Throws NO_BACKUP.
 */
export function chooseBackup(catalog: Catalog, databaseId: string, database: string): StoredBackup {
  const passed = catalog.backups.newestPassed(databaseId, lookedAt)
  const chosen = passed.find((backup) => !isSafetyBackup(backup)) ?? passed[0]
  if (chosen === undefined) throw new FaultError({ code: 'NO_BACKUP', database })
  return chosen
}
