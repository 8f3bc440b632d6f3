import { brokenLinkOf } from '../../../shared/domain/chain.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { Catalog } from '../catalog/open-catalog.ts'
import { compareTaken } from '../backups/clock-remark.ts'
import { isSafetyBackup } from '../backups/safety-remark.ts'
import { isTrueCopy } from '../backups/true-copy.ts'

const lookedAt = 50

/**
 * The backup that is restored when none is named: the newest whose chain is whole and that is not known to be damaged; where none passed, the newest true copy of
 * a source that was wrong itself, of which the plan warns. Safety backups of earlier restores are undone on purpose only, so they come
 * last. Throws NO_BACKUP.
 */
export function chooseBackup(catalog: Catalog, databaseId: string, database: string): StoredBackup {
  const { backups } = catalog
  const isWhole = (backup: StoredBackup): boolean => brokenLinkOf(backup, (id) => backups.get(id)) === null
  const sound = latestFirst([
    ...backups.newestPassed(databaseId, lookedAt),
    // A restore proves what it brings back before it replaces anything: only what is known to be wrong is passed over.
    ...backups.newestNotKnown(databaseId, lookedAt),
  ]).filter(isWhole)
  const chosen =
    sound.find((backup) => !isSafetyBackup(backup)) ?? sound[0] ?? newestTrueCopy(catalog, databaseId)
  if (chosen === undefined) throw new FaultError({ code: 'NO_BACKUP', database })
  return chosen
}

/** As they were taken: where a clock was set back, their times alone would name the wrong one the newest. */
function latestFirst(backups: readonly StoredBackup[]): readonly StoredBackup[] {
  return backups.toSorted((one, other) => compareTaken(other, one))
}

function newestTrueCopy(catalog: Catalog, databaseId: string): StoredBackup | undefined {
  const question = { databaseId, sort: 'takenAt', descending: true, offset: 0, limit: lookedAt } as const
  const { rows } = catalog.backups.page(question)
  const copies = latestFirst(rows.filter((one) => one.type !== 'schema' && isTrueCopy(one)))
  return copies.find((backup) => !isSafetyBackup(backup)) ?? copies[0]
}
