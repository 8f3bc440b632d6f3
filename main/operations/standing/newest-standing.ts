import { concludedOf } from '../../../shared/domain/drills/drill-record.ts'
import type { DatabaseFacts } from '../../../shared/domain/health/judge-health.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { BrokenLink } from '../../../shared/domain/recovery-point.ts'
import type { Catalog } from '../catalog/open-catalog.ts'
import { judgeChain } from './judge-chain.ts'

/** What the newest backup of a database comes to, for health. */
export type NewestStanding = Pick<DatabaseFacts, 'newestRed' | 'newestUntold'>

const fine: NewestStanding = { newestRed: null, newestUntold: null }

function isDrilledRed(backup: StoredBackup | null): boolean {
  return concludedOf(backup?.lastDrill ?? null)?.verdict === 'failed'
}

function ofBrokenChain({ backups }: Catalog, backup: StoredBackup, link: BrokenLink): NewestStanding {
  // A red drill of its chain is a cause of its own, for what is wrong is one thing.
  if (isDrilledRed(backup) || isDrilledRed(backups.get(link.backupId))) return fine
  return { ...fine, newestRed: { kind: 'chain_broken', takenAt: backup.takenAt, link } }
}

/** Judges the newest backup of a database by columns; opens records only where something is not as it should be, and those are few. */
export function newestStanding(catalog: Catalog, databaseId: string): NewestStanding {
  const { backups } = catalog
  const moment = backups.newestMoment(databaseId)
  if (moment === null) return fine
  if (moment.status === 'not_known') return { ...fine, newestUntold: 'own' }
  if (moment.status === 'passed' && !backups.isChainInDoubt(moment.id)) return fine
  const backup = backups.get(moment.id)
  if (backup === null) return fine
  const { status, checkedAt } = backup.lastValidation
  if (status === 'failed') {
    if (isDrilledRed(backup)) return fine
    return { ...fine, newestRed: { kind: 'validation_failed', backupId: backup.id, checkedAt } }
  }
  const { brokenLink, untoldNeed } = judgeChain(catalog, backup)
  if (brokenLink !== null) return ofBrokenChain(catalog, backup, brokenLink)
  return untoldNeed === null ? fine : { ...fine, newestUntold: 'need' }
}
