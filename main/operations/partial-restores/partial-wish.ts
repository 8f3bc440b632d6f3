import { FaultError } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { manifestOf, type PartialSides } from '../../engine/engine.ts'
import { jobLockWaitMs, threadsOf } from '../backups/backup-request.ts'
import type { OperationsContext } from '../operations-context.ts'
import { backupOfDatabase, type ChosenSource } from './backup-of-database.ts'

/** Whose rows, and from which backup. */
export interface PartialWish {
  /** Name, id or path. */
  readonly database: string
  /** Left out: the newest that is not known to be damaged. */
  readonly backup?: StoredBackup | undefined
}

/** A wish with what it means now. */
export interface PartialSource extends ChosenSource {
  /** Of the live database. */
  readonly livePath: string
}

/** Finds both sides. Throws DATABASE_UNKNOWN, NO_BACKUP, and WRONG_USE for a database that is no longer registered, or another's backup. */
export function partialSource(context: OperationsContext, wish: PartialWish): PartialSource {
  const source = backupOfDatabase(context.session.reachable(), wish.database, wish.backup)
  if (source.record !== null) return { ...source, livePath: source.record.path }
  const detail = `${source.database} is no longer registered, so its live file is not known; register it again`
  throw new FaultError({ code: 'WRONG_USE', detail })
}

/** Both sides as the engine is told of them; `imageFile` is where the backup's image is to be. */
export function partialSides(
  context: OperationsContext,
  { backup, livePath }: PartialSource,
  imageFile: string,
): PartialSides {
  return {
    vault: context.session.reachable().access,
    manifestFile: manifestOf(backup.file),
    imageFile,
    livePath,
    threads: threadsOf(context.world.cores),
    lockWaitMs: jobLockWaitMs,
  }
}
