import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { keepRegistration } from '../databases/change-database.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'

/**
 * Marks a database as under recovery; false when it was already, or the vault has no room for the mark: a full vault must not keep
 * anybody from a restore. Throws the other faults of writing a vault.
 */
export async function beginRecovery(context: OperationsContext, record: DatabaseRecord): Promise<boolean> {
  if (record.recoveryStartedAt !== undefined) return false
  const { clock, logger } = context.world.ports
  try {
    await keepRegistration(context, { ...record, recoveryStartedAt: instantOf(clock) })
    return true
  } catch (error) {
    if (faultOf(error)?.code !== 'VAULT_FULL') throw error
    logger.warn('recovery.not_marked', { databaseId: record.id })
    return false
  }
}

/** The last step of a recovery: the database's schedules go on. One that is not under recovery is no error. Throws DATABASE_UNKNOWN. */
export async function resumeOperations(context: OperationsContext, databaseId: string): Promise<void> {
  const record = findRegistered(context.session.reachable().catalog, databaseId)
  if (record.recoveryStartedAt === undefined) return
  const { recoveryStartedAt: _, ...resumed } = record
  await keepRegistration(context, resumed)
}
